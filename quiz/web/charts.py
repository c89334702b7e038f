"""Pictures of numbers: what `macros/charts.html` draws, and the same numbers as they are read.

Places are per cent of the picture's width and height, so that its texts keep their size on every screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from quiz.game.profiles import Tally
from quiz.web.dates import long_date, month

BAR_PX = 44
"""From one bar to the next: its words above it."""

WEEKS_OF_A_QUARTER = 13
QUARTERS = 4
CELL = 12
_DAYS_OF_A_WEEK = 7
_LEFT, _RIGHT = 2.0, 86.0
_TOP, _BOTTOM = 8.0, 92.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """name: short, for the picture; about: more of it, for the table. y_px: where its words stand."""

    name: str
    about: str
    answers: int
    right_count: int
    percent: int
    y_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """id: begins the ids of its parts. summary: what the picture shows, in a sentence.

    shown: the bars of the picture; rows: those and the rest, for the table. kind: heads the table's names.
    """

    id: str
    title: str
    kind: str
    summary: str
    height_px: int
    shown: tuple[Bar, ...]
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    x: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A line across, and the number that it stands for."""

    y: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of a line, and what it was for."""

    when: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """steps: from each spot to the next. first, last: what stands at the ends below."""

    id: str
    title: str
    summary: str
    spots: tuple[Spot, ...]
    steps: tuple[tuple[Spot, Spot], ...]
    guides: tuple[Guide, ...]
    first: str
    last: str
    latest: int
    readings: tuple[Reading, ...]


class DayState(StrEnum):
    PLAYED = "played"
    FROZEN = "frozen"
    MISSED = "missed"
    NONE = "none"
    """Not begun yet, still open, or to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    x: int
    y: int
    state: DayState
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """Thirteen weeks, one beside the other, the days of each from Monday down.

    is_before: none of its days has a state, nor has any before it.
    """

    id: str
    title: str
    summary: str
    width: int
    height: int
    cells: tuple[Cell, ...]
    is_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfDays:
    name: str
    played: int
    frozen: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    quarters: tuple[Quarter, ...]
    months: tuple[MonthOfDays, ...]


def bar_chart(
    id_: str,
    *,
    title: str,
    kind: str,
    tallies: Sequence[tuple[str, str, Tally]],
    shown: int | None = None,
) -> BarChart | None:
    """tallies: a name, more about it and the answers, in the order drawn. None if there are none.

    shown: so many with the most answers are drawn; all if None.
    """
    if not tallies:
        return None
    most = sorted(tallies, key=lambda each: -each[2].answers)[:shown]
    drawn = [each for each in tallies if each in most]
    best = max(drawn, key=lambda each: each[2].share)
    total = sum((tally for _, _, tally in tallies), Tally(answers=0, right_count=0))
    bars = _bars(drawn)
    return BarChart(
        id=id_,
        title=title,
        kind=kind,
        summary=(
            f"{_percent(total)} % of {total.answers} answers right;"
            f" the best is {best[0]} with {_percent(best[2])} %."
        ),
        height_px=len(bars) * BAR_PX,
        shown=bars,
        rows=_bars(tallies),
    )


def line_chart(id_: str, *, title: str, readings: Sequence[Reading]) -> LineChart:
    """readings: at least one, the oldest first, at equal distances."""
    values = [reading.value for reading in readings]
    low, high = _scale(values)
    spots = tuple(
        Spot(x=_at(_LEFT, _RIGHT, number, len(values) - 1), y=_height(value, low, high))
        for number, value in enumerate(values)
    )
    return LineChart(
        id=id_,
        title=title,
        summary=(
            f"{len(values)} {'round' if len(values) == 1 else 'rounds'}: from {values[0]} to {values[-1]},"
            f" never below {min(values)} or above {max(values)}."
        ),
        spots=spots,
        steps=tuple(pairwise(spots)),
        guides=tuple(
            Guide(y=_height(value, low, high), value=value) for value in (high, (low + high) // 2, low)
        ),
        first=readings[0].when,
        last=readings[-1].when,
        latest=values[-1],
        readings=tuple(readings),
    )


def calendar(days: Mapping[date, DayState], today: date) -> Calendar:
    """The year of weeks that ends with this one. days: those without a state are none."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=QUARTERS * WEEKS_OF_A_QUARTER - 1)
    weeks = [first + timedelta(weeks=number) for number in range(QUARTERS * WEEKS_OF_A_QUARTER)]
    quarters = [
        weeks[start : start + WEEKS_OF_A_QUARTER] for start in range(0, len(weeks), WEEKS_OF_A_QUARTER)
    ]
    all_days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    months = dict.fromkeys(day.replace(day=1) for day in all_days)
    return Calendar(
        quarters=tuple(_quarter(number, quarter, days, today) for number, quarter in enumerate(quarters, 1)),
        months=tuple(
            MonthOfDays(
                name=month(first_day),
                **_counts(days, (day for day in all_days if day.replace(day=1) == first_day)),
            )
            for first_day in reversed(months)
        ),
    )


def _bars(tallies: Sequence[tuple[str, str, Tally]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            name=name,
            about=about,
            answers=tally.answers,
            right_count=tally.right_count,
            percent=_percent(tally),
            y_px=number * BAR_PX,
        )
        for number, (name, about, tally) in enumerate(tallies)
    )


def _percent(tally: Tally) -> int:
    return round(100 * tally.share)


def _scale(values: Sequence[int]) -> tuple[int, int]:
    """Even hundreds around the values."""
    low = min(values) // 100 * 100
    high = -(-max(values) // 100) * 100
    return low, max(high, low + 200)


def _at(start: float, end: float, number: int, last: int) -> str:
    return f"{start + (end - start) * (number / last if last else 1):.2f}%"


def _height(value: int, low: int, high: int) -> str:
    return f"{_BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low):.2f}%"


def _quarter(number: int, weeks: Sequence[date], days: Mapping[date, DayState], today: date) -> Quarter:
    cells = []
    shown = []
    for column, monday in enumerate(weeks):
        for row in range(_DAYS_OF_A_WEEK):
            day = monday + timedelta(days=row)
            if day <= today:
                shown.append(day)
                state = days.get(day, DayState.NONE)
                cells.append(Cell(x=column * CELL, y=row * CELL, state=state, is_today=day == today))
    counts = _counts(days, shown)
    return Quarter(
        id=f"days-{number}",
        title=f"{long_date(shown[0])} to {long_date(shown[-1])}",
        summary=f"{counts['played']} played, {counts['frozen']} frozen, {counts['missed']} not played.",
        width=len(weeks) * CELL,
        height=_DAYS_OF_A_WEEK * CELL,
        cells=tuple(cells),
        is_before=shown[-1] < min(days, default=today),
    )


def _counts(days: Mapping[date, DayState], among: Iterable[date]) -> dict[str, int]:
    states = [days.get(day, DayState.NONE) for day in among]
    return {state.value: states.count(state) for state in (DayState.PLAYED, DayState.FROZEN, DayState.MISSED)}
