"""What of a pack is asked, by which families, and why the rest is not: found by trying, fact by fact."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.bank.pack import Entity, Fact
from quiz.bank.problems import Place
from quiz.bank.vocabulary import Family
from quiz.items.assembling import Unproven
from quiz.items.chance import position
from quiz.items.item import Item
from quiz.items.making import Maker
from quiz.items.obstacles import Kind, Obstacle, Obstacles, OpenList
from quiz.items.rules import breach, warnings
from quiz.items.seats import Seat
from quiz.items.situations import Situation, Situations

SEEDS = (1, 2, 3)
"""A seat is tried with each of these before it is said to make nothing."""

SMALL = 10_000
"""With so many seats or fewer every family is tried for every fact."""

LOOKED_AT = 120
"""Facts of each relation for which all families are tried, in a pack that is not small."""

EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    fact: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """Facts that are not asked for one reason. count: of those tried."""

    why: str
    is_askable: bool
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationCoverage:
    """One relation of a pack. facts: all rows; tried: those looked at, of which `asked`, `askable` and
    `unasked` speak.

    families: how many of `compared` facts each family asks, the most first.
    """

    relation: str
    facts: int
    tried: int
    asked: int
    askable: int
    compared: int
    families: tuple[tuple[str, int], ...]
    unasked: tuple[Unasked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """seats: all that the pack has. items: different ones made on the way; of them, how many each of the
    `warnings` was given for. broken: tries that a rule held back, by the rule. open_lists: the lists whose
    being open was in the way, as often as it was.
    """

    pack: str
    title: str
    relations: tuple[RelationCoverage, ...]
    seats: int
    tries: int
    items: int
    broken: tuple[tuple[str, int], ...]
    warnings: tuple[tuple[str, int], ...]
    warned: int
    open_lists: Counter[OpenList]


def cover(maker: Maker, sample: int | None = None) -> Coverage:
    """sample: look at so many facts of each relation only."""
    return _Trial(maker).coverage(sample)


def facts_of(maker: Maker) -> dict[str, list[Fact]]:
    """By relation: the pack's own rows, and those of the packs it uses about subjects of its own."""
    pack = maker.pack
    found: dict[str, list[Fact]] = defaultdict(list)
    for each in maker.bank.packs:
        for fact in each.facts:
            named = (value for value in fact.values if isinstance(value, Entity))
            if fact.pack == pack.slug or any(entity in pack.subjects for entity in named):
                found[fact.relation.name].append(fact)
    return found


