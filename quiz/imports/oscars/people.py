"""Who is who: one name for each person, whatever the spellings, and a name of their own for namesakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from quiz.bank.slugs import norm, slugify
from quiz.imports.known import Known, KnownPerson
from quiz.imports.oscars.categories import About, Prize
from quiz.imports.oscars.records import Nomination

STAGE_NAMES = {
    "Abel Tesfaye": "The Weeknd",
    "Adele Adkins": "Adele",
    "Billie Eilish O'Connell": "Billie Eilish",
    "John Stephens": "John Legend",
    "Paul Hewson": "Bono",
    "Dave Evans": "The Edge",
    "Lonnie Lynn": "Common",
    "Lonnie R. Lynn": "Common",
}
"""Civil names under which somebody was nominated who is known by another."""
CAREER = 60
"""Years between the first and the last row of one person; two of one name further apart are two people."""
SAME_PEOPLE = frozenset(
    {
        "Bernard Knowles",
        "Chris Menges",
        "Gary Oldman",
        "Gary Sinise",
        "Guy Green",
        "Jack Nicholson",
        "Jason Miller",
        "Johnny Depp",
        "Liv Ullmann",
        "Philippe Rousselot",
        "Tommy Lee Jones",
        "Vittorio De Sica",
    }
)
"""Directors of other packs who were nominated as something else."""
GENDERS = {"Danièle Thompson": "f", "Lasse Hallström": "m", "Peter Hedges": "m", "Philip Kaufman": "m"}
"""Of people of other packs whom no category for actors or actresses tells."""
DIRECTORS = frozenset({"director", "writer"})
ACTORS = frozenset({"actor", "actress", "director", "writer"})
"""As what a director, and an actor, of another pack may have been nominated; a name alone is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """is_known: a pack in reach has them already, under this name."""

    name: str
    show: str
    aka: tuple[str, ...]
    gender: str | None
    is_known: bool


@dataclass(slots=True)
class Traces:
    """What all rows together say of one id."""

    names: Counter[str] = field(default_factory=Counter)
    civil_names: set[str] = field(default_factory=set)
    last_named: dict[str, int] = field(default_factory=dict)
    work: list[str] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    films: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    was_renamed: bool = False


def trace_people(rows: Iterable[tuple[Nomination, Prize]], films: Mapping[str, str]) -> dict[str, Traces]:
    """By id, everybody whom a row about people names. films: the id of a film to how packs call it."""
    found: dict[str, Traces] = defaultdict(Traces)
    for row, prize in rows:
        for credit in row.credits if prize.about is About.PERSON else ():
            for id_ in credit.ids:
                traces = found[id_]
                if len(credit.ids) == 1:
                    name = STAGE_NAMES.get(credit.name, credit.name)
                    traces.names[name] += 1
                    traces.civil_names.update({credit.name} - {name})
                    traces.last_named[name] = row.year
                traces.work.append(prize.goes_to)
                traces.years.update(row.film_years)
                traces.films.update(films[film.id] for film in row.films if film.id in films)
                traces.genders.update([prize.gender] if prize.gender else [])
                traces.was_renamed |= "transgender" in row.note
    return {id_: traces for id_, traces in found.items() if traces.names}


def name_people(people: Mapping[str, Traces], known: Known) -> dict[str, Person]:
    """A person for each id."""
    homes = _homes(people, known)
    called: dict[str, list[str]] = defaultdict(list)
    for id_, traces in people.items():
        if id_ not in homes:
            called[slugify(_usual_name(traces))].append(id_)
    taken = {slugify(name) for name in known.names.get("person", ())}
    named = {id_: _known_person(home) for id_, home in homes.items()}
    for slug, ids in called.items():
        is_shared = len(ids) > 1 or slug in taken
        for id_, name in _told_apart(ids, people) if is_shared else [(ids[0], _usual_name(people[ids[0]]))]:
            named[id_] = _new_person(people[id_], name)
    return named


def kept_apart(people: Mapping[str, Traces], named: Mapping[str, Person], known: Known) -> list[str]:
    """Those who have a name of another pack's person, and are taken for somebody else."""
    return [
        person.name
        for id_, person in named.items()
        if not person.is_known and _candidates(people[id_], known)
    ]


def _usual_name(traces: Traces) -> str:
    """The most frequent spelling, of several the last; no surname alone where a row has the whole name."""
    whole = [
        name
        for name in traces.names
        if not any(name != other and name in other.split() for other in traces.names)
    ]
    return max(whole, key=lambda name: (traces.names[name], traces.last_named[name], name))


def _homes(people: Mapping[str, Traces], known: Known) -> dict[str, KnownPerson]:
    """The people whom packs in reach have. Those beside a film of theirs go first; two are never one."""
    homes: dict[str, KnownPerson] = {}
    for find in (_beside, _at_work):
        found = {
            id_: home
            for id_, traces in people.items()
            if id_ not in homes and (home := find(traces, _candidates(traces, known))) is not None
        }
        counts = Counter(home.name for home in (*found.values(), *homes.values()))
        homes |= {id_: home for id_, home in found.items() if counts[home.name] == 1}
    return homes


def _candidates(traces: Traces, known: Known) -> list[KnownPerson]:
    found = {person.name: person for name in traces.names for person in known.people.get(norm(name), ())}
    return list(found.values())


def _beside(traces: Traces, candidates: list[KnownPerson]) -> KnownPerson | None:
    return next((person for person in candidates if person.films & traces.films), None)


def _at_work(traces: Traces, candidates: list[KnownPerson]) -> KnownPerson | None:
    """The one who was on the screen, or behind the camera, at the time."""
    near = [
        person
        for person in candidates
        if person.years
        and (
            person.name in SAME_PEOPLE
            or (DIRECTORS if person.is_director else ACTORS).intersection(traces.work)
        )
        and max(person.years | traces.years) - min(person.years | traces.years) <= CAREER
    ]
    return near[0] if len(near) == 1 else None


def _told_apart(ids: list[str], people: Mapping[str, Traces]) -> Iterator[tuple[str, str]]:
    """Names with what somebody does; and where two do the same, with the year of the first ceremony too."""
    works = Counter(people[id_].work[0] for id_ in ids)
    for id_ in ids:
        traces = people[id_]
        work = traces.work[0]
        more = f", {min(traces.years)}" if works[work] > 1 else ""
        yield id_, f"{_usual_name(traces)} ({work}{more})"


def _known_person(home: KnownPerson) -> Person:
    return Person(name=home.name, show=home.name, aka=(), gender=None, is_known=True)


def _new_person(traces: Traces, name: str) -> Person:
    show = _usual_name(traces)
    return Person(
        name=name,
        show=show,
        aka=tuple(
            sorted(each for each in {*traces.names, *traces.civil_names} if slugify(each) != slugify(show))
        ),
        gender=_gender(traces) or GENDERS.get(name),
        is_known=False,
    )


def _gender(traces: Traces) -> str | None:
    """As the categories tell it, of somebody who did not change name since."""
    return min(traces.genders) if len(traces.genders) == 1 and not traces.was_renamed else None
