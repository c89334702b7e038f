from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.zones import (
    UnknownZone,
    ZoneSpan,
    checked_zone,
    end_of,
    free_from,
    local_date,
    start_of,
    zone_at,
    zone_names,
)

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("UTC", date(2026, 3, 9), 24),
        ("Europe/Paris", date(2026, 3, 29), 23),
        ("Europe/Paris", date(2026, 10, 25), 25),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("America/Havana", date(2026, 10, 31), 24),
        ("Atlantic/Azores", date(2026, 10, 24), 24),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_date_has_its_hours(zone: str, day: date, hours: float) -> None:
    assert end_of(day, zone) - start_of(day, zone) == timedelta(hours=hours)


@given(
    st.sampled_from(zone_names()),
    st.datetimes(datetime(1995, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_moment_lies_within_its_date_everywhere(zone: str, at: datetime) -> None:
    day = at.astimezone(ZoneInfo(zone)).date()
    assert local_date(zone, at) == day
    assert start_of(day, zone) <= at < end_of(day, zone)


@pytest.mark.parametrize(
    "name", ["", "Europe/Nowhere", "../../etc/passwd", "europe/paris", "Factory", "localtime"]
)
def test_a_name_that_is_no_zones_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        checked_zone(name)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Paris", date(2026, 3, 28)),
        # Midnight comes twice, the second time within the next date.
        ("America/Havana", date(2026, 10, 31)),
        # Midnight is left out.
        ("Africa/Cairo", date(2026, 4, 23)),
        ("Pacific/Apia", date(2011, 12, 29)),
    ],
)
def test_a_date_ends_where_the_next_begins(zone: str, day: date) -> None:
    assert end_of(day, zone) == start_of(day + timedelta(days=1), zone)


def test_the_first_zone_holds_for_all_the_time_before() -> None:
    spans = [
        ZoneSpan(zone="Europe/Paris", since=NOON),
        ZoneSpan(zone="Asia/Tokyo", since=NOON + timedelta(days=40)),
    ]
    assert zone_at(spans, NOON - timedelta(days=9)) == "Europe/Paris"
    assert zone_at(spans, NOON + timedelta(days=39)) == "Europe/Paris"
    assert zone_at(spans, NOON + timedelta(days=40)) == "Asia/Tokyo"
    assert zone_at([], NOON) == "UTC"


def test_a_change_is_free_again_after_thirty_days_and_the_first_one_at_once() -> None:
    first, second = ZoneSpan(zone="Europe/Paris", since=NOON), ZoneSpan(zone="Asia/Tokyo", since=NOON)
    assert free_from([]) is None
    assert free_from([first]) is None
    assert free_from([first, second]) == NOON + timedelta(days=30)
