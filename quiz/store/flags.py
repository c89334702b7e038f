"""Rounds that somebody should look at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base, partial_index


class FlagRow(Base):
    """rests_on: what it was raised for, in JSON. decision: null until an administrator decides."""

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("kind IN ('speed', 'same-answers', 'rating-jump')", name="kind"),
        CheckConstraint("decision IN ('cleared', 'upheld')", name="decision"),
        partial_index("ix_flag_undecided", "made_at", where="decision IS NULL"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    rests_on: Mapped[str]
    made_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("player.id"))
    decided_at: Mapped[datetime | None]
