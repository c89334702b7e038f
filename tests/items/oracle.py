"""A second opinion on every item: the rules of truth over again, by plain scanning, from the notation alone.

It reads the raw packs (rows, declarations, what is left open) and the item's id, and nothing that the
generator worked out. It is slow and simple on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product
from urllib.parse import quote, unquote

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import Atom, Constant, Family, Known, Relation, Shape, Variable
from quiz.items.item import Item, plain


class Says(Enum):
    """What the bank says of a claim."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Somebody:
    """A value that the bank has never heard of."""


Cell = Entity | int | str | Somebody
Names = Mapping[str, Cell]


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
        self.today = today
        reach = list(pack.lineage())
        self.families = {slug: family for each in reach for slug, family in each.families.items()}
        self.entities = [entity for each in reach for entity in each.entities.values()]
        self.declarations = [declaration for each in reach for declaration in each.declarations]
        self.opened = {opened for each in reach for opened in each.opened}
        self.facts = [fact for each in reach for fact in each.facts]
        self._called: dict[tuple[str, str], list[Entity]] = {}
        for entity in self.entities:
            for name in called(entity):
                self._called.setdefault((entity.kind.name, name), []).append(entity)
        self._of: dict[str, list[Fact]] = {}
        self._with: dict[tuple[str, int, Entity | None], list[Fact]] = {}
        for fact in self.facts:
            self._of.setdefault(fact.relation.name, []).append(fact)
            for at, value in enumerate(fact.values):
                if value is None or isinstance(value, Entity):
                    self._with.setdefault((fact.relation.name, at, value), []).append(fact)

        self._told = {fact.id for fact in self.facts if self.is_certain(fact)}
        self._never = [fact for fact in self.facts if fact.status is Status.NEVER and not self._is_past(fact)]
        self._known = self._told | {fact.id for fact in self._never}

    def _rows(self, relation: Relation, claim: Mapping[int, Cell]) -> Sequence[Fact]:
        """The rows among which those of the claim are: all, or those that are or may be of one entity."""
        for at, value in claim.items():
            if isinstance(value, Entity):
                of_it = self._with.get((relation.name, at, value), [])
                return [*of_it, *self._with.get((relation.name, at, None), [])]
        return self._of.get(relation.name, [])

    def flaws(self, item: Item) -> list[str]:
        """Why an item should not have been made: none if one option is right and the others proven wrong."""
        if item.family == "handwritten":
            return self.flaws_of_texts(item)
        asked = self.asked(item)
        judges = {
            Shape.PICK: self._flaws_of_pick,
            Shape.EXCEPT: self._flaws_of_except,
            Shape.ODD: self._flaws_of_odd,
            Shape.FIRST: self._flaws_of_order,
            Shape.LAST: self._flaws_of_order,
        }
        return [*self.flaws_of_form(item, asked), *judges[asked.family.shape](asked)]

    def asked(self, item: Item) -> Asked:
        pack, family_and_wording, cells, options = item.id.split(":")
        assert pack == self.pack.slug
        family = self.families[family_and_wording.rpartition(".")[0]]
        types = dict(family.types)
        pairs = [cell.split("=", 1) for cell in cells.split(",") if cell]
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
        found = [each for each in self.entities if each.kind.name == kind and each.slug == text]
        assert len(found) == 1, f"{text} is the id of {found}"
        return found[0]

    def says(self, relation: Relation, claim: Mapping[int, Cell]) -> Says:
        """claim: a value for some of the columns; the others may hold anything."""
        rows = self._rows(relation, claim)
        asserted = [row for row in rows if row.status in (Status.CONFIRMED, Status.DISPUTED)]
        exact = [row for row in asserted if all(row.values[at] == value for at, value in claim.items())]
        if any(self.is_certain(row) for row in exact):
            return Says.TRUE
        if exact:
            return Says.UNKNOWN
        if any(row.relation.name == relation.name and _denies(row, claim) for row in self._never):
            return Says.FALSE
        if any(_may_be(row, claim) for row in asserted):
            return Says.UNKNOWN
        is_whole = self._is_declared(relation, claim) or self._is_filled(relation, claim)
        return Says.FALSE if is_whole else Says.UNKNOWN

    def is_certain(self, row: Fact) -> bool:
        return row.status is Status.CONFIRMED and not self._is_past(row)

    def _is_past(self, row: Fact) -> bool:
        return any(limit is not None and limit < self.today for limit in (row.until, row.review_by))

    def _is_declared(self, relation: Relation, claim: Mapping[int, Cell]) -> bool:
        """Whether somebody has vouched that every row of this kind is listed."""
        for declaration in self.declarations:
            if declaration.relation.name == relation.name and all(
                at in claim and (claim[at] in value if isinstance(value, range) else claim[at] == value)
                for at, value in declaration.fixed
            ):
                return True
        return False

    def _is_filled(self, relation: Relation, claim: Mapping[int, Cell]) -> bool:
        """Whether the vocabulary closes the slot of the claim: a whole list, or all the winners there are."""
        if relation.known is Known.OPEN or not all(at in claim for at in relation.per):
            return False
        if any((relation.name, claim[at]) in self.opened for at in relation.per):
            return False
        slot = [
            row
            for row in self._rows(relation, {at: claim[at] for at in relation.per})
            if self.is_certain(row) and all(row.values[at] == claim[at] for at in relation.per)
        ]
        if relation.known is Known.WHOLE_LIST:
            return bool(slot)
        return bool(slot) and len(slot) >= max(row.shared for row in slot)

    def _claim(self, atom: Atom, names: Names) -> dict[int, Cell]:
        claim: dict[int, Cell] = {}
        for at, (term, column) in enumerate(zip(atom.terms, atom.relation.columns, strict=True)):
            if isinstance(term, Constant):
                claim[at] = self._constant(column.type, term.text)
            elif isinstance(term, Variable) and term.name in names:
                claim[at] = names[term.name]
        return claim

    def _constant(self, kind: str, text: str) -> Cell:
        named = (each for each in self.entities if each.kind.name == kind and each.name == text)
        return next(named, int(text) if kind == "year" else text)

    def _cases(self, atoms: Sequence[Atom], names: Names, *, how: str) -> Iterator[dict[str, Cell]]:
        """Every way to fill the variables: by `certain` rows, by `listed` ones, by all that `may` be so."""
        if not atoms:
            yield dict(names)
            return
        atom = atoms[0]
        claim = self._claim(atom, names)
        for row in self._rows(atom.relation, claim):
            if row.status not in (Status.CONFIRMED, Status.DISPUTED):
                continue
            if how == "certain" and not self.is_certain(row):
                continue
            fits = (
                _may_be(row, claim) if how == "may" else all(row.values[at] == v for at, v in claim.items())
            )
            if fits:
                more = _filled(atom, row, names)
                if more is not None and (how == "may" or None not in more.values()):
                    known = {name: Somebody() if cell is None else cell for name, cell in more.items()}
                    yield from self._cases(atoms[1:], known, how=how)

    def _holds(self, family: Family, names: Names) -> bool:
        return next(self._cases(family.where, names, how="certain"), None) is not None

    def _is_refuted(self, family: Family, shown: Names, it: Cell) -> bool:
        """Whether the option is wrong in every case that the stem describes.

        And listed as right in none that it may describe: a cell that is empty may hold anything.
        """
        describing = [atom for atom in family.where if "it" not in atom.variables]
        telling = [atom for atom in family.where if "it" in atom.variables]
        return all(
            self._is_false(family, {**case, "it": it})
            for case in self._cases(describing, shown, how="listed")
        ) and not any(
            describing and self._cases_exist(telling, {**case, "it": it})
            for case in self._cases(describing, shown, how="may")
        )

    def _is_false(self, family: Family, names: Names) -> bool:
        return any(self.says(atom.relation, self._claim(atom, names)) is Says.FALSE for atom in family.where)

    def _cases_exist(self, atoms: Sequence[Atom], names: Names) -> bool:
        return next(self._cases(atoms, names, how="may"), None) is not None

    def readings(self, value: Cell) -> list[Cell]:
        """Everything of its kind that goes by the name that is shown for a value."""
        if not isinstance(value, Entity):
            return [value]
        called_so = self._called[value.kind.name, norm(value.show)]
        return [value, *(each for each in called_so if each is not value)]

    def _stems(self, asked: Asked) -> Iterator[dict[str, Cell]]:
        """What the stem may be taken to say; a work's title is told apart there, if it can be."""
        shown = {name: value for name, value in asked.named.items() if name not in asked.family.hidden}
        for values in product(*(self._readings_in_stem(value) for value in shown.values())):
            yield dict(zip(shown, values, strict=True))

    def _readings_in_stem(self, value: Cell) -> list[Cell]:
        if isinstance(value, Entity) and value.kind.is_title and norm(value.name) != norm(value.show):
            return [value]
        return self.readings(value)

    def flaws_of_texts(self, item: Item) -> list[str]:
        labels = [norm(plain(option.label)) for option in item.options]
        return ["two options read the same"] if len(set(labels)) < len(labels) else []

    def flaws_of_form(self, item: Item, asked: Asked) -> list[str]:
        flaws = self.flaws_of_texts(item)
        if sorted(map(_slug, asked.options)) != sorted(option.value for option in item.options):
            flaws.append("the id names other options than are shown")
        if _slug(asked.options[0]) != item.options[item.key].value:
            flaws.append("the id names another key")
        for at, one in enumerate(asked.options):
            for other in asked.options[:at]:
                if one == other or (
                    isinstance(one, Entity) and isinstance(other, Entity) and known_as(one) & known_as(other)
                ):
                    flaws.append(f"{one} and {other} may be one")
        flaws += [f"{row} is no certain row" for row in item.facts if row not in self._told]
        flaws += [f"{row} proves nothing" for row in item.rests_on if row not in self._known]
        if not item.facts or not item.sources or not item.explanation:
            flaws.append("no fact, no source or no explanation")
        return flaws

    def _flaws_of_pick(self, asked: Asked) -> list[str]:
        flaws = self._flaws_of_description(asked)
        key, *others = asked.options
        own = next(self._stems(asked))
        if not self._holds(asked.family, {**own, "it": key}):
            flaws.append(f"the key {key} is not proven")
        for option in others:
            for it, stem in product(self.readings(option), self._stems(asked)):
                if not self._is_refuted(asked.family, stem, it):
                    flaws.append(f"{it} is not proven wrong for {stem}")
        return flaws

    def _flaws_of_except(self, asked: Asked) -> list[str]:
        flaws = self._flaws_of_description(asked)
        key, *others = asked.options
        for stem in self._stems(asked):
            flaws += [
                f"{it} is not proven to be otherwise"
                for it in self.readings(key)
                if not self._is_refuted(asked.family, stem, it)
            ]
            flaws += [
                f"{it} may be right too: it is not proven to be so"
                for option in others
                for it in self.readings(option)
                if not self._holds(asked.family, {**stem, "it": it})
            ]
        return flaws

    def _flaws_of_odd(self, asked: Asked) -> list[str]:
        family = asked.family
        _, *others = asked.options
        flaws = [
            f"{it} does not share it with the others"
            for option in others
            for it in self.readings(option)
            if not self._holds(family, {**asked.named, "it": it})
        ]
        shown = next(self._stems(asked))
        strangers: dict[str, Cell] = {name: Somebody() for name in family.hidden}
        for option in asked.options:
            for it in self.readings(option):
                for case in self._cases(family.where, {**shown, "it": it}, how="may"):
                    common = {name: case.get(name, strangers[name]) for name in family.hidden}
                    flaws += self._flaws_of_common(asked, {**shown, **common})
        flaws += self._flaws_of_common(asked, {**shown, **strangers})
        return list(dict.fromkeys(flaws))

    def _flaws_of_common(self, asked: Asked, case: Names) -> list[str]:
        """Whether the key may share something with two of the others, so that the fourth is odd."""
        key, *others = asked.options

        def may_share(option: Cell) -> bool:
            return any(not self._is_false(asked.family, {**case, "it": it}) for it in self.readings(option))

        sharing = [option for option in others if may_share(option)]
        if may_share(key) and len(sharing) >= 2:
            return [f"{key} may share {case} with {sharing}"]
        return []

    def _flaws_of_order(self, asked: Asked) -> list[str]:
        years = [self._years(asked.family, option) for option in asked.options]
        flaws = [
            f"the year of {option} is not certain"
            for option, span in zip(asked.options, years, strict=True)
            if span is None
        ]
        spans = [span for span in years if span is not None]
        if flaws:
            return flaws
        first = asked.family.shape is Shape.FIRST
        gap = asked.family.gap
        return [
            f"{spans[0]} and {span} are too near"
            for span in spans[1:]
            if (spans[0][1] + gap > span[0] if first else span[1] + gap > spans[0][0])
        ]

    def _years(self, family: Family, option: Cell) -> tuple[int, int] | None:
        """The earliest and latest year that anybody gives for it; None if there may be others."""
        name = next(name for name, kind in family.types if kind == "year")
        years: list[int] = []
        for it in self.readings(option):
            if not self._holds(family, {"it": it}):
                return None
            for atom in family.where:
                columns = [at for at, term in enumerate(atom.terms) if term == Variable(name)]
                for at in columns:
                    claim = self._claim(atom, {"it": it})
                    if self.says(atom.relation, {**claim, at: Somebody()}) is not Says.FALSE:
                        return None
                    for row in self._of.get(atom.relation.name, []):
                        if row.status in (Status.CONFIRMED, Status.DISPUTED) and _may_be(row, claim):
                            year = row.values[at]
                            assert isinstance(year, int)
                            years += [year, *row.elsewhere]
        return (min(years), max(years)) if years else None

    def _flaws_of_description(self, asked: Asked) -> list[str]:
        """Whether the stem describes one thing: in how many ways its unnamed parts can be filled."""
        describing = [atom for atom in asked.family.where if "it" not in atom.variables]
        described = {name for atom in describing for name in atom.variables}
        hidden = [name for name in asked.family.hidden if name in described]
        ways = {
            tuple(case[name] for name in hidden)
            for stem in self._stems(asked)
            for case in self._cases(describing, stem, how="listed")
        }
        return [] if len(ways) == 1 or not hidden else [f"the stem describes {len(ways)} things: {ways}"]


