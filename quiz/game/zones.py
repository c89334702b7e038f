"""What date it is where somebody lives: IANA zones, and when a date begins and ends in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from quiz.errors import QuizError

UNKNOWN = "UTC"
"""Where somebody lives of whom nobody knows it."""

CHANGE_EVERY = timedelta(days=30)

_INSTANT = timedelta(microseconds=1)

_NO_PLACES = {"Factory", "localtime", "posixrules"}
"""Files beside the zones that some systems list with them."""


class UnknownZone(QuizError):
    """No time zone has that name."""


class ZoneIsFixed(QuizError):
    """The zone was changed a short while ago. free_from: the first date on which it can be changed again."""

    def __init__(self, free_from: date) -> None:
        super().__init__(
            f"The time zone can be changed once in {CHANGE_EVERY.days} days: from {free_from:%Y-%m-%d} on."
        )
        self.free_from = free_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSpan:
    """Where a player lived from a moment on; the first of several holds for all the time before, too."""

    zone: str
    since: datetime


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone that can be chosen, in the order of the alphabet."""
    return tuple(sorted(available_timezones() - _NO_PLACES))


def checked_zone(name: str) -> str:
    """The name, if it is a zone's. Raises UnknownZone."""
    if name not in _known():
        raise UnknownZone("There is no time zone of that name.")
    return name


def zone_at(spans: Sequence[ZoneSpan], at: datetime) -> str:
    """The zone that held at a moment. spans: in the order of time."""
    held = [span.zone for span in spans if span.since <= at] or [span.zone for span in spans[:1]]
    return held[-1] if held else UNKNOWN


def free_from(spans: Sequence[ZoneSpan]) -> datetime | None:
    """From when on the zone can be changed; None if it can be at any time.

    The first zone was taken from a browser and chosen by nobody: to put it right is free.
    """
    return spans[-1].since + CHANGE_EVERY if len(spans) > 1 else None


def local_date(zone: str, at: datetime) -> date:
    return at.astimezone(_zone(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The first moment of that date in that zone, in UTC; if it was left out, that of the next one."""
    # An hour or a whole date around midnight may be left out or come twice: the two folds are both readings.
    return min(moment for moment in _midnights(day, zone) if local_date(zone, moment) >= day)


def end_of(day: date, zone: str) -> datetime:
    """The moment after which that date does not come again in that zone, in UTC."""
    # Of a midnight that comes twice, the second may be an hour after the date, within the next one.
    return max(
        moment
        for moment in _midnights(day + timedelta(days=1), zone)
        if local_date(zone, moment - _INSTANT) <= day
    )


def _midnights(day: date, zone: str) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time(), _zone(zone))
    return midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    # A name that was stored may be gone from the next version of the tables.
    return ZoneInfo(name if name in _known() else UNKNOWN)


@cache
def _known() -> frozenset[str]:
    return frozenset(zone_names())
