"""What is kept of a file that was read, so that the next start need not parse and check it again.

It is JSON that holds one list of texts, and rows of numbers that point into it. Names and rows of relations,
which are many, stand in it as they were understood; the few other sections as they were parsed, to be read
again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from quiz.bank.contents import Written
from quiz.bank.nodes import Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Fact, Remarks, SourceRef, Value
from quiz.bank.scope import Scope

NOTHING = -1
"""Stands for no text, and for an empty cell."""

SCALAR, SEQUENCE, MAPPING = range(3)

Row = list[int]
T = TypeVar("T")


class Digest(BaseModel):
    """A file of a pack without problems. A text is its index in `texts`, an entity that in `names`.

    tree: the nodes of a file of YAML but for its names and rows, parents before children: SCALAR, line,
    column, is plain, text; or SEQUENCE or MAPPING, line, column, is flow, number of entries.
    names: kind and name of each entity that the file names.
    entities: what it declares: kind, name, show, is asked, line, column, number of other names, these, then
    attributes.
    refs: source and edition. citations: refs that one row names.
    facts_of_blocks, facts_of_rows: relation, remarks, citation, line, column, cells.
    declarations: relation, the entity's column, entity, says, citation, line, column.
    opened: relation and entity. subjects: entities.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    content_hash: str
    texts: list[str]
    tree: list[Row]
    names: list[Row]
    entities: list[Row]
    refs: list[Row]
    citations: list[Row]
    remarks: list[Remarks]
    facts_of_blocks: list[Row]
    facts_of_rows: list[Row]
    declarations: list[Row]
    opened: list[Row]
    subjects: Row


class Memory(BaseModel):
    """A pack without problems: its files, in their order, and what they were understood by.

    words: hash of the kinds and relations in reach. uses: the packs that it stands on, with their hashes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    uses: list[tuple[str, str]]
    files: list[Digest]


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(part: Written, content_hash: str, scope: Scope) -> Digest:
    """Of a file that was read without problems."""
    return _Writer().digest(part, content_hash, scope)


class _Writer:
    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.names: dict[Entity, int] = {}
        self.refs: dict[tuple[int, int], int] = {}
        self.citations: dict[tuple[int, ...], int] = {}
        self.remarks: dict[Remarks, int] = {}

    def digest(self, part: Written, content_hash: str, scope: Scope) -> Digest:
        tree = part.other_sections(scope)
        own = [
            entity for entity in part.subjects if entity.place.file == part.file and entity.pack == part.slug
        ]
        return Digest.model_construct(
            file=part.file,
            content_hash=content_hash,
            tree=[] if tree is None else list(self._nodes(tree)),
            entities=[self._entity(entity) for entity in own],
            facts_of_blocks=[self._fact(fact) for fact in part.facts_of_blocks],
            facts_of_rows=[self._fact(fact) for fact in part.facts_of_rows],
            declarations=[self._declaration(each) for each in part.declarations],
            opened=[[self._text(name), self._named(entity)] for name, entity in part.opened],
            subjects=[self._named(entity) for entity in part.subjects],
            # what all of these named
            names=[[self._text(each.kind.name), self._text(each.name)] for each in self.names],
            refs=[list(ref) for ref in self.refs],
            citations=[list(citation) for citation in self.citations],
            remarks=list(self.remarks),
            texts=list(self.texts),
        )

    def _text(self, text: str | None) -> int:
        return NOTHING if text is None else _number(self.texts, text)

    def _named(self, entity: Entity) -> int:
        return _number(self.names, entity)

    def _nodes(self, node: Node) -> Iterator[Row]:
        place = [node.place.line, node.place.column]
        if isinstance(node, Scalar):
            yield [SCALAR, *place, node.is_plain, self._text(node.text)]
        elif isinstance(node, Sequence):
            yield [SEQUENCE, *place, node.is_flow, len(node.items)]
            for item in node.items:
                yield from self._nodes(item)
        else:
            yield [MAPPING, *place, node.is_flow, len(node.keys)]
            for key, scalar in node.keys.items():
                yield from self._nodes(scalar)
                yield from self._nodes(node.values[key])

    def _entity(self, entity: Entity) -> Row:
        show = None if entity.show == entity.name else entity.show
        row = [self._text(entity.kind.name), self._text(entity.name), self._text(show), int(entity.is_asked)]
        row += [entity.place.line, entity.place.column, len(entity.aka), *map(self._text, entity.aka)]
        for attribute, value in entity.attributes.items():
            row += [self._text(attribute), self._text(value)]
        return row

    def _citation(self, refs: tuple[SourceRef, ...]) -> int:
        numbers = [_number(self.refs, (self._text(ref.source.slug), self._text(ref.at))) for ref in refs]
        return _number(self.citations, tuple(numbers))

    def _fact(self, fact: Fact) -> Row:
        remarks = _number(self.remarks, fact.remarks)
        row = [self._text(fact.relation.name), remarks, self._citation(fact.sources)]
        row += [fact.place.line, fact.place.column, *map(self._cell, fact.values)]
        return row

    def _cell(self, value: Value | None) -> int:
        if isinstance(value, Entity):
            return self._named(value)
        return value if isinstance(value, int) else self._text(value)

    def _declaration(self, declaration: Declaration) -> Row:
        ((column, entity),) = declaration.fixed
        named = self._named(entity) if isinstance(entity, Entity) else NOTHING
        row = [self._text(declaration.relation.name), column, named, self._text(declaration.says)]
        row += [self._citation(declaration.sources), declaration.place.line, declaration.place.column]
        return row


def _number(index: dict[T, int], key: T) -> int:
    return index.setdefault(key, len(index))
