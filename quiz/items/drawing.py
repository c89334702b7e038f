"""The options of a seat: its key, and others that go with it, each proven to be what it stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value, shown
from quiz.bank.vocabulary import AFTER, BEFORE, IT, Atom, Family, Shape
from quiz.items.chance import Stream, mixed
from quiz.items.claims import Binding, Verdict, bindings, pattern_of
from quiz.items.distractors import (
    COLLECTED,
    WANTED,
    Distractors,
    collect,
    echo_of,
    may_be_confused,
    years_around,
)
from quiz.items.forms import Target, best_set
from quiz.items.item import Level, plain
from quiz.items.judging import FALSE, TRUE, Asked, Choice, Pair, prove_false, span
from quiz.items.pools import Places, Ring
from quiz.items.seats import MINIMUM_TRUE, Seat
from quiz.items.wording import fill

STEPS = {Level.BERLIN: (2, 1, 0), Level.VENICE: (1, 2, 0), Level.CANNES: (0, 1, 2)}
"""Which of a family's steps between years each level tries first: wide ones are easy."""

REACH_YEARS = {Level.BERLIN: 40, Level.VENICE: 16, Level.CANNES: 8}
"""Within how many years of the key the others lie, where an order in time is asked for."""

THROWS = 24
"""Years that are tried for options of an order in time."""

SIDE = 4
"""Near misses that are collected on each side of a joined question."""


