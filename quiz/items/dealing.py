"""The items of a round: no fact twice, none that gives another away, the families taking turns."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from quiz.bank.pack import Entity
from quiz.bank.slugs import norm, norm_once
from quiz.items.chance import Stream, chance
from quiz.items.difficulty import OF_LEVEL
from quiz.items.item import FactId, Item, Level, plain
from quiz.items.nearness import Aim, order_near
from quiz.items.seats import HANDWRITTEN, Seat
from quiz.items.tables import Seats

K = TypeVar("K")

At = tuple[Level, str, int]
"""Where a seat is: its level, its family, and its number there; see `Seats.seat`."""

NEGATIVES_IN_TEN = 1
"""At most one item in ten asks what is NOT so."""

TURNS = 12
"""Seats of each family that are drawn by chance before all that are left are looked at in turn."""

FAILURES = 2
"""Seats of a family that may fail in a round before chance leaves it alone: its others seldom fare better."""

SAMPLE = 400
"""Seats that are drawn by chance to find some of a wanted difficulty."""

MOST_BY_SIZE = 400
"""Seats beyond which a family comes no more often for having more."""


class Dealer:
    """Deals rounds from the seats of a pack.

    make: the item of a seat, asked at a level; None if there is none. The keys that the methods take decide
    what chance brings, with `keys[0]` as the seed of the items.
    """

    def __init__(self, seats: Seats, make: Callable[[Seat, int, Level | None], Item | None]) -> None:
        self._seats = seats
        self._make = make
        self._learnt: Mapping[str, float] = {}
        self._moved: dict[Level, list[Seat]] = {}

    def deal(
        self,
        level: Level,
        keys: tuple[int, str],
        size: int,
        avoid: frozenset[str],
        learnt: Mapping[str, float],
        never: frozenset[str] = frozenset(),
    ) -> tuple[Item, ...]:
        """`size` items of a level, in an order of chance; fewer only if there are no more.

        avoid: facts to leave out while there are others. A level with too few is filled from those beside it,
        and only then are avoided facts asked again.
        never: facts that are neither asked nor told, whatever is missing then.
        """
        hand = _Hand(size, never)
        self._fill_near(hand, level, keys, avoid, learnt)
        return hand.items

    def deal_mixed(
        self,
        sizes: Mapping[Level, int],
        keys: tuple[int, str],
        avoid: frozenset[str],
        learnt: Mapping[str, float],
        never: frozenset[str],
    ) -> tuple[Item, ...]:
        """So many items of each level as for one round, the levels in the order given; otherwise as `deal`.

        Within the round they can be put into any order: none tells the answer to another, before or after it.
        """
        hand = _Hand(0, never, is_of_any_order=True)
        for level, size in sizes.items():
            hand.size += size
            self._fill_near(hand, level, keys, avoid, learnt)
        return hand.items

    def deal_near(
        self,
        aim: Aim,
        keys: tuple[int, str],
        size: int,
        avoid: frozenset[str],
        learnt: Mapping[str, float],
        asked: Mapping[str, int],
        never: frozenset[str] = frozenset(),
    ) -> tuple[Item, ...]:
        """`size` items near a difficulty; see `nearness.order_near`.

        asked: how many answers play has brought, by `Seat.asks`.
        """
        hand = _Hand(size, never)
        stream = Stream(*keys, "near")
        sample = dict.fromkeys(self._by_chance(SAMPLE, stream))
        asks = {at: self._seats.seat(*at).asks for at in sample} if learnt or asked else {}
        answers = {at: asked.get(name, 0) for at, name in asks.items()}
        for unwanted in dict.fromkeys((avoid, frozenset[str]())):
            tried = order_near(
                {
                    at: self._difficulty(at, learnt.get(asks[at]) if learnt else None)
                    for at in sample
                    if not (unwanted and any(row.id in unwanted for row in self._seats.facts(*at)))
                },
                aim,
                size,
                stream,
                asked=lambda at: answers.get(at, 0),
                kind=lambda at: at[1],
            )
            seats = (self._seats.seat(*at) for at in tried)
            if self._fill(hand, seats, keys, unwanted, lambda seat: self._level(seat, learnt)):
                return hand.items
            for level in Level:
                if self._fill(hand, self._all(level, keys), keys, unwanted, _always(level)):
                    return hand.items
        return hand.items

    def in_turns(self, seed: int, level: Level | None) -> Iterator[Seat]:
        """Every seat, of one family after the other, each in an order of chance."""
        orders = {
            (each, slug): numbers
            for each in Level
            if level in (None, each)
            for slug, numbers in self._seats.in_chance_order(each, seed, "order").items()
        }
        for (each, slug), number in _turns(orders):
            yield self._seats.seat(each, slug, number)

    def _fill_near(
        self,
        hand: _Hand,
        level: Level,
        keys: tuple[int, str],
        avoid: frozenset[str],
        learnt: Mapping[str, float],
    ) -> None:
        for unwanted in dict.fromkeys((avoid, frozenset[str]())):
            for each in _levels_near(level):
                drawn = self._drawn(each, keys, learnt)
                if self._fill(hand, drawn, keys, unwanted, _always(each), FAILURES):
                    return
                if self._fill(hand, self._all(each, keys), keys, unwanted, _always(each)):
                    return

    def _fill(
        self,
        hand: _Hand,
        seats: Iterator[Seat],
        keys: tuple[int, str],
        unwanted: frozenset[str],
        level_of: Callable[[Seat], Level],
        patience: float = math.inf,
    ) -> bool:
        """Whether the hand is full after these seats.

        level_of: at which level a seat is asked. patience: seats of a family that may fail before its others
        are left out.
        """
        failures: Counter[str] = Counter()
        for seat in seats:
            if hand.is_full:
                return True
            if failures[seat.family_slug] >= patience or not hand.may_take(seat):
                continue
            if unwanted and any(row.id in unwanted for row in seat.facts):
                continue
            item = self._make(seat, keys[0], level_of(seat))
            if item is None:
                failures[seat.family_slug] += 1
            elif unwanted.isdisjoint(item.facts):
                hand.offer(item, seat)
        return hand.is_full

    def _drawn(self, level: Level, keys: tuple[int, str], learnt: Mapping[str, float]) -> Iterator[Seat]:
        """Seats of a level by chance, the families taking turns; what play has shown moves some in or out."""
        families = self._seats.families(level)
        stream = Stream(*keys, "deal", level)
        moved = self._moved_to(level, learnt)
        ordered = sorted(families, key=lambda slug: _lot(families[slug], stream))
        for turn in range(TURNS):
            if turn < len(moved):
                yield moved[stream.below(len(moved))]
            for slug in ordered:
                if turn < families[slug]:
                    seat = self._seats.seat(level, slug, stream.below(families[slug]))
                    if not learnt or self._level(seat, learnt) is level:
                        yield seat

    def _all(self, level: Level, keys: tuple[int, str]) -> Iterator[Seat]:
        orders = self._seats.in_chance_order(level, *keys, "all")
        by_chance = dict(sorted(orders.items(), key=lambda order: chance(*keys, "family", order[0])))
        for slug, number in _turns(by_chance):
            yield self._seats.seat(level, slug, number)

    def _by_chance(self, count: int, stream: Stream) -> Iterator[At]:
        """Where so many seats are, by chance, a large family not much oftener than a small one."""
        shelves = [
            (level, slug, seats) for level in Level for slug, seats in self._seats.families(level).items()
        ]
        up_to = list(accumulate(min(seats, MOST_BY_SIZE) ** 0.5 for _, _, seats in shelves))
        for _ in range(count if shelves else 0):
            at = bisect_right(up_to, stream.chance() * up_to[-1])
            level, slug, seats = shelves[min(at, len(shelves) - 1)]
            yield level, slug, stream.below(seats)

    def _difficulty(self, at: At, known: float | None) -> float:
        """As asked at its level: as learnt, if it is known, or as predicted."""
        if known is not None:
            return known
        predicted = self._seats.predicted(*at)
        if at[1] == HANDWRITTEN:
            return predicted
        return predicted + OF_LEVEL[self._seats.bands.level(predicted)]

    def _level(self, seat: Seat, learnt: Mapping[str, float]) -> Level:
        known = learnt.get(seat.asks) if learnt else None
        return self._seats.level(seat) if known is None else self._seats.bands.level(known)

    def _moved_to(self, level: Level, learnt: Mapping[str, float]) -> list[Seat]:
        """The seats that play has put into a level other than the one predicted."""
        if learnt is not self._learnt:
            moved: dict[Level, list[Seat]] = {each: [] for each in Level}
            for asks, known in learnt.items():
                seat = self._seats.find(asks)
                to = self._seats.bands.level(known)
                if seat is not None and seat.question is None and self._seats.level(seat) is not to:
                    moved[to].append(seat)
            self._learnt, self._moved = learnt, moved
        return self._moved.get(level, [])


def _lot(count: int, stream: Stream) -> float:
    """The smaller, the sooner a family's turn comes: by chance, and a family of many seats the likelier.

    Weighted sampling without replacement (Efraimidis & Spirakis 2006).
    """
    return -math.pow(stream.chance(), min(count, MOST_BY_SIZE) ** -0.5)


def _turns(queues: Mapping[K, Sequence[int]]) -> Iterator[tuple[K, int]]:
    """One seat of each family, then the next of each, until all are through."""
    longest = max((len(queue) for queue in queues.values()), default=0)
    for at in range(longest):
        for key, queue in queues.items():
            if at < len(queue):
                yield key, queue[at]


def _always(level: Level) -> Callable[[Seat], Level]:
    return lambda _: level


def _levels_near(level: Level) -> list[Level]:
    order = list(Level)
    return sorted(order, key=lambda each: (abs(order.index(each) - order.index(level)), order.index(each)))


class _Hand:
    """The items of a round as it fills.

    never: facts that none may ask or tell. is_of_any_order: they may be asked in another order than this.
    """

    def __init__(
        self, size: int, never: frozenset[str] = frozenset(), *, is_of_any_order: bool = False
    ) -> None:
        self.items: tuple[Item, ...] = ()
        self.size = size
        self._never = never
        self._is_of_any_order = is_of_any_order
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
        return not any(
            row.id in self._facts or row.id in self._told or row.id in self._never for row in seat.facts
        )

    def offer(self, item: Item, seat: Seat) -> None:
        """Take the item, unless it repeats a fact or an answer, gives one away, or says NOT too often."""
        told = item.rests_on
        if self._repeats(item, told):
            return
        stem = f" {norm(plain(item.stem))} "
        key = f" {norm(plain(item.options[item.key].label))} "
        words = _words_of(item)
        if self._tells(stem, key, words):
            return
        self.items = (*self.items, item)
        self._facts.update(item.facts)
        self._told |= told
        self._stems.append(stem)
        self._keys.append(key)
        self._texts.append(words)
        self._negatives += item.is_negative
        if seat.question is not None:
            self._about.update(seat.question.about)

    def _repeats(self, item: Item, told: frozenset[FactId]) -> bool:
        if item.is_negative and self._negatives >= max(1, NEGATIVES_IN_TEN * self.size // 10):
            return True
        if not (self._facts.isdisjoint(told) and self._told.isdisjoint(item.facts)):
            return True
        return not self._never.isdisjoint(told)

    def _tells(self, stem: str, key: str, words: str) -> bool:
        """Whether it gives an answer away, or has its own given away: by a stem, or by a verdict that comes
        before it.
        """
        if key in self._keys:
            return True
        if any(known in stem for known in self._keys) or any(key in known for known in self._stems):
            return True
        if not _is_figure(key) and any(key in text for text in self._texts):
            return True
        return self._is_of_any_order and any(known in words for known in self._keys if not _is_figure(known))


def _is_figure(key: str) -> bool:
    return key.strip().isdecimal()


def _words_of(item: Item) -> str:
    """What its verdict may say, to look for keys in."""
    texts = (item.explanation, *(option.reason for option in item.options))
    return "|".join([f" {norm_once(text)} " for text in dict.fromkeys(map(plain, texts))])
