"""How well known a thing is, read off the bank: what is named often is known, nobody types fame in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity
from quiz.bank.slugs import norm


class Fame:
    """Fame of entities among their own kind, by how many rows name them."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._theme = f" {norm(bank.pack.title)} "
        self._known: dict[Entity, float] = {}
        self._themes: dict[Entity, bool] = {}
        self._counts: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for entity in bank.entities.values():
            self._counts[self._peers(entity)].append(self.count(entity))
        for counts in self._counts.values():
            counts.sort()

    def of(self, entity: Entity) -> float:
        """0 (the least named of its kind) to 1; what the pack speaks of is compared with its like alone."""
        known = self._known.get(entity)
        if known is None:
            counts = self._counts[self._peers(entity)]
            named = self.count(entity)
            below, upto = bisect_left(counts, named), bisect_right(counts, named)
            known = self._known[entity] = (below + upto) / (2 * len(counts))
        return known

    def count(self, entity: Entity) -> int:
        """How many rows name it."""
        return len(self._bank.mentions(entity))

    def is_theme(self, entity: Entity) -> bool:
        """Whether the pack's own title names it, so that the player has it before the eyes all the time."""
        known = self._themes.get(entity)
        if known is None:
            known = self._themes[entity] = any(f" {name} " in self._theme for name in entity.known_as)
        return known

    def _peers(self, entity: Entity) -> tuple[str, bool]:
        return entity.kind.name, self._bank.is_familiar(entity)
