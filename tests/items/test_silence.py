"""What a pack means to ask and does not is told."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.items.making import Maker
from quiz.items.silence import silent_families, silent_questions
from tests.factories.film_packs import WORDS, read_cinema

TODAY = date(2026, 11, 20)
FILMS = """\
source: book
film:
  - {name: The Piano, director: Jane Campion, shown: 1993}
  - {name: Caché, director: Michael Haneke, shown: 2005}
questions:
  - id: piano
    ask: Who directed the film about a pianist who does not speak?
    key: KEY
    because: She wrote it, too.
    wrong: [Michael Haneke, WRONG]
    where: director("The Piano", it)
"""
FAMILIES = """\
families:
  co-star:
    where: co-star(person, it)
    ask: "With whom did {person} play?"
"""
CO_STARS = "co-star:\n  - {person: Holly Hunter, other: Sam Neill}\n"


def told(films: str, words: str = WORDS) -> list[str]:
    reading = read_cinema(films, words=words)
    assert not reading.problems
    maker = Maker(reading.packs["cinema"], TODAY)
    return [problem.message for problem in (*silent_questions(maker), *silent_families(maker))]


def test_question_whose_options_the_facts_prove_is_not_told_of() -> None:
    assert told(FILMS.replace("KEY", "Jane Campion").replace("WRONG", "Chen Kaige")) == []


@pytest.mark.parametrize(
    ("key", "wrong", "why"),
    [
        ("Chen Kaige", "Sam Neill", "“Chen Kaige” cannot be proven right: by the facts it is not so"),
        ("Sam Neill", "Jane Campion", "“Sam Neill” cannot be proven right"),
    ],
)
def test_question_that_the_facts_contradict_is_told(key: str, wrong: str, why: str) -> None:
    messages = told(FILMS.replace("KEY", key).replace("WRONG", wrong))

    assert len(messages) == 1
    assert messages[0].startswith(f"The question piano is not asked: {why}")


def test_family_for_which_nothing_can_be_proven_wrong_is_told() -> None:
    films = FILMS.replace("KEY", "Jane Campion").replace("WRONG", "Chen Kaige")

    assert told(films + CO_STARS, WORDS + FAMILIES) == [
        "The family co-star makes no item: too few options can be proven wrong."
    ]


def test_family_that_finds_no_fact_is_told() -> None:
    films = FILMS.replace("KEY", "Jane Campion").replace("WRONG", "Chen Kaige")

    assert told(films, WORDS + FAMILIES) == [
        "The family co-star makes no item: no facts fit its where-lines."
    ]
