"""Guessers who know nothing of the subject and look at the form alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity
from quiz.bank.vocabulary import PLAIN_TYPES
from quiz.items.fame import Fame
from quiz.items.item import Item, plain
from quiz.items.likeness import Likeness
from quiz.items.pools import Places
from quiz.items.rules import content

Score = Callable[[Item], Sequence[float] | None]
"""For each option how much it attracts a guesser; None where the guesser has nothing to go by."""

FOUR = 4


class Guessers:
    """The blind strategies. shown: how often a value stands among the options of all items."""

    def __init__(self, bank: Bank, items: Sequence[Item]) -> None:
        self.bank = bank
        self.fame = Fame(bank)
        self.likeness = Likeness(bank, Places())
        self.shown = Counter((self._type(item), option.value) for item in items for option in item.options)

    def strategies(self) -> Mapping[str, Score]:
        return {
            "longest": lambda item: [float(length) for length in _lengths(item)],
            "shortest": lambda item: [-float(length) for length in _lengths(item)],
            "clang": self._clang,
            "convergence": self._convergence,
            "middle number": _middle,
            "most famous": self._famous,
            "most often shown": lambda item: [
                float(self.shown[self._type(item), option.value]) for option in item.options
            ],
        }

    def _type(self, item: Item) -> str:
        return self.bank.families[item.family].it_type if item.family in self.bank.families else ""

    def _entities(self, item: Item) -> list[Entity] | None:
        kind = self._type(item)
        if kind in PLAIN_TYPES:
            return None
        found = [self.bank.by_slug.get((kind, option.value)) for option in item.options]
        return [each for each in found if each is not None] if None not in found else None

    def _clang(self, item: Item) -> Sequence[float] | None:
        stem = content(plain(item.stem))
        echoes = [len(content(plain(option.label)) & stem) for option in item.options]
        return [float(count) for count in echoes] if any(echoes) else None

    def _convergence(self, item: Item) -> Sequence[float] | None:
        """Most like the others, in what the question does not ask about: that would be knowledge."""
        entities = self._entities(item)
        if entities is None:
            return None
        asked = frozenset(atom.relation.name for atom in self.bank.families[item.family].where)
        sums = [
            sum(self.likeness.between(one, other, asked) for other in entities if other is not one)
            for one in entities
        ]
        return sums if any(sums) else None

    def _famous(self, item: Item) -> Sequence[float] | None:
        entities = self._entities(item)
        return None if entities is None else [float(self.fame.count(entity)) for entity in entities]


def _lengths(item: Item) -> list[int]:
    return [len(plain(option.label)) for option in item.options]


def _middle(item: Item) -> Sequence[float] | None:
    """One of the two middle numbers, whichever."""
    labels = [plain(option.label) for option in item.options]
    if len(labels) != FOUR or not all(label.isdecimal() for label in labels):
        return None
    return [0.0, 1.0, 1.0, 0.0]


def share(items: Sequence[Item], score: Score) -> tuple[float, int]:
    """How often the guesser is right, in per cent, with the number of four-option items it looked at.

    Among equally attractive options it throws a die.
    """
    right, looked = 0.0, 0
    for item in items:
        attraction = score(item) if len(item.options) == FOUR else None
        if attraction is None:
            continue
        looked += 1
        best = [at for at, each in enumerate(attraction) if each == max(attraction)]
        right += (item.key in best) / len(best)
    return (100 * right / looked if looked else 25.0), looked
