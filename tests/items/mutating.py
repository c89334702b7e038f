"""Packs, the items that they prove, and what edits do to those: by the oracle, and by the program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from random import Random

from quiz.bank.bank import Bank
from quiz.bank.digests import Memory
from quiz.bank.manifest import Files
from quiz.bank.pack import Pack
from quiz.bank.problems import PackHasProblems
from quiz.bank.reader import PackReader
from quiz.bank.remembering import Stale
from quiz.items.assembling import Unproven
from quiz.items.making import Maker
from quiz.items.proving import prove
from tests.items.deltas import broken_by
from tests.items.edits import Edit, Kind, Target
from tests.items.oracle import Oracle
from tests.items.pages import Change, Folders, Pages, changed, collide
from tests.items.records import Key

Reasons = Mapping[str, tuple[str, ...]]
"""Of items that are not proven any more, why."""

AS_IT_WAS, EDITED = "as it was", "edited"
"""Instead of the hashes of packs: whether a pack, or one that it uses, was edited."""

TRIES = 60
"""Stored items at which a kind of edit is aimed, one after the other, before it is given up."""


class World:
    """Some packs as they are, and the items that are stored of some of them.

    stored: how many of each, by pack.
    """

    def __init__(self, folders: Folders, today: date, stored: Mapping[str, int], seed: int = 1) -> None:
        self.folders = folders
        self.today = today
        self.memories: dict[str, Memory] = {}
        self.packs = self.read(folders, folders)
        self.pages = Pages(folders)
        self.oracles = {slug: Oracle(self.packs[slug], today) for slug in stored}
        self.items = {
            slug: [item.id for item in islice(Maker(self.packs[slug], today).items(seed), count)]
            for slug, count in stored.items()
        }
        self.looked_at: dict[str, dict[str, frozenset[Key]]] = {
            slug: {item: self.oracles[slug].looked_at(item) for item in items}
            for slug, items in self.items.items()
        }

    def state(self, edits: Sequence[Edit]) -> State:
        """The packs after some edits. Raises PackHasProblems if they could not be written so."""
        changes = [change for edit in edits for change in edit.changes]
        touched = {change.file.split("/")[1] for change in changes}
        return State(self, self.read(changed(self.folders, changes), touched))

    def read(self, folders: Folders, touched: Iterable[str]) -> dict[str, Pack]:
        """The packs of the folders: those as before that neither are touched nor use one that is.

        Of a pack that was read before, only the files that have changed are read again.
        """
        packs: dict[str, Pack] = {}
        hashes: dict[str, str] = {}
        anew = set(touched)

        def use(slug: str) -> Pack:
            if slug not in packs:
                old = self.packs[slug] if slug in self.memories else None
                if old is not None and anew.isdisjoint(each.slug for each in old.lineage()):
                    packs[slug], hashes[slug] = old, AS_IT_WAS
                else:
                    packs[slug] = self._read(slug, folders[slug], use, hashes)
                    hashes[slug] = EDITED if old is not None else AS_IT_WAS
            return packs[slug]

        for slug in folders:
            use(slug)
        return packs

    def _read(self, slug: str, files: Files, use: Callable[[str], Pack], hashes: Mapping[str, str]) -> Pack:
        if slug in self.memories:
            with suppress(Stale, LookupError, ValueError):
                return PackReader(slug, files, self.memories[slug]).read(use, hashes)
            return PackReader(slug, files).read(use, hashes)
        reader = PackReader(slug, files)
        pack = reader.read(use, hashes)
        self.memories[slug] = reader.to_remember()
        return pack

    def trials(self, slug: str, kind: str, edit_of: Kind, wanted: int) -> Iterator[Trial]:
        """So many edits of a kind to a pack, each of which breaks a stored item at least."""
        chance = Random(f"{slug} {kind}")
        items = self.items[slug]
        found = 0
        tried: list[tuple[Change, ...]] = []
        for item in chance.sample(items, len(items)):
            if found == wanted or len(tried) == TRIES:
                return
            edit = edit_of(Target(item, self.oracles[slug], self.pages, chance))
            if edit is None or any(collide(edit.changes, each) for each in tried):
                continue
            tried.append(edit.changes)
            trial = self.trial(f"{slug}: {kind} {found + 1}", edit)
            if trial is not None:
                found += 1
                yield trial

    def trial(self, name: str, edit: Edit) -> Trial | None:
        """An edit with the items that it breaks; None if it breaks none, or could not be written so."""
        try:
            state = self.state([edit])
        except PackHasProblems:
            return None
        broken = state.broken_by_oracle()
        if not broken:
            return None
        reasons = state.reasons(broken)
        lost = unnamed(edit, reasons, state.packs)
        return Trial(name=name, edit=edit, broken=frozenset(broken), reasons=reasons, unnamed=lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An edit by itself.

    broken: the items that it breaks, by the oracle. reasons: of those, why the program does not prove them.
    unnamed: those reasons that do not name the edit.
    """

    name: str
    edit: Edit
    broken: frozenset[str]
    reasons: Reasons
    unnamed: Reasons


