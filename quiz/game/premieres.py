"""The Première of each date: which dates must be drawn, and which are open where.

A date's Première can be played while it is that date where the player lives, and some hours more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from quiz.game.zones import end_of, local_date, start_of
from quiz.items.item import Level

SIZES = MappingProxyType({Level.BERLIN: 4, Level.VENICE: 3, Level.CANNES: 3})
"""How many items of each level it has."""

SIZE = sum(SIZES.values())

GRACE = timedelta(hours=3)
"""How long it stays open once its date is over."""

FRESH_DAYS = 90
"""For so long no fact comes back."""

NEEDS_FACTS = 60
"""Facts that a pack must have to take a turn: those of five dates may be secret at once, and a Circuit needs
ten others."""

_DRAWN_AHEAD = timedelta(hours=48)
_EARLIEST = timedelta(hours=14)
"""How far ahead of UTC the first zone is that a date reaches."""

_LATEST = timedelta(hours=12)
"""How far behind UTC the last one is."""


def opens_anywhere(day: date) -> datetime:
    return _midnight(day) - _EARLIEST


def closes_everywhere(day: date) -> datetime:
    return _midnight(day + timedelta(days=1)) + _LATEST + GRACE


def first_secret(at: datetime) -> date:
    """The first date whose Première is, or will be, open somewhere; those after it will be, too."""
    return (at.astimezone(UTC) - _LATEST - GRACE).date()


def dates_to_draw(at: datetime) -> tuple[date, ...]:
    """The dates whose Premières must be there by now, in order: each is drawn two days before it opens."""
    first = first_secret(at)
    last = (at.astimezone(UTC) + _DRAWN_AHEAD + _EARLIEST).date()
    return tuple(first + timedelta(days=each) for each in range((last - first).days + 1))


def is_open(day: date, zone: str, at: datetime) -> bool:
    start = start_of(day, zone)
    return start < end_of(day, zone) and start <= at < closes_at(day, zone)  # no date that the zone left out


def open_dates(zone: str, at: datetime) -> tuple[date, ...]:
    """The dates whose Premières can be played now in that zone, today's first."""
    near = dict.fromkeys((local_date(zone, at), local_date(zone, at.astimezone(UTC) - GRACE)))
    return tuple(day for day in near if is_open(day, zone, at))


def next_date(zone: str, at: datetime) -> tuple[date, datetime]:
    """The date whose Première opens next in that zone, and when."""
    day = local_date(zone, at) + timedelta(days=1)
    while start_of(day, zone) == end_of(day, zone):  # a date that the zone left out
        day += timedelta(days=1)
    return day, start_of(day, zone)


def closes_at(day: date, zone: str) -> datetime:
    return end_of(day, zone) + GRACE


def turn_of(rota: Sequence[str], last: str | None) -> tuple[str, ...]:
    """The packs in the order in which they may take the next turn. last: whose turn came before."""
    after = [pack for pack in rota if last is not None and pack > last]
    return (*after, *(pack for pack in rota if pack not in after))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
