"""Which situations ask about a fact: found from the fact, where the seats are found from the families."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from quiz.bank.bank import Bank
from quiz.bank.pack import Fact, Value
from quiz.bank.vocabulary import Atom, Constant, Family, Shape, Variable
from quiz.items.claims import Binding, bindings, constant
from quiz.items.making import Maker
from quiz.items.seats import Seat, seat_name

MOST_SITUATIONS = 6
"""So many situations, and sets of options, are looked at for one fact and one family."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """A way to make a family's where-lines true with a fact.

    seats: none where it was seen at once that nothing can be proven of it.
    """

    family: Family
    binding: Binding
    seats: Sequence[Seat]


class Situations:
    """The situations of a maker, by fact."""

    def __init__(self, maker: Maker) -> None:
        self._bank = maker.bank
        self.questions: list[Seat] = []
        self.count = 0
        self._seats: dict[str, list[Seat]] = defaultdict(list)
        for seat in maker.every_seat():
            self.count += 1
            if seat.question is not None:
                self.questions.append(seat)
            else:
                self._seats[seat.asks].append(seat)
        self._families: dict[str, dict[str, Family]] = defaultdict(dict)
        for slug, family in maker.bank.families.items():
            for atom in family.where:
                self._families[atom.relation.name][slug] = family

    def every_seat(self) -> Iterator[Seat]:
        for seats in self._seats.values():
            yield from seats

    def families(self, relation: str) -> Sequence[Family]:
        """Those that ask about rows of a relation: it stands in their where-lines."""
        return tuple(self._families[relation].values())

    def of(self, fact: Fact, family: Family) -> list[Situation]:
        return list(islice(self._every(fact, family), MOST_SITUATIONS))

    def _every(self, fact: Fact, family: Family) -> Iterator[Situation]:
        seen: set[str] = set()
        for atom in family.where:
            given = _given(self._bank, atom, fact) if atom.relation.name == fact.relation.name else None
            for found, rows in bindings(self._bank, family.where, given) if given is not None else ():
                asks = seat_name(family, found.items())
                if fact in rows and asks not in seen:
                    seen.add(asks)
                    yield Situation(family=family, binding=found, seats=self._among(asks, family, fact))

    def _among(self, asks: str, family: Family, fact: Fact) -> Sequence[Seat]:
        seats = self._seats.get(asks, [])
        if family.shape is Shape.TRUE_FALSE:
            # the seats of all that is so of the stem bear one name
            seats = [seat for seat in seats if fact in seat.facts] or seats
        return seats[:MOST_SITUATIONS]


def _given(bank: Bank, atom: Atom, fact: Fact) -> dict[str, Value] | None:
    """What the variables of a where-line stand for if the fact is its row; None if it cannot be."""
    given: dict[str, Value] = {}
    for term, value, column in zip(atom.terms, fact.values, atom.relation.columns, strict=True):
        if isinstance(term, Constant) and constant(bank, column.type, term) != value:
            return None
        if isinstance(term, Variable) and (value is None or given.setdefault(term.name, value) != value):
            return None
    return given
