"""A pack and a seed in, items out: by index, never by scanning the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from quiz.bank.bank import Bank
from quiz.bank.pack import Fact, Pack, Question
from quiz.bank.vocabulary import Family, Shape
from quiz.items import difficulty, ids
from quiz.items.assembling import Draft, Unproven, assemble, assemble_question
from quiz.items.chance import Stream, shuffled
from quiz.items.dealing import Dealer
from quiz.items.distractors import Distractors
from quiz.items.drawing import Drawer
from quiz.items.fame import Fame
from quiz.items.item import Item, Level, plain
from quiz.items.judging import FALSE, TRUE, Choice
from quiz.items.nearness import Aim
from quiz.items.proving import prove
from quiz.items.rules import breach
from quiz.items.seats import Seat
from quiz.items.tables import Seats

NOTHING_LEARNT: Mapping[str, float] = MappingProxyType({})
NOTHING_ASKED: Mapping[str, int] = MappingProxyType({})


class Maker:
    """One pack's items on one day. The same bank, seat and seed make the same item."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.bank = Bank(pack, today)
        fame = Fame(self.bank)
        self._seats = Seats(self.bank, fame)
        self._distractors = Distractors(self.bank, fame, self._seats.asked.__getitem__)
        self._drawer = Drawer(self.bank, self._distractors)
        self._dealer = Dealer(self._seats, self.make)

    def every_seat(self, level: Level | None = None) -> Iterator[Seat]:
        """The seats of a level, or of all, the easiest first; `make` may still find no proof for some."""
        return (seat for each in Level if level in (None, each) for seat in self._seats.every(each))

    @property
    def levels(self) -> tuple[Level, ...]:
        """Those at which there is something to ask, the easiest first; known without looking at any seat."""
        return tuple(level for level in Level if self._seats.families(level))

    def hopeless(self, family: str) -> Sequence[tuple[Fact, ...]]:
        """The rows that a family finds, and of which nothing can be proven, whatever is drawn."""
        return self._seats.hopeless(family)

    def items(self, seed: int, level: Level | None = None) -> Iterator[Item]:
        """Every item that one seed makes, the families taking turns; no two alike."""
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for seat in self._dealer.in_turns(seed, level):
            item = self.make(seat, seed)
            if item is not None and (same := _identity(seat, item)) not in seen:
                seen.add(same)
                yield item

    def make(self, seat: Seat, seed: int, level: Level | None = None) -> Item | None:
        """The item of a seat; None if its options cannot be proven or an item-writing rule forbids it.

        level: the one at which it is asked, if that is not the one predicted.
        """
        found = self.attempt(seat, seed, level)
        return found if isinstance(found, Item) and breach(found) is None else None

    def attempt(self, seat: Seat, seed: int, level: Level | None = None) -> Item | Unproven | None:
        """What becomes of a seat before the item-writing rules; None if there are too few wrong options."""
        if seat.question is not None:
            return self._question_item(seat, seat.question, seed)
        return self._family_item(seat, seat.family, seed, level) if seat.family is not None else None

    def prove(self, item_id: str) -> Item | Unproven:
        """The item that an id names, proven anew by this bank; or what is missing."""
        return prove(self.bank, item_id)

    def deal(
        self,
        level: Level,
        seed: int,
        size: int = 10,
        avoid: frozenset[str] = frozenset(),
        learnt: Mapping[str, float] = NOTHING_LEARNT,
        never: frozenset[str] = frozenset(),
    ) -> tuple[Item, ...]:
        """The items of a round at a level; see `dealing.Dealer.deal`.

        learnt: the difficulty that play has shown, by `Seat.asks`; the level is then that of this difficulty.
        """
        return self._dealer.deal(level, (seed, self.pack.slug), size, avoid, learnt, never)

    def deal_mixed(
        self,
        sizes: Mapping[Level, int],
        seed: int,
        avoid: frozenset[str] = frozenset(),
        learnt: Mapping[str, float] = NOTHING_LEARNT,
        never: frozenset[str] = frozenset(),
    ) -> tuple[Item, ...]:
        """The items of a round of several levels; see `dealing.Dealer.deal_mixed`."""
        return self._dealer.deal_mixed(sizes, (seed, self.pack.slug), avoid, learnt, never)

    def deal_near(
        self,
        aim: Aim,
        seed: int,
        size: int = 10,
        avoid: frozenset[str] = frozenset(),
        learnt: Mapping[str, float] = NOTHING_LEARNT,
        asked: Mapping[str, int] = NOTHING_ASKED,
        never: frozenset[str] = frozenset(),
    ) -> tuple[Item, ...]:
        """The items of a round near a difficulty, whatever their level; see `dealing.Dealer.deal_near`.

        learnt, asked: what play has shown of a seat, and by how many answers, by `Seat.asks`.
        """
        return self._dealer.deal_near(aim, (seed, self.pack.slug), size, avoid, learnt, asked, never)

    def ask_again(self, item_id: str, asks: str, seed: int) -> Item | None:
        """An item that was asked before, proven anew, its options in another order of chance; where that can
        no longer be done, another item of the same seat; None where that cannot be made either.

        asks: the seat, as `Item.seat` says it.
        """
        seat = self._seats.find(asks)
        if seat is None or seat.question is None:
            proven = self.prove(item_id)
            again = _reordered(proven, seed) if isinstance(proven, Item) else None
            if again is not None and breach(again) is None:
                return again if seat is None else self._at_its_level(again, seat)
        return None if seat is None else self.make(seat, seed)

    def _at_its_level(self, item: Item, seat: Seat) -> Item:
        return replace(item, level=self._seats.level(seat), difficulty=self._seats.difficulty(seat))

    def _family_item(
        self, seat: Seat, family: Family, seed: int, level: Level | None
    ) -> Item | Unproven | None:
        stream = Stream(seed, seat.name)
        predicted = self._seats.difficulty(seat)
        level = level or self._seats.bands.level(predicted)
        wording = stream.below(len(family.ask))
        asked = self._drawer.draw(seat, family, wording, level, stream)
        if asked is None:
            return None
        alike = self._alike(asked.key, [choice for choice in asked.order if choice != asked.key])
        return assemble(
            self.bank,
            Draft(
                asked=replace(asked, order=_in_order(family, asked.order, stream)),
                wording=wording,
                level=level,
                difficulty=difficulty.of_item(predicted, level, alike),
            ),
            self._distractors.times,
        )

    def _alike(self, key: Choice, others: Sequence[Choice]) -> Sequence[float]:
        if isinstance(key, tuple | int):
            return [0.5] * len(others)
        values = [other for other in others if not isinstance(other, tuple)]
        return self._distractors.likeness.to_each(key, values)

    def _question_item(self, seat: Seat, question: Question, seed: int) -> Item | Unproven:
        order = list(range(len(question.wrong) + 1))
        if question.is_ordered:
            texts = [question.key, *(wrong.text for wrong in question.wrong)]
            order.sort(key=lambda at: _first_figure(texts[at]))
        else:
            order = shuffled(order, seed, seat.name, "options")
        wording = Stream(seed, seat.name).below(len(question.ask))
        return assemble_question(
            self.bank,
            question,
            wording,
            order,
            Level(question.level),
            difficulty.of_question(question),
            self._distractors.times,
        )


def _in_order(family: Family, order: Sequence[Choice], stream: Stream) -> Sequence[Choice]:
    """Numbers by size, True before False, and all else as chance will have it."""
    if family.shape is Shape.TRUE_FALSE:
        return order
    if all(isinstance(choice, int) for choice in order):
        return sorted(order, key=lambda choice: choice if isinstance(choice, int) else 0)
    thrown = {choice: stream.number() for choice in sorted(order, key=ids.encode)}
    return sorted(order, key=thrown.__getitem__)


def _reordered(item: Item, seed: int) -> Item:
    """The item with its options as a round shows them: numbers by size, True first, all else by chance."""
    values = [option.value for option in item.options]
    order = list(range(len(values)))
    if all(value.isdecimal() for value in values):
        order.sort(key=lambda at: int(values[at]))
    elif set(values) == {TRUE, FALSE}:
        order.sort(key=lambda at: values[at] != TRUE)
    else:
        order = shuffled(order, seed, item.id, "again")
    return replace(
        item,
        options=tuple(item.options[at] for at in order),
        proofs=tuple(item.proofs[at] for at in order),
        key=order.index(item.key),
    )


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
