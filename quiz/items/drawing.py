"""The options of a seat: its key, and others that go with it, each proven to be what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations
from typing import TypeVar

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Atom, Family, Shape
from quiz.items.chance import Stream, mixed
from quiz.items.claims import Binding, Refuter, Verdict, bindings, pattern_of
from quiz.items.distractors import (
    WANTED,
    Distractors,
    Echo,
    collect,
    echo_with,
    may_be_confused,
    years_around,
)
from quiz.items.forms import CENTRAL, Target, best_set
from quiz.items.item import Level
from quiz.items.judging import FALSE, TRUE, Asked, Choice, Pair, judge_choice
from quiz.items.ordering import Chronology
from quiz.items.pools import Ring
from quiz.items.seats import MINIMUM_TRUE, Seat

T = TypeVar("T", bound=Choice)

STEPS = {Level.BERLIN: (2, 1, 0), Level.VENICE: (1, 2, 0), Level.CANNES: (0, 1, 2)}
"""Which of a family's steps between years each level tries first: wide ones are easy."""

CENTRAL_JOINED = 0.0
"""The key of a joined question is never wanted to be most like the others: it shares a half with each of its
near misses, and these are to share with each other what it lacks."""

CENTRAL_STRANGER = 0.25
"""How often the one that is not so is wanted to be most like those that are."""

NEAR_YEARS = 5
"""How far apart the years of pairs lie at most, so that they can be crossed."""

THROWS = 80
"""Pairs that are tried for a match."""

SIDE = 5
"""Near misses that are collected on each side of a joined question."""


