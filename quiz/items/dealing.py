"""The items of a round: no fact twice, none that gives another away, the families taking turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from quiz.bank.pack import Entity
from quiz.bank.slugs import norm
from quiz.items.chance import chance, shuffled
from quiz.items.item import Item, Level, plain
from quiz.items.seats import Seat

NEGATIVES_IN_TEN = 1
"""At most one item in ten asks what is NOT so."""


def deal(
    seats: Mapping[Level, Sequence[Seat]],
    make: Callable[[Seat], Item | None],
    level: Level,
    size: int,
    avoid: frozenset[str],
    *keys: object,
) -> tuple[Item, ...]:
    """`size` items of a level, in an order of chance keyed by `keys`; fewer only if there are no more.

    avoid: facts to leave out while there are others. A level with too few is filled from those next to it,
    and only then are avoided facts asked again.
    """
    hand = _Hand(size)
    for unwanted in dict.fromkeys((avoid, frozenset[str]())):
        for each in _levels_near(level):
            for seat in _in_chance_order(seats[each], unwanted, *keys):
                if hand.is_full:
                    return hand.items
                if hand.may_take(seat):
                    item = make(seat)
                    if item is not None and unwanted.isdisjoint(item.facts):
                        hand.offer(item, seat)
    return hand.items


def in_turns(queues: Mapping[str, Sequence[Seat]]) -> Iterator[Seat]:
    """One seat of each family, then the next of each, until all are through."""
    longest = max((len(queue) for queue in queues.values()), default=0)
    for at in range(longest):
        for queue in queues.values():
            if at < len(queue):
                yield queue[at]


def _in_chance_order(seats: Sequence[Seat], unwanted: frozenset[str], *keys: object) -> Iterator[Seat]:
    queues: dict[str, list[Seat]] = {}
    for seat in shuffled(seats, *keys, "deal", name=lambda seat: seat.name):
        if unwanted.isdisjoint(row.id for row in seat.facts):
            queues.setdefault(seat.family_slug, []).append(seat)
    yield from in_turns(dict(sorted(queues.items(), key=lambda queue: chance(*keys, "family", queue[0]))))


def _levels_near(level: Level) -> list[Level]:
    order = list(Level)
    return sorted(order, key=lambda each: (abs(order.index(each) - order.index(level)), order.index(each)))


class _Hand:
    """The items of a round as it fills."""

    def __init__(self, size: int) -> None:
        self.items: tuple[Item, ...] = ()
        self.size = size
        self._facts: set[str] = set()
        self._told: set[str] = set()
        self._stems: list[str] = []
        self._keys: list[str] = []
        self._texts: list[str] = []
        self._about: set[Entity] = set()
        self._negatives = 0

    @property
    def is_full(self) -> bool:
        return len(self.items) >= self.size

    def may_take(self, seat: Seat) -> bool:
        """Whether it repeats no fact.

        Two handwritten questions about one thing may answer each other, which no row would tell.
        """
        if seat.question is not None and not self._about.isdisjoint(seat.question.about):
            return False
        return not any(row.id in self._facts or row.id in self._told for row in seat.facts)

    def offer(self, item: Item, seat: Seat) -> None:
        """Take the item, unless it repeats a fact or an answer, gives one away, or says NOT once too often.

        A verdict that named the key would give it away too: no key stands in what was told before it.
        """
        facts, told = set(item.facts), set(item.rests_on)
        stem = f" {norm(plain(item.stem))} "
        key = f" {norm(plain(item.options[item.key].label))} "
        if facts & (self._facts | self._told) or told & self._facts:
            return
        if key in self._keys:
            return
        if any(known in stem for known in self._keys) or any(key in known for known in self._stems):
            return
        if not key.strip().isdecimal() and any(key in text for text in self._texts):
            return
        if item.is_negative and self._negatives >= max(1, NEGATIVES_IN_TEN * self.size // 10):
            return
        self.items = (*self.items, item)
        self._facts |= facts
        self._told |= told
        self._stems.append(stem)
        self._keys.append(key)
        self._texts += [
            f" {norm(plain(text))} "
            for text in (item.explanation, *(option.reason for option in item.options))
        ]
        self._negatives += item.is_negative
        if seat.question is not None:
            self._about.update(seat.question.about)
