"""Options in the order of time: which came first, last, or between two."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value
from quiz.bank.vocabulary import AFTER, BEFORE, IT, Family, Shape
from quiz.items.chance import Stream
from quiz.items.claims import Binding, bindings
from quiz.items.distractors import COLLECTED, WANTED, Distractors, echo_with, may_be_confused
from quiz.items.forms import Target, best_set
from quiz.items.item import Level
from quiz.items.judging import Asked, span
from quiz.items.pools import Place, Ring

REACH_YEARS = {Level.BERLIN: 40, Level.VENICE: 16, Level.CANNES: 8}
"""Within how many years of the key the others lie."""

THROWS = 80
"""Years that are tried."""

SIDE = 4
"""Options that are collected before the two, and after them."""


class Chronology:
    """Draws options by their years."""

    def __init__(self, bank: Bank, distractors: Distractors) -> None:
        self.bank = bank
        self.distractors = distractors
        self._dated: dict[tuple[object, ...], tuple[_Dated, ...]] = {}

    def first_or_last(
        self, family: Family, wording: int, binding: Binding, key: Value, level: Level, stream: Stream
    ) -> Asked | None:
        mine = span(self.bank, family, binding, key)
        echoes = echo_with(self.bank, family, wording, binding)
        if mine is None or echoes(key):
            return None
        reach = REACH_YEARS[level]
        if family.shape is Shape.FIRST:
            within = mine[1] + family.gap, mine[1] + reach
        else:
            within = mine[0] - reach, mine[0] - family.gap
        found = self._within(family, binding, within, [key], echoes, stream, COLLECTED)
        return self._best(family, binding, key, found, stream)

    def between(
        self, family: Family, wording: int, binding: Binding, key: Value, level: Level, stream: Stream
    ) -> Asked | None:
        mine = span(self.bank, family, binding, key)
        if mine is None:
            return None
        reach, gap = REACH_YEARS[level] // 2 + family.gap, family.gap
        named: list[Value] = []
        for near in ((mine[0] - reach, mine[0] - gap), (mine[1] + gap, mine[1] + reach)):
            named += self._within(family, binding, near, [key, *named], lambda _: False, stream, 1)
        if len(named) < len((AFTER, BEFORE)):
            return None
        after, before = (span(self.bank, family, binding, value) for value in named)
        told = {**binding, AFTER: named[0], BEFORE: named[1]}
        echoes = echo_with(self.bank, family, wording, told)
        if after is None or before is None or echoes(key):
            return None
        earlier = (after[0] - gap - 2 * reach, after[0] - gap)
        later = (before[1] + gap, before[1] + gap + 2 * reach)
        outside: list[Value] = []
        for far in (earlier, later):
            beside = [key, *named, *outside]
            outside += self._within(family, binding, far, beside, echoes, stream, SIDE)
        return self._best(family, told, key, outside, stream)

    def _best(
        self, family: Family, binding: Binding, key: Value, found: Sequence[Value], stream: Stream
    ) -> Asked | None:
        values = [key, *found]
        field = self.distractors.field(family, values)
        best = best_set(field, [0], range(1, len(values)), WANTED, Target.drawn(stream), key=0)
        if best is None:
            return None
        return Asked(family=family, binding=binding, key=key, order=(key, *(values[at] for at in best)))

    def _within(
        self,
        family: Family,
        binding: Binding,
        within: tuple[int, int],
        beside: Sequence[Value],
        echoes: Callable[[Value], object],
        stream: Stream,
        count: int,
    ) -> list[Value]:
        """Up to `count` values whose years lie for certain within a range, both ends included; what the pack
        itself speaks of first.
        """
        found: list[Value] = []
        for dated in self._by_year(family, binding):
            for value in dated.thrown(within, stream):
                if (
                    echoes(value)
                    or self._shows_its_year(value)
                    or any(value is other or may_be_confused(value, other) for other in (*beside, *found))
                ):
                    continue
                theirs = span(self.bank, family, binding, value)
                if theirs is not None and within[0] <= theirs[0] and theirs[1] <= within[1]:
                    found.append(value)
                    if len(found) == count:
                        return found
        return found

    def _shows_its_year(self, value: Value) -> bool:
        """Whether a stem would name it with its year, to tell it from its namesakes."""
        return isinstance(value, Entity) and value.is_told_apart and bool(self.bank.namesakes(value))

    def _by_year(self, family: Family, binding: Binding) -> tuple[_Dated, ...]:
        """The values by their years: those that the pack itself speaks of, and all."""
        key = (family.slug, *(value for _, value in sorted(binding.items())))
        known = self._dated.get(key)
        if known is None:
            dated = [
                (year, found[IT])
                for found, _ in bindings(self.bank, family.where, binding)
                if isinstance(year := found[family.year or ""], int)
            ]
            own = [(year, value) for year, value in dated if self.distractors.is_own(family, value)]
            parts = (own, dated) if 0 < len(own) < len(dated) else (dated,)
            known = self._dated[key] = tuple(_Dated(part, self.distractors.place) for part in parts)
        return known


class _Dated:
    """Values by their years."""

    def __init__(self, dated: Iterable[tuple[int, Value]], place: Place) -> None:
        values: dict[int, dict[Value, None]] = defaultdict(dict)
        for year, value in dated:
            values[year][value] = None
        self._rings = {year: Ring(each, place) for year, each in values.items()}
        self._years = sorted(values)
        self._largest = max(map(len, values.values()), default=0)

    def thrown(self, within: tuple[int, int], stream: Stream) -> Iterator[Value]:
        """Values of those years by chance, some of them again and again."""
        first, last = bisect_left(self._years, within[0]), bisect_left(self._years, within[1] + 1)
        for _ in range(THROWS if first < last else 0):
            ring = self._rings[self._years[first + stream.below(last - first)]]
            if stream.below(self._largest) < len(ring):
                # else a year with one film would bring it up as often as another each of its twenty
                yield from ring.run(stream.number(), 1)[:1]
