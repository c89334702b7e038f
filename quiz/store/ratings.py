"""What is learnt from play: the ratings of seats and players, and which answers are in them already.

The ratings of a pack are written under its one row of `fold_order`, so that its rounds are folded one after
the other, in an order that is kept: Elo gives another result in another order. No answer waits for that row,
as a round is folded after its last one is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rating import NEWCOMER, Attempt, Rating
from quiz.game.rounds import PlayerId, RoundId
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Session, insert_into
from quiz.store.rounds import RoundItemRow, RoundRow


class ItemRatingRow(Base):
    """predicted: the difficulty before the first rated answer."""

    __tablename__ = "item_rating"
    __table_args__ = (CheckConstraint("answers >= 1", name="answers"),)

    pack: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)
    predicted: Mapped[float]
    difficulty: Mapped[float]
    answers: Mapped[int]


class PlayerRatingRow(Base):
    __tablename__ = "player_rating"
    __table_args__ = (CheckConstraint("answers >= 1", name="answers"),)

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(primary_key=True)
    ability: Mapped[float]
    answers: Mapped[int]


class FirstAttemptRow(Base):
    """That a player has answered what a seat asks: a second answer tells who remembers the first verdict."""

    __tablename__ = "first_attempt"

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)


class FoldOrderRow(Base):
    """rounds: the last place that was given to a round of the pack."""

    __tablename__ = "fold_order"

    pack: Mapped[str] = mapped_column(primary_key=True)
    rounds: Mapped[int]


class RatingMergeRow(Base):
    """That a guest turned out to be another player: from that place in the pack's order on, what either of
    them has answered before is not rated again.
    """

    __tablename__ = "rating_merge"

    pack: Mapped[str] = mapped_column(primary_key=True)
    fold: Mapped[int] = mapped_column(primary_key=True)
    guest_id: Mapped[int] = mapped_column(ForeignKey("player.id"))
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingMerge:
    """From that place on, the guest is the player."""

    fold: int
    guest: PlayerId
    player_id: PlayerId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRound:
    """A round that has ended. player_id: as whose it is rated."""

    id: RoundId
    player_id: PlayerId
    pack: str
    is_relaxed: bool


_tables = Base.metadata.tables
_round, _round_item, _answer = (_tables[row.__tablename__] for row in (RoundRow, RoundItemRow, AnswerRow))
_item, _player, _attempt, _order, _merge = (
    _tables[row.__tablename__]
    for row in (ItemRatingRow, PlayerRatingRow, FirstAttemptRow, FoldOrderRow, RatingMergeRow)
)
_UNFOLDED = (_round.c.fold.is_(None), _round.c.ended_at.is_not(None))
_ROUND: tuple[ColumnElement[Any], ...] = (
    _round.c.id,
    _round.c.player_id,
    _round.c.pack,
    _round.c.is_relaxed,
)


def unfolded_round(session: Session, round_id: RoundId) -> ClosedRound | None:
    """The round, if it has ended and is not folded yet."""
    row = session.execute(select(*_ROUND).where(_round.c.id == round_id, *_UNFOLDED)).one_or_none()
    return None if row is None else _closed(row)


def unfolded_rounds_of(session: Session, player_id: PlayerId) -> list[RoundId]:
    """The player's rounds that have ended and are not folded yet, the oldest first."""
    query = select(_round.c.id).where(_round.c.player_id == player_id, *_UNFOLDED)
    return [RoundId(found) for found in session.scalars(query.order_by(_round.c.ended_at, _round.c.id))]


def unfolded_rounds(session: Session, limit: int) -> list[RoundId]:
    """Anybody's rounds that have ended and are not folded yet, the oldest first."""
    query = select(_round.c.id).where(*_UNFOLDED).order_by(_round.c.ended_at).limit(limit)
    return [RoundId(found) for found in session.scalars(query)]


def folded_rounds(session: Session, pack: str) -> list[tuple[int, ClosedRound]]:
    """Each with its place in the order in which they were folded."""
    rated_as = func.coalesce(_round.c.rated_as, _round.c.player_id).label("player_id")
    columns = (_round.c.id, rated_as, _round.c.pack, _round.c.is_relaxed, _round.c.fold)
    query = select(*columns).where(_round.c.pack == pack, _round.c.fold > 0)
    return [(row.fold, _closed(row)) for row in session.execute(query.order_by(_round.c.fold))]


def merges(session: Session, pack: str) -> list[RatingMerge]:
    """In their order."""
    query = select(_merge).where(_merge.c.pack == pack).order_by(_merge.c.fold)
    return [
        RatingMerge(fold=row.fold, guest=PlayerId(row.guest_id), player_id=PlayerId(row.player_id))
        for row in session.execute(query)
    ]


def add_merge(session: Session, pack: str, merge: RatingMerge) -> None:
    values = {"pack": pack, "fold": merge.fold, "guest_id": merge.guest, "player_id": merge.player_id}
    session.execute(insert(_merge).values(values))


def take_over_attempts(session: Session, pack: str, merge: RatingMerge) -> bool:
    """Let what the guest has answered be the player's; whether there was anything."""
    of_guest = (_attempt.c.player_id == merge.guest, _attempt.c.pack == pack)
    seats = session.scalars(select(_attempt.c.seat).where(*of_guest)).all()
    for start in range(0, len(seats), _ROWS_AT_ONCE):
        note_first_attempts(session, merge.player_id, pack, seats[start : start + _ROWS_AT_ONCE])
    session.execute(delete(_attempt).where(*of_guest))
    return bool(seats)


def drop_player(session: Session, player_id: PlayerId, pack: str) -> None:
    """Forget the player's rating in the pack."""
    session.execute(delete(_player).where(_player.c.player_id == player_id, _player.c.pack == pack))


