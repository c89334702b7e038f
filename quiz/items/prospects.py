"""Whether a situation can be asked about at all: a first look, by index, before anything is drawn.

It only says no where nothing could be proven; the proof itself is made with the item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Truth, judge
from quiz.bank.vocabulary import IT, Atom, Family, Known, Shape, Variable
from quiz.items.claims import pattern_of

FEWEST = {Shape.TRUE_FALSE: 2}
OPTIONS = 4
STRANGER = ""
"""Stands in no row: a claim about it is false only where a list is whole."""


class _Line(NamedTuple):
    """A where-line with the column in which the option stands."""

    atom: Atom
    column: int


class Prospects:
    """Looks at the situations of one family."""

    def __init__(self, bank: Bank, family: Family) -> None:
        self._bank = bank
        self._family = family
        self._needed = FEWEST.get(family.shape, OPTIONS)
        self._lines = [_Line(atom, atom.columns_of(IT)[0]) for atom in family.where if IT in atom.variables]
        self._peers: Counter[tuple[str | None, ...]] = Counter()
        if family.same:
            [column, *_] = family.among[0].columns_of(IT) if family.among else [self._lines[0].column]
            offered = (family.among[0] if family.among else self._lines[0].atom).relation
            peers = dict.fromkeys(row.values[column] for row in bank.rows(offered))
            self._peers.update(self._attributes(each) for each in peers if isinstance(each, Entity))
        self._is_told_by_stem = self._can_tell_by_stem()

    def has_any(self, rows: tuple[Fact, ...]) -> bool:
        """Whether items may come of these rows."""
        family = self._family
        if family.shape.is_about_order or family.it_type == "year" or family.shape is Shape.ODD:
            return True
        binding = self._binding(rows)
        key = binding.pop(IT, None)
        if family.same and isinstance(key, Entity) and self._peers[self._attributes(key)] < self._needed:
            return False
        if family.partner is not None:
            binding.pop(family.partner)
            return len(self._half(self._lines[0].atom, binding)) >= self._needed
        if family.is_joined:
            return all(len(self._half(line.atom, binding)) > 1 for line in self._lines)
        if len(family.among) == 1 and len(self._half(family.among[0], binding)) < self._needed:
            return False
        return not self._is_told_by_stem or self._is_whole(binding)

    def _half(self, atom: Atom, binding: Mapping[str, Value]) -> Sequence[Fact]:
        return self._bank.rows(atom.relation, pattern_of(self._bank, atom, binding))

    def _can_tell_by_stem(self) -> bool:
        """Whether the stem alone decides if wrong options can be proven: by the slot that it names."""
        if len(self._lines) != 1 or self._family.partner is not None:
            return False
        [line] = self._lines
        relation = line.atom.relation
        if any(at == line.column for each in self._bank.declarations[relation.name] for at, _ in each.fixed):
            return False
        fixed = {at for at, term in enumerate(line.atom.terms) if isinstance(term, Variable)}
        if relation.known is not Known.OPEN and fixed <= set(relation.per):
            return True  # who has a row in the slot is no wrong option, and of others the slot says nothing
        opened = any(name == relation.name for name, _ in self._bank.opened)
        has_doubts = opened or relation.known is Known.OPEN
        return has_doubts and line.column not in relation.per and set(relation.per) <= fixed

    def _is_whole(self, binding: Mapping[str, Value]) -> bool:
        [line] = self._lines
        pattern = pattern_of(self._bank, line.atom, binding) | {line.column: STRANGER}
        return judge(self._bank, line.atom.relation, pattern).truth is Truth.FALSE

    def _binding(self, rows: tuple[Fact, ...]) -> dict[str, Value]:
        binding: dict[str, Value] = {}
        for atom, row in zip(self._family.where, rows, strict=True):
            for term, value in zip(atom.terms, row.values, strict=True):
                if isinstance(term, Variable) and value is not None:
                    binding[term.name] = value
        return binding

    def _attributes(self, entity: Entity) -> tuple[str | None, ...]:
        return tuple(entity.attributes.get(name) for name in self._family.same)
