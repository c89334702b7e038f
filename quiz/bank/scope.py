"""What a pack can name while it is read: its own words and things, and those of the packs it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Entity, Fact, Pack, Source, SourceRef, Value
from quiz.bank.problems import Place, Problem, did_you_mean
from quiz.bank.shaping import wrong_shape
from quiz.bank.vocabulary import Column, Family, Kind, Relation


class Scope:
    """Names in reach of one pack, and the problems found so far."""

    def __init__(self, slug: str, uses: Iterable[Pack]) -> None:
        self.slug = slug
        self.problems: list[Problem] = []
        self.kinds: dict[str, Kind] = {}
        self.relations: dict[str, Relation] = {}
        self.families: dict[str, Family] = {}
        self.sources: dict[str, Source] = {}
        self.entities: dict[str, dict[str, Entity]] = {}
        self.aliases: dict[str, dict[str, Entity]] = {}
        self.inherited_facts: list[Fact] = []
        for pack in _distinct(uses):
            self.kinds |= pack.kinds
            self.relations |= pack.relations
            self.families |= pack.families
            self.sources |= pack.sources
            self.inherited_facts += pack.facts
            for entity in pack.entities.values():
                self.add_entity(entity)

    def add_entity(self, entity: Entity) -> None:
        self.entities.setdefault(entity.kind.name, {})[entity.name] = entity
        for name in (entity.show, *entity.aka):
            self.aliases.setdefault(entity.kind.name, {}).setdefault(name, entity)

    def refuse(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem.at(place, message, remedy))

    def entity(self, kind: str, node: Node) -> Entity | None:
        """The entity that a scalar names; a problem, with the nearest name, if there is none."""
        if not isinstance(node, Scalar):
            self.problems.append(wrong_shape(node, f"the name of one {kind}"))
            return None
        if not node.text:
            self.refuse(
                node.place,
                "A name is missing here.",
                'Write it; one that begins with # needs quotes: "#Alive".',
            )
            return None
        known = self.entities.get(kind, {})
        if node.text in known:
            return known[node.text]
        other = self.aliases.get(kind, {}).get(node.text)
        if other is not None:
            self.refuse(
                node.place,
                f"“{node.text}” is another name of the {kind} {other.name}.",
                f"Write {other.name}.",
            )
            return None
        near = did_you_mean(node.text, known)
        message = f"There is no {kind} called {node.text}"
        declare = f"declare it: under `{kind}:` write `- name: {node.text}`."
        self.refuse(
            node.place,
            f"{message}; {near}" if near else f"{message}.",
            f"If not, {declare}" if near else declare.capitalize(),
        )
        return None

    def value(self, column: Column, node: Node) -> Value | None:
        """A cell's value, typed by its column; None, and a problem, if it does not fit."""
        if column.is_entity:
            return self.entity(column.type, node)
        if not isinstance(node, Scalar):
            self.problems.append(wrong_shape(node, f"one {column.name}"))
            return None
        if not node.text:
            self.refuse(
                node.place,
                f"`{column.name}` has no value.",
                'A text that begins with # needs quotes: "#Alive".',
            )
            return None
        if column.type != "year":
            return node.text
        if node.text.isdecimal() and 1000 <= int(node.text) <= 9999:
            return int(node.text)
        self.refuse(node.place, f"“{node.text}” is not a year.", "Write four figures, such as 1993.")
        return None

    def source_refs(self, node: Node | None) -> tuple[SourceRef, ...]:
        """`cannes@1997`, or a list of such, as references."""
        if node is None:
            return ()
        scalars = node.items if isinstance(node, Sequence) else [node]
        refs = []
        for scalar in scalars:
            if not isinstance(scalar, Scalar):
                self.problems.append(wrong_shape(scalar, "the name of a source"))
                continue
            name, at, edition = scalar.text.partition("@")
            source = self.sources.get(name.strip())
            if source is None:
                near = did_you_mean(name.strip(), self.sources)
                message = f"There is no source called {name.strip()}"
                self.refuse(
                    scalar.place,
                    f"{message}; {near}" if near else f"{message}.",
                    f"Sources are declared under `sources:`: `{name.strip() or 'name'}: {{title: …, publisher: …}}`.",
                )
                continue
            needs_edition = any("{at}" in (text or "") for text in (source.title, source.date, source.url))
            if needs_edition and not at:
                self.refuse(
                    scalar.place,
                    f"The source {name.strip()} wants to know which edition.",
                    f"Write {name.strip()}@1997, for example.",
                )
            refs.append(SourceRef(source, edition.strip() or None))
        return tuple(refs)


def text_of(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None


def rows_of(node: Node) -> Iterator[Node]:
    """The entries of a list, or the one entry that stands without a list."""
    if isinstance(node, Sequence):
        yield from node.items
    else:
        yield node


def entries(node: Node, problems: list[Problem], what: str) -> Iterator[tuple[Scalar, Node]]:
    """Key and value of each entry of a mapping."""
    if not isinstance(node, Mapping):
        problems.append(wrong_shape(node, what))
        return
    for key, scalar in node.keys.items():
        yield scalar, node.values[key]


def _distinct(packs: Iterable[Pack]) -> list[Pack]:
    seen: dict[str, Pack] = {}
    for pack in packs:
        for each in pack.lineage():
            seen.setdefault(each.slug, each)
    return list(seen.values())
