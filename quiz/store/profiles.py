"""The crowns that players won, and how many answers of each kind they had right.

Both follow from rounds and answers; they are kept so that a profile need not read those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, cast, delete, func, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.modes import CROWN_AT, Mode
from quiz.game.profiles import TALLIED, Batch, CrownKey, Tally, TallyKey, TallyKind
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Level
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Session, insert_into
from quiz.store.rounds import RoundItemRow, RoundRow


class CrownRow(Base):
    __tablename__ = "crown"
    __table_args__ = (CheckConstraint("level IN ('berlin', 'venice', 'cannes')", name="level"),)

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)
    won_at: Mapped[datetime]


class TallyRow(Base):
    """name: of the family or pack, or the first year of the decade."""

    __tablename__ = "tally"
    __table_args__ = (
        CheckConstraint("kind IN ('family', 'decade', 'pack')", name="kind"),
        CheckConstraint("right_count BETWEEN 0 AND answers", name="right_count"),
    )

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[int]
    right_count: Mapped[int]


_tables = Base.metadata.tables
_crown, _tally = _tables["crown"], _tables["tally"]
_round, _item, _answer = (_tables[row.__tablename__] for row in (RoundRow, RoundItemRow, AnswerRow))

_ROWS_AT_ONCE = 500
_COUNTS = (
    _round.c.ended_at.is_not(None),
    _round.c.is_counted,
    _round.c.is_held.is_(False),
    _round.c.challenge.is_(None),
)
_RIGHT = cast(_answer.c.is_right, Integer)


def tallies_of(session: Session, player_id: PlayerId) -> dict[TallyKey, Tally]:
    rows = session.execute(select(_tally).where(_tally.c.player_id == player_id))
    return {
        (TallyKind(row.kind), row.name): Tally(answers=row.answers, right_count=row.right_count)
        for row in rows
    }


def crowns_of(session: Session, player_id: PlayerId) -> dict[CrownKey, datetime]:
    rows = session.execute(select(_crown).where(_crown.c.player_id == player_id))
    return {(row.pack, Level(row.level)): row.won_at for row in rows}


def add_to_tallies(session: Session, player_id: PlayerId, tallies: Mapping[TallyKey, Tally]) -> None:
    """tallies: in the order of their keys, so that two writers lock the rows one after the other."""
    if tallies:
        upsert = insert_into(session, _tally)
        more = {column: _tally.c[column] + upsert.excluded[column] for column in ("answers", "right_count")}
        session.execute(
            upsert.values(_tally_rows(player_id, tallies)).on_conflict_do_update(
                index_elements=["player_id", "kind", "name"], set_=more
            )
        )


def add_crown(session: Session, player_id: PlayerId, crown: CrownKey, at: datetime) -> None:
    """Note that it was won; it stays won at the earliest time."""
    _put_crowns(session, player_id, {crown: at}, keeps_earlier=True)


def put_tallies(session: Session, player_id: PlayerId, tallies: Mapping[TallyKey, Tally]) -> None:
    """Put these in the place of those with the same keys."""
    upsert = insert_into(session, _tally)
    anew = {column: upsert.excluded[column] for column in ("answers", "right_count")}
    rows = _tally_rows(player_id, tallies)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(
            upsert.values(rows[start : start + _ROWS_AT_ONCE]).on_conflict_do_update(
                index_elements=["player_id", "kind", "name"], set_=anew
            )
        )


def put_crowns(session: Session, player_id: PlayerId, crowns: Mapping[CrownKey, datetime]) -> None:
    """Put these in the place of those with the same keys."""
    if crowns:
        _put_crowns(session, player_id, crowns, keeps_earlier=False)


def drop_tallies(session: Session, player_id: PlayerId, keys: Iterable[TallyKey]) -> None:
    gone = [(kind.value, name) for kind, name in keys]
    if gone:
        session.execute(
            delete(_tally).where(
                _tally.c.player_id == player_id, tuple_(_tally.c.kind, _tally.c.name).in_(gone)
            )
        )


def drop_crowns(session: Session, player_id: PlayerId, keys: Iterable[CrownKey]) -> None:
    gone = [(pack, level.value) for pack, level in keys]
    if gone:
        session.execute(
            delete(_crown).where(
                _crown.c.player_id == player_id, tuple_(_crown.c.pack, _crown.c.level).in_(gone)
            )
        )


def counted_batches(
    session: Session, player_id: PlayerId, *, rounds: Iterable[RoundId] | None = None
) -> list[Batch]:
    """The answers that count of the player's rounds that do, worked out from the rows themselves.

    rounds: of these alone.
    """
    columns = (_item.c.family, _item.c.year, _item.c.pack)
    query = (
        select(*columns, func.count().label("answers"), func.sum(_RIGHT).label("right_count"))
        .select_from(_round)
        .join(_item, _item.c.round_id == _round.c.id)
        .join(_answer, (_answer.c.round_id == _item.c.round_id) & (_answer.c.position == _item.c.position))
        .where(
            _round.c.player_id == player_id,
            *_COUNTS,
            _round.c.mode.in_(sorted(mode.value for mode in TALLIED)),
            _answer.c.is_counted,
        )
        .group_by(*columns)
    )
    if rounds is not None:
        query = query.where(_round.c.id.in_(sorted(rounds)))
    return [
        Batch(
            family=row.family,
            year=row.year,
            pack=row.pack,
            tally=Tally(answers=row.answers, right_count=int(row.right_count)),
        )
        for row in session.execute(query)
    ]


def crowned_rounds(session: Session, player_id: PlayerId) -> list[tuple[CrownKey, datetime]]:
    """The crown that each of the player's rounds won, and when, worked out from the rows themselves."""
    query = (
        select(_round.c.pack, _round.c.level, _round.c.ended_at)
        .join(_answer, _answer.c.round_id == _round.c.id)
        .where(
            _round.c.player_id == player_id,
            *_COUNTS,
            _round.c.mode == Mode.CIRCUIT.value,
            _round.c.level.in_([level.value for level in Level]),
            _round.c.right_count >= CROWN_AT,
            _answer.c.is_counted,
        )
        .group_by(_round.c.id)
        .having(func.sum(_RIGHT) >= CROWN_AT)
    )
    return [((row.pack, Level(row.level)), row.ended_at) for row in session.execute(query)]


def _tally_rows(player_id: PlayerId, tallies: Mapping[TallyKey, Tally]) -> list[dict[str, object]]:
    return [
        {
            "player_id": player_id,
            "kind": kind.value,
            "name": name,
            "answers": tally.answers,
            "right_count": tally.right_count,
        }
        for (kind, name), tally in sorted(tallies.items())
    ]


def _put_crowns(
    session: Session, player_id: PlayerId, crowns: Mapping[CrownKey, datetime], *, keeps_earlier: bool
) -> None:
    upsert = insert_into(session, _crown)
    rows = [
        {"player_id": player_id, "pack": pack, "level": level.value, "won_at": at}
        for (pack, level), at in sorted(crowns.items())
    ]
    session.execute(
        upsert.values(rows).on_conflict_do_update(
            index_elements=["player_id", "pack", "level"],
            set_={"won_at": upsert.excluded.won_at},
            where=_crown.c.won_at > upsert.excluded.won_at if keeps_earlier else None,
        )
    )
