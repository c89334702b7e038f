"""Which film is which: the films of packs in reach found again, the others named, namesakes told apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quiz.bank.slugs import norm, slugify
from quiz.imports.known import Known, KnownFilm
from quiz.imports.oscars.categories import FOREIGN, SONGS, About, Prize
from quiz.imports.oscars.records import Nomination

_TWO_TITLES = re.compile(r"(.+?) \((\D+)\)")
_YEAR_IN_NAME = re.compile(r"\((\d{4})")
EARLIEST, LATEST = -1, 3
"""By how many years the season in which a film was nominated may differ from the year of its festival."""
LATE = 8
"""... and at the most, where somebody who made it stands beside both."""

SAME_FILMS: dict[tuple[str, int], str] = {
    ("Cats' Play", 1974): "Cat's Play",
    ("Dumbo", 1941): "Dumbo",
    ("Election", 1999): "Election (1999)",
    ("Gaslight", 1944): "Gaslight (1944)",
    ("Last Summer", 1969): "Last Summer (1969)",
    ("Of Mice and Men", 1939): "Of Mice and Men (1939)",
    ("Morgan!", 1966): "Morgan: A Suitable Case for Treatment",
    ("Open City", 1946): "Rome, Open City",
    ("Red", 1994): "Three Colors: Red",
    ("Letters from Marusia", 1975): "Actas de Marusia",
    ("Resurrection", 1980): "Resurrection (1980)",
    ("Romeo and Juliet", 1936): "Romeo and Juliet (1936)",
    ("Tales of Hoffmann", 1951): "The Tales of Hoffmann",
    ("The Damned", 1969): "The Damned (1969)",
    ("The End of the Affair", 1999): "The End of the Affair (1999)",
    ("The Nights of Cabiria", 1957): "Nights of Cabiria",
    ("Umberto D.", 1956): "Umberto D.",
}
"""Title and last film year of films that packs in reach have under another title."""


OTHER_TITLES: dict[tuple[str, int], tuple[str, ...]] = {
    ("Damage", 1992): ("Fatale",),
    ("The Magnificent Seven", 1956): ("Seven Samurai",),
}
"""By title and last film year, what else some films are called, which the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """is_known: a pack in reach has it already, under this name. has_directors: and it has them all."""

    name: str
    show: str
    aka: tuple[str, ...]
    decade: int
    is_known: bool
    has_directors: bool = False


@dataclass(slots=True)
class Traces:
    """What all rows together say of one id. directors, people: compared names. season: of the first row.

    kinds: what the prizes go to for which it was nominated. is_sent: by a country, under any title.
    """

    title: str
    season: str
    year: int
    years: set[int] = field(default_factory=set)
    directors: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    nominees: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    is_sent: bool = False


def trace_films(rows: Iterable[tuple[Nomination, Prize]]) -> dict[str, Traces]:
    """By id, every film that a row names; one that has no id has its title as such."""
    found: dict[str, Traces] = {}
    for row, prize in rows:
        for film in row.films:
            traces = found.setdefault(film.id, Traces(film.text, row.season, row.year))
            traces.years.update(row.film_years)
            traces.kinds.add(prize.goes_to)
            traces.is_sent |= row.category == FOREIGN
            names = {norm(credit.name) for credit in row.credits}
            traces.nominees += [credit.name for credit in row.credits]
            if prize.about is About.PERSON:
                traces.people |= names
            if prize.goes_to == "director":
                traces.directors |= names
    return found


def name_films(films: Mapping[str, Traces], known: Known) -> dict[str, Film]:
    """A film for each id."""
    homes = {id_: home for id_, traces in films.items() if (home := _home_of(traces, known)) is not None}
    named = {
        id_: Film(
            name=home.name,
            show=home.name,
            aka=(),
            decade=_decade(films[id_]),
            is_known=True,
            has_directors=bool(home.directors),
        )
        for id_, home in homes.items()
    }
    called: dict[str, list[str]] = defaultdict(list)
    for id_, traces in films.items():
        if id_ not in homes:
            called[norm(traces.title)].append(id_)
    names: dict[str, str] = {}
    taken = {slugify(name) for name in known.names.get("film", ())}
    for title, ids in called.items():
        is_shared = len(ids) > 1 or title in known.films
        names |= _told_apart(ids, films, taken) if is_shared else {ids[0]: films[ids[0]].title}
    for id_, name in names.items():
        traces = films[id_]
        named[id_] = Film(
            name=name,
            show=traces.title,
            aka=(*_other_titles(traces.title), *OTHER_TITLES.get((traces.title, max(traces.years)), ())),
            decade=_decade(traces),
            is_known=False,
        )
    return named


def name_songs(rows: Iterable[tuple[Nomination, Prize]]) -> dict[tuple[str, str], str]:
    """A name for each song, by its title and the id of its film, which parts songs of one title."""
    songs = {
        (song, film.id): film.text
        for row, prize in rows
        if row.category == SONGS
        for film, song in zip(row.films, row.details, strict=False)
    }
    counts = Counter(slugify(song) for song, _ in songs)
    return {
        (song, id_): f"{song} ({film})" if counts[slugify(song)] > 1 else song
        for (song, id_), film in songs.items()
    }


def _told_apart(ids: Iterable[str], films: Mapping[str, Traces], taken: set[str]) -> dict[str, str]:
    """Titles with their season; with the first nominee too where two films of a season share a title."""
    names: dict[str, str] = {}
    for id_ in ids:
        traces = films[id_]
        name = f"{traces.title} ({traces.season})"
        if slugify(name) in {*taken, *map(slugify, names.values())}:
            name = f"{traces.title} ({', '.join([traces.season, *traces.nominees[:1]])})"
        names[id_] = name
    return names


def kept_apart(films: Mapping[str, Traces], named: Mapping[str, Film], known: Known) -> list[str]:
    """The films that have a title of another pack's film, and are taken for other ones."""
    return [
        named[id_].name
        for id_, traces in films.items()
        if not named[id_].is_known and norm(traces.title) in known.films
    ]


def _home_of(traces: Traces, known: Known) -> KnownFilm | None:
    same = SAME_FILMS.get((traces.title, max(traces.years)))
    titles = [same] if same else [traces.title, *_other_titles(traces.title)]
    candidates = {film.name: film for title in titles for film in known.films.get(norm(title), ())}
    fitting = [film for film in candidates.values() if same or _is_same(traces, film)]
    return fitting[0] if len(fitting) == 1 else None


def _is_same(traces: Traces, film: KnownFilm) -> bool:
    """Whether a film of one title is the same: by its director, else by who made it, else by its year."""
    if traces.directors and film.directors:
        return bool(traces.directors & film.directors)
    apart = [year - other for year in traces.years for other in film.years]
    if traces.people & film.people:
        return any(abs(each) <= LATE for each in apart)
    own = _YEAR_IN_NAME.search(film.name)
    if own is not None and not any(EARLIEST <= year - int(own[1]) <= LATEST for year in traces.years):
        return False
    titles = {norm(title) for title in (traces.title, *_other_titles(traces.title))}
    return (
        (traces.is_sent or not titles.isdisjoint(film.called))
        and "short film" not in traces.kinds
        and any(EARLIEST <= each <= LATEST for each in apart)
    )


def _other_titles(title: str) -> tuple[str, ...]:
    """`Ersatz (The Substitute)` is known by either."""
    both = _TWO_TITLES.fullmatch(title)
    return (both[1], both[2]) if both else ()


def _decade(traces: Traces) -> int:
    return traces.year // 10 * 10
