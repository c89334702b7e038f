from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.game.premieres import (
    GRACE,
    closes_at,
    closes_everywhere,
    dates_to_draw,
    first_secret,
    is_open,
    next_date,
    open_dates,
    opens_anywhere,
    turn_of,
)
from quiz.game.zones import zone_names

DAY = timedelta(days=1)
TODAY = date(2026, 3, 9)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_date_opens_in_the_first_zone_and_closes_in_the_last() -> None:
    assert opens_anywhere(TODAY) == datetime(2026, 3, 8, 10, tzinfo=UTC)
    assert closes_everywhere(TODAY) == datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert closes_at(TODAY, "Etc/GMT+12") == closes_everywhere(TODAY)


@pytest.mark.parametrize(
    ("hour", "minute", "open_then"),
    [
        (0, 0, (TODAY, TODAY - DAY)),
        (2, 59, (TODAY, TODAY - DAY)),
        (3, 0, (TODAY,)),
        (23, 59, (TODAY,)),
    ],
)
def test_two_dates_are_open_in_the_first_three_hours(
    hour: int, minute: int, open_then: tuple[date, ...]
) -> None:
    zone = "Europe/Paris"
    at = datetime(2026, 3, 9, hour, minute, tzinfo=ZoneInfo(zone))
    assert open_dates(zone, at) == open_then


def test_a_date_that_was_left_out_is_never_open_and_the_one_before_keeps_its_three_hours() -> None:
    at = datetime(2011, 12, 31, 1, tzinfo=ZoneInfo("Pacific/Apia"))
    assert open_dates("Pacific/Apia", at) == (date(2011, 12, 31), date(2011, 12, 29))
    assert not is_open(date(2011, 12, 30), "Pacific/Apia", at)


def test_before_a_date_that_was_left_out_there_is_another_with_its_three_hours() -> None:
    after = datetime(2011, 12, 31, 0, 30, tzinfo=ZoneInfo("Pacific/Apia"))
    assert open_dates("Pacific/Apia", after) == (date(2011, 12, 31), date(2011, 12, 29))
    assert not is_open(date(2011, 12, 30), "Pacific/Apia", after)


@given(st.sampled_from(zone_names()), moments)
@example("America/Havana", datetime(2026, 11, 1, 7, 30, tzinfo=UTC))
@example("Atlantic/Azores", datetime(2026, 10, 25, 3, 30, tzinfo=UTC))
def test_what_is_open_is_the_date_of_now_and_that_of_three_hours_ago(zone: str, at: datetime) -> None:
    here = ZoneInfo(zone)
    dates = (at.astimezone(here).date(), (at - GRACE).astimezone(here).date())
    assert open_dates(zone, at) == tuple(dict.fromkeys(dates))
    for days in range(-3, 3):
        day = dates[0] + days * DAY
        assert is_open(day, zone, at) == (day in dates)


@given(st.sampled_from(zone_names()), moments)
def test_what_is_open_somewhere_is_drawn_and_secret(zone: str, at: datetime) -> None:
    for day in open_dates(zone, at):
        assert opens_anywhere(day) <= at < closes_everywhere(day)
        assert day in dates_to_draw(at)
        assert day >= first_secret(at)


@given(moments)
def test_dates_are_drawn_two_days_before_they_open(at: datetime) -> None:
    drawn = dates_to_draw(at)
    assert opens_anywhere(drawn[-1]) <= at + timedelta(hours=48) < opens_anywhere(drawn[-1] + DAY)
    assert closes_everywhere(drawn[0] - DAY) <= at < closes_everywhere(drawn[0])
    assert [day - drawn[0] for day in drawn] == [each * DAY for each in range(len(drawn))]


def test_the_next_date_is_the_next_one_that_there_is() -> None:
    before = datetime(2011, 12, 29, 12, tzinfo=ZoneInfo("Pacific/Apia"))
    assert next_date("Pacific/Apia", before)[0] == date(2011, 12, 31)
    assert next_date("UTC", before)[0] == date(2011, 12, 30)


@pytest.mark.parametrize(
    ("last", "order"),
    [(None, "abc"), ("a", "bca"), ("b", "cab"), ("c", "abc"), ("bb", "cab"), ("z", "abc")],
)
def test_packs_take_turns_also_when_one_has_left(last: str | None, order: str) -> None:
    assert turn_of(["a", "b", "c"], last) == tuple(order)
