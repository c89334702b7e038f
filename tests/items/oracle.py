"""A second opinion on every item: the rules of truth over again, by plain look-up, from the notation alone.

It reads the raw packs (see `records`) and an item's id, and nothing that the generator worked out. It is
simple on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from itertools import product
from urllib.parse import unquote

from quiz.bank.pack import Entity, Pack, Question, Status
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import Family, Shape, Variable, placeholders
from quiz.items.item import Item, plain
from tests.items.records import Cell, Key, Names, Records, Says, Somebody, known_as

Span = tuple[int, int]
"""The earliest and the latest year that anybody gives for something."""


class Stale(Exception):
    """An id names what the packs do not hold any more."""


Choice = Cell | tuple[Cell, Cell]
"""What an option stands for; of a match, the partner and `it`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item's id, taken apart.

    named: what the id gives beside its options. options: the key first.
    """

    family: Family
    named: Names
    options: tuple[Choice, ...]

    def names(self, choice: Choice) -> Names:
        """What is said of an option, by the names of the where-lines."""
        if isinstance(choice, tuple):
            return {**self.named, partner_of(self.family): choice[0], "it": choice[1]}
        return {**self.named, "it": choice}

    @property
    def single(self) -> tuple[Cell, ...]:
        """The options, where none is a pair."""
        return tuple(option for option in self.options if not isinstance(option, tuple))


class Oracle:
    """What the rows in reach of a pack prove on one day."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.records = Records(pack, today)
        self._judges: dict[Shape, Callable[[Asked], list[str]]] = {
            Shape.PICK: self._flaws_of_pick,
            Shape.EXCEPT: self._flaws_of_except,
            Shape.ODD: self._flaws_of_odd,
            Shape.FIRST: self._flaws_of_order,
            Shape.LAST: self._flaws_of_order,
            Shape.BETWEEN: self._flaws_of_order,
            Shape.MATCH: self._flaws_of_pick,
            Shape.TRUE_FALSE: self._flaws_of_statement,
        }

    @cached_property
    def _certain(self) -> set[str]:
        return {fact.id for fact in self.records.facts if self.records.is_certain(fact)}

    @cached_property
    def _telling(self) -> set[str]:
        return self._certain | {fact.id for fact in self.records.facts if fact.status is Status.NEVER}

    def flaws(self, item: Item) -> list[str]:
        """Why an item should not have been made: none if one option is right and the others proven wrong."""
        return [*self.flaws_of_form(item), *self.flaws_of(item.id)]

    def flaws_of(self, item_id: str) -> list[str]:
        """The same of a stored item, of which nothing is at hand but its id."""
        pack, family_and_wording, cells, options = item_id.split(":")
        assert pack == self.pack.slug
        slug, _, wording = family_and_wording.rpartition(".")
        try:
            if slug == "handwritten":
                return self._flaws_of_question(cells.removeprefix("id="), int(wording), options)
            asked = self._asked(slug, int(wording), cells, options)
        except Stale as stale:
            return [str(stale)]
        return [*self._flaws_of_names(asked.options), *self._judges[asked.family.shape](asked)]

    def looked_at(self, item_id: str) -> frozenset[Key]:
        """All that was looked up to judge an item: what is not changed in this leaves the judgement alone."""
        self.records.looked_at = set()
        self.flaws_of(item_id)
        return frozenset(self.records.looked_at)

    def asked(self, item_id: str) -> Asked | None:
        """What an item's id asks and offers; None if it is a handwritten question's."""
        _, family_and_wording, cells, options = item_id.split(":")
        slug, _, wording = family_and_wording.rpartition(".")
        return None if slug == "handwritten" else self._asked(slug, int(wording), cells, options)

    def _asked(self, slug: str, wording: int, cells: str, options: str) -> Asked:
        self.records.looked_at.add(("family", slug))
        family = self.records.families.get(slug)
        if family is None or wording >= len(family.ask):
            raise Stale(f"there is no family {slug} with a wording {wording}")
        types = {**dict(family.types), "after": family.it_type, "before": family.it_type}
        pairs = [cell.split("=", 1) for cell in cells.split(",") if cell]
        if named_by(family) != {name for name, _ in pairs}:
            raise Stale(f"{slug} asks about {named_by(family)} now")
        return Asked(
            family=family,
            named={name: self._value(types[name], text) for name, text in pairs},
            options=tuple(self._choice(family, text) for text in options.split(",")),
        )

    def _choice(self, family: Family, text: str) -> Choice:
        if family.shape is Shape.TRUE_FALSE:
            return text
        if family.shape is not Shape.MATCH:
            return self._value(family.it_type, text)
        partner, _, it = text.partition("+")
        return self._value(dict(family.types)[partner_of(family)], partner), self._value(family.it_type, it)

    def _value(self, kind: str, text: str) -> Cell:
        if kind == "year":
            return int(text)
        if kind in ("text", "title"):
            return unquote(text)
        found = self.records.entity(kind, text)
        if found is None:
            raise Stale(f"there is no {kind} {text}")
        return found

    def _holds(self, family: Family, names: Names) -> bool:
        return next(self.records.cases(family.where, names, how="certain"), None) is not None

    def _is_false(self, family: Family, names: Names) -> bool:
        return any(
            self.records.says(atom.relation, self.records.claim(atom, names)) is Says.FALSE
            for atom in family.where
        )

    def _is_refuted(self, family: Family, shown: Names, it: Cell) -> bool:
        """Whether the option is wrong in every case that the stem describes.

        And listed as right in none that it may describe: a cell that is empty may hold anything.
        """
        describing = [atom for atom in family.where if "it" not in atom.variables]
        telling = [atom for atom in family.where if "it" in atom.variables]
        cases = self.records.cases
        return all(
            self._is_false(family, {**case, "it": it}) for case in cases(describing, shown, how="listed")
        ) and not any(
            describing and any(True for _ in cases(telling, {**case, "it": it}, how="may"))
            for case in cases(describing, shown, how="may")
        )

    def _readings(self, asked: Asked, choice: Choice) -> list[Choice]:
        """What an option may be taken for."""
        if not isinstance(choice, tuple):
            return [*self.records.readings(choice)]
        partners = self._readings_in_stem(choice[0])
        return list(product(partners, self.records.readings(choice[1])))

    def _stems(self, asked: Asked) -> Iterator[dict[str, Cell]]:
        """What the stem may be taken to say; a work's title is told apart there, if it can be."""
        hidden = {*asked.family.hidden, "it"}
        shown = {name: value for name, value in asked.named.items() if name not in hidden}
        for values in product(*(self._readings_in_stem(value) for value in shown.values())):
            yield dict(zip(shown, values, strict=True))

    def _readings_in_stem(self, value: Cell) -> list[Cell]:
        if isinstance(value, Entity) and value.kind.is_title and norm(value.name) != norm(value.show):
            return [value]
        return self.records.readings(value)

    def flaws_of_form(self, item: Item) -> list[str]:
        """What an item tells, beside its id."""
        labels = [norm(plain(option.label)) for option in item.options]
        flaws = ["two options read the same"] if len(set(labels)) < len(labels) else []
        if not item.facts or not item.sources or not item.explanation:
            flaws.append("no fact, no source or no explanation")
        if item.family == "handwritten":
            return flaws
        key, *others = item.id.rpartition(":")[2].split(",")
        if sorted([key, *others]) != sorted(option.value for option in item.options):
            flaws.append("the id names other options than are shown")
        if key != item.options[item.key].value:
            flaws.append("the id names another key")
        # a statement may be false because a row says that it was never so
        telling = self._telling if key == "false" else self._certain
        flaws += [f"{row} is no certain row" for row in item.facts if row not in telling]
        flaws += [f"{row} proves nothing" for row in item.rests_on if row not in self._telling]
        return flaws

    def _flaws_of_names(self, options: tuple[Choice, ...]) -> list[str]:
        """Options that may be taken for one another: by a name in common, or one name within the other."""
        return [
            f"{one} and {other} may be one"
            for at, one in enumerate(options)
            for other in options[:at]
            if _may_be_one(one, other)
        ]

    def _flaws_of_pick(self, asked: Asked) -> list[str]:
        flaws = self._flaws_of_description(asked)
        key, *others = asked.options
        stems = list(self._stems(asked))
        if not self._holds(asked.family, asked.names(key)):
            flaws.append(f"the key {key} is not proven")
        if isinstance(key, int) and self._is_dated_otherwise(asked, key):
            flaws.append("other places give other years than the key")
        for option in others:
            for choice, stem in product(self._readings(asked, option), stems):
                shown, it = _beside(asked.family, stem, choice)
                if not self._is_refuted(asked.family, shown, it):
                    flaws.append(f"{choice} is not proven wrong for {stem}")
        return flaws

    def _flaws_of_statement(self, asked: Asked) -> list[str]:
        """Whether what the stem says is so, or is not so, whomever its names mean."""
        flaws = self._flaws_of_description(asked)
        if sorted(map(str, asked.options)) != ["false", "true"]:
            flaws.append(f"the options are {asked.options}")
        for stem, it in product(self._stems(asked), self._readings_in_stem(asked.named["it"])):
            if asked.options[0] == "true" and not self._holds(asked.family, {**stem, "it": it}):
                flaws.append(f"it is not proven to be so: {stem}, {it}")
            if asked.options[0] == "false" and not self._is_refuted(asked.family, stem, it):
                flaws.append(f"it is not proven to be otherwise: {stem}, {it}")
        return flaws

    def _is_dated_otherwise(self, asked: Asked, key: int) -> bool:
        for atom in asked.family.where:
            claim = self.records.claim(atom, {**asked.named, "it": key})
            if any(
                row.elsewhere for row in self.records.rows(atom.relation, claim) if _says(row.values, claim)
            ):
                return True
        return False

    def _flaws_of_except(self, asked: Asked) -> list[str]:
        flaws = self._flaws_of_description(asked)
        key, *others = asked.single
        for stem in self._stems(asked):
            flaws += [
                f"{it} is not proven to be otherwise"
                for it in self.records.readings(key)
                if not self._is_refuted(asked.family, stem, it)
            ]
            flaws += [
                f"{it} may be right too: it is not proven to be so"
                for option in others
                for it in self.records.readings(option)
                if not self._holds(asked.family, {**stem, "it": it})
            ]
        return flaws

    def _flaws_of_odd(self, asked: Asked) -> list[str]:
        family = asked.family
        _, *others = asked.single
        flaws = [
            f"{it} does not share it with the others"
            for stem in self._stems(asked)
            for option in others
            for it in self.records.readings(option)
            if not self._holds(family, {**asked.named, **stem, "it": it})
        ]
        shown = next(self._stems(asked))
        strangers: dict[str, Cell] = {name: Somebody() for name in family.hidden}
        for option in asked.single:
            for it in self.records.readings(option):
                for case in self.records.cases(family.where, {**shown, "it": it}, how="may"):
                    common = {name: case.get(name, strangers[name]) for name in family.hidden}
                    flaws += self._flaws_of_common(asked, {**shown, **common})
        flaws += self._flaws_of_common(asked, {**shown, **strangers})
        return list(dict.fromkeys(flaws))

    def _flaws_of_common(self, asked: Asked, case: Names) -> list[str]:
        """Whether the key may share something with two of the others, so that the fourth is odd."""
        key, *others = asked.single

        def may_share(option: Cell) -> bool:
            readings = self.records.readings(option)
            return any(not self._is_false(asked.family, {**case, "it": it}) for it in readings)

        if not may_share(key):
            return []
        sharing = [option for option in others if may_share(option)]
        return [f"{key} may share {case} with {sharing}"] if len(sharing) >= 2 else []

    def _flaws_of_order(self, asked: Asked) -> list[str]:
        options = {f"option {at}": option for at, option in enumerate(asked.single)}
        between = {name: asked.named[name] for name in ("after", "before") if name in asked.named}
        spans = {name: self._span(asked, value) for name, value in {**options, **between}.items()}
        known = {name: span for name, span in spans.items() if span is not None}
        if len(known) < len(spans):
            return [f"the year of {name} is not certain" for name in spans.keys() - known.keys()]
        key, *others = (known[name] for name in options)
        gap = asked.family.gap

        def lies(one: Span, other: Span) -> bool:
            """Whether one comes before the other, by the gap, whichever years are right."""
            return one[1] + gap <= other[0]

        if asked.family.shape is Shape.BETWEEN:
            after, before = known["after"], known["before"]
            right = lies(after, key) and lies(key, before)
            wrong = [lies(other, after) or lies(before, other) for other in others]
        else:
            right = True
            first = asked.family.shape is Shape.FIRST
            wrong = [lies(key, other) if first else lies(other, key) for other in others]
        return [] if right and all(wrong) else [f"the years do not lie as they should: {known}"]

    def _span(self, asked: Asked, option: Cell) -> Span | None:
        """The years that anybody gives for it; None if there may be others, or a year is in doubt."""
        family = asked.family
        name = year_of(family)
        named = {each: value for each, value in asked.named.items() if each not in ("after", "before")}
        years: list[int] = []
        for it in self.records.readings(option):
            names = {**named, "it": it}
            if not self._holds(family, names):
                return None
            for atom in family.where:
                for at in (at for at, term in enumerate(atom.terms) if term == Variable(name)):
                    claim = self.records.claim(atom, names)
                    if self.records.says(atom.relation, {**claim, at: Somebody()}) is not Says.FALSE:
                        return None
                    for row in self.records.rows(atom.relation, claim):
                        if not _says(row.values, claim):
                            continue
                        year = row.values[at]
                        if not self.records.is_certain(row) or not isinstance(year, int):
                            return None
                        years += [year, *row.elsewhere]
        return (min(years), max(years)) if years else None

    def _flaws_of_description(self, asked: Asked) -> list[str]:
        """Whether the stem describes one thing: in how many ways its unnamed parts can be filled."""
        describing = [atom for atom in asked.family.where if "it" not in atom.variables]
        described = {name for atom in describing for name in atom.variables}
        hidden = [name for name in asked.family.hidden if name in described]
        if not hidden:
            return []
        ways = {
            tuple(case[name] for name in hidden)
            for stem in self._stems(asked)
            for case in self.records.cases(describing, stem, how="listed")
        }
        return [] if len(ways) == 1 else [f"the stem describes {len(ways)} things: {ways}"]

    def _flaws_of_question(self, slug: str, wording: int, digest: str) -> list[str]:
        self.records.looked_at.add(("question", slug))
        question = self.records.questions.get(slug)
        if question is None or wording >= len(question.ask):
            return [f"there is no question {slug} with a wording {wording}"]
        dates = [limit for limit in (question.until, question.review_by) if limit is not None]
        if question.status is not Status.CONFIRMED or min(dates, default=date.max) < self.records.today:
            return [f"the question {slug} is not asked any more"]
        if digest != digest_of(question):
            return [f"the question {slug} has other texts now"]
        return self._flaws_of_where(question)

    def _flaws_of_where(self, question: Question) -> list[str]:
        """Where rows prove the options, they must do so still."""
        flaws = []
        if question.where and question.key_entity is not None:
            names = {"it": question.key_entity}
            if next(self.records.cases(question.where, names, how="certain"), None) is None:
                flaws.append("the key is not proven")
        for wrong in question.wrong if question.where else ():
            for it in self.records.readings(wrong.entity) if wrong.entity is not None else ():
                claims = [(atom.relation, self.records.claim(atom, {"it": it})) for atom in question.where]
                if not any(self.records.says(*claim) is Says.FALSE for claim in claims):
                    flaws.append(f"{it} is not proven wrong")
        return flaws


