"""What a pack holds and asks, counted without making every item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.bank.pack import Fact
from quiz.items.coverage import facts_of
from quiz.items.item import Level
from quiz.items.making import Maker
from quiz.items.seats import Seat

FEW = 200
"""With so many seats or fewer an item is made for each; with more, for SAMPLE of them."""

SAMPLE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """facts, names, questions, families: the pack's own.

    seats: by level, the situations that could be asked about. tried, made: seats for which an item was to be
    made, and was. reach: facts that may be asked here, of the packs below also those about its own subjects;
    asked: those of them that some seat asks about.
    """

    pack: str
    facts: int
    names: int
    questions: int
    families: int
    seats: Mapping[Level, int]
    tried: int
    made: int
    reach: int
    asked: int

    @property
    def all_seats(self) -> int:
        return sum(self.seats.values())

    @property
    def is_exact(self) -> bool:
        return self.tried == self.all_seats

    @property
    def items(self) -> int:
        """How many items one seed makes: counted, or worked out from those that were tried."""
        return self.made if self.is_exact else round(self.all_seats * self.made / self.tried)


def sum_up(maker: Maker) -> Summary:
    pack = maker.pack
    seats: Counter[Level] = Counter()
    asked: set[Fact] = set()
    every: list[Seat] = []
    for level in Level:
        before = len(every)
        for seat in maker.every_seat(level):
            every.append(seat)
            asked.update(seat.facts)
        seats[level] = len(every) - before
    reach = [
        fact
        for facts in facts_of(maker).values()
        for fact in facts
        if maker.bank.is_own(fact) and maker.bank.holds(fact)
    ]
    tried = _evenly(every)
    return Summary(
        pack=pack.slug,
        facts=len(pack.facts),
        names=len(pack.entities),
        questions=len(pack.questions),
        families=len(pack.families),
        seats=seats,
        tried=len(tried),
        made=sum(maker.make(seat, 1) is not None for seat in tried),
        reach=len(reach),
        asked=sum(fact in asked for fact in reach),
    )


def _evenly(seats: Sequence[Seat]) -> Sequence[Seat]:
    """All of few seats, or some that lie at equal distances among many."""
    if len(seats) <= FEW:
        return seats
    return [seats[at * len(seats) // SAMPLE] for at in range(SAMPLE)]