def called(entity: Entity) -> set[str]:
    """What a player may call an entity: Anne Laurent is Anne too, but a title is told in full."""
    names = known_as(entity)
    if entity.kind.is_title:
        return names
    return names | {
        " ".join(words[at : at + length])
        for words in (name.split() for name in names)
        for length in range(1, len(words))
        for at in range(len(words) - length + 1)
    }


def known_as(entity: Entity) -> set[str]:
    return {norm(name) for name in (entity.name, entity.show, *entity.aka)}


def _slug(value: Cell) -> str:
    if isinstance(value, Entity):
        return value.slug
    return quote(value, safe="") if isinstance(value, str) else str(value)


def _may_be(row: Fact, claim: Mapping[int, Cell]) -> bool:
    """Whether a row could be a case: its empty cells may hold anything, its year may be another."""
    return all(
        row.values[at] == value
        or row.values[at] is None
        or (row.relation.columns[at].type == "year" and value in row.elsewhere)
        for at, value in claim.items()
    )


def _denies(row: Fact, claim: Mapping[int, Cell]) -> bool:
    """Whether a row of what was never so covers the claim."""
    return all(value is None or claim.get(at) == value for at, value in enumerate(row.values))


def _filled(atom: Atom, row: Fact, names: Names) -> dict[str, Cell | None] | None:
    """The names with the row's cells; None if a variable would hold two values."""
    more: dict[str, Cell | None] = dict(names)
    for term, value in zip(atom.terms, row.values, strict=True):
        if not isinstance(term, Variable) or term.name in names:
            continue
        if more.setdefault(term.name, value) != value:
            return None
    return more
