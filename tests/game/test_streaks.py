from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.streaks import answer_streak, best_answer_streak

answers = st.lists(st.booleans(), max_size=30)


@pytest.mark.parametrize(
    ("marks", "streak", "best"),
    [("", 0, 0), ("-", 0, 0), ("+", 1, 1), ("++-", 0, 2), ("++-+", 1, 2), ("-+++", 3, 3), ("+-++-+++", 3, 3)],
)
def test_a_miss_ends_the_answer_streak_and_the_best_one_stays(marks: str, streak: int, best: int) -> None:
    is_right = [mark == "+" for mark in marks]

    assert (answer_streak(is_right), best_answer_streak(is_right)) == (streak, best)


@given(answers)
def test_the_best_streak_is_the_longest_that_stood_at_any_time(is_right: list[bool]) -> None:
    stood = [answer_streak(is_right[:end]) for end in range(len(is_right) + 1)]

    assert best_answer_streak(is_right) == max(stood)
