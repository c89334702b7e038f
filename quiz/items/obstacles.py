"""Why a fact is not asked: one reason for each fact, the one nearest to its being asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Status, Value
from quiz.bank.problems import listed
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Family, Known, Relation, Shape
from quiz.items.claims import Claim, bindings, is_determined, judge_atoms, pattern_of, refute
from quiz.items.distractors import echo_with
from quiz.items.fame import Fame
from quiz.items.forms import OPTIONS
from quiz.items.item import Item
from quiz.items.judging import NO_YEAR, span
from quiz.items.prospects import FEWEST
from quiz.items.seats import MINIMUM_TRUE
from quiz.items.situations import Situation

LOOKED_AT, WEIGHED = 400, 16
"""Values that are found to stand as other options, and those of them that are judged."""

OTHER_YEARS = range(1, 7)


class Kind(IntEnum):
    """What keeps a fact from being asked, the nearest to being asked first."""

    RULE = 1
    NAMESAKE = 2
    UNFIT = 3
    FEW = 4
    DOUBT = 5
    THEME = 6
    OPEN = 7
    TOO_RARE = 8
    NO_FAMILY = 9
    NOT_TO_BE_ASKED = 10
    NOT_HELD = 11

    @property
    def is_askable(self) -> bool:
        """Whether the fact itself could be asked, with other options or another wording."""
        return self < Kind.OPEN or self is Kind.TOO_RARE


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that nobody says is whole, though a family needs it to be.

    fixed: the cells that name it, by column; what is `opened` among them is said to be open.
    """

    family: Family
    relation: Relation
    fixed: tuple[tuple[int, Value], ...]
    opened: Entity | None


@dataclass(frozen=True, slots=True)
class Obstacle:
    kind: Kind
    says: str
    open_list: OpenList | None = None


