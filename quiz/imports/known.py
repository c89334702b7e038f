"""The names that the packs in reach have already, so that what is imported finds its home again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from quiz.bank.pack import Entity, Pack, Status
from quiz.bank.slugs import norm

T = TypeVar("T")

TITLES = "original title"
DIRECTOR = "director"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFilm:
    """years: of its prizes, competitions and screenings. people, directors: compared names, all spellings.

    called: what it is called here, compared; titles: its other titles too.
    """

    name: str
    called: frozenset[str]
    titles: frozenset[str]
    directors: frozenset[str]
    people: frozenset[str]
    years: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """films: how packs call the films that some row puts beside this person. is_director: of one of them."""

    name: str
    names: frozenset[str]
    films: frozenset[str]
    years: frozenset[int]
    is_director: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is in reach. films, people and countries by every compared name; names by kind, to the letter.

    rows: relation and values, as packs call them, of every row that counts.
    """

    films: Mapping[str, tuple[KnownFilm, ...]]
    people: Mapping[str, tuple[KnownPerson, ...]]
    countries: Mapping[str, str]
    names: Mapping[str, frozenset[str]]
    rows: frozenset[tuple[str, ...]]


NOTHING = Known(films={}, people={}, countries={}, names={}, rows=frozenset())


def known_from(packs: Iterable[Pack]) -> Known:
    """What packs and those that they use name."""
    lineage = {each.slug: each for pack in packs for each in pack.lineage()}
    entities = [entity for pack in lineage.values() for entity in pack.entities.values()]
    facts = [fact for pack in lineage.values() for fact in pack.facts if fact.status is not Status.RETRACTED]
    links = _Links()
    for fact in facts:
        links.add(fact.relation.name, [value for value in fact.values if value is not None])
    films = [links.film(each) for each in entities if each.kind.name == "film"]
    people = [links.person(each) for each in entities if each.kind.name == "person"]
    names: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        names[entity.kind.name].add(entity.name)
    return Known(
        films=_by_name((title, film) for film in films for title in film.titles),
        people=_by_name((name, person) for person in people for name in person.names),
        countries={
            name: each.name for each in entities if each.kind.name == "country" for name in each.known_as
        },
        names={kind: frozenset(called) for kind, called in names.items()},
        rows=frozenset(
            (
                fact.relation.name,
                *(value.name if isinstance(value, Entity) else str(value or "") for value in fact.values),
            )
            for fact in facts
        ),
    )


class _Links:
    """What the rows say of each film and each person."""

    def __init__(self) -> None:
        self._titles: dict[Entity, set[str]] = defaultdict(set)
        self._beside: dict[Entity, set[Entity]] = defaultdict(set)
        self._directors: dict[Entity, set[Entity]] = defaultdict(set)
        self._years: dict[Entity, set[int]] = defaultdict(set)

    def add(self, relation: str, values: list[Entity | int | str]) -> None:
        entities = [value for value in values if isinstance(value, Entity)]
        years = {value for value in values if isinstance(value, int)}
        for entity in entities:
            self._years[entity] |= years
            self._beside[entity].update(each for each in entities if each is not entity)
        if relation == TITLES:
            self._titles[entities[0]].update(norm(value) for value in values if isinstance(value, str))
        if relation == DIRECTOR:
            film, person = entities
            self._directors[film].add(person)

    def film(self, entity: Entity) -> KnownFilm:
        people = [each for each in self._beside[entity] if each.kind.name == "person"]
        return KnownFilm(
            name=entity.name,
            called=frozenset({norm(entity.name), norm(entity.show)}),
            titles=entity.known_as | self._titles[entity],
            directors=_names_of(self._directors[entity]),
            people=_names_of(people),
            years=frozenset(self._years[entity]),
        )

    def person(self, entity: Entity) -> KnownPerson:
        films = [each for each in self._beside[entity] if each.kind.name == "film"]
        years = set(self._years[entity]).union(*(self._years[film] for film in films))
        return KnownPerson(
            name=entity.name,
            names=entity.known_as,
            films=frozenset(film.name for film in films),
            years=frozenset(years),
            is_director=any(entity in self._directors[film] for film in films),
        )


def _names_of(entities: Iterable[Entity]) -> frozenset[str]:
    return frozenset().union(*(each.known_as for each in entities))


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for name, thing in pairs:
        found[name].append(thing)
    return {name: tuple(things) for name, things in found.items()}
