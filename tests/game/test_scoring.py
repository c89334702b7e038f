from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.game.scoring import PointKind, PointLine, lines_by_kind, points, total
from quiz.items.item import Level

durations = st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=24))
levels = st.sampled_from(Level)


def points_for(kind: PointKind, lines: tuple[PointLine, ...]) -> list[int]:
    return [line.points for line in lines if line.kind is kind]


@pytest.mark.parametrize(("level", "base"), [(Level.BERLIN, 100), (Level.VENICE, 150), (Level.CANNES, 200)])
def test_a_right_answer_earns_its_level(level: Level, base: int) -> None:
    assert points_for(PointKind.BASE, points(level, elapsed=None, before=0)) == [base]


@pytest.mark.parametrize(
    ("elapsed_ms", "bonus"),
    [
        (0, 20),
        (5_000, 20),
        (5_001, 19),
        (5_750, 19),
        (5_751, 18),
        (12_500, 10),
        (12_501, 9),
        (19_250, 1),
        (19_251, 0),
        (20_000, 0),
        (86_400_000, 0),
    ],
)
def test_speed_falls_in_a_straight_line_and_is_rounded_down(elapsed_ms: int, bonus: int) -> None:
    lines = points(Level.BERLIN, elapsed=timedelta(milliseconds=elapsed_ms), before=0)

    assert points_for(PointKind.SPEED, lines) == [bonus]


@pytest.mark.parametrize(("before", "bonus"), [(0, 0), (1, 10), (4, 40), (5, 50), (6, 50), (9, 50)])
def test_each_right_answer_before_it_adds_ten_and_fifty_at_most(before: int, bonus: int) -> None:
    assert points_for(PointKind.STREAK, points(Level.BERLIN, elapsed=None, before=before)) == [bonus]


def test_the_lines_stand_in_the_order_shown() -> None:
    lines = points(Level.VENICE, elapsed=timedelta(seconds=8), before=3)

    assert lines == (
        PointLine(kind=PointKind.BASE, points=150),
        PointLine(kind=PointKind.SPEED, points=16),
        PointLine(kind=PointKind.STREAK, points=30),
    )
    assert total(lines) == 196


def test_a_relaxed_answer_has_no_line_for_speed() -> None:
    assert [line.kind for line in points(Level.CANNES, elapsed=None, before=1)] == [
        PointKind.BASE,
        PointKind.STREAK,
    ]


@pytest.mark.parametrize(("elapsed", "before"), [(timedelta(microseconds=-1), 0), (timedelta(), -1)])
def test_what_cannot_be_is_refused(elapsed: timedelta, before: int) -> None:
    with pytest.raises(ValueError, match=r"never negative|no answer comes before"):
        points(Level.BERLIN, elapsed=elapsed, before=before)


@given(elapsed=durations, level=levels, before=st.integers(0, 100))
@example(elapsed=timedelta(seconds=5, microseconds=1), level=Level.BERLIN, before=0)
def test_the_speed_bonus_is_the_exact_line_rounded_down(
    elapsed: timedelta, level: Level, before: int
) -> None:
    seconds = Fraction(elapsed // timedelta(microseconds=1), 1_000_000)
    line = 20 * (20 - seconds) / 15

    assert points_for(PointKind.SPEED, points(level, elapsed=elapsed, before=before)) == [
        int(min(max(line, Fraction(0)), Fraction(20)))
    ]


@given(sooner=durations, later=durations, level=levels, before=st.integers(0, 100))
def test_a_later_answer_never_earns_more(
    sooner: timedelta, later: timedelta, level: Level, before: int
) -> None:
    sooner, later = sorted((sooner, later))

    assert total(points(level, elapsed=later, before=before)) <= total(
        points(level, elapsed=sooner, before=before)
    )


@given(st.lists(st.builds(PointLine, kind=st.sampled_from(PointKind), points=st.integers(0, 200))))
def test_the_lines_by_kind_add_up_to_all_lines(lines: list[PointLine]) -> None:
    summed = lines_by_kind(lines)

    assert total(summed) == total(lines)
    assert [line.kind for line in summed] == [kind for kind in PointKind if kind in {x.kind for x in lines}]
