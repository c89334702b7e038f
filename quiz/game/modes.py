"""The four modes: how many items each asks, when it closes, and what the Circuit's crown takes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from quiz.items.item import Level


class Mode(StrEnum):
    """How the items of a round are chosen, and what they count for."""

    CIRCUIT = "circuit"
    PREMIERE = "premiere"
    LONG_TAKE = "long-take"
    SECOND_VIEWING = "second-viewing"

    @property
    def pays(self) -> bool:
        """Whether right answers earn points."""
        return self in {Mode.CIRCUIT, Mode.PREMIERE}

    @property
    def ends_at_a_miss(self) -> bool:
        return self is Mode.LONG_TAKE


class Mixed(StrEnum):
    """What the modes that ask across the levels are played at."""

    MIXED = "mixed"


class OwnLevel(StrEnum):
    """The fourth choice beside the levels: items that suit the player, whatever their level.

    It wins no crown: a crown says that a level was passed, and these are as easy as the player needs them.
    """

    YOURS = "yours"


Course: TypeAlias = Level | OwnLevel | Mixed
"""What a round is played at."""

COURSES: tuple[Course, ...] = (*Level, *OwnLevel)
"""Those that a Circuit can choose, in the order in which they are offered."""

CIRCUIT_SIZE = 10
CROWN_AT = 8
"""Right answers that win a level's crown."""

ROUND_CLOSES_AFTER = timedelta(hours=24)


def course_of(name: str) -> Course:
    """Raises ValueError if there is none of that name."""
    for kind in (OwnLevel, Mixed):
        if name in set(kind):
            return kind(name)
    return Level(name)


def start_of_week(at: datetime) -> datetime:
    """When the ISO week of that moment began, in UTC: a fact asked since then comes back only in need."""
    day = at.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
