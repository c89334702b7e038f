"""The pack about chess, which shows that a new subject needs no Python."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.bank.reading import folders_of, read_packs
from quiz.items.item import Item
from quiz.items.library import Library, open_library
from quiz.settings import ROOT
from tests.content.conftest import QUESTIONS, TODAY

pytestmark = pytest.mark.content

UNDISPUTED = "World Chess Championship"


def read() -> Library:
    return open_library(read_packs(folders_of(QUESTIONS, "chess"), "chess"), TODAY)


@pytest.fixture(scope="module")
def chess(library: Library) -> Pack:
    return library.makers["chess"].pack


@pytest.fixture(scope="module")
def items(library: Library) -> list[Item]:
    return list(library.makers["chess"].items(1))


def rows(pack: Pack, relation: str) -> list[tuple[str, ...]]:
    return [cells(fact) for fact in pack.facts if fact.relation.name == relation]


def cells(fact: Fact) -> tuple[str, ...]:
    return tuple(value.name if isinstance(value, Entity) else str(value) for value in fact.values)


def test_no_line_of_python_knows_of_chess() -> None:
    told = {path: path.read_text("utf-8").lower() for path in (ROOT / "quiz").rglob("*.py")}
    knowing = [path for path, text in told.items() if re.search(r"\bchess\b", text)]

    assert knowing == []


def test_it_uses_the_words_of_no_other_pack(chess: Pack) -> None:
    assert [pack.slug for pack in chess.lineage()] == ["chess"]


def test_every_family_asks_something_in_its_own_words(chess: Pack, items: list[Item]) -> None:
    asked = Counter(item.family.partition(".")[0] for item in items)

    assert len(chess.families) >= 12
    assert set(asked) == set(chess.families)
    assert [slug for slug, family in chess.families.items() if len(family.ask) < 2] == []


def test_every_fact_names_a_publication(chess: Pack) -> None:
    assert [fact.id for fact in chess.facts if not fact.sources] == []


@pytest.mark.parametrize("year", ["1910", "1951", "1954", "1987"])
def test_drawn_match_has_no_winner_but_a_champion_who_stays(chess: Pack, year: str) -> None:
    drawn = [row for row in rows(chess, "drawn match") if row[:2] == (UNDISPUTED, year)]
    won = [row for row in rows(chess, "match") if row[:2] == (UNDISPUTED, year)]

    assert len(drawn) == 1
    assert [row for row in won if row[3] == drawn[0][3]] == []


def test_there_were_two_titles_from_1993_to_2006(chess: Pack) -> None:
    decided = [*rows(chess, "match"), *rows(chess, "final"), *rows(chess, "tournament")]
    split = {(row[0], int(row[1])) for row in decided if 1993 <= int(row[1]) < 2006}

    assert {title for title, _ in split if "Women" not in title} == {
        "Classical World Chess Championship",
        "FIDE World Chess Championship",
    }


def test_who_took_a_title_that_two_claimed_is_disputed(chess: Pack) -> None:
    disputed = {cells(fact)[:2] for fact in chess.facts if fact.status is Status.DISPUTED}

    assert ("Vladimir Kramnik", UNDISPUTED) in disputed
    assert ("Viswanathan Anand", UNDISPUTED) in disputed


def test_every_champion_lived_to_be_one(chess: Pack) -> None:
    born = {row[0]: int(row[1]) for row in rows(chess, "born")}
    died = {row[0]: int(row[1]) for row in rows(chess, "died")}

    wrong = [
        row
        for row in rows(chess, "champion")
        if not born[row[0]] + 15 <= int(row[2]) < died.get(row[0], 2030)
    ]

    assert wrong == []


def test_every_winner_of_a_title_is_a_champion(chess: Pack) -> None:
    champions = {(player, title) for player, title, _ in rows(chess, "champion")}
    winners = {
        (row[2], row[0]) for relation in ("match", "final", "tournament") for row in rows(chess, relation)
    }

    assert winners - champions == set()


def test_same_seed_makes_the_same_items_whoever_reads_the_pack() -> None:
    first, second = (list(read().makers["chess"].items(3)) for _ in range(2))

    assert [item.id for item in first] == [item.id for item in second]
