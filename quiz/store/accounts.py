"""Accounts, and the links that reset a password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base


class AccountRow(Base):
    """A player without one is a guest.

    skeleton: what is left of the name once what looks alike is the same; no two accounts share one.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('player', 'author', 'reviewer', 'administrator')", name="role"),
        UniqueConstraint("skeleton"),
    )

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    name: Mapped[str]
    skeleton: Mapped[str]
    password_hash: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str]
    is_hidden: Mapped[bool]
    suspended_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


class ResetLinkRow(Base):
    """digest: of the link's secret, which is kept nowhere. A link that was used is deleted."""

    __tablename__ = "reset_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    expires_at: Mapped[datetime]
