"""Packs by chance, edited by chance: what was proven stays so just where the oracle says it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from quiz.bank.reading import read_packs
from quiz.items.item import Item
from quiz.items.making import Maker
from tests.items.oracle import Oracle
from tests.items.random_packs import TODAY, YEARS, Bank, Row, bank_by, banks, dump

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
Tree = dict[str, list[Row]]
BESIDE = ("source", "status", "because", "shared")
SECTIONS = ("made", "dated", "toured", "titled", "part", "won", "admired")


def row_less(tree: Tree, chance: Random) -> None:
    rows = _rows(tree, chance)
    rows.remove(chance.choice(rows))


def row_in_doubt(tree: Tree, chance: Random) -> None:
    row = chance.choice(_rows(tree, chance))
    row |= {"status": chance.choice(["disputed", "retracted", "never"]), "because": "Looked up anew."}


def row_out_of_date(tree: Tree, chance: Random) -> None:
    chance.choice(_rows(tree, chance))[chance.choice(["until", "review by"])] = "2026-11-19"


def row_certain_again(tree: Tree, chance: Random) -> None:
    rows = [row for section in _sections(tree) for row in tree[section] if "status" in row or "until" in row]
    assume(rows)
    row = chance.choice(rows)
    for key in ("status", "because", "until", "review by"):
        row.pop(key, None)


def other_cell(tree: Tree, chance: Random) -> None:
    """A cell that holds what the same column holds in another row."""
    rows = _rows(tree, chance)
    row, other = chance.choice(rows), chance.choice(rows)
    columns = [
        name for name in row if name in other and name not in ("source", "status", "because", "shared")
    ]
    assume(columns)
    name = chance.choice(columns)
    assume(row[name] != other[name])
    row[name] = other[name]


def other_years_elsewhere(tree: Tree, chance: Random) -> None:
    rows = [row for section in ("dated", "toured", "won") for row in tree.get(section, [])]
    assume(rows)
    chance.choice(rows)["elsewhere"] = chance.sample(YEARS, 2)


def empty_cell(tree: Tree, chance: Random) -> None:
    rows = [row for row in (*tree.get("won", []), *tree.get("part", [])) if row.keys() & {"work", "figure"}]
    assume(rows)
    row = chance.choice(rows)
    row.pop("figure" if "player" in row else "work", None)


def room_for_more(tree: Tree, chance: Random) -> None:
    rows = [row for row in tree.get("won", []) if "shared" not in row]
    assume(rows)
    chance.choice(rows)["shared"] = 2


def promise_less(tree: Tree, chance: Random) -> None:
    promises = tree.get("complete", [])
    assume(promises)
    promises.remove(chance.choice(promises))


def promise_more(tree: Tree, chance: Random) -> None:
    row = chance.choice(_rows(tree, chance, "won"))
    about = chance.choice([{"person": row["person"]}, {"prize": row["prize"], "year": "1992..1997"}])
    promise: Row = {"won": about, "says": "All of these are listed.", "source": row["source"]}
    tree["complete"] = [*tree.get("complete", []), promise]


def other_name(tree: Tree, chance: Random) -> None:
    """An alias, or another name to show: perhaps that of another thing."""
    entities = [entity for kind in ("work", "person", "figure") for entity in tree.get(kind, [])]
    assume(entities)
    one, other = chance.sample(entities, 2)
    if chance.random() < 0.5:
        one["aka"] = [other.get("show", other["name"])]
    else:
        one["show"] = other["name"]


def list_left_open(tree: Tree, chance: Random) -> None:
    works = tree.get("work", [])
    assume(works)
    chance.choice(works)["open"] = [chance.choice(["made", "dated", "part", "titled"])]


EDITS: tuple[Callable[[Tree, Random], None], ...] = (
    row_less,
    row_in_doubt,
    row_out_of_date,
    row_certain_again,
    other_cell,
    other_years_elsewhere,
    empty_cell,
    room_for_more,
    promise_less,
    promise_more,
    other_name,
    list_left_open,
)


def _sections(tree: Mapping[str, object]) -> list[str]:
    return [section for section in SECTIONS if tree.get(section)]


def _rows(tree: Tree, chance: Random, section: str | None = None) -> list[Row]:
    sections = _sections(tree)
    assume(sections if section is None else section in sections)
    return tree[section or chance.choice(sections)]


def edited(bank: Bank, slug: str, edit: Callable[[Tree, Random], None], chance: Random) -> Bank:
    file = f"{slug}/rows.yaml"
    tree = yaml.safe_load(bank.files[slug][file])
    edit(tree, chance)
    return Bank(number=bank.number, files={**bank.files, slug: {**bank.files[slug], file: dump(tree)}})


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@example(bank=bank_by(3), seed=1, slug="stock", edit=row_less)
@example(bank=bank_by(4), seed=2, slug="stock", edit=other_name)
@given(
    bank=banks,
    seed=st.integers(min_value=0, max_value=2**20),
    slug=st.sampled_from(["stock", "stage"]),
    edit=st.sampled_from(EDITS),
)
def test_an_edit_stops_just_the_items_that_the_oracle_says(
    bank: Bank, seed: int, slug: str, edit: Callable[[Tree, Random], None]
) -> None:
    after = read_packs(edited(bank, slug, edit, Random(seed)).files)
    assume(not after.problems)

    for pack in bank.packs:
        stored = [item.id for item in Maker(pack, TODAY).items(seed)]
        oracle = Oracle(after.packs[pack.slug], TODAY)
        maker = Maker(after.packs[pack.slug], TODAY)
        broken = {item for item in stored if oracle.flaws_of(item)}
        assert {item for item in stored if not isinstance(maker.prove(item), Item)} == broken
