"""Standings, and how many players stand at each score."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from quiz.store.base import Base, partial_index


class StandingRow(Base):
    """board: what is ranked, among which packs and in which period, as `quiz.game.standings` writes it.

    is_listed: the player's own; the index holds those that are alone.
    """

    __tablename__ = "standing"
    __table_args__ = (
        CheckConstraint("score >= 0", name="score"),
        partial_index("ix_standing_order", "board", "score", "player_id", where="is_listed"),
    )

    board: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True, index=True)
    score: Mapped[int]
    is_listed: Mapped[bool]


class StandingCountRow(Base):
    """How many listed players stand in a bucket of scores; the buckets of a greater step are wider."""

    __tablename__ = "standing_count"

    board: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True)
    players: Mapped[int]


class StandingMoveRow(Base):
    """A listed player's way from one score to another that the counts have not yet; null for none."""

    __tablename__ = "standing_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    board: Mapped[str] = mapped_column(index=True)
    score_from: Mapped[int | None]
    score_to: Mapped[int | None]
