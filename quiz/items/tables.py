"""All seats of a pack, with the difficulty and the level of each; found by index."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.items import difficulty, ids
from quiz.items.chance import mixed, mixed_all, position
from quiz.items.claims import bindings
from quiz.items.difficulty import Bands
from quiz.items.fame import Fame
from quiz.items.item import Level
from quiz.items.seats import HANDWRITTEN, Seat, SeatTable, question_seats

_NOISE = 1e-3
"""Tells situations of equal difficulty apart, so that a level holds a third of them."""

_RING = 2**64


class Seats:
    """Every seat of a pack. asked: how often a value is the key."""

    def __init__(self, bank: Bank, fame: Fame) -> None:
        self._bank = bank
        self._fame = fame
        self._places: dict[Fact, int] = {}
        self._tables = {slug: SeatTable(bank, family) for slug, family in bank.families.items()}
        self._questions = tuple(question_seats(bank))
        self.asked: Counter[Value] = Counter()
        self._difficulty: dict[str, array[float]] = {}
        self._place: dict[str, array[int]] = {}
        for slug, table in self._tables.items():
            salt = position(slug)
            places = [self._place_of(rows, salt) for rows in table.rows]
            of_rows = [
                self._of_rows(table, rows, place) for rows, place in zip(table.rows, places, strict=True)
            ]
            situations = [table.situation(at) for at in range(len(table))]
            self._place[slug] = array("Q", (places[at] for at in situations))
            self._difficulty[slug] = array("d", (of_rows[at] for at in situations))
            self.asked.update(key for rows in table.rows if (key := table.key(rows)) is not None)
        self.bands = Bands.of(value for values in self._difficulty.values() for value in values)
        self._at = self._shelves()

    def families(self, level: Level) -> Mapping[str, int]:
        """How many seats each family has at a level; `seat` finds them by number."""
        return {slug: len(found) for slug, found in self._at[level].items()}

    def hopeless(self, family: str) -> Sequence[tuple[Fact, ...]]:
        """The rows of its situations for which nothing can be proven."""
        return self._tables[family].hopeless

    def seat(self, level: Level, family: str, number: int) -> Seat:
        at = self._at[level][family][number]
        if family == HANDWRITTEN:
            return self._questions[at]
        return self._tables[family].seat(at, self._difficulty[family][at])

    def predicted(self, level: Level, family: str, number: int) -> float:
        """The difficulty of the seat that `seat` would find."""
        at = self._at[level][family][number]
        if family == HANDWRITTEN:
            return self.difficulty(self._questions[at])
        return self._difficulty[family][at]

    def facts(self, level: Level, family: str, number: int) -> tuple[Fact, ...]:
        """The rows of the seat that `seat` would find."""
        if family == HANDWRITTEN:
            return ()
        table = self._tables[family]
        return table.rows[table.situation(self._at[level][family][number])]

    def in_chance_order(self, level: Level, *keys: object) -> dict[str, list[int]]:
        """The numbers of each family's seats at a level (see `seat`), in an order of chance."""
        salt = position(*keys)
        orders: dict[str, list[int]] = {}
        for slug, found in self._at[level].items():
            if slug == HANDWRITTEN:
                places = [position(self._questions[at].name, salt) for at in found]
            else:
                of_family = self._place[slug]
                number = self._tables[slug].number
                of_situations = mixed_all([of_family[at] ^ salt for at in found])
                places = mixed_all(map(int.__add__, of_situations, map(number, found)))
            orders[slug] = sorted(range(len(found)), key=places.__getitem__)
        return orders

    def every(self, level: Level) -> Iterator[Seat]:
        """The seats of a level, family by family."""
        for slug, found in self._at[level].items():
            for at in range(len(found)):
                yield self.seat(level, slug, at)

    def difficulty(self, seat: Seat) -> float:
        """As predicted."""
        if seat.question is not None:
            return difficulty.of_question(seat.question)
        if seat.predicted is not None:
            return seat.predicted
        place = self._place_of(seat.facts, position(seat.family_slug))
        return self._of_rows(self._tables[seat.family_slug], seat.facts, place)

    def level(self, seat: Seat) -> Level:
        return Level(seat.question.level) if seat.question else self.bands.level(self.difficulty(seat))

    def find(self, asks: str) -> Seat | None:
        """The seat that asks this (`Seat.asks`), with its first set of options; None if there is none."""
        slug, _, cells = asks.partition(":")
        if slug == "question":
            return next((seat for seat in self._questions if seat.asks == asks), None)
        family = self._bank.families.get(slug)
        if family is None:
            return None
        types = dict(family.types)
        binding: dict[str, Value] = {}
        for cell in cells.split(","):
            name, _, text = cell.partition("=")
            value = ids.decode(self._bank, types.get(name, "text"), text)
            if value is None:
                return None
            binding[name] = value
        for _, rows in bindings(self._bank, family.where, binding):
            seat = SeatTable.seat_of(family, rows)
            return seat if seat.asks == asks else None
        return None

    def _shelves(self) -> dict[Level, dict[str, array[int]]]:
        """The seats of each level by family, as indexes into its table."""
        shelves: dict[Level, dict[str, array[int]]] = {level: {} for level in Level}
        for slug, table in self._tables.items():
            of_theme = [self._is_given_by_the_title(table, rows) for rows in table.rows]
            found = {level: array("L") for level in Level}
            for at, known in enumerate(self._difficulty[slug]):
                if not of_theme[table.situation(at)]:
                    found[self.bands.level(known)].append(at)
            for level, seats in found.items():
                if seats:
                    shelves[level][slug] = seats
        for at, seat in enumerate(self._questions):
            written = shelves[self.level(seat)].setdefault(HANDWRITTEN, array("L"))
            written.append(at)
        return shelves

    def _is_given_by_the_title(self, table: SeatTable, rows: tuple[Fact, ...]) -> bool:
        """Whether the key is named by the pack's own title."""
        key = table.key(rows)
        return isinstance(key, Entity) and self._fame.is_theme(key)

    def _of_rows(self, table: SeatTable, rows: tuple[Fact, ...], place: int) -> float:
        predicted = difficulty.of_named(table.family, table.named(rows), self._fame)
        return predicted + _NOISE * place / _RING

    def _place_of(self, rows: tuple[Fact, ...], salt: int) -> int:
        """Where a situation lies on the ring: it stays there, whatever is edited elsewhere."""
        at = salt
        for row in rows:
            known = self._places.get(row)
            if known is None:
                known = self._places[row] = position(row.id)
            at = mixed(at ^ known)
        return at
