"""The answer streak, right answers in a row within one round; and the day streak, dates in a row with a
finished Première.

A day streak is worked out from the set of those dates, and nothing else is kept of it. A date is missed once
its Première is over where the player lives. One that the player's clocks never showed is not missed: a zone
may leave a date out, and so does who travels west to east over the date line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quiz.game.premieres import closes_at
from quiz.game.zones import UNKNOWN, ZoneSpan, end_of, local_date, start_of

PLAYED_FOR_A_FREEZE = 7
FREEZES_AT_MOST = 2

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStreak:
    """length: played dates in a row, those not counted that a freeze was spent on. best: the longest yet.

    freezes: held. played_for_next: dates played for the next one; 0 where no more can be held.
    frozen: the dates that freezes were spent on, in this streak and in those before.
    today: the date where the player lives. is_today_in: whether it counts already.
    """

    length: int
    best: int
    freezes: int
    played_for_next: int
    frozen: frozenset[date]
    today: date
    is_today_in: bool


def answer_streak(answers: Iterable[bool]) -> int:
    """How many right answers in a row stand at the end.

    answers: whether each was right, in the order of their positions.
    """
    streak = 0
    for is_right in answers:
        streak = streak + 1 if is_right else 0
    return streak


def best_answer_streak(answers: Iterable[bool]) -> int:
    """The longest run of right answers.

    answers: whether each was right, in the order of their positions.
    """
    best = streak = 0
    for is_right in answers:
        streak = streak + 1 if is_right else 0
        best = max(best, streak)
    return best


def day_streak(credited: AbstractSet[date], spans: Sequence[ZoneSpan], now: datetime) -> DayStreak:
    """credited: the dates whose Première the player has finished. spans: where the player lived, in the order
    of time; none for where nobody knows.
    """
    zone = spans[-1].zone if spans else UNKNOWN
    today = local_date(zone, now)
    run = _Run()
    expected: date | None = None
    for day in sorted(credited):
        if expected is not None:
            run.pass_over(expected, day, spans, now)
        run.play()
        expected = day + _DAY
    if expected is not None:
        run.pass_over(expected, today + _DAY, spans, now)
    return DayStreak(
        length=run.length,
        best=run.best,
        freezes=run.saved // PLAYED_FOR_A_FREEZE,
        played_for_next=run.saved % PLAYED_FOR_A_FREEZE,
        frozen=frozenset(run.frozen),
        today=today,
        is_today_in=today in credited,
    )


class _Run:
    """A streak as it grows, date by date.

    saved: played dates, of which seven are a freeze. No more are saved than freezes can be held, and a streak
    that ends takes them along: so it never does harm to have played one date more.
    """

    def __init__(self) -> None:
        self.length = 0
        self.best = 0
        self.saved = 0
        self.frozen: list[date] = []

    def play(self) -> None:
        self.length += 1
        self.best = max(self.best, self.length)
        self.saved = min(self.saved + 1, FREEZES_AT_MOST * PLAYED_FOR_A_FREEZE)

    def pass_over(self, first: date, end: date, spans: Sequence[ZoneSpan], now: datetime) -> None:
        """The dates from the first one to the end, which is not among them: none was played."""
        day = first
        while day < end and self.length:
            if _is_missed(day, spans, now):
                self._miss(day)
            day += _DAY

    def _miss(self, day: date) -> None:
        if self.saved >= PLAYED_FOR_A_FREEZE:
            self.saved -= PLAYED_FOR_A_FREEZE
            self.frozen.append(day)
        else:
            self.length = self.saved = 0


def _is_missed(day: date, spans: Sequence[ZoneSpan], now: datetime) -> bool:
    """Whether a date that was not played has come and gone for the player."""
    if not spans:
        return now >= closes_at(day, UNKNOWN)
    if now < closes_at(day, spans[-1].zone):
        return False
    ends = [*(span.since for span in spans[1:]), now]
    for number, (span, end) in enumerate(zip(spans, ends, strict=True)):
        came = start_of(day, span.zone)
        gone = end_of(day, span.zone)
        if (came if number == 0 else max(came, span.since)) < min(gone, end):
            return True
    return False
