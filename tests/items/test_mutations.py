"""We break our own packs, in many ways: just those stored items fail whose proof an edit breaks, each naming
the edit.

What an edit breaks is said by the oracle. Each edit is made by itself, and the items that it breaks are
proven anew; so that no other item fails, all stored items are proven anew after several edits at once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from random import Random

import pytest

from quiz.bank.bank import Bank
from quiz.bank.reading import folders_of, read_packs
from quiz.items.item import Item
from quiz.items.proving import prove
from quiz.settings import ROOT
from tests.items.edits import KINDS, QUESTIONS, WORDS, Edit, Kind, Target
from tests.items.mutating import TRIES, Trial, World, broken_by_any, grouped
from tests.items.neutral_edits import NEUTRAL
from tests.items.pages import Folders

pytestmark = pytest.mark.content

ALL: Mapping[str, Kind] = {**KINDS, **WORDS, **QUESTIONS}
TODAY = date(2026, 11, 20)

STORED = {
    "binoche": {"binoche": 4000},
    "chess": {"chess": 4000},
    "festivals": {"festivals": 3000, "binoche": 1500},
    "oscars": {"oscars": 3000, "binoche": 500},
}
"""For the edits to a pack, the items that are stored, by pack."""

OF_A_KIND = {"binoche": 4, "chess": 7, "festivals": 3, "oscars": 3}
"""So many edits of each kind are made, as far as the pack has what they aim at."""

AT_ONCE = 25
"""Edits that are made together, at most, to see that nothing else fails."""

FEWEST = {"binoche": 95, "chess": 140, "festivals": 55, "oscars": 55}
"""So many edits there are at least."""

NOT_IN: Mapping[str, set[str]] = {"binoche": {"shortened"}}
"""Kinds of edit for which a pack has nothing to edit."""

LONG = [pytest.param(slug, marks=pytest.mark.long) for slug in ("binoche", "festivals", "oscars")]
SLUGS = ["chess", *LONG]


@pytest.fixture(scope="module", autouse=True)
def _settled() -> Iterator[None]:
    """What stays for all tests here is not looked through again and again for what could be freed."""
    gc.freeze()
    yield
    gc.unfreeze()


def folders(slug: str) -> Folders:
    """Those of the packs that the stored items stand on."""
    every = folders_of(ROOT / "questions")
    packs = read_packs(every).packs
    needed = {each.slug for stored in STORED[slug] for each in packs[stored].lineage()}
    return {each: files for each, files in every.items() if each in needed}


@cache
def world(slug: str) -> World:
    made = World(folders(slug), TODAY, STORED[slug])
    gc.freeze()
    return made


@cache
def trials(slug: str, kind: str) -> tuple[Trial, ...]:
    wanted = 1 if kind in WORDS else OF_A_KIND[slug]
    return tuple(world(slug).trials(slug, kind, ALL[kind], wanted))


def all_trials(slug: str) -> list[Trial]:
    return [trial for kind in ALL for trial in trials(slug, kind)]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_stored_item_is_proven_by_the_packs_as_they_are(slug: str) -> None:
    for each, items in world(slug).items.items():
        bank = Bank(world(slug).packs[each], TODAY)

        assert [item for item in items if not isinstance(prove(bank, item), Item)] == []
        assert [item for item in items if world(slug).oracles[each].flaws_of(item)] == []


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_edit_breaks_the_items_that_rest_on_it_and_each_names_it(slug: str, kind: str) -> None:
    proven = {trial.name: trial.broken - trial.reasons.keys() for trial in trials(slug, kind)}
    unnamed = {trial.name: trial.unnamed for trial in trials(slug, kind)}

    assert {name: items for name, items in proven.items() if items} == {}
    assert {name: reasons for name, reasons in unnamed.items() if reasons} == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_there_are_edits_of_every_kind(slug: str) -> None:
    kinds = {**KINDS, **WORDS} if not world(slug).packs[slug].questions else ALL
    none = {kind for kind in kinds if not trials(slug, kind)}

    assert none <= NOT_IN.get(slug, set())
    assert len(all_trials(slug)) >= FEWEST[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_no_edit_breaks_another_item(slug: str) -> None:
    for group in grouped(world(slug), all_trials(slug), AT_ONCE):
        after = world(slug).state([trial.edit for trial in group])

        assert after.reasons().keys() == broken_by_any(group), [trial.name for trial in group]


@pytest.mark.parametrize("kind", NEUTRAL)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_edit_beside_the_facts_breaks_nothing(slug: str, kind: str) -> None:
    for edit in neutral_edits(slug, kind):
        after = world(slug).state([edit])

        assert after.broken_by_oracle() == set()
        assert after.reasons() == {}


def neutral_edits(slug: str, kind: str) -> list[Edit]:
    here, chance = world(slug), Random(kind)
    items = chance.sample(here.items[slug], TRIES)
    targets = (Target(item, here.oracles[slug], here.pages, chance) for item in items)
    edits = list(islice((edit for target in targets if (edit := NEUTRAL[kind](target)) is not None), 2))
    assert edits, f"nothing to edit: {kind}"
    return edits
