"""The options of a seat: its key, and wrong options that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value
from quiz.bank.vocabulary import IT, Family, Shape
from quiz.items import ids
from quiz.items.assembling import span
from quiz.items.chance import shuffled
from quiz.items.claims import bindings
from quiz.items.distractors import WANTED, Distractors, is_wrong, may_be_confused, years_around
from quiz.items.item import Level
from quiz.items.likeness import Likeness
from quiz.items.seats import MINIMUM_TRUE, Seat

STEPS = {Level.BERLIN: (2, 1, 0), Level.VENICE: (1, 2, 0), Level.CANNES: (0, 1, 2)}
"""Which of a family's steps between years each level tries first: wide ones are easy."""

REACH_YEARS = {Level.BERLIN: 40, Level.VENICE: 16, Level.CANNES: 8}
"""Within how many years of the key the others lie, where an order in time is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """others: proven wrong (or, where the key is the one that is not so, proven right)."""

    key: Value
    others: tuple[Value, ...]


class Drawer:
    """Draws options from a bank."""

    def __init__(self, bank: Bank, likeness: Likeness) -> None:
        self.bank = bank
        self.distractors = Distractors(bank, likeness)

    def draw(self, seat: Seat, family: Family, level: Level, *keys: object) -> Drawn | None:
        """The options of a seat; None if there are too few that are proven."""
        binding = dict(seat.binding)
        match family.shape:
            case Shape.PICK:
                return self._pick(family, binding, binding[IT], level, *keys)
            case Shape.FIRST | Shape.LAST:
                return self._neighbours_in_time(family, binding[IT], level, *keys)
            case Shape.EXCEPT | Shape.ODD:
                return self._stranger(family, binding, level, *keys)

    def _pick(
        self, family: Family, binding: Mapping[str, Value], key: Value, level: Level, *keys: object
    ) -> Drawn | None:
        def fits(value: Value) -> bool:
            return is_wrong(self.bank, family, binding, value)

        if isinstance(key, int):
            steps = dict.fromkeys(family.spread[min(at, len(family.spread) - 1)] for at in STEPS[level])
            for years in years_around(key, steps, self.bank.today.year, *keys):
                if all(map(fits, years)):
                    return Drawn(key=key, others=tuple(years))
            return None
        others = self.distractors.draw(family, binding, key, level, (), fits, *keys)
        return Drawn(key=key, others=tuple(others)) if others else None

    def _neighbours_in_time(self, family: Family, key: Value, level: Level, *keys: object) -> Drawn | None:
        mine = span(self.bank, family, {}, key)
        if mine is None:
            return None
        reach = REACH_YEARS[level]

        def fits(value: Value) -> bool:
            theirs = span(self.bank, family, {}, value)
            if theirs is None:
                return False
            if family.shape is Shape.FIRST:
                return mine[1] + family.gap <= theirs[0] <= mine[1] + reach
            return mine[0] - reach <= theirs[1] <= mine[0] - family.gap

        picked: list[Value] = []
        for value in shuffled(self.distractors.domain(family, {}), *keys, "time", name=ids.encode):
            if not any(value is other or may_be_confused(value, other) for other in (key, *picked)) and fits(
                value
            ):
                picked.append(value)
                if len(picked) == WANTED:
                    return Drawn(key=key, others=tuple(picked))
        return None

    def _stranger(
        self, family: Family, binding: Mapping[str, Value], level: Level, *keys: object
    ) -> Drawn | None:
        """Three for which it is so, and as the key one like them for which it is not."""
        true_values = dict.fromkeys(found[IT] for found, _ in bindings(self.bank, family.where, binding))
        members = shuffled(true_values, *keys, "members", name=ids.encode)
        # one of the pack's own at least, so that the item is about what the pack is about
        members.sort(key=lambda value: value not in self.bank.pack.subjects)
        members[1:] = shuffled(members[1:], *keys, "rest", name=ids.encode)
        three: list[Value] = []
        for value in members:
            if len(three) == MINIMUM_TRUE:
                break
            if isinstance(value, Entity) and self.bank.namesakes(value):
                continue
            if not any(may_be_confused(value, other) for other in three):
                three.append(value)
        if len(three) < MINIMUM_TRUE:
            return None

        def fits(value: Value) -> bool:
            return is_wrong(self.bank, family, binding, value) and not (
                family.shape is Shape.ODD and isinstance(value, Entity) and self.bank.namesakes(value)
            )

        drawn = self.distractors.draw(family, binding, three[0], level, three, fits, *keys, wanted=1)
        return Drawn(key=drawn[0], others=tuple(three)) if drawn else None