class Drawer:
    """Draws options from a bank. None wherever too few are proven."""

    def __init__(self, bank: Bank, distractors: Distractors) -> None:
        self.bank = bank
        self.distractors = distractors
        self._chronology = Chronology(bank, distractors)

    def draw(self, seat: Seat, family: Family, wording: int, level: Level, stream: Stream) -> Asked | None:
        """What a seat asks; the options not yet in the order shown."""
        binding = dict(seat.binding)
        match family.shape:
            case Shape.PICK:
                return self._pick(seat, family, wording, level, stream)
            case Shape.FIRST | Shape.LAST:
                told = _told(family, binding)
                return self._chronology.first_or_last(family, wording, told, binding[IT], level, stream)
            case Shape.BETWEEN:
                told = _told(family, binding)
                return self._chronology.between(family, wording, told, binding[IT], level, stream)
            case Shape.EXCEPT | Shape.ODD:
                return self._stranger(seat, family, wording, level, stream)
            case Shape.MATCH:
                return self._match(seat, family, stream)
            case Shape.TRUE_FALSE:
                return self._statement(seat, family, level, stream)

    def _pick(self, seat: Seat, family: Family, wording: int, level: Level, stream: Stream) -> Asked | None:
        binding = dict(seat.binding)
        key = binding.pop(IT)
        if isinstance(key, int):
            return self._year(family, binding, key, level, stream)
        if self.distractors.is_told_by_its_pack(family, binding, key):
            return None
        echo = echo_with(self.bank, family, wording, binding)
        echoed = echo(key)

        def clang(value: Value) -> bool:
            return echo(value) != echoed

        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(key)
        if family.is_joined:
            return self._near_misses(family, binding, key, clang, years, stream)
        candidates = self.distractors.candidates(family, binding, key, level, years, stream)
        found = collect(candidates, [key], clang, Refuter(self.bank, family, binding).verdict)
        return self._chosen(family, binding, key, found, stream)

    def _year(self, family: Family, binding: Binding, key: int, level: Level, stream: Stream) -> Asked | None:
        steps = dict.fromkeys(family.spread[min(at, len(family.spread) - 1)] for at in STEPS[level])
        refuter = Refuter(self.bank, family, binding)
        for years in years_around(key, steps, self._offered(family, binding, key), stream):
            known = _all_false(years, refuter.proof)
            if known is not None:
                return Asked(family=family, binding=binding, key=key, order=(key, *years), known=known)
        return None

    def _offered(self, family: Family, binding: Binding, key: int) -> Iterable[int]:
        """Years without the key: a year without a festival is none in which a film may have been there."""
        if family.among:
            return [year for year in self.distractors.pool(family, binding).values if isinstance(year, int)]
        reach = WANTED * max(family.spread)
        return range(key - reach, min(key + reach, self.bank.today.year) + 1)

    def _near_misses(
        self,
        family: Family,
        binding: Binding,
        key: Value,
        clang: Callable[[Value], bool],
        years: Sequence[int],
        stream: Stream,
    ) -> Asked | None:
        """Options of which one half is so, both halves among them, so that neither half alone decides."""
        sides: list[frozenset[Value]] = []
        found: dict[Value, Verdict] = {}
        refuter = Refuter(self.bank, family, binding)
        for atom in family.where:
            if IT not in atom.variables:
                continue
            half = self._half(family, atom, binding, key, stream)
            proven = collect(
                [value for value in half if self.distractors.times.goes_with(value, years)],
                [key, *found],
                clang,
                refuter.verdict,
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
            found,
            stream,
            allowed=lambda values: all(not side.isdisjoint(values) for side in sides),
            central=CENTRAL_JOINED,
        )

    def _half(self, family: Family, atom: Atom, binding: Binding, key: Value, stream: Stream) -> list[Value]:
        """What one half alone holds of, in an order of chance; what the pack itself speaks of first."""
        [at, *_] = atom.columns_of(IT)
        rows = self.bank.rows(atom.relation, pattern_of(self.bank, atom, binding))
        values = {
            value: None
            for row in rows
            if self.bank.holds(row) and (value := row.values[at]) is not None and value is not key
        }
        return sorted(
            self._thrown(values, stream), key=lambda value: not self.distractors.is_own(family, value)
        )

    def _thrown(self, values: Iterable[Value], stream: Stream) -> list[Value]:
        """Values in an order of chance, in which one more or less moves no other."""
        salt = stream.number()
        return sorted(values, key=lambda value: mixed(self.distractors.place(value) ^ salt))

    def _chosen(
        self,
        family: Family,
        binding: Binding,
        key: Value,
        found: Mapping[Value, Verdict],
        stream: Stream,
        allowed: Callable[[tuple[Value, ...]], bool] = lambda _: True,
        central: float = CENTRAL,
    ) -> Asked | None:
        """The three of what was found that leave the key's form without a tell."""
        if len(found) < WANTED:
            return None
        values: list[Value] = [key, *found]
        field = self.distractors.field(family, values)
        best = best_set(
            field,
            [0],
            range(1, len(values)),
            WANTED,
            Target.drawn(stream, central),
            key=0,
            allowed=lambda at: allowed(tuple(values[each] for each in at)),
        )
        if best is None:
            return None
        others = [values[at] for at in best]
        known: dict[Choice, Verdict] = {value: found[value] for value in others}
        return Asked(family=family, binding=binding, key=key, order=(key, *others), known=known)

    def _stranger(
        self, seat: Seat, family: Family, wording: int, level: Level, stream: Stream
    ) -> Asked | None:
        """Three for which it is so, and as the key one like them for which it is not."""
        binding = dict(seat.binding)
        echo = echo_with(self.bank, family, wording, binding)
        three = self._members(family, binding, echo, stream)
        if len(three) < MINIMUM_TRUE:
            return None
        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(three[0])
        candidates = self.distractors.candidates(family, binding, three[0], level, years, stream)
        is_odd = family.shape is Shape.ODD
        hidden = [binding[name] for name in family.hidden]

        def unfit(value: Value) -> bool:
            has_namesakes = isinstance(value, Entity) and bool(self.bank.namesakes(value))
            return (is_odd and has_namesakes) or bool(echo(value)) or value in hidden

        found = collect(candidates, three, unfit, Refuter(self.bank, family, binding).verdict)
        values: list[Value] = [*three, *found]
        field = self.distractors.field(family, values)
        target = Target.drawn(stream, CENTRAL_STRANGER)
        best = best_set(field, range(MINIMUM_TRUE), range(MINIMUM_TRUE, len(values)), 1, target)
        if best is None:
            return None
        key = values[best[0]]
        return Asked(family=family, binding=binding, key=key, order=(key, *three), known={key: found[key]})

    def _members(self, family: Family, binding: Binding, echo: Echo, stream: Stream) -> list[Value]:
        true_values = dict.fromkeys(found[IT] for found, _ in bindings(self.bank, family.where, binding))
        members = self._thrown(true_values, stream)
        # one of the pack's own at least, so that the item is about what the pack is about
        own = next((at for at, value in enumerate(members) if value in self.bank.pack.subjects), 0)
        members.insert(0, members.pop(own))
        three: list[Value] = []
        for value in members:
            if echo(value) or (isinstance(value, Entity) and self.bank.namesakes(value)):
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
        for each in (pool.own, pool):
            if each is not None:
                rings = list(each.about(years))
                pairs += self._pairs_beside(family, binding, [key, *pairs], rings, years, stream)
        if len(pairs) < WANTED:
            return None

        def refuted(pair: Pair) -> Verdict | None:
            return Refuter(self.bank, family, {**binding, partner: pair[0]}).proof(pair[1])

        for order in sorted(_DERANGED, key=lambda _: stream.number()):
            crossed = [(pairs[at][0], pairs[other][1]) for at, other in enumerate(order)]
            if not all(map(self._fits_in_time, crossed)):
                continue
            known = _all_false(crossed, refuted)
            if known is not None:
                return Asked(family=family, binding=binding, key=key, order=(key, *crossed), known=known)
        return None

    def _pairs_beside(
        self,
        family: Family,
        binding: Binding,
        beside: Sequence[Pair],
        rings: Sequence[Ring],
        years: Sequence[int],
        stream: Stream,
    ) -> list[Pair]:
        """True pairs of about the same time to make up four with those they stand beside, none of which could
        be taken for another.
        """
        pairs: list[Pair] = []
        named = [value for pair in beside for value in pair]
        for _ in range(THROWS if rings else 0):
            if len(beside) + len(pairs) > WANTED:
                break
            run = rings[stream.below(len(rings))].run(stream.number(), 1)
            its = self._true_partner(family, binding, run[0], stream) if run else None
            if its is None or not self._is_about(run[0], years):
                continue
            pair = (run[0], its)
            if not any(value is known or may_be_confused(value, known) for value in pair for known in named):
                pairs.append(pair)
                named += pair
        return pairs

    def _is_about(self, value: Value, years: Sequence[int]) -> bool:
        if isinstance(value, int) and min(abs(value - year) for year in years) > NEAR_YEARS:
            return False
        return self.distractors.times.goes_with(value, years)

    def _fits_in_time(self, pair: Pair) -> bool:
        """Whether somebody who is paired with a year was about then."""
        one, other = pair
        year, value = (one, other) if isinstance(one, int) else (other, one)
        return not isinstance(year, int) or self.distractors.times.goes_with(value, (year,))

    def _true_partner(self, family: Family, binding: Binding, value: Value, stream: Stream) -> Value | None:
        claim = {**binding, family.partner or "": value}
        values = {found[IT]: None for found, _ in bindings(self.bank, family.where, claim)}
        return Ring(values, self.distractors.place).run(stream.number(), 1)[0] if values else None

    def _statement(self, seat: Seat, family: Family, level: Level, stream: Stream) -> Asked | None:
        """What is so, or what might be: each one time in two, wherever both can be said."""
        binding = dict(seat.binding)
        key = binding.pop(IT)
        is_true = stream.below(2) == 0
        years = self.distractors.times.of_rows(seat.facts) or self.distractors.times.of(key)
        candidates = self.distractors.candidates(family, binding, key, level, years, stream)
        refuter = Refuter(self.bank, family, binding)

        def told(value: Value) -> Verdict:
            verdict = refuter.verdict(value)
            return verdict if verdict.rows else verdict._replace(truth=Truth.UNKNOWN)

        found = collect(candidates, [key], lambda _: False, told, 1)
        so = Asked(family=family, binding={**binding, IT: key}, key=TRUE, order=(TRUE, FALSE))
        if not found or judge_choice(self.bank, so, TRUE)[0] is None:
            return None
        [other] = found
        said = {**binding, IT: key if is_true else other}
        return Asked(family=family, binding=said, key=TRUE if is_true else FALSE, order=(TRUE, FALSE))


_DERANGED = [order for order in permutations(range(WANTED)) if all(at != to for at, to in enumerate(order))]


def _all_false(choices: Iterable[T], prove: Callable[[T], Verdict | None]) -> dict[Choice, Verdict] | None:
    """The proofs that options are wrong; None as soon as one is not."""
    known: dict[Choice, Verdict] = {}
    for choice in choices:
        verdict = prove(choice)
        if verdict is None:
            return None
        known[choice] = verdict
    return known


def _told(family: Family, binding: Binding) -> dict[str, Value]:
    """What the stem names beside the options."""
    unnamed = {IT, family.year, *family.hidden}
    return {name: value for name, value in binding.items() if name not in unnamed}
