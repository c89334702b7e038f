"""The words that packs share: kinds, relations and families, immutable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quiz.bank.problems import Place

IT = "it"
"""The variable that stands for the option in a where-line."""

ANY = "_"
"""The term that leaves a column open in a where-line."""

PLAIN_TYPES = frozenset({"year", "text", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What an entity can be.

    alike: the features that make two of the kind resemble each other.
    lives: the relations, if any, that tell the years of its birth and of its death.
    has_whole_names: its names are never cut short, as those of prizes are not.
    """

    name: str
    many: str
    is_title: bool
    has: tuple[str, ...]
    alike: tuple[Feature, ...]
    lives: tuple[str, ...] = ()
    has_whole_names: bool = False

    @property
    def is_called_by_parts(self) -> bool:
        """Whether a part of a name may mean it: Anne is a woman, The Piano is not The Piano Teacher."""
        return not self.is_title and not self.has_whole_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """`relation.column/within`, or an attribute when `relation` is None; `within` is in years."""

    relation: str | None
    column: str
    within: int | None = None


class Known(StrEnum):
    WHOLE_LIST = "whole-list"
    ONE_WINNER = "one-winner"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`type` is a kind's name, or `year`, `text` or `title`."""

    name: str
    type: str
    is_optional: bool

    @property
    def is_entity(self) -> bool:
        return self.type not in PLAIN_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table of facts.

    per: the columns (by index) that name a slot of it, for `known`.
    whole: what to tell a player of a slot that is whole, in the terms of those columns.
    """

    name: str
    columns: tuple[Column, ...]
    known: Known
    per: tuple[int, ...]
    means: str | None
    reads: str
    whole: str | None
    reads_without: tuple[tuple[str, str], ...]

    @property
    def slug(self) -> str:
        return self.name.replace(" ", "-")

    def index(self, column: str) -> int | None:
        return next((at for at, each in enumerate(self.columns) if each.name == column), None)


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    text: str


Term = Variable | Constant | None
"""None leaves the column open."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One where-line: a relation with a term for each of its columns.

    named, constants: the columns, by index, in which a variable or a constant stands.
    """

    relation: Relation
    terms: tuple[Term, ...]
    variables: tuple[str, ...] = field(init=False, compare=False)
    named: tuple[tuple[int, str], ...] = field(init=False, compare=False)
    constants: tuple[tuple[int, Constant], ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        named = tuple((at, term.name) for at, term in enumerate(self.terms) if isinstance(term, Variable))
        constants = tuple((at, term) for at, term in enumerate(self.terms) if isinstance(term, Constant))
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "variables", tuple(name for _, name in named))
        object.__setattr__(self, "constants", constants)

    def columns_of(self, variable: str) -> tuple[int, ...]:
        """The columns, by index, in which a variable stands."""
        return tuple(at for at, term in enumerate(self.terms) if term == Variable(variable))


class Shape(StrEnum):
    """How options answer.

    One is so (pick), or one is not so (except, odd); one comes first, last or between two that the stem
    names; one pair belongs together (match); or the stem itself is so or not (true-false).
    """

    PICK = "pick"
    EXCEPT = "except"
    ODD = "odd"
    FIRST = "first"
    LAST = "last"
    BETWEEN = "between"
    MATCH = "match"
    TRUE_FALSE = "true-false"

    @property
    def is_negative(self) -> bool:
        return self in (Shape.EXCEPT, Shape.ODD)

    @property
    def is_about_order(self) -> bool:
        return self in (Shape.FIRST, Shape.LAST, Shape.BETWEEN)


AFTER, BEFORE = "after", "before"
"""The variables for the two between which the key of a `between` lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One way to turn rows into questions.

    where: what must hold of the option (`it`).
    among: what every option must have in common with the key's situation.
    same: attributes in which every option agrees with the key.
    it_type: the column type of the options. types: the column type of each variable.
    hidden: variables that no wording names, which the shown ones must determine.
    sets: how many sets of options one situation gives, where the set is what is asked about.
    gap: years by which first, last and between must be apart. spread: steps between the years offered.
    pair: for match, what an option reads like; it names `it` and the variable that goes with it.
    harder: logits added to the predicted difficulty.
    """

    slug: str
    shape: Shape
    where: tuple[Atom, ...]
    among: tuple[Atom, ...]
    same: tuple[str, ...]
    ask: tuple[str, ...]
    it_type: str
    types: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    gap: int
    spread: tuple[int, ...]
    sets: int
    harder: float
    pair: str | None
    place: Place

    @property
    def partner(self) -> str | None:
        """The variable that stands beside `it` in the options of a match."""
        named = [name for name, _ in placeholders(self.pair or "")]
        return next((name for name in named if name != IT), None)

    @property
    def year(self) -> str | None:
        """The variable of the year by which options are ordered, where they are."""
        if not self.shape.is_about_order:
            return None
        beside_it = {name for atom in self.where if IT in atom.variables for name in atom.variables}
        return next((name for name, kind in self.types if kind == "year" and name in beside_it), None)

    @property
    def fixed(self) -> dict[str, str]:
        """The variables that an item has a value for beside its options, with their types."""
        types = dict(self.types)
        apart = {self.partner, self.year}
        if self.shape is not Shape.TRUE_FALSE:
            apart.add(IT)
        if self.shape is Shape.BETWEEN:
            types |= {AFTER: self.it_type, BEFORE: self.it_type}
        return {name: kind for name, kind in types.items() if name not in apart}

    @property
    def is_joined(self) -> bool:
        """Whether two facts must hold of the option itself."""
        return sum(IT in atom.variables for atom in self.where) > 1


_LINE = re.compile(r"^\s*(?P<relation>[^()]+?)\s*\((?P<terms>.*)\)\s*$", re.DOTALL)
_TERM = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<word>[^\s,()"][^,()"]*?))\s*(?:,|$)')
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_terms(line: str) -> tuple[str, tuple[Term, ...]] | None:
    """`director(it, person)` as the relation's name and the terms; None if the line has another form."""
    match = _LINE.match(line)
    if match is None:
        return None
    terms: list[Term] = []
    rest, at = match["terms"], 0
    while at < len(rest):
        found = _TERM.match(rest, at)
        if found is None:
            return None
        word = found["word"]
        if word is None:
            terms.append(Constant(found["text"]))
        else:
            terms.append(None if word == ANY else Variable(word))
        at = found.end()
    return match["relation"], tuple(terms)


def placeholders(text: str) -> Sequence[tuple[str, str | None]]:
    """The `{variable}` and `{variable.attribute}` of a wording."""
    found = []
    for name in PLACEHOLDER.findall(text):
        variable, dot, attribute = name.partition(".")
        found.append((variable.strip(), attribute.strip() if dot else None))
    return found
