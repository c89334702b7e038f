"""What goes out: tables of names and facts, a folder for each decade."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.errors import QuizError
from quiz.imports.cannes.films import Film, find_films, missing_aliases
from quiz.imports.cannes.named import named_in
from quiz.imports.cannes.people import People
from quiz.imports.cannes.table import Decisions, Entry

FESTIVAL = "Cannes Film Festival"
CHECKED = "rstudio/gt"
WEST_GERMAN = range(1950, 1991)
"""Editions whose films from DE are West German; DD is East Germany."""

Rows = list[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Import:
    """files: name -> text. notes: what somebody should write by hand into the pack's own files."""

    files: Mapping[str, str]
    notes: tuple[str, ...]


def convert(entries: Sequence[Entry], decisions: Decisions, own: Mapping[str, bytes]) -> Import:
    """The files of the competition.

    own: the files of the pack that are kept by hand, by name.
    Raises QuizError where somebody must decide: a decision for a film that is not in the table, a film of the
    pack with other directors than the table's, two films or two people of one name.
    """
    own_films = named_in(own, "film")
    people = People(named_in(own, "person"), decisions)
    films = find_films(entries, own_films, people, decisions)
    files = {}
    for decade, those in _by_decade(films).items():
        new = [film for film in those if not film.is_known]
        files[f"{decade}/film.csv"] = _films(new, decisions)
        files[f"{decade}/director.csv"] = _directors(new, people)
        files[f"{decade}/competed.csv"] = _competed(those, decisions)
    files["person.csv"] = _table(
        ["name", "aka", "gender"], [(name, "|".join(aka), gender) for name, aka, gender in people.new()]
    )
    return Import(files, (*people.missing_aliases(), *missing_aliases(films, own_films)))


def _by_decade(films: Iterable[Film]) -> dict[str, list[Film]]:
    found: dict[str, list[Film]] = defaultdict(list)
    for film in films:
        found[f"{film.entry.year // 10 * 10}s"].append(film)
    return found


def _films(films: Iterable[Film], decisions: Decisions) -> str:
    head = ["name", "show", "aka", "original title", "country", "open", "source", "checked"]
    rows: Rows = [
        (
            film.name,
            "" if film.show == film.name else film.show,
            "|".join(film.aka),
            film.original,
            _country(film.entry, decisions),
            "director" if film.decision.open else "",
            _source(film),
            CHECKED,
        )
        for film in films
    ]
    return _table(head, rows)


def _directors(films: Iterable[Film], people: People) -> str:
    rows: Rows = []
    for film in films:
        for person in film.directors:
            is_listed = any(people.is_called(person, each) for each in film.entry.directors)
            rows.append((film.name, person, "", "", _source(film), CHECKED if is_listed else ""))
        rows += [
            (film.name, people.called(person), "disputed", because, _source(film), "")
            for person, because in film.decision.disputed.items()
        ]
    return _table(["film", "person", "status", "because", "source", "checked"], rows)


def _competed(films: Iterable[Film], decisions: Decisions) -> str:
    rows: Rows = [
        (film.name, FESTIVAL, str(film.entry.year), _source(film), CHECKED)
        for film in films
        if film.entry.year not in decisions.without_competition
    ]
    return _table(["film", "festival", "year", "source", "checked"], rows)


def _country(entry: Entry, decisions: Decisions) -> str:
    """The producing country, if there is one alone: of several the table does not say which is the main."""
    if len(entry.countries) != 1:
        return ""
    code = entry.countries[0]
    if code not in decisions.countries:
        raise QuizError(f"{entry.title} ({entry.year}) is of {code}, which is not among the `countries`.")
    return "West Germany" if code == "DE" and entry.year in WEST_GERMAN else decisions.countries[code]


def _source(film: Film) -> str:
    return f"cannes@{film.entry.year}"


def _table(head: Sequence[str], rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()