class Drawer:
    """Draws options from a bank. None wherever too few are proven."""

    def __init__(self, bank: Bank, distractors: Distractors) -> None:
        self.bank = bank
        self.distractors = distractors
        self._place = Places()
        self._dated: dict[tuple[object, ...], dict[int, Ring]] = {}

    def draw(self, seat: Seat, family: Family, wording: int, level: Level, stream: Stream) -> Asked | None:
        """What a seat asks; the options not yet in the order shown."""
        binding = dict(seat.binding)
        match family.shape:
            case Shape.PICK:
                return self._pick(seat, family, wording, level, stream)
            case Shape.FIRST | Shape.LAST:
                shown_ = _shown(family, binding)
                return self._in_time(family, shown_, binding[IT], level, stream)
            case Shape.BETWEEN:
                return self._between(family, _shown(family, binding), binding[IT], level, stream)
            case Shape.EXCEPT | Shape.ODD:
                return self._stranger(seat, family, binding, level, stream)
            case Shape.MATCH:
                return self._match(seat, family, stream)
            case Shape.TRUE_FALSE:
                return self._statement(seat, family, level, stream)

    def _pick(self, seat: Seat, family: Family, wording: int, level: Level, stream: Stream) -> Asked | None:
        binding = dict(seat.binding)
        key = binding.pop(IT)
        if isinstance(key, int):
            return self._year(family, binding, key, level, stream)
        clang = self._clang(family, wording, binding, key)
        if family.is_joined:
            return self._near_misses(family, binding, key, clang, stream)
        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(key)
        candidates = self.distractors.candidates(family, binding, key, level, years, stream)
        found = collect(
            candidates, [key], clang, lambda value: prove_false(self.bank, family, binding, value)
        )
        return self._chosen(family, binding, key, [key], found, stream)

    def _year(self, family: Family, binding: Binding, key: int, level: Level, stream: Stream) -> Asked | None:
        steps = dict.fromkeys(family.spread[min(at, len(family.spread) - 1)] for at in STEPS[level])
        for years in years_around(key, steps, self.bank.today.year, stream):
            known = {year: prove_false(self.bank, family, binding, year) for year in years}
            proven: dict[Choice, Verdict] = {year: verdict for year, verdict in known.items() if verdict}
            if len(proven) == len(years):
                return Asked(family=family, binding=binding, key=key, order=(key, *years), known=proven)
        return None

    def _near_misses(
        self,
        family: Family,
        binding: Binding,
        key: Value,
        clang: Callable[[Value], bool],
        stream: Stream,
    ) -> Asked | None:
        """Options of which one half is so, both halves among them, so that neither half alone decides."""
        sides: list[frozenset[Value]] = []
        found: dict[Value, Verdict] = {}
        for atom in family.where:
            if IT not in atom.variables:
                continue
            half = self._half(atom, binding, key, stream)
            proven = collect(
                half,
                [key, *found],
                clang,
                lambda value: prove_false(self.bank, family, binding, value),
                SIDE,
            )
            sides.append(frozenset(proven))
            found |= proven
        if not all(sides):
            return None
        return self._chosen(
            family,
            binding,
            key,
            [key],
            found,
            stream,
            allowed=lambda values: all(not side.isdisjoint(values) for side in sides),
        )

    def _half(self, atom: Atom, binding: Binding, key: Value, stream: Stream) -> list[Value]:
        """What one half alone holds of, in an order of chance."""
        [at, *_] = atom.columns_of(IT)
        rows = self.bank.rows(atom.relation, pattern_of(self.bank, atom, binding))
        values = {
            value: None
            for row in rows
            if self.bank.holds(row) and (value := row.values[at]) is not None and value is not key
        }
        return self._thrown(values, stream)

    def _thrown(self, values: Iterable[Value], stream: Stream) -> list[Value]:
        """Values in an order of chance, in which one more or less moves no other."""
        salt = stream.number()
        return sorted(values, key=lambda value: mixed(self._place(value) ^ salt))

    def _chosen(
        self,
        family: Family,
        binding: Binding,
        key: Choice,
        fixed: Sequence[Value],
        found: Mapping[Value, Verdict],
        stream: Stream,
        allowed: Callable[[tuple[Value, ...]], bool] = lambda _: True,
    ) -> Asked | None:
        """The three of what was found that leave the key's form without a tell."""
        if len(found) < WANTED:
            return None
        values: list[Value] = [*fixed, *found]
        field = self.distractors.field(family, values)
        best = best_set(
            field,
            range(len(fixed)),
            range(len(fixed), len(values)),
            WANTED,
            Target.drawn(stream),
            key=0,
            allowed=lambda at: allowed(tuple(values[each] for each in at)),
        )
        if best is None:
            return None
        others = [values[at] for at in best]
        known: dict[Choice, Verdict] = {value: found[value] for value in others}
        return Asked(family=family, binding=binding, key=key, order=(key, *others), known=known)

    def _clang(self, family: Family, wording: int, binding: Binding, key: Value) -> Callable[[Value], bool]:
        stem = plain(fill(self.bank, family.ask[wording], dict(binding), dict(family.types)))
        echoed = echo_of(stem, shown(key))
        return lambda value: echo_of(stem, shown(value)) != echoed

    def _in_time(
        self, family: Family, binding: Binding, key: Value, level: Level, stream: Stream
    ) -> Asked | None:
        mine = span(self.bank, family, binding, key)
        if mine is None:
            return None
        reach = REACH_YEARS[level]
        if family.shape is Shape.FIRST:
            first, last = mine[1] + family.gap, mine[1] + reach
        else:
            first, last = mine[0] - reach, mine[0] - family.gap
        found = self._dated_between(family, binding, [key], (first, last), stream, COLLECTED)
        return self._of_order(family, binding, key, found, stream)

    def _between(
        self, family: Family, binding: Binding, key: Value, level: Level, stream: Stream
    ) -> Asked | None:
        mine = span(self.bank, family, binding, key)
        if mine is None:
            return None
        reach, gap = REACH_YEARS[level] // 2 + family.gap, family.gap
        named: list[Value] = []
        for near in ((mine[0] - reach, mine[0] - gap), (mine[1] + gap, mine[1] + reach)):
            found = self._dated_between(family, binding, [key, *named], near, stream, 1)
            if not found:
                return None
            named += found
        after, before = (span(self.bank, family, binding, value) for value in named)
        if after is None or before is None:
            return None
        told = {**binding, AFTER: named[0], BEFORE: named[1]}
        beside = [key, *named]
        outside: list[Value] = []
        for far in (
            (after[0] - gap - 2 * reach, after[0] - gap),
            (before[1] + gap, before[1] + gap + 2 * reach),
        ):
            outside += self._dated_between(family, binding, [*beside, *outside], far, stream, SIDE)
        return self._of_order(family, told, key, outside, stream)

    def _of_order(
        self, family: Family, binding: Binding, key: Value, found: Sequence[Value], stream: Stream
    ) -> Asked | None:
        if len(found) < WANTED:
            return None
        values = [key, *found]
        best = best_set(
            self.distractors.field(family, values),
            [0],
            range(1, len(values)),
            WANTED,
            Target.drawn(stream),
            key=0,
        )
        if best is None:
            return None
        others = [values[at] for at in best]
        return Asked(family=family, binding=binding, key=key, order=(key, *others))

    def _dated_between(
        self,
        family: Family,
        binding: Binding,
        beside: Sequence[Value],
        within: tuple[int, int],
        stream: Stream,
        count: int,
    ) -> list[Value]:
        """Up to `count` values whose years lie for certain within a range, both ends included."""
        rings = self._by_year(family, binding)
        years = sorted(rings)
        first, last = bisect_left(years, within[0]), bisect_left(years, within[1] + 1)
        found: list[Value] = []
        for _ in range(THROWS if first < last else 0):
            ring = rings[years[first + stream.below(last - first)]]
            [value] = ring.run(stream.number(), 1)[:1]
            if any(value is other or may_be_confused(value, other) for other in (*beside, *found)):
                continue
            theirs = span(self.bank, family, binding, value)
            if theirs is not None and within[0] <= theirs[0] and theirs[1] <= within[1]:
                found.append(value)
                if len(found) == count:
                    break
        return found

    def _by_year(self, family: Family, binding: Binding) -> Mapping[int, Ring]:
        key = (family.slug, *sorted(binding.items()))
        known = self._dated.get(key)
        if known is None:
            values: dict[int, dict[Value, None]] = defaultdict(dict)
            for found, _ in bindings(self.bank, family.where, binding):
                year = found[family.year or ""]
                if isinstance(year, int):
                    values[year][found[IT]] = None
            known = self._dated[key] = {year: Ring(each, self._place) for year, each in values.items()}
        return known

    def _stranger(
        self, seat: Seat, family: Family, binding: Binding, level: Level, stream: Stream
    ) -> Asked | None:
        """Three for which it is so, and as the key one like them for which it is not."""
        three = self._members(family, binding, stream)
        if len(three) < MINIMUM_TRUE:
            return None
        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(three[0])
        candidates = self.distractors.candidates(family, binding, three[0], level, years, stream)
        is_odd = family.shape is Shape.ODD
        found = collect(
            candidates,
            three,
            lambda value: is_odd and isinstance(value, Entity) and bool(self.bank.namesakes(value)),
            lambda value: prove_false(self.bank, family, binding, value),
        )
        if not found:
            return None
        values: list[Value] = [*three, *found]
        field = self.distractors.field(family, values)
        best = best_set(field, range(3), range(3, len(values)), 1, Target.drawn(stream))
        if best is None:
            return None
        key = values[best[0]]
        return Asked(family=family, binding=binding, key=key, order=(key, *three), known={key: found[key]})

    def _members(self, family: Family, binding: Binding, stream: Stream) -> list[Value]:
        true_values = dict.fromkeys(found[IT] for found, _ in bindings(self.bank, family.where, binding))
        members = self._thrown(true_values, stream)
        # one of the pack's own at least, so that the item is about what the pack is about
        own = next((at for at, value in enumerate(members) if value in self.bank.pack.subjects), 0)
        members.insert(0, members.pop(own))
        three: list[Value] = []
        for value in members:
            if isinstance(value, Entity) and self.bank.namesakes(value):
                continue
            if not any(may_be_confused(value, other) for other in three):
                three.append(value)
                if len(three) == MINIMUM_TRUE:
                    break
        return three

    def _match(self, seat: Seat, family: Family, stream: Stream) -> Asked | None:
        """The true pair, and three others in which each belongs to the next."""
        binding = dict(seat.binding)
        partner = family.partner or ""
        key = (binding.pop(partner), binding.pop(IT))
        pool = self.distractors.pool(family, binding, partner)
        years = self.distractors.times.of_rows(seat.facts)
        pairs: list[Pair] = []
        named: list[Value] = [*key]
        rings = list(pool.about(years))
        for _ in range(THROWS if rings else 0):
            if len(pairs) == WANTED:
                break
            run = rings[stream.below(len(rings))].run(stream.number(), 1)
            if not run:
                continue
            other = run[0]
            its = self._true_partner(family, binding, other)
            if its is None or not self.distractors.times.goes_with(other, years):
                continue
            if any(
                value is known or may_be_confused(value, known) for value in (other, its) for known in named
            ):
                continue
            pairs.append((other, its))
            named += [other, its]
        if len(pairs) < WANTED:
            return None
        for order in sorted(_DERANGED, key=lambda _: stream.number()):
            crossed: list[Choice] = [(pairs[at][0], pairs[other][1]) for at, other in enumerate(order)]
            known = {choice: prove_false(self.bank, family, binding, choice) for choice in crossed}
            proven: dict[Choice, Verdict] = {choice: verdict for choice, verdict in known.items() if verdict}
            if len(proven) == WANTED:
                return Asked(family=family, binding=binding, key=key, order=(key, *crossed), known=proven)
        return None

    def _true_partner(self, family: Family, binding: Binding, value: Value) -> Value | None:
        claim = {**binding, family.partner or "": value}
        return next((found[IT] for found, _ in bindings(self.bank, family.where, claim)), None)

    def _statement(self, seat: Seat, family: Family, level: Level, stream: Stream) -> Asked | None:
        """What is so, or what might be: each one time in two, wherever both can be said."""
        binding = dict(seat.binding)
        key = binding.pop(IT)
        is_true = stream.below(2) == 0
        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(key)
        candidates = self.distractors.candidates(family, binding, key, level, years, stream)
        found = collect(
            candidates,
            [key],
            lambda _: False,
            lambda value: self._told_false(family, binding, value),
            1,
        )
        if not found:
            return None
        [other] = found
        said = {**binding, IT: key if is_true else other}
        return Asked(family=family, binding=said, key=TRUE if is_true else FALSE, order=(TRUE, FALSE))

    def _told_false(self, family: Family, binding: Binding, value: Value) -> Verdict | None:
        verdict = prove_false(self.bank, family, {**binding, IT: value}, value)
        return verdict if verdict is not None and verdict.rows else None


_DERANGED = [order for order in permutations(range(WANTED)) if all(at != to for at, to in enumerate(order))]


def _shown(family: Family, binding: Binding) -> dict[str, Value]:
    """What the stem names beside the options."""
    unnamed = {IT, family.year, *family.hidden}
    return {name: value for name, value in binding.items() if name not in unnamed}
