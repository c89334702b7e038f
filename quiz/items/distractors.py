"""Wrong options: proven wrong first, then plausible, then spread by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value, shown, value_slug
from quiz.bank.slugs import norm
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Atom, Family
from quiz.items.chance import chance, shuffled
from quiz.items.claims import Binding, bindings, refute
from quiz.items.item import Level
from quiz.items.likeness import Likeness

WANTED = 3

FAMILIAR = 0.25
"""Added to the likeness of what the pack itself speaks of: it is no stranger among the options."""

# How far down the ranking of likeness each level draws from: near look-alikes are hard, distant ones easy.
WINDOWS = {Level.BERLIN: (12, 48), Level.VENICE: (4, 24), Level.CANNES: (0, 10)}


class Distractors:
    """Draws wrong options from a bank; remembers domains and rankings, which many seats share."""

    def __init__(self, bank: Bank, likeness: Likeness) -> None:
        self.bank = bank
        self.likeness = likeness
        self._domains: dict[tuple[object, ...], tuple[Value, ...]] = {}
        self._rankings: dict[tuple[object, ...], tuple[Value, ...]] = {}
        self._owners: dict[tuple[Atom, Value], Entity | None] = {}

    def draw(
        self,
        family: Family,
        binding: Binding,
        key: Value,
        level: Level,
        chosen: Sequence[Value],
        fits: Callable[[Value], bool],
        *keys: object,
        wanted: int = WANTED,
    ) -> list[Value] | None:
        """`wanted` values that fit and go with the key, the level's likeness first; None if there are too
        few.

        chosen: options that stand already, with which no distractor may be confused. fits: its proof.
        """
        picked: list[Value] = []
        for value in self._in_order(family, binding, key, level, *keys):
            if not _agrees(family, key, value) or any(
                value is other or may_be_confused(value, other) for other in (key, *chosen, *picked)
            ):
                continue
            if fits(value):
                picked.append(value)
                if len(picked) == wanted:
                    return picked
        return None

    def _in_order(
        self, family: Family, binding: Binding, key: Value, level: Level, *keys: object
    ) -> Iterator[Value]:
        """The level's window of the ranking in an order of chance, then what is nearest to the window."""
        ranking = self.ranking(family, binding, key)
        first, last = WINDOWS[level]
        # a short ranking is not all window: the hard level keeps to its top, the easy one to its tail
        last = min(last, max(WANTED + 2, len(ranking)))
        first = max(0, min(first, len(ranking) - (WANTED + 5)))
        window = list(ranking[first:last])
        yield from shuffled(window, *keys, "window", name=value_slug)
        yield from ranking[last : last + 200]
        yield from reversed(ranking[:first])

    def ranking(self, family: Family, binding: Binding, key: Value) -> tuple[Value, ...]:
        """The domain, most like the key first; among equals an order that is fixed for the key."""
        domain_key = self._domain_key(family, binding)
        known = self._rankings.get((*domain_key, key))
        if known is None:
            stands_for = self._owner(family, key)
            domain = self.domain(family, binding)
            scored = []
            for at, value in enumerate(domain):
                alike = self.likeness.between(stands_for, self._owner(family, value))
                if isinstance(value, Entity) and self.bank.is_familiar(value):
                    alike += FAMILIAR
                scored.append((-alike, chance(value_slug(value), value_slug(key)), at))
            known = tuple(domain[at] for _, _, at in sorted(scored))
            self._rankings[(*domain_key, key)] = known
        return known

    def domain(self, family: Family, binding: Binding) -> tuple[Value, ...]:
        """Values that could stand as an option: what `among` asks for, or all of the option's column."""
        key = self._domain_key(family, binding)
        known = self._domains.get(key)
        if known is None:
            atoms = family.among or tuple(atom for atom in family.where if IT in atom.variables)[:1]
            fixed = {name: value for name, value in binding.items() if name != IT} if family.among else {}
            known = tuple(dict.fromkeys(found[IT] for found, _ in bindings(self.bank, atoms, fixed)))
            self._domains[key] = known
        return known

    def _domain_key(self, family: Family, binding: Binding) -> tuple[object, ...]:
        used = {name for atom in family.among for name in atom.variables if name != IT}
        return (family.slug, *(binding[name] for name in sorted(used) if name in binding))

    def _owner(self, family: Family, value: Value) -> Value:
        """For a text, the entity that it belongs to: an original title is like another if their films are."""
        if isinstance(value, (Entity, int)):
            return value
        atom = next(atom for atom in family.where if IT in atom.variables)
        known = self._owners.get((atom, value))
        if known is None:
            column = next(at for at, term in enumerate(atom.terms) if getattr(term, "name", None) == IT)
            rows = self.bank.rows(atom.relation, {column: value})
            known = next((cell for row in rows for cell in row.values if isinstance(cell, Entity)), None)
            self._owners[atom, value] = known
        return known if known is not None else value


def years_around(key: int, steps: Iterable[int], latest: int, *keys: object) -> Iterator[list[int]]:
    """Sets of three other years, evenly spaced with the key; the key's rank among the four is drawn
    uniformly.

    Most human-written numeric items hide the key in the middle (63.7 % where 50 % is chance); these must not.
    """
    for step in steps:
        for rank in shuffled(range(4), *keys, "rank", step):
            years = [key + (at - rank) * step for at in range(4)]
            if max(years) <= latest:
                yield [year for year in years if year != key]


def _agrees(family: Family, key: Value, value: Value) -> bool:
    """Whether an option agrees with the key where the family wants it: whom a prize goes to, say."""
    if not family.same or not isinstance(key, Entity) or not isinstance(value, Entity):
        return True
    return all(key.attributes.get(name) == value.attributes.get(name) for name in family.same)


def is_wrong(bank: Bank, family: Family, binding: Binding, value: Value) -> bool:
    return refute(bank, family, {**binding, IT: value}).truth is Truth.FALSE


def may_be_confused(one: Value, other: Value) -> bool:
    """Whether two options could be taken for one: a name in common, or one name inside the other."""
    if isinstance(one, Entity) and isinstance(other, Entity) and one.known_as & other.known_as:
        return True
    mine, theirs = norm(shown(one)), norm(shown(other))
    if isinstance(one, int) or isinstance(other, int):
        return mine == theirs
    return not mine or not theirs or f" {mine} " in f" {theirs} " or f" {theirs} " in f" {mine} "