class Obstacles:
    """Tells what stands in the way of facts that were tried in vain."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._fame = Fame(bank)

    def of_row(self, fact: Fact) -> Obstacle | None:
        """What the row itself says against being asked."""
        bank = self._bank
        if fact.status is not Status.CONFIRMED:
            return Obstacle(
                Kind.NOT_HELD, "said never to be so" if fact.status is Status.NEVER else fact.status
            )
        if fact.is_past(bank.today):
            return Obstacle(Kind.NOT_HELD, "out of date")
        if any(isinstance(value, Entity) and not value.is_asked for value in fact.values):
            return Obstacle(Kind.NOT_TO_BE_ASKED, "names something marked `asked: false`")
        return None

    def of_fact(self, fact: Fact, families: Sequence[Family], found: Sequence[Obstacle]) -> Obstacle:
        """found: what stands in the way in each situation."""
        if found:
            return min(found, key=lambda obstacle: obstacle.kind)
        if not families:
            return Obstacle(Kind.NO_FAMILY, "no family asks about this relation")
        empty = [
            column.name
            for column, value in zip(fact.relation.columns, fact.values, strict=True)
            if value is None
        ]
        if empty:
            return Obstacle(Kind.NO_FAMILY, f"no family asks about rows that do not say the {listed(empty)}")
        return Obstacle(Kind.NO_FAMILY, "no family's other where-lines have a row for it")

    def of_situation(self, situation: Situation, results: Sequence[Item | str | None]) -> Obstacle:
        """results: what became of the tries: an item held back by a rule is given by the rule's words."""
        family = situation.family
        broken = [each for each in results if isinstance(each, str) and each.startswith("L")]
        if broken:
            return Obstacle(Kind.RULE, f"a rule holds it back: {max(set(broken), key=broken.count)}")
        if family.shape.is_about_order:
            return self._of_order(situation)
        key = situation.binding[IT]
        if not situation.seats and not family.shape.is_negative and self._is_theme(key):
            return Obstacle(Kind.THEME, "the pack's own title gives it away")
        if not is_determined(self._bank, family.where, family.hidden, situation.binding):
            return Obstacle(Kind.DOUBT, "the stem describes more than one thing")
        if family.shape.is_negative and self._true_options(situation) < MINIMUM_TRUE:
            return Obstacle(Kind.TOO_RARE, "fewer than three true options for what asks what is not so")
        return self._of_others(situation, [each for each in results if isinstance(each, str)])

    def _is_theme(self, key: Value) -> bool:
        return isinstance(key, Entity) and self._fame.is_theme(key)

    def _true_options(self, situation: Situation) -> int:
        stem = {name: value for name, value in situation.binding.items() if name != IT}
        return len({found[IT] for found, _ in bindings(self._bank, situation.family.where, stem)})

    def _of_order(self, situation: Situation) -> Obstacle:
        """Whether the year of the key is certain; if it is, the other options are too few."""
        family, bank = situation.family, self._bank
        unnamed = {IT, family.year, *family.hidden}
        told = {name: value for name, value in situation.binding.items() if name not in unnamed}
        key = situation.binding[IT]
        if span(bank, family, told, key) is not None:
            return Obstacle(Kind.FEW, "too few options far enough apart in time")
        verdict = judge_atoms(bank, family.where, {**told, IT: key, family.year or "": NO_YEAR})
        for claim in verdict.claims if verdict.truth is Truth.UNKNOWN else ():
            if self._is_open(claim):
                return self._of_open(family, claim)
        return Obstacle(Kind.DOUBT, "its year is in doubt")

    def _of_others(self, situation: Situation, doubts: Sequence[str]) -> Obstacle:
        """By judging values that might stand as other options."""
        family = situation.family
        wanted = 1 if family.shape.is_negative else FEWEST.get(family.shape, OPTIONS) - 1
        others = self._others(situation)
        verdicts = [refute(self._bank, family, {**situation.binding, IT: value}) for value in others]
        false = sum(verdict.truth is Truth.FALSE for verdict in verdicts)
        unproven = [
            claim
            for verdict in verdicts
            for claim in (verdict.claims if verdict.truth is Truth.UNKNOWN else ())
            if self._is_open(claim)
        ]
        if doubts and false >= wanted:
            return _of_doubt(doubts[0])
        if false >= wanted:
            return self._of_unfit(situation)
        if len(others) < wanted:
            return Obstacle(Kind.TOO_RARE, "too few proven distractors: too few of its sort in the bank")
        if unproven:
            return self._of_unproven(situation, unproven)
        return Obstacle(Kind.FEW, "too few proven distractors")

    def _of_unfit(self, situation: Situation) -> Obstacle:
        """Why options that are proven are not taken."""
        family, binding = situation.family, dict(situation.binding)
        key = binding.pop(IT)
        if family.shape is Shape.PICK and all(
            echo_with(self._bank, family, wording, binding)(key) for wording in range(len(family.ask))
        ):
            why = "the key shares a word with the stem, and too few proven distractors do"
        else:
            why = "too few proven distractors that go with it in time, name and likeness"
        return Obstacle(Kind.UNFIT, why)

    def _of_unproven(self, situation: Situation, unproven: Sequence[Claim]) -> Obstacle:
        """Whether it is of what the stem names that too little is listed, or of another of that name."""
        taken_for = [self._taken_for(situation, claim) for claim in unproven]
        if all(taken_for):
            return Obstacle(Kind.NAMESAKE, f"the name of its {taken_for[0]} may mean another")
        return self._of_open(situation.family, unproven[taken_for.index(None)])

    def _others(self, situation: Situation) -> list[Value]:
        """Values of the sort that the family offers, less what is so; some of them, evenly."""
        family, binding = situation.family, situation.binding
        key = binding[IT]
        if isinstance(key, int):
            return [key + sign * step for step in OTHER_YEARS for sign in (1, -1)]
        values = dict.fromkeys(islice(self._offered(situation), LOOKED_AT))
        values.pop(key, None)
        fit = [
            value
            for value in values
            if not isinstance(value, Entity)
            or (value.is_asked and isinstance(key, Entity) and _agree(family, key, value))
        ]
        some = fit[:: max(1, len(fit) // WEIGHED)]
        return [value for value in some if not self._is_so(situation, value)]

    def _taken_for(self, situation: Situation, claim: Claim) -> str | None:
        """The kind of what the stem names, if a claim is about another of its name; else None."""
        for name, value in situation.binding.items():
            if name != IT and isinstance(value, Entity):
                others = self._bank.namesakes(value)
                if any(each is other for each in claim.pattern.values() for other in others):
                    return value.kind.name
        return None

    def _is_so(self, situation: Situation, value: Value) -> bool:
        verdict = judge_atoms(self._bank, situation.family.where, {**situation.binding, IT: value})
        return verdict.truth is Truth.TRUE

    def _offered(self, situation: Situation) -> Iterator[Value]:
        family = situation.family
        stem = {name: value for name, value in situation.binding.items() if name != IT}
        if family.is_joined:
            for atom in family.where:
                for at in atom.columns_of(IT)[:1]:
                    for row in self._bank.rows(atom.relation, pattern_of(self._bank, atom, stem)):
                        yield row.values[at] or ""
            return
        atoms = family.among or tuple(atom for atom in family.where if IT in atom.variables)[:1]
        named = {name for atom in family.among for name in atom.variables}
        if family.shape is Shape.MATCH:
            named = {name for name in atoms[0].variables if name != family.partner}
        given = {name: value for name, value in stem.items() if name in named}
        yield from (found[IT] for found, _ in bindings(self._bank, atoms, given))

    def _is_open(self, claim: Claim) -> bool:
        """Whether it is silence that leaves a claim open, not a row in doubt."""
        rows = self._bank.rows(claim.relation, claim.pattern)
        return not rows and not self._bank.may_match(claim.relation, claim.pattern)

    def _of_open(self, family: Family, claim: Claim) -> Obstacle:
        relation, pattern = claim.relation, claim.pattern
        opened = next(
            (
                value
                for value in pattern.values()
                if isinstance(value, Entity) and (relation.name, value) in self._bank.opened
            ),
            None,
        )
        hidden = {
            at
            for atom in family.where
            if atom.relation is relation
            for at in atom.columns_of(family.year if family.shape.is_about_order and family.year else IT)
        }
        fixed = tuple((at, value) for at, value in sorted(pattern.items()) if at not in hidden)
        found = OpenList(family, relation, fixed, opened)
        return Obstacle(Kind.OPEN, f"open world: {_why_open(relation, found)}", found)


def _agree(family: Family, key: Entity, value: Entity) -> bool:
    return all(key.attributes.get(name) == value.attributes.get(name) for name in family.same)


def _why_open(relation: Relation, found: OpenList) -> str:
    """Why silence does not mean no, in words that are the same for all facts that it is so of."""
    names = listed([relation.columns[at].name for at, _ in found.fixed], last="and")
    per = listed([relation.columns[at].name for at in relation.per], last="and")
    if found.opened is not None:
        return f"`open: [{relation.name}]` is said of the {found.opened.kind.name}"
    if relation.known is Known.OPEN:
        return f"{relation.name} is `known: open`, and not declared complete for its {names}"
    if not {at for at, _ in found.fixed} >= set(relation.per):
        return f"{relation.name} is whole for each {per}, and not declared complete for its {names}"
    return f"the rows of {relation.name} are not all listed for its {per}"


_DOUBTS = {
    "other places give": "other places give another year",
    "is in doubt": "a row in doubt may make it right",
    "nothing rules it out": "nothing rules it out",
    "may be": "its name may mean another",
}


def _of_doubt(reason: str) -> Obstacle:
    """What sort of doubt a sentence tells of, without the names in it."""
    if reason.startswith("The stem may mean others"):
        return Obstacle(Kind.NAMESAKE, "a name in the stem may mean another")
    short = next((short for mark, short in _DOUBTS.items() if mark in reason), "it cannot be proven")
    return Obstacle(Kind.DOUBT, f"an option is in doubt: {short}")
