"""Everything that one pack stands on, indexed once: its own rows and those of the packs it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from quiz.bank.pack import Declaration, Entity, Fact, Pack, Question, Status, Value
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import Family, Relation

Pattern = Mapping[int, Value]
"""Column index -> the value that the cell must hold; a column that is not named may hold anything."""

Index = dict[tuple[Value | None, ...], tuple[Fact, ...]]
"""Rows by the cells of some of their columns."""

_LOOSE = "?"
"""Before a relation's name: its rows that have an empty cell, or years that other places give."""


class Bank:
    """The rows in reach of a pack, on one day. Read-only after it is made, but for its own indexes.

    today: rows past their `until` or `review by` on this day are not relied on.
    """

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today
        self.packs = tuple(pack.lineage())
        self.relations: dict[str, Relation] = {}
        self.families: dict[str, Family] = {}
        self.entities: dict[tuple[str, str], Entity] = {}
        self.by_slug: dict[tuple[str, str], Entity] = {}
        self.questions: tuple[Question, ...] = pack.questions
        self.declarations: dict[str, list[Declaration]] = defaultdict(list)
        self.opened: set[tuple[str, Entity]] = set()
        self.never: dict[str, list[Fact]] = defaultdict(list)
        self.retracted: dict[str, list[Fact]] = defaultdict(list)
        self._rows: dict[str, list[Fact]] = defaultdict(list)
        self._indexes: dict[tuple[str, tuple[int, ...]], Index] = {}
        self._mentions: dict[Entity, list[Fact]] = defaultdict(list)
        self._facts: dict[str, Fact] = {}
        self._names: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self._namesakes: dict[Entity, tuple[Entity, ...]] = {}
        self._held: set[Fact] = set()
        self._familiar: set[Entity] = set()
        self._own: dict[Fact, bool] = {}
        self._promises: dict[str, dict[object, list[Declaration]]] = {}
        for each in self.packs:
            self.relations |= each.relations
            self.families |= each.families
            self.opened |= each.opened
            for declaration in each.declarations:
                self.declarations[declaration.relation.name].append(declaration)
            for entity in each.entities.values():
                self.entities[entity.kind.name, entity.name] = entity
                self.by_slug[entity.kind.name, entity.slug] = entity
                for name in _called(entity):
                    self._names[entity.kind.name, name].append(entity)
            for fact in each.facts:
                self._add(fact)
        loose = [row for name, rows in self._rows.items() if name.startswith(_LOOSE) for row in rows]
        self._with_elsewhere = {row.relation.name for row in loose if row.elsewhere}
        self._with_gaps = {row.relation.name for row in loose if None in row.values}
        self._loose_relations = self._with_elsewhere | self._with_gaps
        self._opened_relations = {name for name, _ in self.opened}

    def _add(self, fact: Fact) -> None:
        if fact.status is Status.RETRACTED:
            self.retracted[fact.relation.name].append(fact)
            return
        if fact.status is Status.NEVER:
            self.never[fact.relation.name].append(fact)
            return
        self._rows[fact.relation.name].append(fact)
        if fact.elsewhere or None in fact.values:
            self._rows[_LOOSE + fact.relation.name].append(fact)
        self._facts[fact.id] = fact
        if fact.holds_on(self.today):
            self._held.add(fact)
        for value in fact.values:
            if isinstance(value, Entity):
                self._mentions[value].append(fact)
                if fact.pack == self.pack.slug:
                    self._familiar.add(value)

    def rows(self, relation: Relation, pattern: Pattern | None = None) -> Sequence[Fact]:
        """The confirmed and disputed rows that hold just these values, in date or not; by index."""
        return self._matching(relation.name, pattern or {})

    def _matching(self, name: str, pattern: Pattern) -> Sequence[Fact]:
        if not pattern:
            return self._rows[name]
        columns = tuple(pattern)  # in whatever order: there are few, and each has its index
        index = self._indexes.get((name, columns))
        if index is None:
            found: dict[tuple[Value | None, ...], list[Fact]] = defaultdict(list)
            for fact in self._rows[name]:
                found[tuple([fact.values[at] for at in columns])].append(fact)
            index = self._indexes[name, columns] = {cells: tuple(rows) for cells, rows in found.items()}
        return index.get(tuple([pattern[at] for at in columns]), ())

    def promises(self, relation: Relation, pattern: Pattern) -> Iterator[Declaration]:
        """The declarations that may cover a claim: those that name one of its values, or none at all."""
        index = self._promises.get(relation.name)
        if index is None:
            index = self._promises[relation.name] = defaultdict(list)
            for declaration in self.declarations.get(relation.name, ()):
                named = next((pair for pair in declaration.fixed if isinstance(pair[1], Entity)), None)
                index[named].append(declaration)
        for pair in (None, *pattern.items()):
            yield from index.get(pair, ())

    def holds(self, fact: Fact) -> bool:
        """Whether a row may be asked and relied on today."""
        return fact in self._held

    def held(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Those that may be asked and relied on today."""
        if not facts:
            return ()
        held = self._held
        if held.issuperset(facts):
            return tuple(facts)
        return tuple([fact for fact in facts if fact in held])

    def opened_in(self, relation: Relation, pattern: Pattern) -> frozenset[int]:
        """The columns of a claim, by index, that name a thing for which the relation is said to be open."""
        if relation.name not in self._opened_relations:
            return frozenset()
        opened = self.opened
        return frozenset(
            at
            for at, value in pattern.items()
            if isinstance(value, Entity) and (relation.name, value) in opened
        )

    def may_match(self, relation: Relation, pattern: Pattern) -> Sequence[Fact]:
        """Rows that could be a case of the pattern though nobody sees it: empty cells and other years."""
        if relation.name not in self._loose_relations:
            return ()
        loose = {
            at: value
            for at, value in pattern.items()
            if (relation.name in self._with_gaps and relation.columns[at].is_optional)
            or (relation.name in self._with_elsewhere and relation.columns[at].type == "year")
        }
        if not loose:
            return ()
        rest = {at: value for at, value in pattern.items() if at not in loose}
        return [
            fact
            for fact in self._matching(_LOOSE + relation.name, rest)
            if any(fact.values[at] != value for at, value in loose.items())
            and all(
                fact.values[at] in (value, None) or value in fact.elsewhere for at, value in loose.items()
            )
        ]

    def mentions(self, entity: Entity) -> Sequence[Fact]:
        """Every row in which an entity stands."""
        return self._mentions.get(entity, ())

    def fact(self, fact_id: str) -> Fact | None:
        return self._facts.get(fact_id)

    def namesakes(self, entity: Entity) -> Sequence[Entity]:
        """The other entities of its kind that are called so too: a player may think of them at its name."""
        known = self._namesakes.get(entity)
        if known is None:
            same = self._names.get((entity.kind.name, norm(entity.show)), ())
            known = self._namesakes[entity] = tuple(other for other in same if other is not entity)
        return known

    def is_own(self, fact: Fact) -> bool:
        """Whether the pack asks about this row: its own, or one about a subject of its own."""
        known = self._own.get(fact)
        if known is None:
            entities = [value for value in fact.values if isinstance(value, Entity)]
            is_near = fact.pack == self.pack.slug or any(entity in self.pack.subjects for entity in entities)
            known = self._own[fact] = is_near and all(entity.is_asked for entity in entities)
        return known

    def is_familiar(self, entity: Entity) -> bool:
        """Whether a row of the pack's own names it, not only one of the packs that it uses."""
        return entity in self._familiar


def _called(entity: Entity) -> set[str]:
    """What an entity may be called: its names, and where its kind is called by parts, each part of them."""
    if not entity.kind.is_called_by_parts:
        return set(entity.known_as)
    names = [name.split() for name in entity.known_as]
    return {
        " ".join(words[first:last])
        for words in names
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    }
