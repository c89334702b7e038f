"""Links that give a friend the same ten items."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


class ChallengeRow(Base):
    __tablename__ = "challenge"
    __table_args__ = (UniqueConstraint("round_id"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    made_at: Mapped[datetime]
