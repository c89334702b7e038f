"""The difficulty predicted before anybody has played, in logits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.bank.pack import Entity, Question
from quiz.bank.vocabulary import Family
from quiz.items.fame import Fame
from quiz.items.item import Level

FAME_WEIGHT = 2.0
LIKENESS_WEIGHT = 0.6
FACT_WEIGHT = 0.2
"""For each fact that a question joins to the first."""

OF_LEVEL = {Level.BERLIN: -0.3, Level.VENICE: 0.0, Level.CANNES: 0.3}
OF_HANDWRITTEN = {Level.BERLIN: -0.8, Level.VENICE: 0.0, Level.CANNES: 0.8}


def of_question(question: Question) -> float:
    """The author's word for it."""
    return OF_HANDWRITTEN[Level(question.level)]


def of_named(family: Family, named: Iterable[Entity], fame: Fame) -> float:
    """From the family, the number of facts, and how well known the things are that the question names, the
    pack's theme apart.
    """
    known = [fame.of(entity) for entity in named if not fame.is_theme(entity)]
    mean = sum(known) / len(known) if known else 0.5
    return family.harder + FACT_WEIGHT * (len(family.where) - 1) + FAME_WEIGHT * (0.5 - mean)


def of_item(seat_difficulty: float, level: Level, alike: Sequence[float]) -> float:
    """The seat's, shifted by how much the wrong options resemble the key (0 to 1 each)."""
    mean = sum(alike) / len(alike) if alike else 0.5
    return seat_difficulty + OF_LEVEL[level] + LIKENESS_WEIGHT * (mean - 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Where one level ends and the next begins: thirds of the pack by predicted difficulty, so that every
    pack has all three.
    """

    berlin_up_to: float
    venice_up_to: float

    @classmethod
    def of(cls, difficulties: Iterable[float]) -> Bands:
        ordered = sorted(difficulties)
        if not ordered:
            return cls(berlin_up_to=0.0, venice_up_to=0.0)
        third = len(ordered) // len(Level)
        return cls(berlin_up_to=ordered[third], venice_up_to=ordered[2 * third])

    def level(self, difficulty: float) -> Level:
        if difficulty < self.berlin_up_to:
            return Level.BERLIN
        return Level.VENICE if difficulty < self.venice_up_to else Level.CANNES
