from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.modes import start_of_week

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (MONDAY, MONDAY),
        (MONDAY + timedelta(days=7) - timedelta(microseconds=1), MONDAY),
        (MONDAY - timedelta(microseconds=1), MONDAY - timedelta(days=7)),
        (datetime(2027, 1, 1, 9, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)),
        # Monday in Tokyo is still Sunday in UTC.
        (datetime(2026, 3, 9, 8, tzinfo=timezone(timedelta(hours=9))), MONDAY - timedelta(days=7)),
    ],
)
def test_a_week_begins_on_monday_in_utc(at: datetime, week: datetime) -> None:
    assert start_of_week(at) == week


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_week_has_the_same_iso_number_from_its_start(at: datetime) -> None:
    assert start_of_week(at).isocalendar()[:2] == at.isocalendar()[:2]
    assert timedelta() <= at - start_of_week(at) < timedelta(days=7)
