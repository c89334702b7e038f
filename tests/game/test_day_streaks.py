from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.game.streaks import DayStreak, day_streak
from quiz.game.zones import ZoneSpan

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)


def dates(first: date, count: int) -> set[date]:
    return {first + each * DAY for each in range(count)}


def lived(*spans: tuple[str, datetime]) -> tuple[ZoneSpan, ...]:
    return tuple(ZoneSpan(zone=zone, since=since) for zone, since in spans)


def always(zone: str) -> tuple[ZoneSpan, ...]:
    return lived((zone, datetime(2000, 1, 1, tzinfo=UTC)))


def local(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def in_utc(credited: AbstractSet[date], now: datetime) -> DayStreak:
    return day_streak(credited, always("UTC"), now)


def test_nobody_has_a_streak_before_the_first_premiere() -> None:
    streak = in_utc(set(), local("UTC", FIRST, 12))
    assert (streak.length, streak.best, streak.freezes, streak.is_today_in) == (0, 0, 0, False)


def test_a_date_counts_at_once() -> None:
    streak = in_utc({FIRST}, local("UTC", FIRST, 12))
    assert (streak.length, streak.is_today_in, streak.today) == (1, True, FIRST)


@pytest.mark.parametrize(
    ("days_later", "hour", "minute", "length"), [(1, 12, 0, 3), (1, 23, 59, 3), (2, 2, 59, 3), (2, 3, 0, 0)]
)
def test_a_date_is_not_missed_until_three_hours_after_it(
    days_later: int, hour: int, minute: int, length: int
) -> None:
    last = FIRST + 2 * DAY
    streak = in_utc(dates(FIRST, 3), local("UTC", last + days_later * DAY, hour, minute))
    assert (streak.length, streak.best) == (length, 3)


def test_a_missed_date_ends_the_streak_and_the_best_one_stays() -> None:
    streak = in_utc(dates(FIRST, 3) | dates(FIRST + 4 * DAY, 2), local("UTC", FIRST + 5 * DAY, 12))
    assert (streak.length, streak.best, streak.frozen) == (2, 3, frozenset())


def test_seven_played_dates_earn_a_freeze_on_that_very_day() -> None:
    six = in_utc(dates(FIRST, 6), local("UTC", FIRST + 5 * DAY, 12))
    seven = in_utc(dates(FIRST, 7), local("UTC", FIRST + 6 * DAY, 12))
    assert (six.freezes, six.played_for_next) == (0, 6)
    assert (seven.freezes, seven.played_for_next) == (1, 0)


def test_a_freeze_is_spent_by_itself_and_says_on_which_date() -> None:
    missed = FIRST + 7 * DAY
    streak = in_utc(dates(FIRST, 7), local("UTC", missed + DAY, 12))
    assert (streak.length, streak.freezes, streak.frozen) == (7, 0, frozenset({missed}))


def test_the_seventh_date_saves_the_streak_only_from_the_next_one_on() -> None:
    played = dates(FIRST, 8) - {FIRST + 3 * DAY}
    assert in_utc(played, local("UTC", FIRST + 7 * DAY, 12)).length == 4


def test_a_second_missed_date_finds_no_freeze() -> None:
    streak = in_utc(dates(FIRST, 7), local("UTC", FIRST + 9 * DAY, 12))
    assert (streak.length, streak.best, streak.frozen) == (0, 7, frozenset({FIRST + 7 * DAY}))


@pytest.mark.parametrize(("played", "held", "towards"), [(13, 1, 6), (14, 2, 0), (21, 2, 0), (40, 2, 0)])
def test_two_freezes_are_held_and_a_third_is_not(played: int, held: int, towards: int) -> None:
    streak = in_utc(dates(FIRST, played), local("UTC", FIRST + (played - 1) * DAY, 12))
    assert (streak.freezes, streak.played_for_next) == (held, towards)


def test_two_freezes_save_two_dates_in_a_row_and_no_third() -> None:
    played, last = dates(FIRST, 21), FIRST + 20 * DAY
    saved = in_utc(played, local("UTC", last + 3 * DAY, 12))
    lost = in_utc(played, local("UTC", last + 4 * DAY, 12))
    assert (saved.length, saved.freezes, saved.frozen) == (21, 0, frozenset({last + DAY, last + 2 * DAY}))
    assert (lost.length, lost.best) == (0, 21)


def test_a_streak_goes_over_a_leap_day_and_the_end_of_a_year() -> None:
    leap = in_utc(dates(date(2028, 2, 27), 5), local("UTC", date(2028, 3, 2), 12))
    without = in_utc(dates(date(2028, 2, 27), 5) - {date(2028, 2, 29)}, local("UTC", date(2028, 3, 2), 12))
    year = in_utc(dates(date(2026, 12, 30), 4), local("UTC", date(2027, 1, 2), 12))
    assert (leap.length, without.length, year.length) == (5, 2, 4)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Paris", date(2026, 3, 29)),
        ("Europe/Paris", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        # Midnight itself is left out, or comes twice.
        ("Africa/Cairo", date(2026, 4, 24)),
        ("America/Havana", date(2026, 11, 1)),
        ("America/Santiago", date(2026, 4, 4)),
        ("America/Santiago", date(2026, 9, 6)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
    ],
)
def test_a_change_of_the_clocks_neither_adds_nor_takes_a_date(zone: str, changes: date) -> None:
    played = dates(changes - 3 * DAY, 6)
    now = local(zone, changes + 3 * DAY, 2)
    assert day_streak(played, always(zone), now).length == 6
    assert day_streak(played - {changes}, always(zone), now).length == 2


def test_three_hours_are_hours_and_not_figures_on_a_clock() -> None:
    """At 2 o'clock it is 3 o'clock at once: the fourth hour of that night is the third."""
    streak = {date(2026, 3, 27)}
    last_moment = local("Europe/Paris", date(2026, 3, 29), 3, 59)
    assert day_streak(streak, always("Europe/Paris"), last_moment).length == 1
    assert day_streak(streak, always("Europe/Paris"), last_moment + timedelta(minutes=1)).length == 0


def test_a_date_that_a_zone_left_out_is_nobodys_miss() -> None:
    """Samoa went from 29 to 31 December 2011, over the date line."""
    played = {date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)}
    streak = day_streak(played, always("Pacific/Apia"), local("Pacific/Apia", date(2012, 1, 1), 12))
    assert (streak.length, streak.frozen) == (4, frozenset())