class _Trial:
    """Tries seats, and remembers what became of them."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._situations = Situations(maker)
        self._obstacles = Obstacles(maker.bank)
        self._results: dict[tuple[str, int], Item | str | None] = {}
        self._askers: dict[str, set[str]] = {}
        self._items: set[str] = set()
        self._warned: set[str] = set()
        self._warnings: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._open_lists: Counter[OpenList] = Counter()

    def coverage(self, sample: int | None) -> Coverage:
        for seat in self._situations.questions:
            self._try(seat, SEEDS[0])
        is_small = self._situations.count <= SMALL
        if is_small and sample is None:
            for seat in self._situations.every_seat():
                self._try(seat, SEEDS[0])
        compared = sample or (self._situations.count if is_small else LOOKED_AT)
        facts = facts_of(self._maker)
        relations = [self._relation(name, facts[name], compared, sample) for name in facts]
        return Coverage(
            pack=self._maker.pack.slug,
            title=self._maker.pack.title,
            relations=tuple(sorted(relations, key=lambda each: (-each.facts, each.relation))),
            seats=self._situations.count,
            tries=len(self._results),
            items=len(self._items),
            broken=tuple(self._broken.most_common()),
            warnings=tuple(self._warnings.most_common()),
            warned=len(self._warned),
            open_lists=self._open_lists,
        )

    def _relation(
        self, name: str, facts: Sequence[Fact], compared: int, sample: int | None
    ) -> RelationCoverage:
        families = self._situations.families(name)
        in_chance_order = sorted(facts, key=lambda fact: position("coverage", fact.id))
        first = in_chance_order[:compared]
        obstacles: dict[Fact, list[Obstacle]] = {}
        for fact in first:
            obstacles[fact] = self._obstacles_of(fact, families)
        counts = Counter(asker for fact in first for asker in self._askers.get(fact.id, ()))
        likeliest = sorted(families, key=lambda family: -counts[family.slug])
        tried = first if sample is not None else in_chance_order
        for fact in tried:
            if fact not in obstacles and fact.id not in self._askers:
                obstacles[fact] = self._obstacles_of(fact, likeliest, is_one_enough=True)
        # the items of other facts may have asked some of them on the way
        unasked = [fact for fact in tried if fact.id not in self._askers]
        why = {
            fact: self._obstacles.of_row(fact) or self._obstacles.of_fact(fact, families, obstacles[fact])
            for fact in unasked
        }
        out_of_reach = sum(not obstacle.kind.is_askable for obstacle in why.values())
        return RelationCoverage(
            relation=name,
            facts=len(facts),
            tried=len(tried),
            asked=len(tried) - len(unasked),
            askable=len(tried) - out_of_reach,
            compared=len(first),
            families=tuple(counts.most_common()),
            unasked=tuple(_grouped(why)),
        )

    def _obstacles_of(
        self, fact: Fact, families: Iterable[Family], *, is_one_enough: bool = False
    ) -> list[Obstacle]:
        """What stands in the way of a fact, in each family that does not ask it."""
        found: list[Obstacle] = []
        if self._obstacles.of_row(fact) is not None:
            return found
        for family in families:
            situations = self._situations.of(fact, family)
            if self._ask(fact, family, situations):
                if is_one_enough:
                    return []
                continue
            for situation in situations:
                results = [
                    self._try(seat, seed) for seed in SEEDS for seat in situation.seats
                ]  # tried already, and remembered
                obstacle = self._obstacles.of_situation(situation, results)
                if obstacle.open_list is not None:
                    self._open_lists[obstacle.open_list] += 1
                found.append(obstacle)
        return found

    def _ask(self, fact: Fact, family: Family, situations: Sequence[Situation]) -> bool:
        """Whether a family has an item that asks a fact, for some of a few seeds."""
        for seed in SEEDS:
            for situation in situations:
                for seat in situation.seats:
                    if self._asks(family, fact):
                        return True
                    self._try(seat, seed)
        return self._asks(family, fact)

    def _asks(self, family: Family, fact: Fact) -> bool:
        return family.slug in self._askers.get(fact.id, ())

    def _try(self, seat: Seat, seed: int) -> Item | str | None:
        """The item; or in words, what it lacks; None if too few options were found."""
        known = (seat.name, seed)
        if known not in self._results:
            self._results[known] = self._tried(seat, seed)
        return self._results[known]

    def _tried(self, seat: Seat, seed: int) -> Item | str | None:
        found = self._maker.attempt(seat, seed)
        if isinstance(found, Unproven):
            return found.reasons[0]
        if found is None:
            return None
        broken = breach(found)
        if broken is not None:
            self._broken[broken] += 1
            return broken
        for fact in found.facts:
            self._askers.setdefault(fact, set()).add(found.family)
        if found.id not in self._items:
            self._items.add(found.id)
            told = warnings(found)
            self._warnings.update(told)
            self._warned.update([found.id] if told else ())
        return found


def _grouped(why: dict[Fact, Obstacle]) -> list[Unasked]:
    """One line for each reason, those that the engine could mend first."""
    groups: dict[tuple[Kind, str], list[Fact]] = defaultdict(list)
    for fact, obstacle in why.items():
        groups[obstacle.kind, obstacle.says].append(fact)
    return [
        Unasked(
            why=says,
            is_askable=kind.is_askable,
            count=len(facts),
            examples=tuple(Example(fact=fact.id, place=fact.place) for fact in facts[:EXAMPLES]),
        )
        for (kind, says), facts in sorted(groups.items(), key=lambda group: (group[0][0], -len(group[1])))
    ]
