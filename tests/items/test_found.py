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
from quiz.items.rules import breach
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

SECOND_FILMS_OF_THE_OSCARS = [
    ("the-visit-1964", "m-night-shyamalan", "The Visit, 2015"),
    ("quartet", "dustin-hoffman", "Quartet, 2012"),
]

GIVEN_AWAY = [
    # an item that tells by its form which option is right, or wrong, and the rule that it breaks
    (
        (
            "chess:match-loser.1:championship=womens-world-chess-championship,winner=xie-jun,year=1999"
            ":alisa-galliamova,alexandra-kosteniuk,xie-jun,judit-polgar"
        ),
        "L8: the stem holds a wrong option",
    ),
    (
        (
            "oscars:year-won.1:film=gold-diggers-of-1935,person=harry-warren,"
            "prize=academy-award-for-best-original-song:1936,1939,1942,1945"
        ),
        "L18: a title tells the year",
    ),
    (
        (
            "binoche:original-title.0:film=flight-of-the-red-balloon:"
            "Le%20Voyage%20du%20ballon%20rouge,Sud%20pralad,Yadon%20ilaheyya,"
            "El%20coronel%20no%20tiene%20quien%20le%20escriba"
        ),
        "L7: only the key has the root of a word of the stem",
    ),
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


@pytest.mark.parametrize(("film", "person", "other"), SECOND_FILMS_OF_THE_OSCARS)
def test_nor_is_it_said_among_the_oscars(film: str, person: str, other: str) -> None:
    statement = f"oscars:true-false-director.0:film={film},it={person}:false,true"

    assert ("film", film) in maker("oscars").bank.by_slug
    proven = maker("oscars").prove(statement)
    assert isinstance(proven, Unproven) or _YEAR.search(plain(proven.stem)), other


@pytest.mark.parametrize(("item_id", "rule"), GIVEN_AWAY)
def test_what_tells_its_key_by_its_form_is_not_asked(item_id: str, rule: str) -> None:
    proven = maker(item_id.partition(":")[0]).prove(item_id)

    assert not isinstance(proven, Unproven), proven.reasons
    assert breach(proven) == rule


def test_no_statement_is_made_where_it_can_only_be_false() -> None:
    """Else whoever sees it named says False, and is always right."""
    keys = {
        item.options[item.key].value
        for item in maker("chess").items(1)
        if item.family.startswith("true-false") and " the World Chess Championship" in plain(item.stem)
    }

    assert keys in (set(), {"true", "false"})
