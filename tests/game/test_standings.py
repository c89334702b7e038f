from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.modes import Mode
from quiz.game.standings import (
    BUCKET,
    STEPS,
    Board,
    Counted,
    Kind,
    Period,
    Span,
    boards_of,
    buckets_above,
    parse_period,
    period_of,
    periods_of,
    points_of_day,
    ranks_of,
    scores_of,
    scores_with,
)

days = st.dates(date(2000, 1, 10), date(9990, 12, 31))
near_new_year = st.dates(date(2026, 12, 26), date(2027, 1, 5))
rounds = st.builds(
    Counted,
    mode=st.sampled_from(Mode),
    pack=st.sampled_from(["", "chess", "gardens"]),
    day=near_new_year,
    score=st.integers(0, 500),
)


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (date(2026, 11, 25), ("2026-11-25", "2026-W48", "2026-11", "all")),
        (date(2026, 12, 27), ("2026-12-27", "2026-W52", "2026-12", "all")),
        (date(2026, 12, 28), ("2026-12-28", "2026-W53", "2026-12", "all")),
        (date(2027, 1, 3), ("2027-01-03", "2026-W53", "2027-01", "all")),
        (date(2027, 1, 4), ("2027-01-04", "2027-W01", "2027-01", "all")),
        (date(2028, 2, 29), ("2028-02-29", "2028-W09", "2028-02", "all")),
        (date(2024, 12, 30), ("2024-12-30", "2025-W01", "2024-12", "all")),
    ],
)
def test_a_day_is_in_its_day_iso_week_month_and_all_time(day: date, keys: tuple[str, ...]) -> None:
    assert tuple(period.key for period in periods_of(day)) == keys


@given(days, st.sampled_from(Span))
def test_a_period_is_written_so_that_it_can_be_read(day: date, span: Span) -> None:
    period = period_of(span, day)

    assert parse_period(period.key) == period


@given(days, st.sampled_from([Span.DAY, Span.WEEK, Span.MONTH]))
def test_periods_follow_one_another_without_a_gap(day: date, span: Span) -> None:
    period = period_of(span, day)
    after = period.after

    assert after is not None
    assert after.before == period
    assert period_of(span, after.first - timedelta(days=1)) == period
    assert period.first <= day < after.first


def test_all_time_has_nothing_beside_it() -> None:
    assert (period_of(Span.ALL, date(2026, 1, 1)).before, period_of(Span.ALL, date(2026, 1, 1)).after) == (
        None,
        None,
    )


@pytest.mark.parametrize("span", [Span.DAY, Span.WEEK, Span.MONTH])
def test_before_the_first_year_there_is_nothing(span: Span) -> None:
    period: Period | None = period_of(span, date(2000, 2, 1))
    steps = 0
    while period is not None:
        assert parse_period(period.key) == period
        period, steps = period.before, steps + 1
    assert steps <= 32


@pytest.mark.parametrize(
    "key",
    [
        *("2026", "2026-13", "2026-00", "2025-W53", "2026-W54", "2026-W00", "2026-02-30", "26-11-25"),
        *("2026-11-25 ", "2026-1-1", "٢٠٢٦-11", "9999-12-31", "1999-12", "2026-W5", "today", "ALL", ""),
    ],
)
def test_what_is_no_period_is_none(key: str) -> None:
    assert parse_period(key) is None


def test_a_boards_key_has_its_kind_its_packs_and_its_period() -> None:
    week = period_of(Span.WEEK, date(2026, 11, 25))

    assert Board(kind=Kind.POINTS, scope="chess", period=week).key == "points/chess/2026-W48"
    assert Board(kind=Kind.LONG_TAKE, scope="", period=week).key == "long-take//2026-W48"


@pytest.mark.parametrize(
    ("mode", "races"),
    [
        (Mode.CIRCUIT, {"points/", "points/chess"}),
        (Mode.PREMIERE, {"points/", "premiere/"}),
        (Mode.LONG_TAKE, {"long-take/", "long-take/chess"}),
        (Mode.SECOND_VIEWING, set()),
    ],
)
def test_a_round_counts_on_the_boards_of_its_mode(mode: Mode, races: set[str]) -> None:
    round_ = Counted(mode=mode, pack="chess", day=date(2026, 11, 25), score=1)

    keys = {board.key for board in boards_of(round_)}

    assert keys == {
        f"{race}/{period}" for race in races for period in ("2026-11-25", "2026-W48", "2026-11", "all")
    }


@pytest.mark.parametrize(
    ("premiere", "circuits", "points"),
    [(0, [], 0), (700, [], 700), (0, [1, 2, 3], 6), (10, [6, 1, 5, 2, 4, 3, 7], 35), (0, [5] * 9, 25)],
)
def test_a_day_has_the_premiere_and_the_best_five_circuits(
    premiere: int, circuits: list[int], points: int
) -> None:
    assert points_of_day(premiere, circuits) == points


@given(st.lists(rounds, max_size=20))
def test_rounds_one_by_one_make_what_they_make_together(played: list[Counted]) -> None:
    scores: dict[Board, int] = {}
    for number, round_ in enumerate(played):
        before = {board: scores[board] for board in boards_of(round_) if board in scores}
        others = [other for other in played[:number] if other.day == round_.day]
        scores |= scores_with(round_, others, before)

    assert scores == scores_of(played)


@given(st.lists(rounds, max_size=20), st.data())
def test_the_order_of_rounds_does_not_matter(played: list[Counted], data: st.DataObject) -> None:
    assert scores_of(data.draw(st.permutations(played))) == scores_of(played)


@given(st.integers(0, 2 * BUCKET**STEPS), st.integers(0, 2 * BUCKET**STEPS))
def test_each_greater_score_is_in_one_bucket_above(score: int, other: int) -> None:
    holding = [
        step
        for step, first, last in buckets_above(score)
        if first <= other // BUCKET**step and (last is None or other // BUCKET**step <= last)
    ]

    assert len(holding) == (1 if other > score else 0)


@given(st.integers(0, 10**9))
def test_a_rank_sums_few_buckets_a_step(score: int) -> None:
    sizes = [last - first + 1 for _, first, last in buckets_above(score) if last is not None]

    assert len(sizes) == STEPS - 1
    assert all(0 <= size < BUCKET for size in sizes)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30), st.data())
def test_ranks_on_a_page_are_counted_on_from_two(scores: list[int], data: st.DataObject) -> None:
    scores.sort(reverse=True)
    start = data.draw(st.integers(0, len(scores) - 1))
    page = scores[start : start + 10]
    true = {score: 1 + sum(other > score for other in scores) for score in scores}
    second = next((score for score in page if score != page[0]), page[0])

    found = ranks_of(page, {page[0]: true[page[0]], second: true[second]})

    assert list(found) == [true[score] for score in page]
