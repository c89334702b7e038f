"""A pack and a seed in, items out: by index, never by scanning the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Pack, Question, Value
from quiz.bank.vocabulary import IT, Family, Shape
from quiz.items import difficulty, ids
from quiz.items.assembling import Draft, Unproven, assemble, assemble_question
from quiz.items.chance import chance, shuffled
from quiz.items.dealing import deal, in_turns
from quiz.items.drawing import Drawer
from quiz.items.fame import Fame
from quiz.items.item import Item, Level, plain
from quiz.items.likeness import Likeness
from quiz.items.proving import prove
from quiz.items.rules import breach
from quiz.items.seats import Seat, seats_of


class Maker:
    """One pack's items on one day. The same bank, seat and seed make the same item."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.bank = Bank(pack, today)
        self._likeness = Likeness(self.bank)
        self._drawer = Drawer(self.bank, self._likeness)
        fame = Fame(self.bank)
        seats = [seat for seat in seats_of(self.bank) if not _is_given_by_the_title(seat, fame)]
        self._difficulty = {seat: difficulty.of_seat(seat, fame) for seat in seats}
        self._level = difficulty.levels_of(self._difficulty)
        self._seats = {level: tuple(seat for seat in seats if self._level[seat] is level) for level in Level}

    def every_seat(self) -> Iterator[Seat]:
        """The seats of all levels, the easiest first."""
        return (seat for level in Level for seat in self._seats[level])

    def seats(self, level: Level) -> Sequence[Seat]:
        """What could be asked at a level, in a fixed order; `make` may still find no proof for some."""
        return self._seats[level]

    def items(self, seed: int, level: Level | None = None) -> Iterator[Item]:
        """Every item that one seed makes, the families taking turns; no two alike."""
        seats = [seat for each in Level if level in (None, each) for seat in self._seats[each]]
        queues: dict[str, list[Seat]] = {}
        for seat in shuffled(seats, seed, self.pack.slug, "order", name=lambda seat: seat.name):
            queues.setdefault(seat.family_slug, []).append(seat)
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for seat in in_turns(queues):
            item = self.make(seat, seed)
            if item is not None and (same := _identity(seat, item)) not in seen:
                seen.add(same)
                yield item

    def make(self, seat: Seat, seed: int) -> Item | None:
        """The item of a seat; None if its options cannot be proven or an item-writing rule forbids it."""
        found = self.attempt(seat, seed)
        return found if isinstance(found, Item) and breach(found) is None else None

    def attempt(self, seat: Seat, seed: int) -> Item | Unproven | None:
        """What becomes of a seat before the item-writing rules; None if there are too few wrong options."""
        if seat.question is not None:
            return self._question_item(seat, seat.question, seed)
        return self._family_item(seat, seat.family, seed) if seat.family is not None else None

    def prove(self, item_id: str) -> Item | Unproven:
        """The item that an id names, proven anew by this bank; or what is missing."""
        return prove(self.bank, item_id)

    def deal(
        self, level: Level, seed: int, size: int = 10, avoid: frozenset[str] = frozenset()
    ) -> tuple[Item, ...]:
        """The items of a round at a level; see `dealing.deal`."""
        return deal(self._seats, lambda seat: self.make(seat, seed), level, size, avoid, seed, self.pack.slug)

    def _family_item(self, seat: Seat, family: Family, seed: int) -> Item | Unproven | None:
        level = self._level[seat]
        keys = (seed, seat.name)
        drawn = self._drawer.draw(seat, family, level, *keys)
        if drawn is None:
            return None
        order: list[Value] = [drawn.key, *drawn.others]
        if isinstance(drawn.key, int):
            order.sort(key=lambda value: value if isinstance(value, int) else 0)
        else:
            order = shuffled(order, *keys, "options", name=ids.encode)
        binding = {name: value for name, value in seat.binding if name != IT and not family.is_about_order}
        alike = [
            self._likeness.between(drawn.key, value) for value in drawn.others if not isinstance(value, int)
        ]
        return assemble(
            self.bank,
            Draft(
                family=family,
                wording=int(chance(*keys, "wording") * len(family.ask)),
                binding=binding,
                key=drawn.key,
                order=order,
                level=level,
                difficulty=difficulty.of_item(self._difficulty[seat], level, alike),
            ),
        )

    def _question_item(self, seat: Seat, question: Question, seed: int) -> Item | Unproven:
        order = list(range(len(question.wrong) + 1))
        if question.is_ordered:
            texts = [question.key, *(wrong.text for wrong in question.wrong)]
            order.sort(key=lambda at: _first_figure(texts[at]))
        else:
            order = shuffled(order, seed, seat.name, "options")
        wording = int(chance(seed, seat.name, "wording") * len(question.ask))
        return assemble_question(
            self.bank, question, wording, order, self._level[seat], self._difficulty[seat]
        )


def _is_given_by_the_title(seat: Seat, fame: Fame) -> bool:
    """Whether the key is named by the pack's own title."""
    key = dict(seat.binding).get(IT)
    return isinstance(key, Entity) and fame.is_theme(key)


def _identity(seat: Seat, item: Item) -> tuple[str, str, tuple[str, ...]]:
    """Stem and key; and the set of options where the family asks about the set."""
    is_set = seat.family is not None and seat.family.shape is not Shape.PICK
    options = tuple(sorted(option.value for option in item.options)) if is_set else ()
    return plain(item.stem), item.options[item.key].value, options


_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _first_figure(text: str) -> tuple[float, str]:
    """Texts in the order of the first number in them; those without one last, by their letters."""
    found = _FIGURE.search(text)
    return (float(found[0].replace(",", "")) if found else float("inf")), text
