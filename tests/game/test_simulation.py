"""The simulation that `make bench` reports in full, small."""

from __future__ import annotations

from statistics import fmean

import pytest

from bench.simulation import (
    BARS,
    MARKS,
    MOST_EXPOSED,
    TARGETS,
    WITHIN,
    Outcome,
    ceiling,
    correlation,
    held,
    simulate,
)
from quiz.game.rating import EASY_TARGET, TARGET

pytestmark = pytest.mark.slow

SEEDS = (1, 2)
LUCK_OF_SEEDS = 0.02
"""Two seeds instead of five spread more."""


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [simulate(seed) for seed in SEEDS]


@pytest.mark.parametrize("at", range(len(MARKS)))
def test_play_finds_the_true_difficulties(outcomes: list[Outcome], at: int) -> None:
    found = fmean(outcome.looks[at].difficulty for outcome in outcomes)

    assert found >= BARS[at] - LUCK_OF_SEEDS


def test_the_more_answers_the_better(outcomes: list[Outcome]) -> None:
    found = [fmean(outcome.looks[at].difficulty for outcome in outcomes) for at in range(len(MARKS))]

    assert found == sorted(found)


def test_players_are_as_often_right_as_was_aimed_at(outcomes: list[Outcome]) -> None:
    assert fmean(outcome.held[TARGET].success for outcome in outcomes) == pytest.approx(TARGET, abs=WITHIN)


def test_easy_rounds_are_easy() -> None:
    found = [simulate(seed, targets=(EASY_TARGET,), to_the_last_mark=False) for seed in SEEDS]

    success = fmean(each.held[EASY_TARGET].success for each in found)
    assert success == pytest.approx(EASY_TARGET, abs=WITHIN + LUCK_OF_SEEDS / 2)


def test_no_item_is_worn_out_and_none_is_forgotten(outcomes: list[Outcome]) -> None:
    assert max(outcome.end.exposure for outcome in outcomes) <= MOST_EXPOSED + 1
    assert max(outcome.end.unseen for outcome in outcomes) == 0


def test_all_targets_are_held_in_one_pool_and_no_item_is_worn_out() -> None:
    found = [simulate(seed, targets=TARGETS, to_the_last_mark=False) for seed in SEEDS]

    for target in TARGETS:
        success = fmean(each.held[target].success for each in found)
        assert success == pytest.approx(target, abs=WITHIN + LUCK_OF_SEEDS / 2)
    assert fmean(each.end.exposure for each in found) <= MOST_EXPOSED


def test_thirds_are_those_of_players() -> None:
    found = held([[False], [False], [True], [False], [True], [True]])

    assert found.success == 0.5
    assert found.thirds == (0.0, 0.5, 1.0)


def test_the_more_exposure_is_allowed_and_the_more_is_known_the_higher_the_ceiling() -> None:
    assert ceiling(0.0) == pytest.approx(0.625)
    assert ceiling(0.8) < ceiling(1.0) < ceiling(1.0, most=20)
    assert ceiling(1.0) == pytest.approx(0.836, abs=0.001)


def test_the_same_seed_gives_the_same_outcome(outcomes: list[Outcome]) -> None:
    assert simulate(SEEDS[0]) == outcomes[0]


def test_correlation_is_that_of_textbooks() -> None:
    assert correlation([1, 2, 3, 4], [2, 4, 6, 8]) == pytest.approx(1)
    assert correlation([1, 2, 3, 4], [1, -1, -1, 1]) == pytest.approx(0)
    assert correlation([1, 2, 3, 5], [1, 3, 2, 5]) == pytest.approx(0.8857, abs=1e-4)
