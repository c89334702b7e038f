"""Rounds, and the items dealt to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Row,
    SmallInteger,
    UniqueConstraint,
    and_,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.errors import QuizError
from quiz.game.modes import ROUND_CLOSES_AFTER, course_of
from quiz.game.rounds import Answer, Dealt, OptionToken, PlayerId, Round, RoundId
from quiz.items.item import FactId, Item, Level
from quiz.store.answers import count_of_answers, load_answers
from quiz.store.base import Base, Json, Session, insert_once
from quiz.store.snapshots import Back, Face, back_of, face_of, item_of


class RoundNotFound(QuizError):
    """There is no such round, or it is another player's."""


class RoundRow(Base):
    """request_key: the showing of the start form that this round came from.

    fold: the place in its pack at which its answers were folded into the ratings; null until they are.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("player_id", "request_key", "pack", "level", "is_relaxed"),
        CheckConstraint("level IN ('berlin', 'venice', 'cannes', 'yours')", name="level"),
        CheckConstraint("size >= 1", name="size"),
        Index(None, "player_id", "started_at"),
        Index(
            "ix_round_unfolded",
            "started_at",
            sqlite_where=text("fold IS NULL"),
            postgresql_where=text("fold IS NULL"),
        ),
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


class RoundItemRow(Base):
    """key_index is read to judge an answer and after it, never to show an item.

    seat: empty where it is not known, of items dealt before it was kept; their answers are not rated.
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
    """Store the round with its items; the id of the one that the same request started before, if it did.

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
        "pack_title": round_.pack_title,
        "size": round_.size,
        "started_at": round_.started_at,
    }
    if not insert_once(session, _round, same | rest, unique=list(same)):
        first = select(RoundRow.id).where(*(_round.c[name] == value for name, value in same.items()))
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
    """The player's round that takes answers and was started last."""
    answered = count_of_answers(_round.c.id)
    round_id = session.scalars(
        select(_round.c.id)
        .where(
            _round.c.player_id == player_id,
            _round.c.started_at > at - ROUND_CLOSES_AFTER,
            answered < _round.c.size,
        )
        .order_by(_round.c.started_at.desc(), _round.c.id)
        .limit(1)
    ).one_or_none()
    return None if round_id is None else load_round(session, player_id=player_id, round_id=round_id)


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
    is_open = and_(_round_item.c.shown_at.is_(None), _round.c.started_at > at - ROUND_CLOSES_AFTER)
    met = (
        select(_dealt_fact.c.fact_id)
        .select_from(_round)
        .join(_round_item)
        .join(_dealt_fact)
        .where(
            _round.c.player_id == player_id,
            # No item is shown after its round has closed, and this is what the index holds.
            _round.c.started_at > min(since, at) - ROUND_CLOSES_AFTER,
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
        "seat": item.seat,
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
        pack=row.pack,
        pack_title=row.pack_title,
        level=course_of(row.level),
        is_relaxed=row.is_relaxed,
        size=row.size,
        started_at=row.started_at,
        answers=answers,
    )


def _dealt_of(row: Row[Any]) -> Dealt:
    item = item_of(
        item_id=row.item_id,
        family=row.family,
        seat=row.seat,
        level=row.level,
        difficulty=row.difficulty,
        key=row.key_index,
        face=row.face,
        back=row.back,
    )
    return Dealt(position=row.position, item=item, tokens=row.tokens, shown_at=row.shown_at)
