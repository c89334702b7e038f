"""What an attack on the items found: each of these marked a right answer wrong, or could have."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from quiz.bank.reading import Reading, folders_of, read_packs
from quiz.items.assembling import Unproven
from quiz.items.item import plain
from quiz.items.making import Maker
from quiz.settings import ROOT

pytestmark = pytest.mark.content

TODAY = date(2026, 11, 20)

_YEAR = re.compile(r"\(\d{4}\)")
"""Beside the title: who reads it knows which film is meant."""

SECOND_FILMS = [
    # a film of the pack, and somebody who made another film of that title
    ("roma", "federico-fellini", "Roma, 1972"),
    ("shame", "ingmar-bergman", "Shame, 1968"),
    ("thirst-2009", "ingmar-bergman", "Thirst, 1949"),
    ("the-other", "youssef-chahine", "The Other, 1999"),
    ("happy-end-2017", "oldrich-lipsky", "Happy End, 1967"),
    ("shadow-1956", "zhang-yimou", "Shadow, 2018"),
    ("the-adversary-2002", "satyajit-ray", "The Adversary, 1970"),
    ("possession", "neil-labute", "Possession, 2002"),
    ("youth", "wang-bing", "Youth (Spring), 2023"),
    ("the-family-1987", "luc-besson", "The Family, 2013"),
    ("the-journey-1992", "anatole-litvak", "The Journey, 1959"),
    ("the-monster-1954", "roberto-benigni", "The Monster, 1994"),
    ("the-wall-1983", "doug-liman", "The Wall, 2017"),
    ("requiem", "alain-tanner", "Requiem, 1998"),
    ("underground", "anthony-asquith", "Underground, 1928"),
]


@cache
def reading() -> Reading:
    return read_packs(folders_of(ROOT / "questions"))


@cache
def maker(slug: str) -> Maker:
    return Maker(reading().packs[slug], TODAY)


@pytest.mark.parametrize(("film", "person", "other"), SECOND_FILMS)
def test_nobody_is_said_not_to_have_directed_a_title_that_they_directed_too(
    film: str, person: str, other: str
) -> None:
    statement = f"festivals:true-false-director.0:film={film},it={person}:false,true"

    assert ("film", film) in maker("festivals").bank.by_slug
    proven = maker("festivals").prove(statement)
    assert isinstance(proven, Unproven) or _YEAR.search(plain(proven.stem)), other


def test_no_statement_is_made_where_it_can_only_be_false() -> None:
    """Else whoever sees it named says False, and is always right."""
    keys = {
        item.options[item.key].value
        for item in maker("chess").items(1)
        if item.family.startswith("true-false") and " the World Chess Championship" in plain(item.stem)
    }

    assert keys in (set(), {"true", "false"})