def digest_of(question: Question) -> str:
    """Of all the texts that a player is asked about, as an id carries it."""
    texts = [*question.ask, question.key, *(wrong.text for wrong in question.wrong)]
    return blake2b("\x1f".join(texts).encode(), digest_size=5).hexdigest()


def _says(values: tuple[object, ...], claim: dict[int, Cell]) -> bool:
    return all(values[at] == value for at, value in claim.items())


def partner_of(family: Family) -> str:
    """The variable that an option of a match names beside `it`."""
    return next(name for name, _ in placeholders(family.pair or "") if name != "it")


def year_of(family: Family) -> str:
    """The variable of the year by which options are ordered."""
    beside_it = {name for atom in family.where if "it" in atom.variables for name in atom.variables}
    return next(name for name, kind in family.types if kind == "year" and name in beside_it)


def named_by(family: Family) -> set[str]:
    """The variables for which an item's id gives a value, as the notation of ids says."""
    named = {name for atom in family.where for name in atom.variables}
    if family.shape is not Shape.TRUE_FALSE:
        named -= {"it"}
    if family.shape is Shape.MATCH:
        named -= {partner_of(family)}
    if family.shape in (Shape.FIRST, Shape.LAST, Shape.BETWEEN):
        named -= {year_of(family)}
    return named | ({"after", "before"} if family.shape is Shape.BETWEEN else set())


def _beside(family: Family, stem: Names, choice: Choice) -> tuple[Names, Cell]:
    """What is fixed beside the option, and the option itself."""
    if isinstance(choice, tuple):
        return {**stem, partner_of(family): choice[0]}, choice[1]
    return stem, choice


def _may_be_one(one: Choice, other: Choice) -> bool:
    """Whether two options may be taken for one: of pairs, whether a partner may, and whether `it` may."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _are_alike(one[0], other[0]) or _are_alike(one[1], other[1])
    if isinstance(one, tuple) or isinstance(other, tuple):
        return False
    return _are_alike(one, other)


def _are_alike(one: Cell, other: Cell) -> bool:
    if one == other:
        return True
    if isinstance(one, int) or isinstance(other, int):
        return False
    if isinstance(one, Entity) and isinstance(other, Entity) and known_as(one) & known_as(other):
        return True
    mine, theirs = _shown(one), _shown(other)
    return mine in theirs or theirs in mine


def _shown(value: Cell) -> str:
    return f" {norm(value.show if isinstance(value, Entity) else str(value))} "
