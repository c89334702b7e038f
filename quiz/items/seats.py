"""Seats: everything that could be asked, before its options are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quiz.bank.bank import Bank
from quiz.bank.pack import Fact, Question, Value, value_slug
from quiz.bank.vocabulary import IT, Family, Shape
from quiz.items.claims import bindings

MINIMUM_TRUE = 3
"""True options that a family needs which asks for the one that is not so."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seat:
    """One situation that a family, or a handwritten question, can ask about.

    binding: the value of each variable of the family; for pick, first and last with `it`, the key.
    number: which set of options it is, where one binding gives several.
    name: the same as long as the facts it asks about are; chance is keyed by it.
    """

    family: Family | None
    question: Question | None
    binding: tuple[tuple[str, Value], ...]
    number: int
    facts: tuple[Fact, ...]
    name: str = field(init=False)

    def __post_init__(self) -> None:
        if self.question is not None:
            name = self.question.id
        else:
            name = f"{seat_name(self.family_slug, self.binding)}#{self.number}"
        object.__setattr__(self, "name", name)

    @property
    def family_slug(self) -> str:
        return self.family.slug if self.family is not None else HANDWRITTEN


HANDWRITTEN = "handwritten"


def seat_name(family: str, binding: Iterable[tuple[str, Value]]) -> str:
    """What is asked, without its wording and its wrong options; for pick, first and last with the key."""
    cells = ",".join(f"{variable}={value_slug(value)}" for variable, value in sorted(binding))
    return f"{family}:{cells}"


def seats_of(bank: Bank) -> Iterator[Seat]:
    """Every seat of the bank's pack: of rows of its own or about its own subjects, in a fixed order."""
    for family in bank.families.values():
        if family.shape in (Shape.EXCEPT, Shape.ODD):
            yield from _of_sets(bank, family)
        else:
            yield from _of_rows(bank, family)
    for question in bank.questions:
        if question.holds_on(bank.today):
            yield Seat(family=None, question=question, binding=(), number=0, facts=())


def _of_rows(bank: Bank, family: Family) -> Iterator[Seat]:
    seen: set[tuple[tuple[str, Value], ...]] = set()
    for found, rows in bindings(bank, family.where, {}):
        if not any(bank.is_own(row) for row in rows):
            continue
        binding = tuple(sorted(found.items()))
        if binding in seen:
            continue
        seen.add(binding)
        for number in range(family.sets):
            yield Seat(family=family, question=None, binding=binding, number=number, facts=rows)


def _of_sets(bank: Bank, family: Family) -> Iterator[Seat]:
    """Bindings under which enough values are true, so that one that is false stands out."""
    groups: dict[tuple[tuple[str, Value], ...], dict[Value, tuple[Fact, ...]]] = {}
    for found, rows in bindings(bank, family.where, {}):
        binding = tuple(sorted((name, value) for name, value in found.items() if name != IT))
        groups.setdefault(binding, {}).setdefault(found[IT], rows)
    for binding, values in groups.items():
        own = [rows for rows in values.values() if any(bank.is_own(row) for row in rows)]
        if len(values) < MINIMUM_TRUE or not own:
            continue
        for number in range(min(family.sets, len(values) * (len(values) - 1) * (len(values) - 2) // 6 * 3)):
            yield Seat(family=family, question=None, binding=binding, number=number, facts=own[0])
