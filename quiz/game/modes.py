"""What the Circuit asks, and what it takes to win its crown."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

CIRCUIT_SIZE = 10
CROWN_AT = 8
"""Right answers that win a level's crown."""

ROUND_CLOSES_AFTER = timedelta(hours=24)


def start_of_week(at: datetime) -> datetime:
    """When the ISO week of that moment began, in UTC: a fact asked since then comes back only in need."""
    day = at.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
