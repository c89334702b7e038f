"""How much two values resemble each other: what makes a wrong option plausible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value, value_slug
from quiz.bank.vocabulary import Feature
from quiz.items.pools import Place, Ring

Features = tuple[frozenset[Value], ...]


class Likeness:
    """Likeness of values by the features that their kind declares `alike`; remembers what it looked up."""

    def __init__(self, bank: Bank, place: Place) -> None:
        self.bank = bank
        self._place = place
        self._features: dict[Entity, Features] = {}
        self._flats: dict[frozenset[str], dict[Value, frozenset[int]]] = defaultdict(dict)
        self._numbers: dict[tuple[int, Value], int] = {}
        self._sharing: dict[str, dict[tuple[int, Value], Ring]] = {}
        self._rings: dict[Entity, tuple[Ring, ...]] = {}

    def between(self, one: Value, other: Value, apart: frozenset[str] = frozenset()) -> float:
        """0 (nothing in common) to 1 (all features alike), whichever way round.

        What has many features is not like everything for that: what two share is counted against all that the
        richer of them has.
        apart: relations whose features do not count.
        """
        [found] = self.to_each(one, [other], apart)
        return found

    def to_each(
        self, one: Value, others: Iterable[Value], apart: frozenset[str] = frozenset()
    ) -> list[float]:
        """The likeness of one value to each of others; see `between`."""
        flats = self._flats[apart]
        mine = flats.get(one)
        if mine is None:
            mine = self.numbered(one, apart)
        found: list[float] = []
        for other in others:
            theirs = flats.get(other)
            if theirs is None:
                theirs = self.numbered(other, apart)
            most = max(len(mine), len(theirs))
            found.append(len(mine & theirs) / most if most else 0.0)
        return found

    def among(self, values: Sequence[Value], apart: frozenset[str]) -> list[list[float]]:
        """The likeness of each to each; 0 to itself."""
        features = [self.numbered(value, apart) for value in values]
        found = [[0.0] * len(values) for _ in values]
        for at, mine in enumerate(features):
            for other, theirs in enumerate(features[:at]):
                most = max(len(mine), len(theirs))
                found[at][other] = found[other][at] = len(mine & theirs) / most if most else 0.0
        return found

    def numbered(self, entity: Value, apart: frozenset[str] = frozenset()) -> frozenset[int]:
        """All features of an entity by their numbers; none of what is no entity."""
        if not isinstance(entity, Entity):
            return frozenset()
        known = self._flats[apart].get(entity)
        if known is None:
            numbers = self._numbers
            known = self._flats[apart][entity] = frozenset(
                numbers.setdefault((at, value), len(numbers))
                for at, (feature, values) in enumerate(
                    zip(entity.kind.alike, self.features(entity), strict=True)
                )
                if feature.relation not in apart
                for value in values
            )
        return known

    def sharing(self, value: Value) -> Iterator[Ring]:
        """For each feature of a value, those of its kind that have it too, the value itself among them."""
        if not isinstance(value, Entity):
            return
        rings = self._sharing.get(value.kind.name)
        if rings is None:
            rings = self._sharing[value.kind.name] = self._post(value.kind.name)
        known = self._rings.get(value)
        if known is None:
            # a set has no order of its own, and each ring takes the next number of the stream
            known = self._rings[value] = tuple(
                rings[at, each]
                for at, values in enumerate(self.features(value))
                for each in sorted(values, key=value_slug)
            )
        yield from known

    def _post(self, kind: str) -> dict[tuple[int, Value], Ring]:
        posted: dict[tuple[int, Value], list[Value]] = defaultdict(list)
        for entity in self.bank.entities.values():
            if entity.kind.name == kind:
                for at, values in enumerate(self.features(entity)):
                    for each in values:
                        posted[at, each].append(entity)
        return {feature: Ring(found, self._place) for feature, found in posted.items()}

    def features(self, entity: Entity) -> Features:
        known = self._features.get(entity)
        if known is None:
            known = tuple(self._values(entity, feature) for feature in entity.kind.alike)
            self._features[entity] = known
        return known

    def _values(self, entity: Entity, feature: Feature) -> frozenset[Value]:
        if feature.relation is None:
            attribute = entity.attributes.get(feature.column)
            return frozenset() if attribute is None else frozenset([attribute])
        relation = self.bank.relations[feature.relation]
        at = relation.index(feature.column)
        values: set[Value] = set()
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
