"""The Academy Awards: two tables of nominations in, the tables of the pack `oscars` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from quiz.imports.known import Known
from quiz.imports.oscars import tables
from quiz.imports.oscars.categories import FOREIGN, Prize, prize_of
from quiz.imports.oscars.countries import name_countries
from quiz.imports.oscars.films import kept_apart as films_kept_apart
from quiz.imports.oscars.films import name_films, name_songs, trace_films
from quiz.imports.oscars.people import kept_apart as people_kept_apart
from quiz.imports.oscars.people import name_people, trace_people
from quiz.imports.oscars.records import Nomination, read_nominations
from quiz.imports.oscars.rows import LeftOut, Names, make_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """files: path in the pack to text. rows, names: how many there are of each relation and kind.

    found_again: of the names, how many another pack has. in_doubt: rows that are never asked, by reason.
    not_imported: rows of the categories that the pack leaves out. kept_apart: by kind, the names that are
    taken for namesakes of what another pack has; somebody should look them over.
    """

    files: Mapping[str, str]
    rows: Mapping[str, int]
    names: Mapping[str, int]
    found_again: Mapping[str, int]
    in_doubt: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    not_imported: Mapping[str, int]
    kept_apart: Mapping[str, list[str]]


def import_oscars(table: str, clean: str, known: Known) -> Import:
    """table: with the ids. clean: with spelling and years. known: what has its home in other packs.

    Raises TablesDiffer if the two are not about the same rows.
    """
    rows: list[tuple[Nomination, Prize]] = []
    not_imported: Counter[str] = Counter()
    for nomination in read_nominations(table, clean):
        prize = prize_of(nomination.category, nomination.official)
        if prize is None:
            not_imported[nomination.category] += 1
        else:
            rows.append((nomination, prize))
    film_traces = trace_films(rows)
    films = name_films(film_traces, known)
    people_traces = trace_people(rows, {id_: film.name for id_, film in films.items()})
    people = name_people(people_traces, known)
    names = Names(
        films=films,
        people=people,
        countries=name_countries((row for row, _ in rows if row.category == FOREIGN), known.countries),
        songs=name_songs(rows),
    )
    facts, left_out = make_rows(rows, names, known)
    facts.sort(key=lambda row: row.year)  # within a year they stay as the Academy lists them
    characters = tables.characters(rows)
    return Import(
        files={
            "prize.csv": tables.prizes(rows),
            "person.csv": tables.people(each for each in people.values() if not each.is_known),
            "character.csv": tables.character_table(characters),
            "song.csv": tables.songs(names.songs),
            "country.csv": tables.countries(names.countries.values(), known.countries.values()),
            "complete.yaml": tables.promises(rows),
            **tables.films(films.values(), facts),
            **tables.facts(facts, characters),
        },
        rows=Counter(row.relation for row in facts),
        names={
            "film": len(films),
            "person": len(people),
            "character": len(characters),
            "song": len(names.songs),
        },
        found_again={
            "film": sum(film.is_known for film in films.values()),
            "person": sum(person.is_known for person in people.values()),
        },
        in_doubt=Counter(row.because for row in facts if row.because),
        left_out=tuple(left_out),
        not_imported=not_imported,
        kept_apart={
            "film": films_kept_apart(film_traces, films, known),
            "person": people_kept_apart(people_traces, people, known),
        },
    )