def test_the_same_date_is_missed_next_door() -> None:
    played = {date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)}
    zone = "Pacific/Pago_Pago"
    assert day_streak(played, always(zone), local(zone, date(2012, 1, 1), 12)).length == 2


AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"
KIRITIMATI, BAKER = "Pacific/Kiritimati", "Etc/GMT+12"


def test_who_flies_east_over_the_date_line_has_a_date_twice_and_plays_it_once() -> None:
    flown = local(AUCKLAND, FIRST + 3 * DAY, 20)
    spans = lived((AUCKLAND, flown - 90 * DAY), (HONOLULU, flown))
    there = day_streak(dates(FIRST, 4), spans, flown)
    later = day_streak(dates(FIRST, 4), spans, local(HONOLULU, FIRST + 4 * DAY, 23))
    assert (there.length, there.today) == (4, FIRST + 2 * DAY)
    assert (later.length, later.today) == (4, FIRST + 4 * DAY)
    assert day_streak(dates(FIRST, 4), spans, local(HONOLULU, FIRST + 5 * DAY, 3)).length == 0


def test_a_date_missed_before_a_flight_east_opens_again_and_can_be_made_good() -> None:
    played = dates(FIRST, 3)
    flown = local(AUCKLAND, FIRST + 4 * DAY, 4)
    spans = lived((AUCKLAND, flown - 90 * DAY), (HONOLULU, flown))
    assert day_streak(played, spans[:1], flown).length == 0
    assert day_streak(played, spans, flown).length == 3
    assert day_streak(played | {FIRST + 3 * DAY}, spans, flown).length == 4


def test_who_flies_west_over_the_date_line_never_sees_a_date_and_does_not_miss_it() -> None:
    flown = local(BAKER, FIRST + 2 * DAY, 23, 30)
    spans = lived((BAKER, flown - 90 * DAY), (KIRITIMATI, flown))
    played = dates(FIRST, 3) | {FIRST + 4 * DAY}
    streak = day_streak(played, spans, local(KIRITIMATI, FIRST + 4 * DAY, 12))
    stayed = day_streak(played, spans[:1], local(BAKER, FIRST + 5 * DAY, 12))
    assert (streak.length, stayed.length) == (4, 1)


def test_a_date_that_was_there_for_some_hours_of_a_journey_is_missed() -> None:
    """Honolulu's Thursday evening is Auckland's Friday afternoon: there was an evening to play it in."""
    flown = local(HONOLULU, FIRST + 2 * DAY, 20)
    spans = lived((HONOLULU, flown - 90 * DAY), (AUCKLAND, flown))
    played = dates(FIRST, 3) | {FIRST + 4 * DAY}
    now = local(AUCKLAND, FIRST + 4 * DAY, 12)
    assert day_streak(played, spans, flown).today == FIRST + 3 * DAY
    assert day_streak(played, spans, now).length == 1
    assert day_streak(played | {FIRST + 3 * DAY}, spans, now).length == 5


