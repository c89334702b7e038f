"""Whether a situation can be asked about at all: a first look, by index, before anything is drawn.

It only says no where nothing could be proven; the proof itself is made with the item.
"""

from __future__ import annotations

from collections import Counter

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Truth, judge
from quiz.bank.vocabulary import IT, Atom, Constant, Family, Known, Relation, Shape, Variable
from quiz.items.claims import NOBODY, constant
from quiz.items.forms import OPTIONS

FEWEST = {Shape.TRUE_FALSE: 2}


class Prospects:
    """Looks at the situations of one family."""

    def __init__(self, bank: Bank, family: Family) -> None:
        self._bank = bank
        self._family = family
        self._needed = FEWEST.get(family.shape, OPTIONS)
        self._partner = family.partner
        self._is_free = family.shape.is_about_order or family.shape is Shape.ODD
        lines = [atom for atom in family.where if IT in atom.variables]
        self._line, self._column = lines[0], lines[0].columns_of(IT)[0]
        self._key_at = (family.where.index(lines[0]), self._column)
        self._peers = self._count_peers()
        is_year = family.it_type == "year"  # other years are reckoned from the key, not found in rows
        self._halves = [_Half(bank, family, atom) for atom in lines] if len(lines) > 1 and not is_year else []
        self._offer = _Half(bank, family, family.among[0]) if len(family.among) == 1 and not is_year else None
        self._slot = _Half(bank, family, self._line, apart=self._partner)
        self._doubts = self._may_be_in_doubt(is_alone=len(lines) == 1)

    def has_any(self, rows: tuple[Fact, ...]) -> bool:
        """Whether items may come of these rows."""
        if self._is_free:
            return True
        if self._peers is not None:
            atom, column = self._key_at
            key = rows[atom].values[column]
            if isinstance(key, Entity) and self._peers[self._attributes(key)] < self._needed:
                return False
        if self._partner is not None:
            return self._slot.count(rows) >= self._needed
        if self._halves:
            return all(half.count(rows) > 1 for half in self._halves)
        if self._offer is not None and self._offer.count(rows) < self._needed:
            return False
        return not self._doubts or self._is_whole(rows)

    def _count_peers(self) -> Counter[tuple[str | None, ...]] | None:
        """How many there are to offer with the same attributes, where the family wants those to agree."""
        if not self._family.same:
            return None
        atom = self._family.among[0] if self._family.among else self._line
        [column, *_] = atom.columns_of(IT)
        offered = dict.fromkeys(row.values[column] for row in self._bank.rows(atom.relation))
        return Counter(self._attributes(each) for each in offered if isinstance(each, Entity))

    def _may_be_in_doubt(self, *, is_alone: bool) -> bool:
        """Whether it depends on the rows if wrong options can be proven: on the slot that the stem names."""
        relation, column = self._line.relation, self._column
        if not is_alone or any(
            at == column for each in self._bank.declarations[relation.name] for at, _ in each.fixed
        ):
            return False
        fixed = {at for at, term in enumerate(self._line.terms) if isinstance(term, Variable)}
        if relation.known is not Known.OPEN and fixed <= set(relation.per):
            return True  # who has a row in the slot is no wrong option, and of others the slot says nothing
        is_by_stem = column not in relation.per and set(relation.per) <= fixed
        return is_by_stem and (relation.known is Known.OPEN or self._is_opened(relation))

    def _is_opened(self, relation: Relation) -> bool:
        return any(name == relation.name for name, _ in self._bank.opened)

    def _is_whole(self, rows: tuple[Fact, ...]) -> bool:
        pattern = self._slot.pattern(rows)
        relation = self._line.relation
        if relation.known is Known.WHOLE_LIST and self._column not in relation.per:
            opened = self._bank.opened
            if not any(
                isinstance(cell, Entity) and (relation.name, cell) in opened for cell in pattern.values()
            ):
                return True  # the row itself fills the slot
        return judge(self._bank, relation, {**pattern, self._column: NOBODY}).truth is Truth.FALSE

    def _attributes(self, entity: Entity) -> tuple[str | None, ...]:
        return tuple(entity.attributes.get(name) for name in self._family.same)


class _Half:
    """A line without its option: the cells that the rows of a situation fix in it."""

    def __init__(self, bank: Bank, family: Family, atom: Atom, apart: str | None = None) -> None:
        self._bank = bank
        self._relation = atom.relation
        self._fixed: dict[int, Value] = {}
        self._cells: list[tuple[int, int, int]] = []
        for column, term in enumerate(atom.terms):
            if isinstance(term, Constant):
                self._fixed[column] = constant(bank, atom.relation.columns[column].type, term)
            elif isinstance(term, Variable) and term.name not in (IT, apart):
                at, other = next(
                    (at, each.columns_of(term.name)[0])
                    for at, each in enumerate(family.where)
                    if term.name in each.variables
                )
                self._cells.append((column, at, other))

    def pattern(self, rows: tuple[Fact, ...]) -> dict[int, Value]:
        found = dict(self._fixed)
        for column, at, other in self._cells:
            value = rows[at].values[other]
            if value is not None:
                found[column] = value
        return found

    def count(self, rows: tuple[Fact, ...]) -> int:
        return len(self._bank.rows(self._relation, self.pattern(rows)))