class State:
    """The packs after edits."""

    def __init__(self, world: World, packs: Mapping[str, Pack]) -> None:
        self.world = world
        self.packs = packs

    @cached_property
    def _affected(self) -> list[str]:
        """The packs with stored items that are others than before."""
        return [slug for slug in self.world.items if self.packs[slug] is not self.world.packs[slug]]

    def broken_by_oracle(self) -> set[str]:
        broken: set[str] = set()
        for slug in self._affected:
            after = Oracle(self.packs[slug], self.world.today)
            broken |= broken_by(self.world.oracles[slug], after, self.world.looked_at[slug])
        return broken

    def reasons(self, items: Collection[str] | None = None) -> Reasons:
        """Which items the program does not prove any more, and why; of all that are stored, if not said."""
        found: dict[str, tuple[str, ...]] = {}
        for slug in self._affected:
            bank = Bank(self.packs[slug], self.world.today)
            for item in self.world.items[slug]:
                if items is None or item in items:
                    proven = prove(bank, item)
                    if isinstance(proven, Unproven):
                        found[item] = proven.reasons
        return found


def unnamed(edit: Edit, reasons: Reasons, packs: Mapping[str, Pack]) -> Reasons:
    """The reasons that do not name the edit: its rows with their places, or what it took away."""
    rows = [
        (fact.id, str(fact.place)) for pack in packs.values() for fact in pack.facts if fact.id in edit.rows
    ]
    lost = {
        item: tuple(
            reason
            for reason in each
            if not any(all(word in reason for word in words) for words in (*rows, *edit.words))
        )
        for item, each in reasons.items()
    }
    return {item: each for item, each in lost.items() if each}


def grouped(world: World, trials: Sequence[Trial], size: int) -> Iterator[list[Trial]]:
    """Edits that can be made at once: together they break what each of them breaks, and no more."""
    waiting = list(trials)
    while waiting:
        group: list[Trial] = []
        for trial in waiting:
            meets = any(collide(trial.edit.changes, other.edit.changes) for other in group)
            if len(group) < size and not meets:
                group.append(trial)
        waiting = [trial for trial in waiting if trial not in group]
        yield from _without_interplay(world, group)


def _without_interplay(world: World, group: list[Trial]) -> Iterator[list[Trial]]:
    """The group, or smaller ones if its edits do more together, or less, than each by itself."""
    if len(group) == 1 or _do_what_each_does(world, group):
        yield group
        return
    middle = len(group) // 2
    yield from _without_interplay(world, group[:middle])
    yield from _without_interplay(world, group[middle:])


def _do_what_each_does(world: World, group: list[Trial]) -> bool:
    try:
        together = world.state([trial.edit for trial in group]).broken_by_oracle()
    except PackHasProblems:
        return False
    return together == broken_by_any(group)


def broken_by_any(trials: Iterable[Trial]) -> set[str]:
    return {item for trial in trials for item in trial.broken}