def test_a_freeze_is_spent_on_a_date_missed_while_travelling() -> None:
    flown = local("Europe/Paris", FIRST + 7 * DAY, 10)
    spans = lived(("Europe/Paris", flown - 90 * DAY), ("Asia/Tokyo", flown))
    played = dates(FIRST, 7) | {FIRST + 8 * DAY}
    streak = day_streak(played, spans, local("Asia/Tokyo", FIRST + 8 * DAY, 22))
    assert (streak.length, streak.freezes, streak.frozen) == (8, 0, frozenset({FIRST + 7 * DAY}))


def test_where_nobody_lives_it_is_utc() -> None:
    now = datetime(2026, 3, 5, 2, 59, tzinfo=UTC)
    assert day_streak(dates(FIRST, 2), (), now) == day_streak(dates(FIRST, 2), always("UTC"), now)


START = datetime(2011, 12, 10, tzinfo=UTC)
ZONES = ["UTC", AUCKLAND, HONOLULU, "Pacific/Apia", KIRITIMATI, BAKER, "Asia/Kathmandu"]


@st.composite
def histories(draw: st.DrawFn) -> tuple[ZoneSpan, ...]:
    hours = draw(st.lists(st.integers(0, 40 * 24), max_size=3, unique=True))
    since = [START + timedelta(hours=each) for each in sorted(hours)]
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=len(since), max_size=len(since)))
    return tuple(ZoneSpan(zone=zone, since=each) for zone, each in zip(zones, since, strict=True))


played_dates = st.sets(st.integers(0, 40).map(lambda each: START.date() + each * DAY), max_size=40)
moments = st.integers(40 * 24 * 2, 44 * 24 * 2).map(lambda each: START + timedelta(minutes=30 * each))


def by_the_clock(
    credited: AbstractSet[date], spans: Sequence[ZoneSpan], now: datetime
) -> tuple[int, int, int]:
    """Length, best and freezes, with each half hour looked at: which date did the player's clock show?"""
    zone = ZoneInfo(spans[-1].zone if spans else "UTC")
    seen = set(_seen(spans, now))
    length = best = saved = 0
    last = max(credited, default=START.date())
    day = min(credited, default=last)
    while day <= max(last, now.astimezone(zone).date()):
        # Where the player is now, a date is over three hours after the clock shows it for the last time.
        three_hours_ago = now - timedelta(hours=3)
        if day in credited:
            length, saved = length + 1, min(saved + 1, 14)
        elif day in seen and three_hours_ago.astimezone(zone).date() > day:
            length, saved = (length, saved - 7) if saved >= 7 else (0, 0)
        best = max(best, length)
        day += DAY
    return length, best, saved // 7


def _seen(spans: Sequence[ZoneSpan], now: datetime) -> Iterable[date]:
    at = START - 2 * DAY
    while at < now:
        held = [span.zone for span in spans if span.since <= at] or [span.zone for span in spans[:1]]
        yield at.astimezone(ZoneInfo(held[-1] if held else "UTC")).date()
        at += timedelta(minutes=15)


@given(played_dates, histories(), moments)
@example({date(2011, 12, 29), date(2011, 12, 31)}, always("Pacific/Apia"), datetime(2012, 1, 20, tzinfo=UTC))
def test_the_streak_is_what_the_players_clocks_say(
    credited: set[date], spans: tuple[ZoneSpan, ...], now: datetime
) -> None:
    streak = day_streak(credited, spans, now)
    assert (streak.length, streak.best, streak.freezes) == by_the_clock(credited, spans, now)


@given(played_dates, histories(), moments, st.integers(0, 40))
def test_one_more_date_never_shortens_a_streak(
    credited: set[date], spans: tuple[ZoneSpan, ...], now: datetime, more: int
) -> None:
    fewer = day_streak(credited, spans, now)
    richer = day_streak(credited | {START.date() + more * DAY}, spans, now)
    assert richer.length >= fewer.length
    assert richer.best >= fewer.best
    assert richer.length > fewer.length or richer.freezes >= fewer.freezes


@given(played_dates, histories(), moments)
def test_a_streak_is_made_of_played_dates_and_frozen_ones_are_others(
    credited: set[date], spans: tuple[ZoneSpan, ...], now: datetime
) -> None:
    streak = day_streak(credited, spans, now)
    assert 0 <= streak.length <= streak.best <= len(credited)
    assert not streak.frozen & credited
    assert 0 <= streak.freezes <= 2
