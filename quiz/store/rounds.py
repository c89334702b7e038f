"""Rounds, and the items dealt to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Row,
    Select,
    SmallInteger,
    UniqueConstraint,
    and_,
    false,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.errors import QuizError
from quiz.game.modes import Mode, course_of
from quiz.game.rounds import Answer, Dealt, EndedRound, OptionToken, PlayerId, Round, RoundId
from quiz.items.item import FactId, Item, Level
from quiz.store.answers import load_answers
from quiz.store.base import Base, Json, Session, insert_once, partial_index
from quiz.store.snapshots import Back, Face, back_of, face_of, item_of

LONGEST_OPEN = timedelta(days=3)
"""No round takes answers for longer: a Première is open for a date, all day, and some hours more."""

ONE_PREMIERE = "premiere_date IS NOT NULL AND is_counted"


class RoundNotFound(QuizError):
    """There is no such round, or it is another player's."""


class RoundRow(Base):
    """request_key: the showing of the start form that this round came from.

    pack: empty where the items come from several.
    fold: the place in its pack at which its answers were folded into the ratings; null until they are, and 0
    where they never will be.
    ended_at: when it was played to its end, or closed; null while it takes answers, and until somebody notes
    that it has closed. points and right_count are what it had by then.
    challenge: the token of the challenge that it takes up.
    is_counted: false where it counts for nothing: it takes up a challenge, or it is a second Première of its
    date, played as somebody else.
    is_held: what it counts for waits for an administrator.
    choices: a digest of what was chosen for what, once it has ended.
    ability: the player's rating in the pack after it was folded.
    rated_as: whose answers they were when it was folded, where they are somebody else's now.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("player_id", "request_key", "pack", "level", "is_relaxed"),
        CheckConstraint("level IN ('berlin', 'venice', 'cannes', 'yours', 'mixed')", name="level"),
        CheckConstraint("mode IN ('circuit', 'premiere', 'long-take', 'second-viewing')", name="mode"),
        CheckConstraint("size >= 1", name="size"),
        Index(None, "player_id", "started_at"),
        Index(None, "player_id", "ended_at"),
        partial_index("ix_round_unfolded", "ended_at", where="fold IS NULL"),
        partial_index("ix_round_open", "closes_at", where="ended_at IS NULL"),
        partial_index("ix_round_premiere", "player_id", "premiere_date", where=ONE_PREMIERE, unique=True),
        partial_index("ix_round_choices", "choices", "ended_at", where="choices IS NOT NULL"),
        partial_index(
            "ix_round_premiere_date", "premiere_date", "ended_at", where="premiere_date IS NOT NULL"
        ),
        partial_index("ix_round_challenge", "challenge", where="challenge IS NOT NULL"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"))
    pack: Mapped[str]
    pack_title: Mapped[str]
    level: Mapped[str]
    is_relaxed: Mapped[bool]
    size: Mapped[int] = mapped_column(SmallInteger)
    started_at: Mapped[datetime]
    request_key: Mapped[str]
    fold: Mapped[int | None]
    mode: Mapped[str] = mapped_column(server_default=Mode.CIRCUIT)
    closes_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    points: Mapped[int] = mapped_column(server_default="0")
    right_count: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    premiere_date: Mapped[date | None]
    challenge: Mapped[str | None]
    is_counted: Mapped[bool] = mapped_column(server_default=true())
    is_held: Mapped[bool] = mapped_column(server_default=false())
    choices: Mapped[str | None]
    ability: Mapped[float | None]
    rated_as: Mapped[int | None] = mapped_column(ForeignKey("player.id"))


class RoundItemRow(Base):
    """key_index is read to judge an answer and after it, never to show an item.

    seat: empty where it is not known, of items dealt before it was kept; their answers are not rated.
    year: what the item is about; null where it has none, or where it was not kept.
    counts_from: an answer before then counts for nothing, as the player has given one as somebody else.
    """

    __tablename__ = "round_item"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("key_index >= 0", name="key_index"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    item_id: Mapped[str]
    family: Mapped[str]
    seat: Mapped[str] = mapped_column(server_default="")
    level: Mapped[str]
    difficulty: Mapped[float]
    face: Mapped[Face] = mapped_column(Json(Face))
    back: Mapped[Back] = mapped_column(Json(Back))
    key_index: Mapped[int] = mapped_column(SmallInteger)
    tokens: Mapped[tuple[str, ...]] = mapped_column(Json(tuple[str, ...]))
    shown_at: Mapped[datetime | None]
    pack: Mapped[str] = mapped_column(server_default="")
    year: Mapped[int | None] = mapped_column(SmallInteger)
    counts_from: Mapped[datetime | None]


class DealtFactRow(Base):
    """A fact that an item asks about; it counts as asked while its round is open, and from the item's
    shown_at on.
    """

    __tablename__ = "dealt_fact"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "position"], ["round_item.round_id", "round_item.position"]),
    )

    round_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    fact_id: Mapped[str] = mapped_column(primary_key=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """What is loaded of an item before its answer."""

    level: Level
    face: Face
    tokens: tuple[OptionToken, ...]
    shown_at: datetime | None


_tables = Base.metadata.tables
_round, _round_item, _dealt_fact = _tables["round"], _tables["round_item"], _tables["dealt_fact"]


def add_round(
    session: Session,
    round_: Round,
    items: Sequence[Item],
    tokens: Sequence[tuple[OptionToken, ...]],
    *,
    player_id: PlayerId,
    request_key: str,
) -> RoundId:
    """Store the round with its items; the id of the one that the same request started before, if it did, and
    that of the player's round of that Première, if there is one.

    tokens: one tuple for each item, with one token for each of its options.
    """
    same = {
        "player_id": player_id,
        "request_key": request_key,
        "pack": round_.pack,
        "level": round_.level.value,
        "is_relaxed": round_.is_relaxed,
    }
    rest = {
        "id": round_.id,
        "mode": round_.mode.value,
        "pack_title": round_.pack_title,
        "size": round_.size,
        "started_at": round_.started_at,
        "closes_at": round_.closes_at,
        "premiere_date": round_.premiere_date,
        "challenge": round_.challenge,
        "is_counted": round_.is_counted,
    }
    if not insert_once(session, _round, same | rest):
        first = select(RoundRow.id).where(*(_round.c[name] == value for name, value in same.items()))
        if round_.premiere_date is not None:
            first = premiere_round_of(player_id, round_.premiere_date)
        return RoundId(session.scalars(first).one())
    dealt = list(enumerate(zip(items, tokens, strict=True), start=1))
    session.execute(
        insert(_round_item),
        [_item_values(round_.id, position, item, item_tokens) for position, (item, item_tokens) in dealt],
    )
    facts = [
        {"round_id": round_.id, "position": position, "fact_id": fact}
        for position, (item, _) in dealt
        for fact in dict.fromkeys(item.facts)
    ]
    if facts:
        session.execute(insert(_dealt_fact), facts)
    return round_.id


def load_round(session: Session, *, player_id: PlayerId, round_id: RoundId) -> Round:
    """Raises RoundNotFound if that player has no such round."""
    if not round_id.isalnum():  # an address may hold what PostgreSQL refuses as text, such as a NUL
        raise RoundNotFound("There is no such round.")
    row = session.execute(
        select(_round).where(_round.c.id == round_id, _round.c.player_id == player_id)
    ).one_or_none()
    if row is None:
        raise RoundNotFound("There is no such round.")
    return _round_of(row, load_answers(session, round_id, is_relaxed=row.is_relaxed))


def load_latest_open_round(session: Session, *, player_id: PlayerId, at: datetime) -> Round | None:
    """The player's round that takes answers and was started last, Premières apart: they have a page."""
    round_id = session.scalars(
        select(_round.c.id)
        .where(
            _round.c.player_id == player_id,
            _round.c.ended_at.is_(None),
            _round.c.closes_at > at,
            _round.c.mode != Mode.PREMIERE.value,
        )
        .order_by(_round.c.started_at.desc(), _round.c.id)
        .limit(1)
    ).one_or_none()
    return None if round_id is None else load_round(session, player_id=player_id, round_id=round_id)


