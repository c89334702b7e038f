"""Seats: everything that could be asked, before its options are drawn."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Question, Value, value_slug
from quiz.bank.vocabulary import IT, Atom, Constant, Family, Shape, Variable
from quiz.items.claims import bindings, constant
from quiz.items.prospects import Prospects

MINIMUM_TRUE = 3
"""True options that a family needs which asks for the one that is not so."""

HANDWRITTEN = "handwritten"

Binding = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seat:
    """One situation that a family, or a handwritten question, can ask about.

    binding: the value of each variable of the family; but for except and odd with `it`, which is the key (or,
    for true-false, what would be true).
    number: which set of options it is, where one binding gives several.
    predicted: its difficulty, if that is known already.
    """

    family: Family | None
    question: Question | None
    binding: Binding
    number: int
    facts: tuple[Fact, ...]
    predicted: float | None = None

    @property
    def name(self) -> str:
        """The same as long as the facts it asks about are; chance is keyed by it."""
        if self.question is not None:
            return self.question.id
        cells = ",".join([f"{variable}={value_slug(value)}" for variable, value in self.binding])
        return f"{self.family_slug}:{cells}#{self.number}"

    @property
    def family_slug(self) -> str:
        return self.family.slug if self.family is not None else HANDWRITTEN

    @property
    def asks(self) -> str:
        """What the items of this seat ask, as `Item.seat` says it."""
        return seat_name(self.family, self.binding) if self.family is not None else self.name


def seat_name(family: Family, binding: Iterable[tuple[str, Value]]) -> str:
    """What is asked, without its wording and its wrong options; where there is one key, with it."""
    asked = {name: value for name, value in binding if name != family.year}
    if family.shape.is_negative or family.shape is Shape.TRUE_FALSE:
        asked.pop(IT, None)
    cells = ",".join([f"{name}={value_slug(value)}" for name, value in sorted(asked.items())])
    return f"{family.slug}:{cells}"


class SeatTable:
    """The seats of one family. Only rows are kept; a seat is made of them when it is wanted.

    hopeless: the rows of situations for which nothing can be proven, whatever is drawn.
    """

    def __init__(self, bank: Bank, family: Family) -> None:
        self.family = family
        self.rows: list[tuple[Fact, ...]] = []
        self.hopeless: list[tuple[Fact, ...]] = []
        self._of: array[int] = array("L")
        self._number: array[int] = array("L")
        self._key_at = next(
            (at, atom.columns_of(IT)[0]) for at, atom in enumerate(family.where) if IT in atom.variables
        )
        is_negative = family.shape.is_negative
        self._named_at = tuple(
            (at, column)
            for at, atom in enumerate(family.where)
            for column, name in atom.named
            if not (is_negative and name == IT)
        )
        prospects = Prospects(bank, family)
        for rows, numbers in _of_sets(bank, family) if is_negative else _of_rows(bank, family):
            if not prospects.has_any(rows):
                self.hopeless.append(rows)
                continue
            self._of.extend([len(self.rows)] * numbers)
            self._number.extend(range(numbers))
            self.rows.append(rows)

    def __len__(self) -> int:
        return len(self._of)

    def situation(self, at: int) -> int:
        """The index of a seat's rows: one situation can have several sets of options."""
        return self._of[at]

    def number(self, at: int) -> int:
        """Which of the sets of its situation a seat is."""
        return self._number[at]

    def key(self, rows: tuple[Fact, ...]) -> Value | None:
        """What `it` stands for in rows; None where the key is something else."""
        atom, column = self._key_at
        return None if self.family.shape.is_negative else rows[atom].values[column]

    def named(self, rows: tuple[Fact, ...]) -> set[Entity]:
        """The entities that the where-lines name; but for what is not so, the key."""
        cells = (rows[atom].values[column] for atom, column in self._named_at)
        return {cell for cell in cells if isinstance(cell, Entity)}

    def seat(self, at: int, predicted: float) -> Seat:
        return self.seat_of(self.family, self.rows[self._of[at]], self._number[at], predicted)

    @staticmethod
    def seat_of(
        family: Family, rows: tuple[Fact, ...], number: int = 0, predicted: float | None = None
    ) -> Seat:
        return Seat(
            family=family,
            question=None,
            binding=binding_of(family, rows),
            number=number,
            facts=rows,
            predicted=predicted,
        )


def binding_of(family: Family, rows: tuple[Fact, ...]) -> Binding:
    """What the where-lines' variables stand for in their rows, by name."""
    binding: dict[str, Value] = {}
    for atom, row in zip(family.where, rows, strict=True):
        for at, name in atom.named:
            value = row.values[at]
            if value is not None:
                binding[name] = value
    if family.shape.is_negative:
        binding.pop(IT, None)
    return tuple(sorted(binding.items()))


def question_seats(bank: Bank) -> Iterator[Seat]:
    for question in bank.questions:
        if question.holds_on(bank.today):
            yield Seat(family=None, question=question, binding=(), number=0, facts=())


def _of_rows(bank: Bank, family: Family) -> Iterator[tuple[tuple[Fact, ...], int]]:
    """Rows of the pack's own, or about its own subjects, that make the where-lines true."""
    named = [[at for at, _ in atom.named] for atom in family.where]
    seen: set[tuple[Value | None, ...]] = set()
    for rows in _true_rows(bank, family, named[0]):
        if len(rows) == 1:
            if not bank.is_own(rows[0]):
                continue
            values = rows[0].values
            cells = tuple([values[at] for at in named[0]])
        elif any(bank.is_own(row) for row in rows):
            cells = tuple(row.values[at] for row, columns in zip(rows, named, strict=True) for at in columns)
        else:
            continue
        if cells not in seen:
            seen.add(cells)
            yield rows, family.sets


def _true_rows(bank: Bank, family: Family, named: Sequence[int]) -> Iterator[tuple[Fact, ...]]:
    if len(family.where) > 1:
        yield from (rows for _, rows in bindings(bank, family.where, {}))
        return
    [atom] = family.where
    is_repeated = len(set(atom.variables)) < len(atom.variables)
    for row in bank.rows(atom.relation, _constants(bank, atom)):
        if not bank.holds(row) or None in [row.values[at] for at in named]:
            continue
        if not is_repeated or _agrees(atom, row):
            yield (row,)


def _constants(bank: Bank, atom: Atom) -> Mapping[int, Value]:
    columns = atom.relation.columns
    return {
        at: constant(bank, columns[at].type, term)
        for at, term in enumerate(atom.terms)
        if isinstance(term, Constant)
    }


def _agrees(atom: Atom, row: Fact) -> bool:
    """Whether a variable that stands twice in a line has one value."""
    found: dict[str, Value | None] = {}
    return all(
        found.setdefault(term.name, value) == value
        for term, value in zip(atom.terms, row.values, strict=True)
        if isinstance(term, Variable)
    )


def _of_sets(bank: Bank, family: Family) -> Iterator[tuple[tuple[Fact, ...], int]]:
    """Rows under whose binding enough values are true, so that one that is false stands out."""
    groups: dict[Binding, dict[Value, tuple[Fact, ...]]] = {}
    for found, rows in bindings(bank, family.where, {}):
        binding = tuple(sorted((name, value) for name, value in found.items() if name != IT))
        groups.setdefault(binding, {}).setdefault(found[IT], rows)
    for values in groups.values():
        own = [rows for rows in values.values() if any(bank.is_own(row) for row in rows)]
        if len(values) >= MINIMUM_TRUE and own:
            triples = len(values) * (len(values) - 1) * (len(values) - 2) // 6
            yield own[0], min(family.sets, triples * 3)
