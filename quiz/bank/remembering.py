"""Makes a pack's names and rows again from its digest, without its files."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Seq

from quiz.bank.digests import NOTHING, SCALAR, SEQUENCE, Digest, Row
from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Fact, SourceRef, Value
from quiz.bank.problems import Place
from quiz.bank.schema import LAST_YEAR
from quiz.bank.scope import Scope
from quiz.bank.vocabulary import Column, Relation

_YEARS = range(LAST_YEAR + 1)
"""A year is its own index."""


class Remembered:
    """The names, rows and promises of a pack that was read before, and found right; see `Written`."""

    def __init__(self, slug: str, digest: Digest) -> None:
        self.slug = slug
        self.digest = digest
        self.texts = digest.texts
        self._entities: list[Entity] = []
        self._citations: list[tuple[SourceRef, ...]] = []

    def trees(self) -> dict[str, Mapping]:
        trees = {}
        for (file,), *nodes in self.digest.trees:
            root = self._node(self.texts[file], iter(nodes))
            if isinstance(root, Mapping):
                trees[self.texts[file]] = root
        return trees

    def _node(self, file: str, rows: Iterator[Row]) -> Node:
        what, line, column, flag, more = next(rows)
        place = Place(file, line, column)
        if what == SCALAR:
            return Scalar(self.texts[more], place, is_plain=bool(flag))
        if what == SEQUENCE:
            return Sequence([self._node(file, rows) for _ in range(more)], place, bool(flag))
        mapping = Mapping(place, bool(flag))
        for _ in range(more):
            key = self._node(file, rows)
            if isinstance(key, Scalar):
                mapping.keys[key.text], mapping.values[key.text] = key, self._node(file, rows)
        return mapping

    @property
    def subjects(self) -> frozenset[Entity]:
        return frozenset(self._entities[at] for at in self.digest.subjects)

    def declare(self, scope: Scope) -> None:
        texts = self.texts
        for row in self.digest.entities:
            kind, name, show, is_asked, file, line, column, names, *more = row
            given = [texts[at] for at in more[names:]]
            entity = Entity(
                kind=scope.kinds[texts[kind]],
                name=texts[name],
                show=texts[name if show == NOTHING else show],
                aka=tuple([texts[at] for at in more[:names]]),
                attributes=dict(zip(given[::2], given[1::2], strict=True)),
                is_asked=bool(is_asked),
                pack=self.slug,
                place=Place(texts[file], line, column),
            )
            scope.add_entity(entity)
            self._entities.append(entity)
        self._entities += [scope.entities[texts[kind]][texts[name]] for kind, name in self.digest.strangers]
        refs = [
            SourceRef(scope.sources[texts[source]], None if at == NOTHING else texts[at])
            for source, at in self.digest.refs
        ]
        self._citations = [tuple([refs[at] for at in row]) for row in self.digest.citations]

    def facts(self, scope: Scope) -> list[Fact]:
        texts, remarks, citations = self.texts, self.digest.remarks, self._citations
        columns = {name: self._columns(relation) for name, relation in scope.relations.items()}
        facts = []
        for relation, remark, citation, file, line, column, *cells in self.digest.facts:
            said = remarks[remark]
            name = texts[relation]
            values = zip(cells, columns[name], strict=True)
            facts.append(
                Fact(
                    relation=scope.relations[name],
                    values=tuple([None if cell == NOTHING else known[cell] for cell, known in values]),
                    status=said.status,
                    because=said.because,
                    sources=citations[citation],
                    checked=said.checked,
                    quote=said.quote,
                    elsewhere=said.elsewhere,
                    shared=said.shared,
                    as_of=said.as_of,
                    until=said.until,
                    review_by=said.review_by,
                    pack=self.slug,
                    place=Place(texts[file], line, column),
                )
            )
        return facts

    def _columns(self, relation: Relation) -> list[Seq[Value]]:
        """What the numbers in each column of a relation point into."""
        return [self._known(column) for column in relation.columns]

    def _known(self, column: Column) -> Seq[Value]:
        if column.is_entity:
            return self._entities
        return _YEARS if column.type == "year" else self.texts

    def promises(self, scope: Scope) -> tuple[list[Declaration], list[tuple[str, Entity]]]:
        declarations = []
        for name, says, citation, file, line, at, *fixed in self.digest.declarations:
            relation = scope.relations[self.texts[name]]
            columns = self._columns(relation)
            values = zip(fixed[::3], fixed[1::3], fixed[2::3], strict=True)
            declarations.append(
                Declaration(
                    relation=relation,
                    fixed=tuple(
                        (column, columns[column][first] if stop == NOTHING else range(first, stop))
                        for column, first, stop in values
                    ),
                    says=self.texts[says],
                    sources=self._citations[citation],
                    place=Place(self.texts[file], line, at),
                )
            )
        return declarations, [(self.texts[name], self._entities[at]) for name, at in self.digest.opened]

    def check(self, scope: Scope, facts: list[Fact]) -> None:
        """Nothing: what is remembered was checked, and neither it nor what it stands on has changed."""
