"""Codes of clubs, their names, and ranks among members."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.game.clubs import (
    CODE_LENGTH,
    LETTERS,
    LONGEST_NAME,
    Scorer,
    new_code,
    places,
    problem_with_name,
    read_code,
    shown_code,
    tidy_name,
)
from quiz.game.rounds import PlayerId


@given(st.integers())
def test_a_code_is_read_however_it_is_written_down(seed: int) -> None:
    code = new_code(random.Random(seed).randrange)

    assert read_code(code) == code
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code(" ".join(code)) == code


@given(st.text())
def test_what_is_no_code_is_read_as_none(text: str) -> None:
    found = read_code(text)

    assert found is None or (len(found) == CODE_LENGTH and set(found) <= set(LETTERS))


@pytest.mark.parametrize("text", ["", "CDFHJ-KMNP", "CDFHJ-KMNPRT", "CDFHJ-KMNPO", "CDFHJ-KMNP1"])
def test_too_short_too_long_and_other_letters_are_no_code(text: str) -> None:
    assert read_code(text) is None


def test_no_letter_of_a_code_looks_like_another_one() -> None:
    assert set(LETTERS).isdisjoint("0O1IL2Z5S8BGQU")


@pytest.mark.parametrize("name", ["", "—", "a\u200bb", "x" * (LONGEST_NAME + 1), "a\x00b"])
def test_a_name_that_nobody_could_read_is_refused(name: str) -> None:
    assert problem_with_name(tidy_name(name)) is not None


def test_a_name_is_kept_without_needless_spaces() -> None:
    assert tidy_name("  Ciné \n club ") == "Ciné club"
    assert problem_with_name("Ciné club") is None


scorers = st.lists(st.integers(1, 6), max_size=12).map(
    lambda scores: [
        Scorer(player_id=PlayerId(number), name=f"Name {number}", score=score)
        for number, score in enumerate(scores)
    ]
)


@given(scorers)
def test_a_rank_is_one_more_than_how_many_have_more(scorers: list[Scorer]) -> None:
    found = places(scorers)

    assert sorted(each.scorer.player_id for each in found) == [each.player_id for each in scorers]
    for each in found:
        assert each.rank == 1 + sum(other.score > each.scorer.score for other in scorers)
    assert [each.rank for each in found] == sorted(each.rank for each in found)
