"""What players missed, and when it is due again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


class ReviewCardRow(Base):
    """item_id: the item that was missed, which can be proven anew. card: the scheduler's own, in JSON."""

    __tablename__ = "review_card"
    __table_args__ = (Index(None, "player_id", "due_at"),)

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    due_at: Mapped[datetime]
    card: Mapped[str]
