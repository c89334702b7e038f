"""Packs, entities, facts and sources: immutable, read once, shared by all requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quiz.bank.problems import Place
from quiz.bank.slugs import norm, slugify
from quiz.bank.vocabulary import Atom, Family, Kind, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication; `{at}` in its texts stands for what a reference says behind `@`."""

    slug: str
    title: str
    publisher: str
    date: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SourceRef:
    source: Source
    at: str | None = None

    @property
    def title(self) -> str:
        return self._filled(self.source.title)

    @property
    def date(self) -> str | None:
        return self._filled(self.source.date) if self.source.date else None

    @property
    def url(self) -> str | None:
        return self._filled(self.source.url) if self.source.url else None

    def _filled(self, text: str) -> str:
        return text.replace("{at}", self.at or "").replace("  ", " ").strip()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entity:
    """A thing with a name. Compared by identity: one object for each entity of a loaded library.

    name: how packs refer to it, unique in its kind. show: what players see. aka: its other names.
    is_asked: whether anything is asked about it; if not, it is known to keep it apart from others.
    """

    kind: Kind
    name: str
    show: str
    aka: tuple[str, ...]
    attributes: Mapping[str, str]
    is_asked: bool
    pack: str
    place: Place
    slug: str = field(init=False)
    known_as: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slug", slugify(self.name))
        names = {norm(text) for text in (self.name, self.show, *self.aka)}
        object.__setattr__(self, "known_as", frozenset(names - {""}))

    def __repr__(self) -> str:
        return f"<{self.kind.name} {self.name}>"

    @property
    def is_told_apart(self) -> bool:
        """Whether a sentence says which of several namesakes it means: of works it can, of people not."""
        return self.kind.is_title and self.name != self.show


Value = Entity | int | str
"""What a cell holds: an entity, a year, or a text."""


def value_slug(value: Value) -> str:
    if isinstance(value, Entity):
        return value.slug
    return str(value) if isinstance(value, int) else slugify(value)


def shown(value: Value) -> str:
    return value.show if isinstance(value, Entity) else str(value)


class Status(StrEnum):
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What a row says beside its cells and its sources. Rows that say the same share one.

    note: for authors; nobody else is told of it.
    """

    status: Status
    because: str | None
    checked: tuple[str, ...]
    quote: str | None
    elsewhere: tuple[int, ...]
    shared: int
    as_of: date | None
    until: date | None
    review_by: date | None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fact:
    """One row of a relation. An optional cell that is empty holds None: its value is not known."""

    relation: Relation
    values: tuple[Value | None, ...]
    sources: tuple[SourceRef, ...]
    remarks: Remarks
    pack: str
    place: Place
    id: str = field(init=False)

    def __post_init__(self) -> None:
        cells = [
            value.slug if isinstance(value, Entity) else value_slug(value)
            for value in self.values
            if value is not None
        ]
        object.__setattr__(self, "id", ":".join([self.relation.slug, *cells]))

    def __repr__(self) -> str:
        return f"<{self.id}>"

    @property
    def status(self) -> Status:
        return self.remarks.status

    @property
    def because(self) -> str | None:
        return self.remarks.because

    @property
    def checked(self) -> tuple[str, ...]:
        return self.remarks.checked

    @property
    def quote(self) -> str | None:
        return self.remarks.quote

    @property
    def elsewhere(self) -> tuple[int, ...]:
        return self.remarks.elsewhere

    @property
    def shared(self) -> int:
        return self.remarks.shared

    @property
    def as_of(self) -> date | None:
        return self.remarks.as_of

    @property
    def until(self) -> date | None:
        return self.remarks.until

    @property
    def review_by(self) -> date | None:
        return self.remarks.review_by

    def holds_on(self, today: date) -> bool:
        """Whether it may be asked and relied on: confirmed, and not past `until` or `review by`."""
        return self.remarks.status is Status.CONFIRMED and not self.is_past(today)

    def is_past(self, today: date) -> bool:
        until, review_by = self.remarks.until, self.remarks.review_by
        return (until is not None and until < today) or (review_by is not None and review_by < today)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Declaration:
    """Somebody's word that a list is whole: every row of the relation with these values is listed."""

    relation: Relation
    fixed: tuple[tuple[int, Value | range], ...]
    says: str
    sources: tuple[SourceRef, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WrongOption:
    text: str
    entity: Entity | None
    because: str | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """A handwritten question; with `where`, its options are entities and are proven by rows."""

    slug: str
    ask: tuple[str, ...]
    key: str
    key_entity: Entity | None
    because: str
    wrong: tuple[WrongOption, ...]
    sources: tuple[SourceRef, ...]
    about: tuple[Entity, ...]
    signed: str | None
    level: str
    is_ordered: bool
    where: tuple[Atom, ...]
    status: Status
    until: date | None
    review_by: date | None
    pack: str
    place: Place

    @property
    def id(self) -> str:
        return f"question:{self.pack}:{self.slug}"

    def holds_on(self, today: date) -> bool:
        dates = (self.until, self.review_by)
        return self.status is Status.CONFIRMED and not any(limit and limit < today for limit in dates)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """One folder, read: its own words, entities, facts and questions, and the packs that it uses.

    subjects: the entities that it introduces or says something about in a block of their own.
    """

    slug: str
    title: str
    about: str
    language: str
    licence: str | None
    credits: str | None
    as_of: date | None
    is_playable: bool
    uses: tuple[Pack, ...]
    sources: Mapping[str, Source]
    kinds: Mapping[str, Kind]
    relations: Mapping[str, Relation]
    families: Mapping[str, Family]
    entities: Mapping[tuple[str, str], Entity]
    facts: tuple[Fact, ...]
    declarations: tuple[Declaration, ...]
    opened: frozenset[tuple[str, Entity]]
    questions: tuple[Question, ...]
    subjects: frozenset[Entity]

    def lineage(self) -> Iterator[Pack]:
        """This pack and those it stands on, each once, the deepest first."""
        seen: set[str] = set()

        def walk(pack: Pack) -> Iterator[Pack]:
            for used in pack.uses:
                yield from walk(used)
            if pack.slug not in seen:
                seen.add(pack.slug)
                yield pack

        return walk(self)
