"""The packs under questions/: every item checked anew, and what an edit does to stored items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

import pytest

from quiz.bank.pack import Entity
from quiz.bank.problems import Problem
from quiz.bank.reading import Reading, folders_of, read_packs
from quiz.bank.slugs import norm
from quiz.items.item import Item, Level, plain
from quiz.items.making import Maker
from quiz.settings import ROOT
from tests.items.oracle import Oracle

pytestmark = pytest.mark.content

TODAY = date(2026, 11, 20)


@cache
def folders() -> Mapping[str, Mapping[str, bytes | Problem]]:
    return folders_of(ROOT / "questions")


@cache
def reading() -> Reading:
    return read_packs(folders())


@cache
def maker(slug: str) -> Maker:
    return Maker(reading().packs[slug], TODAY)


@cache
def items(slug: str, seed: int = 1) -> tuple[Item, ...]:
    return tuple(maker(slug).items(seed))


def test_the_packs_have_no_problems() -> None:
    assert reading().problems == ()


@pytest.mark.parametrize(("slug", "seed"), [("festivals", 1), ("binoche", 1), ("binoche", 2)])
def test_every_item_has_exactly_one_right_option_by_an_independent_check(slug: str, seed: int) -> None:
    oracle = Oracle(reading().packs[slug], TODAY)
    flawed = {item.id: oracle.flaws(item) for item in items(slug, seed)}

    assert {item: flaws for item, flaws in flawed.items() if flaws} == {}


def test_binoche_yields_1500_items_of_which_500_differ_in_stem_and_key() -> None:
    """Two items differ in stem or key; where a set of options is asked about, in the set."""
    families = maker("binoche").bank.families
    pairs = {(plain(item.stem), item.options[item.key].value) for item in items("binoche")}
    sets = {
        (
            plain(item.stem),
            item.options[item.key].value,
            frozenset(option.value for option in item.options)
            if item.family in families and families[item.family].shape != "pick"
            else frozenset(),
        )
        for item in items("binoche")
    }

    assert len(pairs) >= 500
    assert len(sets) >= 1500


def test_no_family_of_binoche_is_more_than_a_fifth() -> None:
    families = Counter(item.family for item in items("binoche"))

    assert len(families) >= 7
    assert max(families.values()) <= 0.2 * families.total()


@pytest.mark.parametrize("slug", ["festivals", "binoche"])
def test_all_three_levels_have_their_share(slug: str) -> None:
    levels = Counter(item.level for item in items(slug))

    assert min(levels[level] for level in Level) >= 0.2 * levels.total()


def test_two_thirds_of_binoche_are_about_her_or_her_films() -> None:
    bank = maker("binoche").bank
    her = bank.entities["person", "Juliette Binoche"]
    hers = {her} | {
        value
        for row in bank.rows(bank.relations["role"], {1: her})
        for value in row.values
        if isinstance(value, Entity)
    }
    about = [item for item in items("binoche") if is_about(item, {entity.slug for entity in hers})]

    assert len(about) >= len(items("binoche")) * 2 / 3


def is_about(item: Item, slugs: set[str]) -> bool:
    cells = {cell for row in item.facts for cell in row.split(":")}
    return item.family == "handwritten" or bool(cells & slugs)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Marianne Stalens", "her sister is Marion"),
        ("À l'Intérieur de Moi", "the piece is called In-I"),
        ("chef", "Eugénie is a cook"),
        ("Mei Lanfang Theatre", "nobody confirms it"),
        ("National Centre for the Performing Arts", "nobody confirms it"),
    ],
)
def test_no_item_offers_what_an_article_got_wrong(words: str, why: str) -> None:
    offered = {plain(option.label) for item in items("binoche") for option in item.options}
    asked = {plain(item.stem) for item in items("binoche")}

    assert not [text for text in offered | asked if f" {norm(words)} " in f" {norm(text)} "], why


@pytest.mark.parametrize(
    ("stem_has", "wrong_key"),
    [
        ("In-I first performed", "2007"),
        ("dance piece", "2007"),
        ("In-I", "À l'Intérieur de Moi"),
        ("working title", "À l'Intérieur de Moi"),
        ("In-I In Motion", "2007"),
    ],
)
def test_no_key_repeats_an_error_of_the_articles(stem_has: str, wrong_key: str) -> None:
    keys = {plain(item.options[item.key].label) for item in items("binoche") if stem_has in plain(item.stem)}

    assert wrong_key not in keys


def test_a_stem_that_says_she_says_who() -> None:
    """An item may stand beside items of other packs."""
    of_women = {"Juliette Binoche", "Vianne", "Hana", "Michèle", "Eugénie", "Camille Claudel", "Julie"}
    nameless = [
        stem
        for stem in (plain(item.stem) for item in items("binoche"))
        if {"she", "her", "hers"} & set(norm(stem).split()) and not any(name in stem for name in of_women)
    ]

    assert nameless == []


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("slug", ["festivals", "binoche"])
def test_ten_rounds_are_full_and_ask_no_fact_twice(slug: str, level: Level) -> None:
    for seed in range(10):
        dealt = maker(slug).deal(level, seed)
        facts = [fact for item in dealt for fact in item.facts]

        assert len(dealt) == 10
        assert len(facts) == len(set(facts))


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("slug", ["binoche", "festivals"])
def test_no_verdict_of_a_round_names_a_later_key(slug: str, level: Level) -> None:
    for seed in range(3):
        told = ""
        for item in maker(slug).deal(level, seed):
            key = norm(plain(item.options[item.key].label))
            assert key.isdecimal() or f" {key} " not in f" {told} "
            told += " " + " ".join(
                norm(plain(text)) for text in (item.explanation, *(option.reason for option in item.options))
            )


def test_one_more_film_leaves_nine_items_in_ten_as_they_are() -> None:
    film = "film:\n  - name: A Film of Nobody\n    director: Nobody Known\n    source: bfi\n"
    edited = with_rows(f"{film}person:\n  - name: Nobody Known\n")
    before = {item.id for item in items("binoche")}
    after = {item.id for item in edited.items(1)}

    assert len(before & after) > 0.9 * len(before)


def edited_maker(changes: Mapping[str, Callable[[str], str]]) -> Maker:
    """Binoche after some files were edited; a file that was not there is empty before."""
    changed = {slug: dict(files) for slug, files in folders().items()}
    for path, change in changes.items():
        files = changed[path.split("/")[1]]
        before = files.get(path, b"")
        assert isinstance(before, bytes)
        files[path] = change(before.decode()).encode()
        assert files[path] != before, f"nothing to edit in {path}"
    after = read_packs(changed)
    assert not after.problems, "\n".join(map(str, after.problems))
    return Maker(after.packs["binoche"], TODAY)


def with_rows(text: str) -> Maker:
    return edited_maker({"questions/binoche/later.yaml": lambda _: text})


@pytest.mark.parametrize("slug", ["festivals", "binoche"])
def test_no_blind_strategy_finds_the_key(slug: str) -> None:
    """Who reads only the form, and always takes the longest option, say, is right one time in four."""
    made = [item for seed in (1, 2) for item in items(slug, seed)]
    positions = Counter(item.key for item in made)

    assert len(made) > 2000
    assert max(positions.values()) < 0.28 * len(made)
    for extreme in (max, min):
        hits = [hit for item in made if (hit := finds_by_length(item, extreme)) is not None]
        assert 0.22 < sum(hits) / len(hits) < 0.28


def finds_by_length(item: Item, extreme: Callable[[list[int]], int]) -> bool | None:
    """Whether the one option that is longest (or shortest) is the key; None if no option is."""
    lengths = [len(plain(option.label)) for option in item.options]
    wanted = extreme(lengths)
    return lengths[item.key] == wanted if lengths.count(wanted) == 1 else None


def test_no_stem_about_one_film_has_options_that_are_told_by_their_titles() -> None:
    """Three films called Three Colors, and one that is not: the form gives the key away."""
    told = [
        item.id
        for item in items("binoche")
        if sum("Three Colors" in plain(option.label) for option in item.options) == 3
        and "Three Colors" not in plain(item.options[item.key].label)
    ]

    assert told == []
