"""A pack that comes from the cache is to the last field the one that its files make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.bank.cache import Cache
from quiz.bank.manifest import Files
from quiz.bank.pack import Entity, Pack
from quiz.bank.reading import Reading, folders_of, read_packs
from tests.items.random_packs import Bank, banks, dump

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


def in_many_files(bank: Bank) -> dict[str, dict[str, bytes]]:
    """The bank with every section in two files of its own."""
    folders: dict[str, dict[str, bytes]] = {}
    for slug, files in bank.files.items():
        folders[slug] = {name: text for name, text in files.items() if name.endswith("/pack.yaml")}
        for name in files.keys() - folders[slug].keys():
            for section, rows in yaml.safe_load(files[name]).items():
                folders[slug][f"{slug}/{section}-1.yaml"] = dump({section: rows[::2]})
                folders[slug][f"{slug}/{section}-2.yaml"] = dump({section: rows[1::2]})
    return folders


def edited(folders: Mapping[str, Mapping[str, bytes]], edit: str, at: int) -> dict[str, Mapping[str, bytes]]:
    """The bank after somebody's edit of a line: most are mistakes."""
    places = [
        (slug, name, number)
        for slug, files in folders.items()
        for name, text in files.items()
        for number in range(len(text.splitlines()))
    ]
    slug, name, number = places[at % len(places)]
    lines = folders[slug][name].decode().splitlines()
    if edit == "delete":
        del lines[number]
    elif edit == "repeat":
        lines.insert(number, lines[number])
    elif edit == "misspell":
        lines[number] = lines[number].replace("a", "o")
    elif edit == "comment":
        lines.insert(number, "# nothing")
    else:
        other = lines.pop(number)
        lines.append(other)
    return {**folders, slug: {**folders[slug], name: ("\n".join(lines) + "\n").encode()}}


an_edit = given(
    bank=banks,
    edit=st.sampled_from(["delete", "repeat", "misspell", "comment", "move"]),
    at=st.integers(min_value=0, max_value=10**6),
)


@settings(max_examples=60, deadline=None)
@an_edit
def test_an_edit_after_the_cache_says_and_makes_what_it_does_without(bank: Bank, edit: str, at: int) -> None:
    assert_cache_changes_nothing(bank, edit, at)


@pytest.mark.long
@settings(max_examples=1_500, deadline=None)
@an_edit
def test_no_edit_of_many_is_read_otherwise_with_the_cache(bank: Bank, edit: str, at: int) -> None:
    assert_cache_changes_nothing(bank, edit, at)


def assert_cache_changes_nothing(bank: Bank, edit: str, at: int) -> None:
    before = in_many_files(bank)
    after = edited(before, edit, at)

    with TemporaryDirectory() as folder:
        assert not read_packs(before, cache=Cache(Path(folder))).problems
        warm = read_packs(after, cache=Cache(Path(folder)))

    cold = read_packs(after)
    assert [str(problem) for problem in warm.problems] == [str(problem) for problem in cold.problems]
    assert {slug: all_of(pack) for slug, pack in warm.packs.items()} == {
        slug: all_of(pack) for slug, pack in cold.packs.items()
    }
