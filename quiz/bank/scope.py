"""What a pack can name while it is read: its own words and things, and those of the packs it uses."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import replace

from quiz.bank.nodes import Mapping, Node, Said, Scalar, Sequence, said_by, texts_in
from quiz.bank.pack import Entity, Fact, Pack, Source, SourceRef, Value
from quiz.bank.problems import Place, Problem, did_you_mean, foreign_letter, sentence
from quiz.bank.schema import FIRST_YEAR, LAST_YEAR
from quiz.bank.shaping import wrong_shape
from quiz.bank.vocabulary import Column, Family, Kind, Relation

MANY = 20
"""So many unknown names of one kind are told one by one; with more of them, a file or a pack is missing."""
_ADDRESS = ("http://", "https://", "www.")


class Scope:
    """Names in reach of one pack, and the problems found so far.

    One mistake is told once: the same unknown name in thirty rows is one problem that counts them, and names
    that stand in a part that could not be read are not missed at all.
    """

    def __init__(self, slug: str, uses: Iterable[Pack]) -> None:
        self.slug = slug
        self.problems: list[Problem] = []
        self.kinds: dict[str, Kind] = {}
        self.relations: dict[str, Relation] = {}
        self.families: dict[str, Family] = {}
        self.sources: dict[str, Source] = {}
        self.entities: dict[str, dict[str, Entity]] = {}
        self._aliases: dict[str, dict[str, Entity]] = {}
        self._by_slug: dict[tuple[str, str], Entity] = {}
        self.inherited_facts: list[Fact] = []
        self._lost: set[str] = set()
        self._lost_files: list[str] = []
        self._told: dict[Hashable, int] = {}
        self._again: dict[int, list[Place]] = defaultdict(list)
        self._untold = 0
        self._unknown: Counter[str] = Counter()
        self._columns: dict[str, dict[str, Column]] = {}
        self._refs: dict[Said, tuple[SourceRef, ...]] = {}
        for pack in _distinct(uses):
            self.kinds |= pack.kinds
            self.relations |= pack.relations
            self.families |= pack.families
            self.sources |= pack.sources
            self.inherited_facts += pack.facts
            for entity in pack.entities.values():
                self.add_entity(entity)

    def add_entity(self, entity: Entity) -> None:
        kind = entity.kind.name
        self.entities.setdefault(kind, {})[entity.name] = entity
        self._by_slug.setdefault((kind, entity.slug), entity)
        self._aliases.pop(kind, None)

    def _aliases_of(self, kind: str) -> Map[str, Entity]:
        """The other names of all that is declared; asked for only by who finds a name unknown."""
        if kind not in self._aliases:
            self._aliases[kind] = {}
            for entity in self.entities.get(kind, {}).values():
                for name in (entity.show, *entity.aka):
                    self._aliases[kind].setdefault(name, entity)
        return self._aliases[kind]

    def entity_by_slug(self, kind: str, slug: str) -> Entity | None:
        return self._by_slug.get((kind, slug))

    @property
    def refused(self) -> int:
        """How often something was refused so far, told or not: compare before and after."""
        return len(self.problems) + self._untold

    def refuse(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem.at(place, message, remedy))

    def refuse_once(self, cause: Hashable, place: Place, message: str, remedy: str) -> None:
        """Refuse what has one cause in many places: the first is told, the others are counted."""
        if cause in self._told:
            first = self.problems[self._told[cause]]
            if place != Place(first.file, first.line, first.column):
                self._again[self._told[cause]].append(place)
            self._untold += 1
        else:
            self._told[cause] = len(self.problems)
            self.refuse(place, message, remedy)

    def lose(self, node: Node) -> None:
        """Whatever is named in here may exist, though it could not be read."""
        self._lost.update(texts_in(node))

    def lose_file(self, text: str) -> None:
        self._lost_files.append(text)

    def is_lost(self, name: str) -> bool:
        return name in self._lost or any(name in text for text in self._lost_files)

    def unknown(self, what: str, scalar: Scalar, known: Iterable[str], remedy: str) -> None:
        """Refuse a name that nothing has. what: its kind, as in "There is no {what} called …"."""
        name = scalar.text
        if self.is_lost(name):
            self._untold += 1
            return
        if (what, name) not in self._told and self._unknown[what] == MANY:
            self.refuse_once(
                ("many", what),
                scalar.place,
                f"There is no {what} called {name} either, and more names here and below are unknown.",
                "Is a file missing, or a pack in `use`? What else is unknown is told when these are mended.",
            )
            return
        self._unknown[what] += (what, name) not in self._told
        near = did_you_mean(name, known)
        message = f"There is no {what} called {name}" + (f"; {near}" if near else ".")
        self.refuse_once((what, name), scalar.place, message + foreign_letter(name), remedy)

    def told(self) -> list[Problem]:
        """The problems found, each with the other places of its cause."""
        problems = list(self.problems)
        for at, places in self._again.items():
            others = sorted(set(places))
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            remedy = f"{problems[at].remedy} (Also in {others[0]}{more}.)"
            problems[at] = replace(problems[at], remedy=remedy)
        return problems

    def entity(self, kind: str, node: Node) -> Entity | None:
        """The entity that a scalar names; a problem, with the nearest name, if there is none."""
        if not isinstance(node, Scalar):
            self.problems.append(wrong_shape(node, f"the name of one {kind}"))
            return None
        if not node.text:
            self.refuse(
                node.place,
                f"The name of a {kind} is missing here.",
                'Write it; a name that begins with # needs quotes: "#Alive".',
            )
            return None
        known = self.entities.get(kind, {})
        found = known.get(node.text) or known.get(unicodedata.normalize("NFC", node.text))
        if found is None:
            self._explain_unknown(kind, node, known)
        return found

    def _explain_unknown(self, kind: str, node: Scalar, known: Map[str, Entity]) -> None:
        other = self._aliases_of(kind).get(node.text)
        if other is not None:
            self.refuse_once(
                (kind, node.text),
                node.place,
                f"“{node.text}” is not how packs name this {kind}, but another name of {other.name}.",
                f"Write {other.name}.",
            )
            return
        homes = [each for each, entities in self.entities.items() if node.text in entities]
        if homes:
            remedy = f"{node.text} is a {homes[0]}: is it in the right column?"
        else:
            near = did_you_mean(node.text, known)
            declare = f"declare it: under `{kind}:` write `- name: {node.text}`."
            remedy = f"If not, {declare}" if near else sentence(declare)
        self.unknown(kind, node, known, remedy)

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
                'Write one; a text that begins with # needs quotes: "#Alive".',
            )
            return None
        if column.type != "year":
            return node.text
        if node.text.isascii() and node.text.isdecimal() and FIRST_YEAR <= int(node.text) <= LAST_YEAR:
            return int(node.text)
        self.refuse(node.place, f"“{node.text}” is not a year.", "Write four figures, such as 1993.")
        return None

    def relation(self, name: Scalar) -> Relation | None:
        relation = self.relations.get(name.text)
        if relation is None:
            known = listed_or_none(self.relations)
            self.unknown("relation", name, self.relations, f"The relations are {known}.")
        return relation

    def columns_of(self, relation: Relation) -> Map[str, Column]:
        columns = self._columns.get(relation.name)
        if columns is None:
            columns = self._columns[relation.name] = {column.name: column for column in relation.columns}
        return columns

    def source_refs(self, node: Node | None) -> tuple[SourceRef, ...]:
        """`cannes@1997`, or a list of such, as references."""
        if node is None:
            return ()
        said = said_by(node)
        if said is not None and said in self._refs:
            return self._refs[said]
        before = self.refused
        found = (self._source_ref(each) for each in rows_of(node))
        refs = tuple(ref for ref in found if ref is not None)
        if said is not None and self.refused == before:
            self._refs[said] = refs
        return refs

    def known_ref(self, slug: str, edition: str | None) -> SourceRef | None:
        """A reference to a source that there is; None if there is none, or if it wants an edition."""
        source = self.sources.get(slug)
        if source is None or (edition is None and _wants_edition(source)):
            return None
        return SourceRef(source, edition)

    def _source_ref(self, node: Node) -> SourceRef | None:
        if not isinstance(node, Scalar):
            self.problems.append(wrong_shape(node, "the name of a source"))
            return None
        name, _, edition = (part.strip() for part in node.text.partition("@"))
        source = self.sources.get(name)
        if source is None:
            remedy = "Sources are declared under `sources:`, each with `title` and `publisher`."
            if node.text.startswith(_ADDRESS):
                name = node.text
                remedy += " Declare it under `sources:` with `url:` and write its short name here."
            self.unknown("source", Scalar(name, node.place), self.sources, remedy)
            return None
        if not edition and _wants_edition(source):
            self.refuse_once(
                ("edition", name),
                node.place,
                f"The source {name} wants to know which edition.",
                f"Write {name}@1997, for example.",
            )
        return SourceRef(source, edition or None)


def _wants_edition(source: Source) -> bool:
    return any("{at}" in (text or "") for text in (source.title, source.date, source.url))


def listed_or_none(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none yet"


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
