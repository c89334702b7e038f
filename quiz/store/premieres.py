"""The Première of each date, as it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, SmallInteger, and_, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import PlayerId
from quiz.items.item import FactId, Item
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Json, Session, insert_once
from quiz.store.rounds import RoundRow
from quiz.store.snapshots import Back, Face, back_of, face_of, item_of


class PremiereRow(Base):
    __tablename__ = "premiere"

    day: Mapped[date] = mapped_column(primary_key=True)
    pack: Mapped[str]
    pack_title: Mapped[str]
    drawn_at: Mapped[datetime]


class PremiereItemRow(Base):
    """An item of it; each player's round gets a copy, with tokens of its own."""

    __tablename__ = "premiere_item"

    day: Mapped[date] = mapped_column(ForeignKey("premiere.day"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    item_id: Mapped[str]
    family: Mapped[str]
    seat: Mapped[str]
    level: Mapped[str]
    difficulty: Mapped[float]
    year: Mapped[int | None] = mapped_column(SmallInteger)
    face: Mapped[Face] = mapped_column(Json(Face))
    back: Mapped[Back] = mapped_column(Json(Back))
    key_index: Mapped[int] = mapped_column(SmallInteger)


class PremiereFactRow(Base):
    """A fact that it asks about."""

    __tablename__ = "premiere_fact"

    day: Mapped[date] = mapped_column(ForeignKey("premiere.day"), primary_key=True)
    fact_id: Mapped[str] = mapped_column(primary_key=True)


_tables = Base.metadata.tables
_premiere, _item, _fact = _tables["premiere"], _tables["premiere_item"], _tables["premiere_fact"]
_round, _answer = _tables[RoundRow.__tablename__], _tables[AnswerRow.__tablename__]


@dataclass(frozen=True, slots=True, kw_only=True)
class Premiere:
    day: date
    pack: str
    pack_title: str


def add_premiere(session: Session, premiere: Premiere, items: Sequence[Item], at: datetime) -> bool:
    """Store what was drawn, unless the date has one; whether it was stored."""
    drawn = {
        "day": premiere.day,
        "pack": premiere.pack,
        "pack_title": premiere.pack_title,
        "drawn_at": at,
    }
    if not insert_once(session, _premiere, drawn, unique=["day"]):
        return False
    values = [
        {
            "day": premiere.day,
            "position": position,
            "item_id": item.id,
            "family": item.family,
            "seat": item.seat,
            "level": item.level.value,
            "difficulty": item.difficulty,
            "year": item.year,
            "face": face_of(item),
            "back": back_of(item),
            "key_index": item.key,
        }
        for position, item in enumerate(items, start=1)
    ]
    session.execute(insert(_item), values)
    facts = dict.fromkeys(fact for item in items for fact in item.facts)
    session.execute(insert(_fact), [{"day": premiere.day, "fact_id": fact} for fact in facts])
    return True


def load_premiere(session: Session, day: date) -> Premiere | None:
    row = session.execute(select(_premiere).where(_premiere.c.day == day)).one_or_none()
    return None if row is None else Premiere(day=row.day, pack=row.pack, pack_title=row.pack_title)


def load_items(session: Session, day: date) -> tuple[Item, ...]:
    """As they were drawn, in the order asked."""
    rows = session.execute(select(_item).where(_item.c.day == day).order_by(_item.c.position))
    return tuple(
        item_of(
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
        for row in rows
    )


def drawn_dates(session: Session, first: date) -> frozenset[date]:
    """The dates from that one on that have a Première."""
    return frozenset(session.scalars(select(_premiere.c.day).where(_premiere.c.day >= first)))


def last_pack_before(session: Session, day: date) -> str | None:
    """Whose turn came last."""
    return session.scalars(
        select(_premiere.c.pack).where(_premiere.c.day < day).order_by(_premiere.c.day.desc()).limit(1)
    ).one_or_none()


def facts_from(session: Session, first: date) -> frozenset[FactId]:
    """What the Premières of that date and of all later ones ask about."""
    facts = session.scalars(select(_fact.c.fact_id).where(_fact.c.day >= first).distinct())
    return frozenset(FactId(fact) for fact in facts)


def asked_since(session: Session, first: date) -> dict[FactId, date]:
    """The facts that Premières of that date or later ones ask about, with the last date of each."""
    rows = session.execute(
        select(_fact.c.fact_id, func.max(_fact.c.day).label("day"))
        .where(_fact.c.day >= first)
        .group_by(_fact.c.fact_id)
    )
    return {FactId(row.fact_id): row.day for row in rows}


def credited_dates(session: Session, player_id: PlayerId) -> frozenset[date]:
    """The dates whose Première the player has finished: its last answer is in."""
    days = session.scalars(
        select(_round.c.premiere_date)
        .join(_answer, and_(_answer.c.round_id == _round.c.id, _answer.c.position == _round.c.size))
        # In the words of the index, which holds just these.
        .where(_round.c.player_id == player_id, text("round.premiere_date IS NOT NULL AND round.is_counted"))
    )
    return frozenset(days)
