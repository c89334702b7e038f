"""The points of one answer, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from quiz.items.item import Level

BASE = {Level.BERLIN: 100, Level.VENICE: 150, Level.CANNES: 200}
SPEED_AT_MOST = 20
SPEED_IS_FULL_UNTIL = timedelta(seconds=5)
SPEED_IS_GONE_AT = timedelta(seconds=20)
STREAK_STEP = 10
STREAK_AT_MOST = 50


class PointKind(StrEnum):
    """What a line of points is for, in the order shown."""

    BASE = "base"
    SPEED = "speed"
    STREAK = "streak"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """One line of a sum; its points may be 0."""

    kind: PointKind
    points: int


def points(level: Level, *, elapsed: timedelta | None, before: int) -> tuple[PointLine, ...]:
    """The lines that add up to one right answer's points, in the order shown.

    elapsed: server time from showing the item to receiving the answer; None where no clock runs, and then
    there is no line for speed.
    before: right answers in a row before this one.
    Raises ValueError if elapsed or before is negative.
    """
    if before < 0:
        raise ValueError(f"before is {before}, and a streak is never negative")
    lines = [PointLine(kind=PointKind.BASE, points=BASE[level])]
    if elapsed is not None:
        lines.append(PointLine(kind=PointKind.SPEED, points=_speed(elapsed)))
    lines.append(PointLine(kind=PointKind.STREAK, points=min(STREAK_STEP * before, STREAK_AT_MOST)))
    return tuple(lines)


def total(lines: Iterable[PointLine]) -> int:
    return sum(line.points for line in lines)


def lines_by_kind(lines: Iterable[PointLine]) -> tuple[PointLine, ...]:
    """One line for each kind that occurs, with the kind's sum, in the order shown."""
    sums: dict[PointKind, int] = {}
    for line in lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.points
    return tuple(PointLine(kind=kind, points=sums[kind]) for kind in PointKind if kind in sums)


def _speed(elapsed: timedelta) -> int:
    if elapsed < timedelta():
        raise ValueError(f"elapsed is {elapsed}, and no answer comes before its item")
    left = min(max(SPEED_IS_GONE_AT - elapsed, timedelta()), SPEED_IS_GONE_AT - SPEED_IS_FULL_UNTIL)
    # A timedelta counts whole microseconds, so that this division rounds down exactly, as no float would.
    return SPEED_AT_MOST * left // (SPEED_IS_GONE_AT - SPEED_IS_FULL_UNTIL)