def load_premiere_round(session: Session, player_id: PlayerId, day: date) -> Round | None:
    """The player's round of that Première, which counts."""
    round_id = session.scalars(premiere_round_of(player_id, day)).one_or_none()
    return None if round_id is None else load_round(session, player_id=player_id, round_id=RoundId(round_id))


def premiere_round_of(player_id: PlayerId, day: date) -> Select[str]:
    """The id of the player's round of that Première."""
    return select(RoundRow.id).where(
        RoundRow.player_id == player_id, RoundRow.premiere_date == day, RoundRow.is_counted
    )


def closed_rounds(
    session: Session, at: datetime, limit: int, *, player_id: PlayerId | None = None
) -> list[tuple[PlayerId, RoundId]]:
    """Rounds that closed before they were played to their end, and are not marked so, the oldest first."""
    query = select(_round.c.player_id, _round.c.id).where(
        _round.c.ended_at.is_(None), _round.c.closes_at <= at
    )
    if player_id is not None:
        query = query.where(_round.c.player_id == player_id)
    rows = session.execute(query.order_by(_round.c.closes_at).limit(limit))
    return [(PlayerId(row.player_id), RoundId(row.id)) for row in rows]


def mark_ended(session: Session, ended: EndedRound, choices: str, *, is_rated: bool) -> bool:
    """Whether it had not ended before, and is still that player's: a guest may have become somebody else."""
    marked = (
        update(_round)
        .where(
            _round.c.id == ended.round.id,
            _round.c.player_id == ended.player_id,
            _round.c.ended_at.is_(None),
        )
        .values(
            ended_at=ended.ended_at,
            points=ended.round.points,
            right_count=ended.round.right_count,
            choices=choices or None,
            fold=None if is_rated else 0,
        )
    )
    return session.execute(marked.returning(_round.c.id)).one_or_none() is not None


