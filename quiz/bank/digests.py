"""What is kept of a pack that was read, so that the next start need not parse and check it again.

It is JSON that holds one list of texts, and rows of numbers that point into it. Names and rows of relations,
which are many, stand in it as they were understood; the few other sections as they were parsed, to be read
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Fact, Pack, SourceRef, Value
from quiz.bank.problems import Place
from quiz.bank.rows import Remarks

NOTHING = -1
"""Stands for no text, and for an empty cell."""

SCALAR, SEQUENCE, MAPPING = range(3)

Row = list[int]
T = TypeVar("T")


class Digest(BaseModel):
    """A pack, but for those that it stands on. A text, the name of a file too, is its index in `texts`.

    uses: the packs that it names, each with its hash.
    trees: a file, then its nodes, parents before children: SCALAR, line, column, is plain, text; or SEQUENCE
    or MAPPING, line, column, is flow, number of entries.
    entities: kind, name, show, is asked, file, line, column, number of other names, these, then attributes.
    strangers: kind and name of the entities of other packs that rows name; they are counted after the own.
    refs: source and edition. citations: refs that one row names.
    facts: relation, remarks, citation, file, line, column, cells.
    declarations: relation, says, citation, file, line, column, then column, first and last for each value.
    opened: relation and entity. subjects: entities.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    uses: list[tuple[str, str]]
    texts: list[str]
    trees: list[list[Row]]
    entities: list[Row]
    strangers: list[Row]
    refs: list[Row]
    citations: list[Row]
    remarks: list[Remarks]
    facts: list[Row]
    declarations: list[Row]
    opened: list[Row]
    subjects: Row


def digest_of(pack: Pack, trees: Map[str, Mapping], hashes: Map[str, str]) -> Digest:
    """trees: of each file the sections that hold neither names nor rows nor promises. hashes: of packs."""
    return _Writer(pack).digest(trees, hashes)


class _Writer:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.texts: dict[str, int] = {}
        self.entities = {entity: at for at, entity in enumerate(pack.entities.values())}
        self.refs: dict[tuple[int, int], int] = {}
        self.citations: dict[tuple[int, ...], int] = {}
        self.remarks: dict[tuple[object, ...], int] = {}

    def digest(self, trees: Map[str, Mapping], hashes: Map[str, str]) -> Digest:
        pack = self.pack
        own = [self._entity(entity) for entity in pack.entities.values()]
        facts = [self._fact(fact) for fact in pack.facts]
        declarations = [self._declaration(each) for each in pack.declarations]
        opened = [[self._text(name), self._named(entity)] for name, entity in pack.opened]
        subjects = [self._named(entity) for entity in pack.subjects]
        strangers = list(self.entities)[len(own) :]
        return Digest.model_construct(
            uses=[(each.slug, hashes[each.slug]) for each in pack.uses],
            trees=[[[self._text(file)], *self._nodes(tree)] for file, tree in trees.items()],
            entities=own,
            strangers=[[self._text(each.kind.name), self._text(each.name)] for each in strangers],
            refs=[list(ref) for ref in self.refs],
            citations=[list(citation) for citation in self.citations],
            remarks=[Remarks(*each) for each in self.remarks],  # type: ignore[arg-type]  # as in _remarks_of
            facts=facts,
            declarations=declarations,
            opened=opened,
            subjects=subjects,
            texts=list(self.texts),
        )

    def _text(self, text: str | None) -> int:
        return NOTHING if text is None else _number(self.texts, text)

    def _named(self, entity: Entity) -> int:
        return _number(self.entities, entity)

    def _place(self, place: Place) -> Row:
        return [self._text(place.file), place.line, place.column]

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
        row += [*self._place(entity.place), len(entity.aka), *map(self._text, entity.aka)]
        for attribute, value in entity.attributes.items():
            row += [self._text(attribute), self._text(value)]
        return row

    def _citation(self, refs: tuple[SourceRef, ...]) -> int:
        numbers = [_number(self.refs, (self._text(ref.source.slug), self._text(ref.at))) for ref in refs]
        return _number(self.citations, tuple(numbers))

    def _fact(self, fact: Fact) -> Row:
        remarks = (
            *(fact.status, fact.because, fact.checked, fact.quote, fact.elsewhere, fact.shared),
            *(fact.as_of, fact.until, fact.review_by),
        )
        row = [self._text(fact.relation.name), _number(self.remarks, remarks), self._citation(fact.sources)]
        row += self._place(fact.place)
        row += map(self._cell, fact.values)
        return row

    def _cell(self, value: Value | None) -> int:
        if isinstance(value, Entity):
            return self._named(value)
        return value if isinstance(value, int) else self._text(value)

    def _declaration(self, declaration: Declaration) -> Row:
        row = [self._text(declaration.relation.name), self._text(declaration.says)]
        row += [self._citation(declaration.sources), *self._place(declaration.place)]
        for at, value in declaration.fixed:
            if isinstance(value, range):
                row += [at, value.start, value.stop]
            else:
                row += [at, self._cell(value), NOTHING]
        return row


def _number(index: dict[T, int], key: T) -> int:
    return index.setdefault(key, len(index))
