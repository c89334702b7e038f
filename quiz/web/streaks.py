"""The day streak in words, and times to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from quiz.game.streaks import FREEZES_AT_MOST, PLAYED_FOR_A_FREEZE, DayStreak
from quiz.web.contexts import StreakContext
from quiz.web.dates import long_date

_TOLD_FOR = timedelta(days=14)
"""How long the page speaks of a freeze that was spent."""

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def streak_context(streak: DayStreak) -> StreakContext:
    return StreakContext(
        length=streak.length,
        best=streak.best,
        freezes=streak.freezes,
        freezes_at_most=FREEZES_AT_MOST,
        is_today_in=streak.is_today_in,
        words=tuple(_words(streak)),
    )


def time_until(then: datetime, at: datetime) -> str:
    """5 hours 12 minutes; never less than a minute."""
    minutes = max((then - at + _MINUTE - timedelta(microseconds=1)) // _MINUTE, 1)
    hours, minutes = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    if minutes or not hours:
        parts.append(_counted(minutes, "minute"))
    return " ".join(parts)


def days_until(then: datetime, at: datetime) -> str:
    """In 5 hours 12 minutes; from a day on, in days."""
    wait = then - at
    if wait < 24 * _HOUR:
        return f"in {time_until(then, at)}"
    return f"in {_counted(round(wait / (24 * _HOUR)), 'day')}"


def _words(streak: DayStreak) -> list[str]:
    words = []
    recent = sorted(day for day in streak.frozen if streak.today - day <= _TOLD_FOR)
    if streak.length and recent:
        freezes = "A freeze was" if len(recent) == 1 else "Freezes were"
        words.append(f"{freezes} spent on {_listed(recent)}, so that your streak goes on.")
    if not streak.length and recent:
        words.append(f"Your freezes were spent, the last on {long_date(recent[-1])}.")
    if streak.freezes == FREEZES_AT_MOST:
        words.append("You hold two freezes, the most there can be: each saves the streak on a date you miss.")
    elif streak.length:
        left = PLAYED_FOR_A_FREEZE - streak.played_for_next
        held = "You hold a freeze; " if streak.freezes else ""
        more = "more played day earns" if left == 1 else "more played days earn"
        another = "another" if streak.freezes else "a freeze, which saves the streak on a date you miss"
        words.append(f"{held}{left} {more} {another}.")
    return words


def _listed(days: list[date]) -> str:
    *others, last = map(long_date, days)
    return f"{', '.join(others)} and {last}" if others else last


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