def load_shown(session: Session, round_id: RoundId, position: int) -> ShownItem:
    """An item of the round without anything that would tell its key."""
    columns = (_round_item.c.level, _round_item.c.face, _round_item.c.tokens, _round_item.c.shown_at)
    row = session.execute(select(*columns).where(*_at(round_id, position))).one()
    return ShownItem(level=Level(row.level), face=row.face, tokens=row.tokens, shown_at=row.shown_at)


def mark_shown(session: Session, round_id: RoundId, position: int, at: datetime) -> datetime:
    """When the item was first shown: now, unless it was before."""
    session.execute(
        update(_round_item)
        .where(*_at(round_id, position), _round_item.c.shown_at.is_(None))
        .values(shown_at=at)
    )
    first: datetime = session.scalars(select(_round_item.c.shown_at).where(*_at(round_id, position))).one()
    return first


def load_dealt(session: Session, round_id: RoundId, *positions: int) -> tuple[Dealt, ...]:
    """These items of the round, keys and all, in the order of their positions."""
    rows = session.execute(
        select(_round_item)
        .where(_round_item.c.round_id == round_id, _round_item.c.position.in_(positions))
        .order_by(_round_item.c.position)
    )
    return tuple(_dealt_of(row) for row in rows)


def facts_met_since(
    session: Session, *, player_id: PlayerId, since: datetime, at: datetime
) -> frozenset[FactId]:
    """The facts of the items that the player was shown since then, or is still to be shown in an open round.

    An item that was never shown is open until its round closes: it cannot be passed over.
    """
    is_open = and_(_round_item.c.shown_at.is_(None), _round.c.ended_at.is_(None), _round.c.closes_at > at)
    met = (
        select(_dealt_fact.c.fact_id)
        .select_from(_round)
        .join(_round_item)
        .join(_dealt_fact)
        .where(
            _round.c.player_id == player_id,
            # No item is shown after its round has closed, and this is what the index holds.
            _round.c.started_at > min(since, at) - LONGEST_OPEN,
            or_(_round_item.c.shown_at >= since, is_open),
        )
        .distinct()
    )
    return frozenset(FactId(fact) for fact in session.scalars(met))


def _item_values(
    round_id: RoundId, position: int, item: Item, tokens: tuple[OptionToken, ...]
) -> Mapping[str, object]:
    return {
        "round_id": round_id,
        "position": position,
        "item_id": item.id,
        "family": item.family,
        "pack": item.pack,
        "seat": item.seat,
        "year": item.year,
        "level": item.level.value,
        "difficulty": item.difficulty,
        "face": face_of(item),
        "back": back_of(item),
        "key_index": item.key,
        "tokens": tokens,
    }


def _at(round_id: RoundId, position: int) -> tuple[Any, ...]:
    return _round_item.c.round_id == round_id, _round_item.c.position == position


def _round_of(row: Row[Any], answers: tuple[Answer, ...]) -> Round:
    return Round(
        id=RoundId(row.id),
        mode=Mode(row.mode),
        pack=row.pack,
        pack_title=row.pack_title,
        level=course_of(row.level),
        is_relaxed=row.is_relaxed,
        size=row.size,
        started_at=row.started_at,
        closes_at=row.closes_at,
        premiere_date=row.premiere_date,
        challenge=row.challenge,
        is_counted=row.is_counted,
        has_ended=row.ended_at is not None,
        answers=answers,
    )


def _dealt_of(row: Row[Any]) -> Dealt:
    item = item_of(
        item_id=row.item_id,
        family=row.family,
        seat=row.seat,
        level=row.level,
        difficulty=row.difficulty,
        year=row.year,
        key=row.key_index,
        face=row.face,
        back=row.back,
    )
    return Dealt(
        position=row.position,
        item=item,
        tokens=row.tokens,
        shown_at=row.shown_at,
        counts_from=row.counts_from,
    )
