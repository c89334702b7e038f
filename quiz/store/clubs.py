"""Clubs, and who is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


class ClubRow(Base):
    __tablename__ = "club"
    __table_args__ = (UniqueConstraint("join_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    join_code: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    made_at: Mapped[datetime]


class ClubMemberRow(Base):
    __tablename__ = "club_member"

    club_id: Mapped[int] = mapped_column(ForeignKey("club.id"), primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]
