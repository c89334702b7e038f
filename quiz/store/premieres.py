"""The Première of each date, as it was drawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, SmallInteger, select
from sqlalchemy.orm import Mapped, mapped_column

from quiz.items.item import FactId
from quiz.store.base import Base, Json, Session
from quiz.store.snapshots import Back, Face


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


_premiere, _item, _fact = (
    Base.metadata.tables[name] for name in ("premiere", "premiere_item", "premiere_fact")
)


def facts_from(session: Session, first: date) -> frozenset[FactId]:
    """What the Premières of that date and of all later ones ask about."""
    facts = session.scalars(select(_fact.c.fact_id).where(_fact.c.day >= first).distinct())
    return frozenset(FactId(fact) for fact in facts)
