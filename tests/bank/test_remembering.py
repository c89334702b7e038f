"""A pack that comes from the cache is to the last field the one that its files make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from quiz.bank.cache import Cache
from quiz.bank.manifest import Files
from quiz.bank.pack import Entity, Pack
from quiz.bank.reading import Reading, folders_of, read_packs
from tests.items.random_packs import Bank, banks

ROOT = Path(__file__).parent.parent.parent


def told(value: object) -> object:
    """All that a value holds, field by field unless it is equal to its like; an entity by its name."""
    if isinstance(value, Mapping):
        return [(told(key), told(each)) for key, each in value.items()]
    if isinstance(value, (frozenset, set)):
        return sorted(repr(told(each)) for each in value)
    if isinstance(value, (tuple, list)):
        return [told(each) for each in value]
    if isinstance(value, Entity):
        return repr(value)
    if is_dataclass(value) and type(value).__eq__ is object.__eq__:
        return (type(value).__name__, [told(getattr(value, field.name)) for field in fields(value)])
    return value


def all_of(pack: Pack) -> dict[str, object]:
    entities = [
        [told(getattr(each, field.name)) for field in fields(each)] for each in pack.entities.values()
    ]
    rest = {field.name: told(getattr(pack, field.name)) for field in fields(pack) if field.name != "uses"}
    return {**rest, "uses": [used.slug for used in pack.uses], "each": entities}


def entities_named_by(pack: Pack) -> set[Entity]:
    declared = {value for each in pack.declarations for _, value in each.fixed if isinstance(value, Entity)}
    in_facts = {value for fact in pack.facts for value in fact.values if isinstance(value, Entity)}
    return declared | in_facts | set(pack.subjects) | {entity for _, entity in pack.opened}


def read_twice(folders: Mapping[str, Files], folder: Path) -> tuple[Reading, Reading]:
    cold = read_packs(folders, cache=Cache(folder))
    written = {path: path.stat().st_ino for path in folder.glob("*.json")}
    warm = read_packs(folders, cache=Cache(folder))

    assert len(written) == len(cold.packs)
    # nothing was written again, so nothing was read again
    assert {path: path.stat().st_ino for path in folder.glob("*.json")} == written
    return cold, warm


def assert_alike(cold: Reading, warm: Reading) -> None:
    assert warm.problems == cold.problems == ()
    assert warm.hashes == cold.hashes
    assert list(warm.packs) == list(cold.packs)
    for slug, pack in cold.packs.items():
        assert all_of(warm.packs[slug]) == all_of(pack)


@pytest.mark.content
def test_shipped_packs_come_back_from_the_cache_as_they_were(tmp_path: Path) -> None:
    cold, warm = read_twice(folders_of(ROOT / "questions"), tmp_path)

    assert_alike(cold, warm)


def test_pack_with_a_vocabulary_of_its_own_comes_back_as_it_was(tmp_path: Path) -> None:
    cold, warm = read_twice(folders_of(ROOT / "tests" / "packs"), tmp_path)

    assert_alike(cold, warm)


@settings(max_examples=25, deadline=None)
@given(banks)
def test_any_pack_comes_back_from_the_cache_as_it_was(bank: Bank) -> None:
    with TemporaryDirectory() as folder:
        cold, warm = read_twice(bank.files, Path(folder))

    assert_alike(cold, warm)


@settings(max_examples=10, deadline=None)
@given(banks)
def test_packs_from_the_cache_share_one_object_for_each_entity(bank: Bank) -> None:
    with TemporaryDirectory() as folder:
        _, warm = read_twice(bank.files, Path(folder))

    stage, stock = warm.packs["stage"], warm.packs["stock"]
    known = {*stage.entities.values(), *stock.entities.values()}
    assert entities_named_by(stage) | entities_named_by(stock) <= known
    assert stage.uses[-1] is stock
