"""docs/claims.md: what becomes of each claim of the three articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from quiz.items.item import Item
from quiz.items.library import Library
from quiz.settings import ROOT

pytestmark = pytest.mark.content

_ROW = re.compile(r"^\| (\d{3}-\d{3}) \| (.+?) \| (asked|kept|corrected|left out): (.+) \|$", re.MULTILINE)
_ID = re.compile(r"`([a-z ]+(?:-[a-z]+)*:[^`]+)`")
HOW_MANY = {"000": 74, "002": 22, "004": 26}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    number: str
    fate: str
    words: str
    ids: tuple[str, ...]


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    return [
        Claim(number=number, fate=fate, words=_ID.sub("", rest).strip(" ,"), ids=tuple(_ID.findall(rest)))
        for number, _, fate, rest in _ROW.findall(text)
    ]


def test_each_claim_of_the_three_articles_has_its_row(claims: list[Claim]) -> None:
    expected = [f"{article}-{n:03}" for article, count in HOW_MANY.items() for n in range(1, count + 1)]

    assert [claim.number for claim in claims] == expected


def test_every_id_names_a_fact_or_a_question_of_the_bank(claims: list[Claim], library: Library) -> None:
    packs = [maker.pack for maker in library.makers.values()]
    known = {fact.id for pack in packs for fact in pack.facts}
    known |= {question.id for pack in packs for question in pack.questions}

    assert [each for claim in claims for each in claim.ids if each not in known] == []


def test_what_is_said_to_be_asked_is_asked(claims: list[Claim], binoche_items: list[Item]) -> None:
    asked = {str(fact) for item in binoche_items for fact in item.facts}

    not_asked = [claim.number for claim in claims if claim.fate == "asked" and not set(claim.ids) <= asked]

    assert not_asked == []


def test_what_is_corrected_says_how_and_points_to_what_is_right(claims: list[Claim]) -> None:
    corrected = [claim for claim in claims if claim.fate == "corrected"]

    assert [claim.number for claim in corrected if not (claim.words and claim.ids)] == []


def test_what_is_left_out_says_why(claims: list[Claim]) -> None:
    assert [claim.number for claim in claims if claim.fate == "left out" and not claim.words] == []