def take_turn(session: Session, pack: str) -> int:
    """The next place in the pack's order. Whoever else folds this pack waits until this transaction ends."""
    upsert = insert_into(session, _order).values(pack=pack, rounds=1)
    upsert = upsert.on_conflict_do_update(index_elements=["pack"], set_={"rounds": _order.c.rounds + 1})
    turn: int = session.scalars(upsert.returning(_order.c.rounds)).one()
    return turn


def wait_for_turn(session: Session, pack: str) -> None:
    """Nobody else folds this pack until this transaction ends."""
    session.execute(select(_order.c.rounds).where(_order.c.pack == pack).with_for_update())


def mark_folded(session: Session, round_id: RoundId, turn: int) -> PlayerId | None:
    """Whose it is; None if it was folded before."""
    marked = update(_round).where(_round.c.id == round_id, _round.c.fold.is_(None)).values(fold=turn)
    found = session.scalars(marked.returning(_round.c.player_id)).one_or_none()
    return None if found is None else PlayerId(found)


def keep_abilities(session: Session, abilities: Mapping[RoundId, float | None]) -> None:
    """Note what the player's rating in the pack was after each of these rounds; None where there was none."""
    if abilities:
        noted = (
            update(_round)
            .where(_round.c.id == bindparam("round"))
            .values(ability=bindparam("after", type_=_round.c.ability.type))
        )
        values = [{"round": round_id, "after": ability} for round_id, ability in sorted(abilities.items())]
        session.connection().execute(noted, values)


def attempts_of(session: Session, round_id: RoundId) -> list[Attempt]:
    """The answers of a round in the order of their positions, where it is known what they are to."""
    query = (
        select(
            _round_item.c.seat,
            _round_item.c.difficulty,
            _round_item.c.tokens,
            _answer.c.is_right,
            _answer.c.elapsed_ms,
        )
        .join_from(
            _round_item,
            _answer,
            (_round_item.c.round_id == _answer.c.round_id) & (_round_item.c.position == _answer.c.position),
        )
        .where(_round_item.c.round_id == round_id, _round_item.c.seat != "")
        .order_by(_round_item.c.position)
    )
    found: dict[str, Attempt] = {}
    for row in session.execute(query):
        attempt = Attempt(
            seat=row.seat,
            predicted=row.difficulty,
            options=len(row.tokens),
            is_right=row.is_right,
            elapsed=timedelta(milliseconds=row.elapsed_ms),
        )
        found.setdefault(row.seat, attempt)
    return list(found.values())


def note_first_attempts(
    session: Session, player_id: PlayerId, pack: str, seats: Iterable[str]
) -> frozenset[str]:
    """Those of the seats that the player had not answered before."""
    rows = [{"player_id": player_id, "pack": pack, "seat": seat} for seat in sorted(seats)]
    if not rows:
        return frozenset()
    noted = insert_into(session, _attempt).values(rows).on_conflict_do_nothing().returning(_attempt.c.seat)
    return frozenset(session.scalars(noted))


def rating_of_player(session: Session, player_id: PlayerId, pack: str) -> Rating:
    """NEWCOMER if no answer of theirs was rated in that pack."""
    query = select(_player).where(_player.c.player_id == player_id, _player.c.pack == pack)
    row = session.execute(query).one_or_none()
    return NEWCOMER if row is None else Rating(value=row.ability, answers=row.answers)


def ratings_of_items(
    session: Session, pack: str, seats: Iterable[str] | None = None
) -> Iterator[tuple[str, Rating]]:
    """Those of the seats, or of all of the pack's, that have been rated."""
    query = select(_item).where(_item.c.pack == pack)
    if seats is not None:
        query = query.where(_item.c.seat.in_(sorted(seats)))
    for row in session.execute(query):
        yield row.seat, Rating(value=row.difficulty, answers=row.answers, predicted=row.predicted)


def save_items(session: Session, pack: str, ratings: Mapping[str, Rating]) -> None:
    rows = [
        {
            "pack": pack,
            "seat": seat,
            "predicted": rating.predicted,
            "difficulty": rating.value,
            "answers": rating.answers,
        }
        for seat, rating in sorted(ratings.items())
    ]
    _save(session, _item, rows)


def save_player(session: Session, player_id: PlayerId, pack: str, rating: Rating) -> None:
    row = {"player_id": player_id, "pack": pack, "ability": rating.value, "answers": rating.answers}
    _save(session, _player, [row])


def forget(session: Session, pack: str) -> None:
    """All that was learnt in a pack, but for the order in which its rounds were folded."""
    for table in (_item, _player, _attempt):
        session.execute(delete(table).where(table.c.pack == pack))


def note_all_attempts(session: Session, pack: str, attempts: Iterable[tuple[PlayerId, str]]) -> None:
    rows = [{"player_id": player_id, "pack": pack, "seat": seat} for player_id, seat in attempts]
    if rows:
        session.execute(insert(_attempt), rows)


def _save(session: Session, table: Table, rows: list[dict[str, object]]) -> None:
    """Insert the rows, or put them in the place of those with the same key."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    upsert = insert_into(session, table)
    changed = {name: upsert.excluded[name] for name in rows[0] if name not in keys}
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(
            upsert.values(rows[start : start + _ROWS_AT_ONCE]).on_conflict_do_update(
                index_elements=keys, set_=changed
            )
        )


_ROWS_AT_ONCE = 500
"""SQLite takes so many values in one statement, and not many more."""


def _closed(row: Any) -> ClosedRound:  # noqa: ANN401  a row of one query or another
    return ClosedRound(
        id=RoundId(row.id), player_id=PlayerId(row.player_id), pack=row.pack, is_relaxed=row.is_relaxed
    )
