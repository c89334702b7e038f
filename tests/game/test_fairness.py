from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from math import comb, prod

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.game import fairness
from quiz.game.fairness import least_time, luck_of, rating_jump, too_fast
from quiz.game.modes import Mode
from quiz.game.rating import NEWCOMER, Attempt, Rating, chance_of_right
from quiz.game.rounds import Answer, Dealt, EndedRound, OptionToken, PlayerId, Round, RoundId
from quiz.items.item import Level
from tests.factories.items import an_item
from tests.factories.rounds import NOON

MILLISECOND = timedelta(milliseconds=1)
SLOW = timedelta(seconds=4)
AT_ONCE = timedelta(milliseconds=100)

_answered = st.lists(st.tuples(st.booleans(), st.integers(0, 5_000)), max_size=10)


def an_ended_round(answers: Sequence[tuple[bool, timedelta]], *, at: datetime = NOON) -> EndedRound:
    """A round with these answers: whether it was right, and how long it took."""
    dealt = tuple(
        Dealt(
            position=position,
            item=an_item(position),
            tokens=tuple(OptionToken(f"{position}-{option}") for option in range(4)),
            shown_at=at,
        )
        for position in range(1, len(answers) + 1)
    )
    given_ = tuple(
        Answer(
            position=position,
            option_index=0 if is_right else 1,
            answered_at=at + took,
            elapsed=took,
            lines=(),
            is_right=is_right,
            streak_before=0,
        )
        for position, (is_right, took) in enumerate(answers, start=1)
    )
    return EndedRound(
        round=Round(
            id=RoundId("round"),
            mode=Mode.CIRCUIT,
            pack="binoche",
            pack_title="Juliette Binoche",
            level=Level.BERLIN,
            is_relaxed=False,
            size=10,
            started_at=at,
            closes_at=at + timedelta(hours=24),
            answers=given_,
        ),
        player_id=PlayerId(1),
        dealt=dealt,
        ended_at=at,
    )


def least_of(position: int) -> timedelta:
    return least_time(fairness.characters_of(an_item(position)))


# speed


def test_nobody_reads_a_hundred_characters_and_answers_in_three_quarters_of_a_second() -> None:
    assert least_time(100) == 750 * MILLISECOND
    assert least_time(0) == 250 * MILLISECOND


def test_stem_and_options_are_to_be_read() -> None:
    item = an_item(1, names=("Michael Haneke", "Leos Carax", "Claire Denis", "Olivier Assayas"))

    assert fairness.characters_of(item) == len("Who directed Film 1?") + 14 + 10 + 12 + 15


@pytest.mark.parametrize(
    ("fast_right", "fast_wrong", "slow", "is_flagged"),
    [
        (5, 0, 5, True),
        (4, 0, 6, False),
        (5, 1, 4, True),
        (5, 5, 0, False),  # blind clicking does as well in every thirteenth round
        (7, 3, 0, True),
        (10, 0, 0, True),
        (0, 10, 0, False),
        (4, 0, 0, True),
        (3, 0, 0, False),  # ... and in every 64th
    ],
)
def test_five_right_answers_too_fast_are_more_than_luck(
    *, fast_right: int, fast_wrong: int, slow: int, is_flagged: bool
) -> None:
    answers = [(True, AT_ONCE)] * fast_right + [(False, AT_ONCE)] * fast_wrong + [(True, SLOW)] * slow

    found = too_fast(an_ended_round(answers))

    assert (found is not None) == is_flagged


def test_who_takes_as_long_as_reading_takes_is_not_too_fast() -> None:
    just = [(True, least_of(position)) for position in range(1, 11)]
    sooner = [(True, took - MILLISECOND) for _, took in just]

    assert too_fast(an_ended_round(just)) is None
    found = too_fast(an_ended_round(sooner))
    assert found is not None
    assert [(answer.elapsed_ms, answer.least_ms) for answer in found.answers] == [
        ((took - MILLISECOND) // MILLISECOND, took // MILLISECOND) for _, took in just
    ]


@given(_answered)
def test_nobody_is_too_fast_who_takes_as_long_as_it_takes(marks: list[tuple[bool, int]]) -> None:
    taken = [
        (is_right, least_of(position) + took * MILLISECOND)
        for position, (is_right, took) in enumerate(marks, start=1)
    ]

    assert too_fast(an_ended_round(taken)) is None


@given(_answered)
def test_what_it_rests_on_is_in_the_round(marks: list[tuple[bool, int]]) -> None:
    found = too_fast(an_ended_round([(is_right, took * MILLISECOND) for is_right, took in marks]))

    if found is not None:
        assert found.answered == len(marks)
        assert found.right == sum(answer.is_right for answer in found.answers) >= min(5, len(marks))
        assert found.luck < fairness.LUCK_AT_MOST
        for answer in found.answers:
            assert marks[answer.position - 1] == (answer.is_right, answer.elapsed_ms)
            assert answer.elapsed_ms < answer.least_ms


@given(st.integers(0, 12), st.integers(0, 12))
def test_luck_of_equal_items_is_binomial(size: int, right: int) -> None:
    expected = sum(comb(size, k) * 0.25**k * 0.75 ** (size - k) for k in range(right, size + 1))

    assert luck_of([4] * size, right) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.integers(2, 5), max_size=6), st.integers(0, 7))
