"""The day streak of a player."""

from __future__ import annotations

from datetime import datetime

from quiz.game.rounds import PlayerId
from quiz.game.streaks import DayStreak, day_streak
from quiz.store import premieres, zones
from quiz.store.base import Session, reading

__all__ = ["DayStreak", "day_streak_of"]


def day_streak_of(session: Session, player_id: PlayerId, at: datetime) -> DayStreak:
    """As it stands, worked out from the dates with a finished Première; one transaction that only reads."""
    with reading(session):
        credited = premieres.credited_dates(session, player_id)
        spans = zones.load_spans(session, player_id)
    return day_streak(credited, spans, at)
