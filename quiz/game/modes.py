"""What the Circuit asks, and what it takes to win its crown."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from quiz.items.item import Level


class OwnLevel(StrEnum):
    """The fourth choice beside the levels: items that suit the player, whatever their level.

    It wins no crown: a crown says that a level was passed, and these are as easy as the player needs them.
    """

    YOURS = "yours"


Course: TypeAlias = Level | OwnLevel
"""What a round is played at."""

COURSES: tuple[Course, ...] = (*Level, *OwnLevel)
"""In the order in which they are offered."""


CIRCUIT_SIZE = 10
CROWN_AT = 8
"""Right answers that win a level's crown."""

ROUND_CLOSES_AFTER = timedelta(hours=24)


def course_of(name: str) -> Course:
    """Raises ValueError if there is none of that name."""
    return OwnLevel(name) if name == OwnLevel.YOURS else Level(name)


def start_of_week(at: datetime) -> datetime:
    """When the ISO week of that moment began, in UTC: a fact asked since then comes back only in need."""
    day = at.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
