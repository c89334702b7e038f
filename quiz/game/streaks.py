"""The answer streak: right answers in a row within one round."""

from __future__ import annotations

from collections.abc import Iterable


def answer_streak(answers: Iterable[bool]) -> int:
    """How many right answers in a row stand at the end.

    answers: whether each was right, in the order of their positions.
    """
    streak = 0
    for is_right in answers:
        streak = streak + 1 if is_right else 0
    return streak


def best_answer_streak(answers: Iterable[bool]) -> int:
    """The longest run of right answers.

    answers: whether each was right, in the order of their positions.
    """
    best = streak = 0
    for is_right in answers:
        streak = streak + 1 if is_right else 0
        best = max(best, streak)
    return best
