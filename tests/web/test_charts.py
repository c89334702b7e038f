"""What pictures of numbers show."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.game.profiles import Tally
from quiz.web.charts import QUARTERS, DayState, Reading, bar_chart, calendar, line_chart

TODAY = date(2026, 11, 25)


def per_cent(place: str) -> float:
    assert place.endswith("%")
    return float(place[:-1])


@given(st.lists(st.integers(-500, 4000), min_size=1, max_size=70))
def test_every_spot_of_a_line_is_inside_the_picture_and_higher_for_more(values: list[int]) -> None:
    chart = line_chart("r", title="R", readings=[Reading(when="1 Jan", value=value) for value in values])

    spots = [(per_cent(spot.x), per_cent(spot.y)) for spot in chart.spots]
    assert len(spots) == len(values)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in spots)
    assert [x for x, _ in spots] == sorted(x for x, _ in spots)
    for (_, y), value in zip(spots, values, strict=True):
        for (_, other_y), other in zip(spots, values, strict=True):
            assert (value <= other) or (y <= other_y)
    assert len(chart.steps) == len(values) - 1
    assert chart.latest == values[-1]


def test_guides_say_where_the_numbers_are() -> None:
    chart = line_chart("r", title="R", readings=[Reading(when="1 Jan", value=1540)])

    assert [guide.value for guide in chart.guides] == [1700, 1600, 1500]
    assert chart.summary == "1 round: from 1540 to 1540, never below 1540 or above 1540."


def test_bars_show_those_with_the_most_answers_and_the_table_all() -> None:
    tallies = [(f"Kind {number}", "", Tally(answers=number, right_count=1)) for number in range(1, 6)]

    chart = bar_chart("k", title="Kinds", kind="Kind", tallies=tallies, shown=2)

    assert chart is not None
    assert [bar.name for bar in chart.shown] == ["Kind 4", "Kind 5"]
    assert [bar.percent for bar in chart.rows] == [100, 50, 33, 25, 20]
    assert chart.summary == "33 % of 15 answers right; the best is Kind 4 with 25 %."


def test_no_answers_are_no_picture() -> None:
    assert bar_chart("k", title="Kinds", kind="Kind", tallies=[]) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_calendar_is_a_year_of_weeks_that_ends_today(today: date, days: int) -> None:
    states = {today - timedelta(days=number): DayState.PLAYED for number in range(days)}

    found = calendar(states, today)

    cells = [cell for quarter in found.quarters for cell in quarter.cells]
    assert len(found.quarters) == QUARTERS
    assert len(cells) == 51 * 7 + today.weekday() + 1
    assert [cell.is_today for cell in cells].count(True) == 1
    assert cells[-1].is_today
    shown = min(days, len(cells))
    assert sum(cell.state is DayState.PLAYED for cell in cells) == shown
    assert sum(each.played for each in found.months) == shown


def test_a_calendar_tells_the_days_apart() -> None:
    states = {
        TODAY: DayState.PLAYED,
        TODAY - timedelta(days=1): DayState.FROZEN,
        TODAY - timedelta(days=2): DayState.MISSED,
    }

    found = calendar(states, TODAY)

    assert found.quarters[-1].summary == "1 played, 1 frozen, 1 not played."
    assert [quarter.is_before for quarter in found.quarters] == [True, True, True, False]
    assert [(each.name, each.played, each.frozen, each.missed) for each in found.months[:2]] == [
        ("November 2026", 1, 1, 1),
        ("October 2026", 0, 0, 0),
    ]
