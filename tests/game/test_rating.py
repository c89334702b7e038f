from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.game.rating import (
    EASY_TARGET,
    NEW_UNTIL,
    NEWCOMER,
    TARGET,
    Rating,
    aim,
    aim_of_round,
    chance_of_right,
    counts,
    difficulty_for,
    rate,
    target_success,
)

logits = st.floats(-6, 6)
answers = st.integers(0, 500)
options = st.integers(2, 6)
ratings = st.builds(Rating, value=logits, answers=answers, predicted=logits)


def log_likelihood(ability: float, difficulty: float, *, is_right: bool, of: int) -> float:
    right = chance_of_right(ability, difficulty, options=of)
    return math.log(right if is_right else 1 - right)


@given(logits, logits, options)
def test_nobody_is_right_less_often_than_by_luck(ability: float, difficulty: float, of: int) -> None:
    assert 1 / of <= chance_of_right(ability, difficulty, options=of) < 1


@given(logits, st.floats(0.01, 0.99), options)
def test_at_the_difficulty_of_a_success_the_player_has_it(ability: float, share: float, of: int) -> None:
    success = 1 / of + share * (1 - 1 / of)

    found = difficulty_for(ability, success, options=of)

    assert chance_of_right(ability, found, options=of) == pytest.approx(success)


@pytest.mark.parametrize("success", [0.0, 0.25, 1.0])
def test_no_difficulty_gives_what_luck_gives_or_certainty(success: float) -> None:
    with pytest.raises(ValueError, match="which luck gives"):
        difficulty_for(0.0, success)


@given(ratings, ratings, st.booleans(), options)
@example(Rating(value=6.0), Rating(value=-6.0), False, 4)
def test_a_step_goes_along_the_gradient_of_the_likelihood(
    player: Rating,
    item: Rating,
    is_right: bool,  # noqa: FBT001  drawn by Hypothesis
    of: int,
) -> None:
    small = 1e-5
    above, below = (
        log_likelihood(player.value + shift, item.value, is_right=is_right, of=of)
        for shift in (small, -small)
    )

    moved, _ = rate(player, item, is_right=is_right, options=of)

    step = player.step / (1 + 0.5 * item.doubt)
    assert moved.value - player.value == pytest.approx(step * (above - below) / (2 * small), abs=1e-4)


@given(ratings, ratings, st.booleans(), st.booleans())
def test_player_and_item_move_apart_or_together_and_the_answer_is_counted(
    player: Rating,
    item: Rating,
    is_right: bool,  # noqa: FBT001  drawn by Hypothesis
    is_relaxed: bool,  # noqa: FBT001  drawn by Hypothesis
) -> None:
    better, easier = rate(player, item, is_right=is_right, is_relaxed=is_relaxed)

    sign = 1 if is_right else -1
    assert sign * (better.value - player.value) >= 0 >= sign * (easier.value - item.value)
    assert (better.answers, easier.answers) == (player.answers + 1, item.answers + 1)
    assert (better.predicted, easier.predicted) == (player.predicted, item.predicted)


def test_known_answers_move_as_they_were_worked_out_by_hand() -> None:
    """P = 5/8; w = (3/8) / (3/4 · 5/8) = 4/5; 1.2 · 4/5 · 3/8 = .36, and two thirds of it by a new other."""
    player, item = rate(NEWCOMER, Rating(), is_right=True)

    assert player.value == pytest.approx(0.24)
    assert item.value == pytest.approx(-0.24)
    player, item = rate(NEWCOMER, Rating(), is_right=False)
    assert player.value == pytest.approx(-0.4)
    assert item.value == pytest.approx(0.4)


def test_steps_decay() -> None:
    assert [Rating(answers=count).step for count in (0, 10, 100)] == pytest.approx([1.2, 0.75, 1.2 / 7])


def test_who_is_new_moves_others_less() -> None:
    known, new = Rating(answers=200), Rating()

    _, by_known = rate(known, Rating(answers=5), is_right=False)
    _, by_new = rate(new, Rating(answers=5), is_right=False)

    assert by_new.value < by_known.value


def test_a_relaxed_answer_moves_its_item_half_as_far_and_its_player_as_any() -> None:
    player, item = rate(NEWCOMER, Rating(), is_right=True)

    relaxed_player, relaxed_item = rate(NEWCOMER, Rating(), is_right=True, is_relaxed=True)

    assert relaxed_player == player
    assert relaxed_item.value == pytest.approx(item.value / 2)


def test_what_is_answered_before_it_can_be_read_is_not_rated() -> None:
    rated = {at: counts(timedelta(milliseconds=at)) for at in (0, 999, 1_000, 90_000)}

    assert rated == {0: False, 999: False, 1_000: True, 90_000: True}


@given(st.builds(Rating, value=logits, answers=st.integers(0, 10_000), predicted=logits))
def test_what_is_believed_lies_between_prediction_and_value(rating: Rating) -> None:
    low, high = sorted((rating.predicted, rating.value))

    assert low - 1e-9 <= rating.believed <= high + 1e-9


def test_with_many_answers_the_value_is_believed() -> None:
    assert Rating(value=2.0, predicted=-1.0, answers=5_000).believed == pytest.approx(2.0, abs=0.01)


def test_new_players_and_relaxed_rounds_get_easier_items() -> None:
    assert target_success(NEWCOMER, is_relaxed=False) == EASY_TARGET
    assert target_success(Rating(answers=NEW_UNTIL), is_relaxed=False) == TARGET
    assert target_success(Rating(answers=NEW_UNTIL), is_relaxed=True) == EASY_TARGET


@given(ratings, st.floats(0.3, 0.95))
def test_a_higher_success_is_aimed_at_easier_items(player: Rating, success: float) -> None:
    assert aim(player, success, size=10).target > aim(player, success + 0.04, size=10).target


@given(ratings, st.booleans())
def test_the_abler_player_gets_the_harder_items(player: Rating, is_relaxed: bool) -> None:  # noqa: FBT001
    abler = Rating(value=player.value + 1, answers=player.answers, predicted=player.predicted)

    found, harder = (aim_of_round(each, size=10, is_relaxed=is_relaxed).target for each in (player, abler))

    assert harder > found


def test_only_newcomers_have_no_stray() -> None:
    known = Rating(answers=50)

    assert aim_of_round(known, size=10, is_relaxed=False).strays == 1
    assert aim_of_round(known, size=10, is_relaxed=True).strays == 1
    assert aim_of_round(NEWCOMER, size=10, is_relaxed=False).strays == 0


def test_the_stray_of_an_easy_round_is_not_of_the_hardest() -> None:
    known = Rating(answers=50)

    easy, ranked = (aim_of_round(known, size=10, is_relaxed=is_relaxed) for is_relaxed in (True, False))

    assert 0.5 < easy.strays_from < ranked.strays_from < 1


@given(ratings, st.integers(1, 12), st.booleans())
def test_a_round_of_any_size_has_something_near(
    player: Rating,
    size: int,
    is_relaxed: bool,  # noqa: FBT001  drawn by Hypothesis
) -> None:
    assert aim_of_round(player, size=size, is_relaxed=is_relaxed).strays < size
