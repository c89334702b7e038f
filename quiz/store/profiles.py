"""The crowns that players won, and how many answers of each kind they had right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


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
