"""The raw rows and promises of the packs in reach, and what they say of a claim, by plain look-up.

For the second opinion of `oracle`: it knows the notation and the rules of truth (docs/authoring.md, When
silence means no), and nothing that the generator worked out. It notes what it looks at, so that one can tell
what an edit may touch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache, lru_cache

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import Atom, Constant, Known, Relation, Variable

ASSERTED = (Status.CONFIRMED, Status.DISPUTED)


class Says(Enum):
    """What the bank says of a claim."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Somebody:
    """A value that the bank has never heard of."""


Cell = Entity | int | str | Somebody
Names = Mapping[str, Cell]
Claim = Mapping[int, Cell]
"""A value for some of a relation's columns; the others may hold anything."""

Key = tuple[object, ...]
"""Something that can be looked at: the rows with a cell, a name, a family …"""


class Records:
    """What the rows in reach of a pack prove on one day. looked_at: what was asked for so far."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.today = today
        self.looked_at: set[Key] = set()
        self.reach = reach = list(pack.lineage())
        self.families = {slug: family for each in reach for slug, family in each.families.items()}
        self.relations = {name: relation for each in reach for name, relation in each.relations.items()}
        self.questions = {question.slug: question for question in pack.questions}
        self.entities = [entity for each in reach for entity in each.entities.values()]
        self.declarations = [declaration for each in reach for declaration in each.declarations]
        self.opened = {opened for each in reach for opened in each.opened}
        self.facts = [fact for each in reach for fact in each.facts]
        self._indexes = [index_of(each) for each in reach]
        self._never = [fact for index in self._indexes for fact in index.never if not self.is_past(fact)]

    def is_past(self, row: Fact) -> bool:
        return any(limit is not None and limit < self.today for limit in (row.until, row.review_by))

    def is_certain(self, row: Fact) -> bool:
        return row.status is Status.CONFIRMED and not self.is_past(row)

    def entity(self, kind: str, slug: str) -> Entity | None:
        self.looked_at.add(("entity", kind, slug))
        return next((each for index in self._indexes if (each := index.by_slug.get((kind, slug)))), None)

    def readings(self, value: Cell) -> list[Cell]:
        """Everything of its kind that goes by the name that is shown for a value."""
        if not isinstance(value, Entity):
            return [value]
        name = value.kind.name, norm(value.show)
        self.looked_at.add(("called", *name))
        called_so = [each for index in self._indexes for each in index.called.get(name, ())]
        return [value, *(each for each in called_so if each is not value)]

    def rows(self, relation: Relation, claim: Claim) -> Sequence[Fact]:
        """The asserted rows among which those of the claim are: all, or those that are or may be of one of
        its entities.
        """
        named = [(at, value) for at, value in claim.items() if isinstance(value, Entity)]
        if not named:
            self.looked_at.add(("rows", relation.name))
            return [row for index in self._indexes for row in index.of.get(relation.name, ())]
        at, value = min(named, key=lambda cell: self._count(relation, *cell))
        self.looked_at |= {("row", relation.name, at, value.slug), ("row", relation.name, at, "")}
        return [
            row
            for index in self._indexes
            for cell in (value, None)
            for row in index.having.get((relation.name, at, cell), ())
        ]

    def _count(self, relation: Relation, at: int, value: Entity) -> int:
        return sum(len(index.having.get((relation.name, at, value), ())) for index in self._indexes)

    def says(self, relation: Relation, claim: Claim) -> Says:
        """The order of docs/authoring.md: said so, in doubt, never so, not in a list that is whole."""
        rows = [row for row in self.rows(relation, claim) if may_be(row, claim)]
        if any(self.is_certain(row) and is_case(row, claim) for row in rows):
            return Says.TRUE
        if rows:
            return Says.UNKNOWN
        if self._is_denied(relation, claim) or self._is_declared(relation, claim):
            return Says.FALSE
        return Says.FALSE if self._is_filled(relation, claim) else Says.UNKNOWN

    def _is_denied(self, relation: Relation, claim: Claim) -> bool:
        """Whether a row of what was never so covers the claim."""
        self.looked_at.add(("never", relation.name))
        return any(
            row.relation.name == relation.name
            and all(value is None or claim.get(at) == value for at, value in enumerate(row.values))
            for row in self._never
        )

    def _left_open(self, relation: Relation, claim: Claim) -> set[int]:
        """The columns of the claim whose values have a list that is said not to be whole."""
        named = {at: value for at, value in claim.items() if isinstance(value, Entity)}
        self.looked_at |= {("open", relation.name, value.slug) for value in named.values()}
        return {at for at, value in named.items() if (relation.name, value) in self.opened}

    def _is_declared(self, relation: Relation, claim: Claim) -> bool:
        """Whether somebody has vouched that every row of this kind is listed.

        What is left open for one thing is closed again by a promise about that thing alone.
        """
        self.looked_at.add(("declared", relation.name))
        left_open = self._left_open(relation, claim)
        return any(
            declaration.relation.name == relation.name
            and left_open <= {at for at, _ in declaration.fixed}
            and all(
                at in claim and (claim[at] in value if isinstance(value, range) else claim[at] == value)
                for at, value in declaration.fixed
            )
            for declaration in self.declarations
        )

    def _is_filled(self, relation: Relation, claim: Claim) -> bool:
        """Whether the vocabulary closes the slot of the claim: a whole list, or all the winners there are."""
        self.looked_at.add(("relation", relation.name))
        if relation.known is Known.OPEN or not all(at in claim for at in relation.per):
            return False
        if self._left_open(relation, claim):
            return False
        wanted = {at: claim[at] for at in relation.per}
        slot = [row for row in self.rows(relation, wanted) if self.is_certain(row) and is_case(row, wanted)]
        if relation.known is Known.WHOLE_LIST:
            return bool(slot)
        return bool(slot) and len(slot) >= max(row.shared for row in slot)

    def claim(self, atom: Atom, names: Names) -> dict[int, Cell]:
        """The cells that a where-line fixes under a choice of names."""
        claim: dict[int, Cell] = {}
        for at, (term, column) in enumerate(zip(atom.terms, atom.relation.columns, strict=True)):
            if isinstance(term, Constant):
                claim[at] = self._constant(column.type, term.text)
            elif isinstance(term, Variable) and term.name in names:
                claim[at] = names[term.name]
        return claim

    def _constant(self, kind: str, text: str) -> Cell:
        if kind == "year":
            return int(text)
        self.looked_at.add(("named", kind, text))
        named = (index.by_name.get((kind, text)) for index in self._indexes)
        return next((each for each in named if each is not None), text)

    def cases(self, atoms: Sequence[Atom], names: Names, *, how: str) -> Iterator[dict[str, Cell]]:
        """Every way to fill the variables: by `certain` rows, by `listed` ones, by all that `may` be so."""
        if not atoms:
            yield dict(names)
            return
        atom = atoms[0]
        claim = self.claim(atom, names)
        for row in self.rows(atom.relation, claim):
            if how == "certain" and not self.is_certain(row):
                continue
            if may_be(row, claim) if how == "may" else is_case(row, claim):
                more = filled(atom, row, names)
                if more is not None and (how == "may" or None not in more.values()):
                    # what an empty cell holds may be anything that the other lines tell of
                    known = {name: cell for name, cell in more.items() if cell is not None}
                    yield from self.cases(atoms[1:], known, how=how)


class Index:
    """The rows and names of one pack, by what they are looked up by."""

    def __init__(self, pack: Pack) -> None:
        self.by_slug = {(each.kind.name, each.slug): each for each in pack.entities.values()}
        self.by_name = {(each.kind.name, each.name): each for each in pack.entities.values()}
        self.called: dict[tuple[str, str], list[Entity]] = {}
        for entity in pack.entities.values():
            for name in called(entity):
                self.called.setdefault((entity.kind.name, name), []).append(entity)
        self.never = [fact for fact in pack.facts if fact.status is Status.NEVER]
        self.of: dict[str, list[Fact]] = {}
        self.having: dict[tuple[str, int, Entity | None], list[Fact]] = {}
        for fact in pack.facts:
            if fact.status not in ASSERTED:
                continue
            self.of.setdefault(fact.relation.name, []).append(fact)
            for at, value in enumerate(fact.values):
                if value is None or isinstance(value, Entity):
                    self.having.setdefault((fact.relation.name, at, value), []).append(fact)


@lru_cache(maxsize=12)
def index_of(pack: Pack) -> Index:
    return Index(pack)


def is_case(row: Fact, claim: Claim) -> bool:
    return all(row.values[at] == value for at, value in claim.items())


def may_be(row: Fact, claim: Claim) -> bool:
    """Whether a row could be a case: its empty cells may hold anything, its year may be another."""
    return all(
        row.values[at] == value
        or row.values[at] is None
        or (row.relation.columns[at].type == "year" and value in row.elsewhere)
        for at, value in claim.items()
    )


def filled(atom: Atom, row: Fact, names: Names) -> dict[str, Cell | None] | None:
    """The names with the row's cells; None if a variable would hold two values."""
    more: dict[str, Cell | None] = dict(names)
    for term, value in zip(atom.terms, row.values, strict=True):
        if not isinstance(term, Variable) or term.name in names:
            continue
        if more.setdefault(term.name, value) != value:
            return None
    return more


def known_as(entity: Entity) -> frozenset[str]:
    return _normed((entity.name, entity.show, *entity.aka))


def called(entity: Entity) -> frozenset[str]:
    """What a player may call an entity: Anne Laurent is Anne too, but a title is told in full."""
    names = known_as(entity)
    return _with_parts(names) if entity.kind.is_called_by_parts else names


@cache
def _normed(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(norm, names))


@cache
def _with_parts(names: frozenset[str]) -> frozenset[str]:
    return names | {
        " ".join(words[at : at + length])
        for words in (name.split() for name in names)
        for length in range(1, len(words))
        for at in range(len(words) - length + 1)
    }
