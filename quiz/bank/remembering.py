"""Makes a file's names and rows again from its digest, without its text."""

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


class Stale(Exception):
    """What the digest rests on has changed: the file must be read."""


class Remembered:
    """What one file says of entities and rows, as it was understood before; see `Written`."""

    def __init__(self, slug: str, digest: Digest) -> None:
        self.slug = slug
        self.digest = digest
        self.file = digest.file
        self.texts = digest.texts
        self.facts_of_blocks: list[Fact] = []
        self.facts_of_rows: list[Fact] = []
        self.declarations: list[Declaration] = []
        self.opened: list[tuple[str, Entity]] = []
        self._named: list[Entity] = []
        self._citations: list[tuple[SourceRef, ...]] = []

    def tree(self) -> Mapping | None:
        """The sections of a file of YAML that hold neither names nor rows."""
        root = self._node(iter(self.digest.tree)) if self.digest.tree else None
        return root if isinstance(root, Mapping) else None

    def _node(self, rows: Iterator[Row]) -> Node:
        what, line, column, flag, more = next(rows)
        place = Place(self.file, line, column)
        if what == SCALAR:
            return Scalar(self.texts[more], place, is_plain=bool(flag))
        if what == SEQUENCE:
            return Sequence([self._node(rows) for _ in range(more)], place, bool(flag))
        mapping = Mapping(place, bool(flag))
        for _ in range(more):
            key = self._node(rows)
            if isinstance(key, Scalar):
                mapping.keys[key.text], mapping.values[key.text] = key, self._node(rows)
        return mapping

    @property
    def subjects(self) -> list[Entity]:
        return [self._named[at] for at in self.digest.subjects]

    def declare(self, scope: Scope) -> None:
        texts = self.texts
        for kind, name, show, is_asked, line, column, names, *more in self.digest.entities:
            given = [texts[at] for at in more[names:]]
            entity = Entity(
                kind=scope.kinds[texts[kind]],
                name=texts[name],
                show=texts[name if show == NOTHING else show],
                aka=tuple([texts[at] for at in more[:names]]),
                attributes=dict(zip(given[::2], given[1::2], strict=True)),
                is_asked=bool(is_asked),
                pack=self.slug,
                place=Place(self.file, line, column),
            )
            if scope.entity_by_slug(texts[kind], entity.slug) is not None:
                raise Stale  # another file declares it now; which of the two is told where both are read
            scope.add_entity(entity)

    def _resolve(self, scope: Scope) -> None:
        """Find all that the file names, once every file of the pack has declared what it has."""
        texts = self.texts
        refs = []
        for slug, edition in self.digest.refs:
            ref = scope.known_ref(texts[slug], None if edition == NOTHING else texts[edition])
            if ref is None:
                raise Stale
            refs.append(ref)
        self._citations = [tuple([refs[at] for at in row]) for row in self.digest.citations]
        known = {at: scope.entities.get(texts[at], {}) for at in {kind for kind, _ in self.digest.names}}
        try:
            self._named = [known[kind][texts[name]] for kind, name in self.digest.names]
        except KeyError:
            raise Stale from None

    def read_blocks(self, scope: Scope) -> None:
        self._resolve(scope)
        self.facts_of_blocks = self._facts(scope, self.digest.facts_of_blocks)

    def read_rows(self, scope: Scope) -> None:
        self.facts_of_rows = self._facts(scope, self.digest.facts_of_rows)

    def _facts(self, scope: Scope, rows: list[Row]) -> list[Fact]:
        texts, remarks, citations = self.texts, self.digest.remarks, self._citations
        relations: dict[int, tuple[Relation, list[Seq[Value]]]] = {}
        for name in {row[0] for row in rows}:
            relation = scope.relations[texts[name]]
            relations[name] = relation, [self._known(each) for each in relation.columns]
        facts = []
        for name, remark, citation, line, column, *cells in rows:
            relation, columns = relations[name]
            values = zip(cells, columns, strict=True)
            facts.append(
                Fact(
                    relation=relation,
                    values=tuple([None if cell == NOTHING else known[cell] for cell, known in values]),
                    sources=citations[citation],
                    remarks=remarks[remark],
                    pack=self.slug,
                    place=Place(self.file, line, column),
                )
            )
        return facts

    def _known(self, column: Column) -> Seq[Value]:
        """What the numbers in a column point into."""
        if column.is_entity:
            return self._named
        return _YEARS if column.type == "year" else self.texts

    def read_promises(self, scope: Scope) -> None:
        for name, fixed, entity, says, citation, line, column in self.digest.declarations:
            self.declarations.append(
                Declaration(
                    relation=scope.relations[self.texts[name]],
                    fixed=((fixed, self._named[entity]),),
                    says=self.texts[says],
                    sources=self._citations[citation],
                    place=Place(self.file, line, column),
                )
            )
        self.opened = [(self.texts[name], self._named[at]) for name, at in self.digest.opened]