@example([], 0)
def test_luck_is_the_share_of_all_ways_to_click(options: list[int], right: int) -> None:
    ways = [sum(choice == 0 for choice in ways) for ways in product(*(range(size) for size in options))]
    expected = sum(hits >= right for hits in ways) / prod(options)

    assert luck_of(options, right) == pytest.approx(expected)


# same answers


def with_misses(*positions: int) -> EndedRound:
    return an_ended_round([(position not in positions, SLOW) for position in range(1, 11)])


def test_a_perfect_round_is_nobody_elses() -> None:
    assert not fairness.may_be_the_same(with_misses())
    assert not fairness.may_be_the_same(with_misses(3, 7))


def test_three_misses_in_common_are_looked_at() -> None:
    assert fairness.may_be_the_same(with_misses(2, 5, 8))


def test_a_short_round_is_too_short_to_tell() -> None:
    assert not fairness.may_be_the_same(an_ended_round([(False, SLOW)] * 3))


def test_the_more_were_asked_the_same_the_more_is_coincidence() -> None:
    chance = fairness.chance_of_the_same(with_misses(2, 5, 8))

    assert fairness.is_no_coincidence(chance, others=1)
    assert not fairness.is_no_coincidence(chance, others=1_000)


@given(st.lists(st.booleans(), min_size=1, max_size=10), st.floats(-6, 8))
def test_no_player_answers_so_more_often_than_is_said(marks: list[bool], ability: float) -> None:
    round_ = an_ended_round([(is_right, SLOW) for is_right in marks])

    rights = [chance_of_right(ability, dealt.item.difficulty) for dealt in round_.dealt]
    even = prod(p if is_right else (1 - p) / 3 for p, is_right in zip(rights, marks, strict=True))

    assert even <= fairness.chance_of_the_same(round_) * 1.1


# rating


def attempts(right: int, size: int = 10, *, predicted: float = 1.0, took: timedelta = SLOW) -> list[Attempt]:
    return [
        Attempt(seat=f"seat-{n}", predicted=predicted, options=4, is_right=n < right, elapsed=took)
        for n in range(size)
    ]


WEAK = Rating(value=-2.5, answers=60)
KNOWN = {f"seat-{n}": Rating(value=1.0, answers=200, predicted=1.0) for n in range(10)}


def test_a_perfect_round_of_a_weak_player_is_a_jump() -> None:
    found = rating_jump(WEAK, KNOWN, attempts(10))

    assert found is not None
    assert (found.right, found.answered, found.rated_before) == (10, 10, 60)
    assert found.expected == pytest.approx(2.7, abs=0.1)
    assert found.deviations > 4


@pytest.mark.parametrize("right", range(8))
def test_a_good_day_is_no_jump(right: int) -> None:
    assert rating_jump(WEAK, KNOWN, attempts(right)) is None


def test_an_able_player_may_be_right_every_time() -> None:
    assert rating_jump(Rating(value=1.0, answers=500), KNOWN, attempts(10)) is None


def test_too_little_is_known_of_who_has_answered_little() -> None:
    assert rating_jump(NEWCOMER, KNOWN, attempts(10)) is None
    assert rating_jump(Rating(value=-2.5, answers=29), KNOWN, attempts(10)) is None


def test_an_answer_that_tells_nothing_of_the_player_is_no_part_of_a_jump() -> None:
    assert rating_jump(WEAK, KNOWN, attempts(10, took=AT_ONCE)) is None


def test_the_doubt_about_player_and_items_speaks_for_the_player() -> None:
    sure = rating_jump(WEAK, KNOWN, attempts(10))
    unsure = rating_jump(Rating(value=-2.5, answers=30), {}, attempts(10))

    assert sure is not None
    assert unsure is None or unsure.deviations < sure.deviations


@given(
    st.floats(-5, 5),
    st.integers(0, 400),
    st.lists(st.tuples(st.floats(-4, 4), st.booleans()), max_size=15),
)
def test_what_a_jump_says_adds_up(value: float, rated: int, answered: list[tuple[float, bool]]) -> None:
    made = [
        Attempt(seat=f"s{n}", predicted=predicted, options=4, is_right=is_right, elapsed=SLOW)
        for n, (predicted, is_right) in enumerate(answered)
    ]

    found = rating_jump(Rating(value=value, answers=rated), {}, made)

    if found is not None:
        assert rated >= 30
        assert found.right == sum(is_right for _, is_right in answered) > found.expected
        assert found.deviations == pytest.approx((found.right - found.expected) / found.spread)
        assert found.deviations > 4
