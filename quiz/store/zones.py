"""The time zones that players live in, and since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


class PlayerZoneRow(Base):
    """zone: an IANA name. The last one is the player's; those before say which date it was for them then."""

    __tablename__ = "player_zone"

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    zone: Mapped[str]
