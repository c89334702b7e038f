"""Dates as they are read."""

from __future__ import annotations

from calendar import month_abbr, month_name
from datetime import UTC, date, datetime


def long_date(day: date | datetime) -> str:
    """25 November 2026; of a moment, its date in UTC."""
    found = _date(day)
    return f"{found.day} {month_name[found.month]} {found.year}"


def short_date(day: date | datetime) -> str:
    """25 Nov 2026."""
    found = _date(day)
    return f"{found.day} {month_abbr[found.month]} {found.year}"


def month(day: date) -> str:
    """November 2026."""
    return f"{month_name[day.month]} {day.year}"


def _date(day: date | datetime) -> date:
    return day.astimezone(UTC).date() if isinstance(day, datetime) else day
