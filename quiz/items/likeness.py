"""How much two values resemble each other: what makes a wrong option plausible."""

from __future__ import annotations

from collections.abc import Hashable

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value
from quiz.bank.vocabulary import Feature


class Likeness:
    """Likeness of values by the features that their kind declares `alike`; remembers what it looked up."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self._features: dict[Entity, tuple[frozenset[Hashable], ...]] = {}

    def between(self, one: Value, other: Value) -> float:
        """0 (nothing in common) to 1: the share of the features of `one` in which the two agree."""
        if not isinstance(one, Entity) or not isinstance(other, Entity):
            return 0.0
        mine, theirs = self.features(one), self.features(other)
        told = [at for at, values in enumerate(mine) if values]
        if not told or one.kind is not other.kind:
            return 0.0
        return sum(1 for at in told if mine[at] & theirs[at]) / len(told)

    def features(self, entity: Entity) -> tuple[frozenset[Hashable], ...]:
        known = self._features.get(entity)
        if known is None:
            known = tuple(self._values(entity, feature) for feature in entity.kind.alike)
            self._features[entity] = known
        return known

    def _values(self, entity: Entity, feature: Feature) -> frozenset[Hashable]:
        if feature.relation is None:
            attribute = entity.attributes.get(feature.column)
            return frozenset() if attribute is None else frozenset([attribute])
        relation = self.bank.relations[feature.relation]
        at = relation.index(feature.column)
        values: set[Hashable] = set()
        for fact in self.bank.mentions(entity):
            if fact.relation is relation and at is not None and self.bank.holds(fact):
                value = fact.values[at]
                if isinstance(value, int) and feature.within:
                    # years agree when they fall into the same or the next span
                    span = value // feature.within
                    values.update((span, span + 1))
                elif value is not None and value is not entity:
                    values.add(value)
        return frozenset(values)
