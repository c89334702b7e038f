"""A second opinion on every item: the rules of truth over again, by plain look-up, from the notation alone.

It reads the raw packs (see `records`) and an item's id, and nothing that the generator worked out. It is
simple on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import product
from urllib.parse import quote, unquote

from quiz.bank.pack import Entity, Pack, Question, Status
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import Family, Shape, Variable
from quiz.items.item import Item, plain
from tests.items.records import Cell, Key, Names, Records, Says, Somebody, known_as

Span = tuple[int, int]
"""The earliest and the latest year that anybody gives for something."""


class Stale(Exception):
    """An id names what the packs do not hold any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item's id, taken apart. options: the key first."""

    family: Family
    named: Names
    options: tuple[Cell, ...]


class Oracle:
    """What the rows in reach of a pack prove on one day."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.records = Records(pack, today)
        never = {fact.id for fact in self.records.facts if fact.status is Status.NEVER}
        self._certain = {fact.id for fact in self.records.facts if self.records.is_certain(fact)}
        self._telling = self._certain | never
        self._judges: dict[Shape, Callable[[Asked], list[str]]] = {
            Shape.PICK: self._flaws_of_pick,
            Shape.EXCEPT: self._flaws_of_except,
            Shape.ODD: self._flaws_of_odd,
            Shape.FIRST: self._flaws_of_order,
            Shape.LAST: self._flaws_of_order,
        }

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

    def _asked(self, slug: str, wording: int, cells: str, options: str) -> Asked:
        self.records.looked_at.add(("family", slug))
        family = self.records.families.get(slug)
        if family is None or wording >= len(family.ask):
            raise Stale(f"there is no family {slug} with a wording {wording}")
        types = dict(family.types)
        pairs = [cell.split("=", 1) for cell in cells.split(",") if cell]
        named = {name for atom in family.where for name in atom.variables} - {"it"}
        if family.shape in (Shape.PICK, Shape.EXCEPT, Shape.ODD) and named != {name for name, _ in pairs}:
            raise Stale(f"{slug} asks about {named} now")
        return Asked(
            family=family,
            named={name: self._value(types[name], text) for name, text in pairs},
            options=tuple(self._value(family.it_type, text) for text in options.split(",")),
        )

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

    def _stems(self, asked: Asked) -> Iterator[dict[str, Cell]]:
        """What the stem may be taken to say; a work's title is told apart there, if it can be."""
        shown = {name: value for name, value in asked.named.items() if name not in asked.family.hidden}
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
        flaws += [f"{row} is no certain row" for row in item.facts if row not in self._certain]
        flaws += [f"{row} proves nothing" for row in item.rests_on if row not in self._telling]
        return flaws

    def _flaws_of_names(self, options: tuple[Cell, ...]) -> list[str]:
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
        if not self._holds(asked.family, {**asked.named, "it": key}):
            flaws.append(f"the key {key} is not proven")
        if isinstance(key, int) and self._is_dated_otherwise(asked, key):
            flaws.append("other places give other years than the key")
        for option in others:
            for it, stem in product(self.records.readings(option), stems):
                if not self._is_refuted(asked.family, stem, it):
                    flaws.append(f"{it} is not proven wrong for {stem}")
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
        key, *others = asked.options
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
        _, *others = asked.options
        flaws = [
            f"{it} does not share it with the others"
            for option in others
            for it in self.records.readings(option)
            if not self._holds(family, {**asked.named, "it": it})
        ]
        shown = next(self._stems(asked))
        strangers: dict[str, Cell] = {name: Somebody() for name in family.hidden}
        for option in asked.options:
            for it in self.records.readings(option):
                for case in self.records.cases(family.where, {**shown, "it": it}, how="may"):
                    common = {name: case.get(name, strangers[name]) for name in family.hidden}
                    flaws += self._flaws_of_common(asked, {**shown, **common})
        flaws += self._flaws_of_common(asked, {**shown, **strangers})
        return list(dict.fromkeys(flaws))

    def _flaws_of_common(self, asked: Asked, case: Names) -> list[str]:
        """Whether the key may share something with two of the others, so that the fourth is odd."""
        key, *others = asked.options

        def may_share(option: Cell) -> bool:
            readings = self.records.readings(option)
            return any(not self._is_false(asked.family, {**case, "it": it}) for it in readings)

        if not may_share(key):
            return []
        sharing = [option for option in others if may_share(option)]
        return [f"{key} may share {case} with {sharing}"] if len(sharing) >= 2 else []

    def _flaws_of_order(self, asked: Asked) -> list[str]:
        spans = [self._span(asked.family, option) for option in asked.options]
        key, *others = spans
        if key is None or None in others:
            return [
                f"the year of {option} is not certain"
                for option, span in zip(asked.options, spans, strict=True)
                if span is None
            ]
        first, gap = asked.family.shape is Shape.FIRST, asked.family.gap
        return [
            f"{key} and {span} are too near"
            for span in others
            if span and (key[1] + gap > span[0] if first else span[1] + gap > key[0])
        ]

    def _span(self, family: Family, option: Cell) -> Span | None:
        """The years that anybody gives for it; None if there may be others, or a year is in doubt."""
        name = next(name for name, kind in family.types if kind == "year")
        years: list[int] = []
        for it in self.records.readings(option):
            if not self._holds(family, {"it": it}):
                return None
            for atom in family.where:
                for at in (at for at, term in enumerate(atom.terms) if term == Variable(name)):
                    claim = self.records.claim(atom, {"it": it})
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


def _may_be_one(one: Cell, other: Cell) -> bool:
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


def encoded(value: Cell) -> str:
    if isinstance(value, Entity):
        return value.slug
    return quote(value, safe="") if isinstance(value, str) else str(value)
