"""The tables of the pack: its names, its rows by decade, and what is promised of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from quiz.bank.json_schema import FOLDER, OF_ANY_PACK, with_modeline
from quiz.bank.slugs import slugify
from quiz.imports.files import table
from quiz.imports.oscars.categories import SONGS, About, Prize
from quiz.imports.oscars.characters import Part, parts_of
from quiz.imports.oscars.countries import shown
from quiz.imports.oscars.films import Film
from quiz.imports.oscars.people import Person
from quiz.imports.oscars.records import Nomination
from quiz.imports.oscars.rows import (
    DIRECTOR,
    NOMINATED,
    NOMINATED_FILM,
    ROLE,
    SONG,
    Row,
    edition,
    years_given,
)

CHECKED = "DLu/oscar_data"
"""Where the rows were read; players are told of the Academy's own database."""
COLUMNS = ("prize", "year", "film", "person", "actor", "character", "song", "country")
ABOUT_ROWS = ("shared", "status", "because", "source", "checked")
MADE = "# Made by `quiz import oscars`, which writes it anew: change the import instead.\n"

Nominations = Iterable[tuple[Nomination, Prize]]


def prizes(nominations: Nominations) -> str:
    found = {prize.name: prize for _, prize in nominations}
    return table(
        ("name", "aka", "held", "goes to"),
        (
            {"name": name, "aka": "|".join(prize.aka), "held": "ceremony", "goes to": prize.goes_to}
            for name, prize in sorted(found.items())
        ),
    )


def people(found: Iterable[Person]) -> str:
    return table(
        ("name", "show", "aka", "gender"),
        (
            {**_named(person.name, person.show, person.aka), "gender": person.gender or ""}
            for person in sorted(found, key=lambda person: person.name)
        ),
    )


def songs(names: Mapping[tuple[str, str], str]) -> str:
    shown_as = {name: title for (title, _), name in names.items()}
    return table(("name", "show"), (_named(name, title, ()) for name, title in sorted(shown_as.items())))


def countries(names: Iterable[str], known: Iterable[str]) -> str:
    return table(("name", "show"), (_named(name, shown(name), ()) for name in sorted({*names} - {*known})))


def characters(nominations: Nominations) -> dict[str, Part]:
    """One character for each name, by how ids write it; spelt as the first row spells it."""
    found: dict[str, Part] = {}
    for row, prize in nominations:
        for detail in row.details if prize.gender else ():
            for part in parts_of(detail):
                slug = slugify(part.name)
                first = found.get(slug, part)
                found[slug] = Part(name=first.name, aka=tuple(dict.fromkeys((*first.aka, *part.aka))))
    return found


def character_table(found: Mapping[str, Part]) -> str:
    return table(
        ("name", "aka"), ({"name": part.name, "aka": "|".join(part.aka)} for _, part in sorted(found.items()))
    )


def films(found: Iterable[Film], rows: Iterable[Row]) -> dict[str, str]:
    """A table for each decade. Whoever was nominated for directing directed; who else did is left open."""
    open_films = {row.cells["film"] for row in rows if row.relation == DIRECTOR}
    by_decade: dict[int, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for film in found:
        own = {"name": film.name} if film.is_known else _named(film.name, film.show, film.aka)
        if not film.is_known or film.name in open_films:
            opened = DIRECTOR if film.name in open_films else ""
            by_decade[film.decade][film.name] = {**own, "open": opened}
    return {
        f"{decade}s/film.csv": table(
            ("name", "show", "aka", "open"), (row for _, row in sorted(entries.items()))
        )
        for decade, entries in sorted(by_decade.items())
    }


def facts(rows: Iterable[Row], found: Mapping[str, Part]) -> dict[str, str]:
    """A table for each relation and decade. found: the characters, by slug."""
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        cells = dict(row.cells)
        if row.relation == ROLE and cells["character"]:
            cells["character"] = found[slugify(cells["character"])].name
        by_file[f"{row.year // 10 * 10}s/{row.relation}.csv"].append({**cells, **_about(row)})
    return {file: table((*COLUMNS, *ABOUT_ROWS), listed) for file, listed in sorted(by_file.items())}


def promises(nominations: list[tuple[Nomination, Prize]]) -> str:
    """What is declared whole: the nominees of each prize, over the years in which it was given."""
    last = max(row.year for row, _ in nominations)
    ceremony = max(row.ceremony for row, _ in nominations)
    song = next((prize.name for row, prize in nominations if row.category == SONGS), None)
    about = {prize.name: prize.about for _, prize in nominations}
    lines = [MADE, f"source: {json.dumps(edition(ceremony, last))}\n", "\ncomplete:\n"]
    for prize, times in sorted(years_given(nominations).items()):
        for first, until in times if about[prize] is not About.HONOUR else ():
            when = (
                f"at the ceremonies from {first} to {until}" if until > first else f"at the {first} ceremony"
            )
            relation = NOMINATED if about[prize] is About.PERSON else NOMINATED_FILM
            says = f"All nominees for the {prize} {when} are listed."
            lines += _promise(f"{relation}: {{prize: {json.dumps(prize)}, year: {first}..{until}}}", says)
            if prize == song:
                says = f"All songs nominated {when} are listed."
                lines += _promise(f"{SONG}: {{year: {first}..{until}}}", says)
    return with_modeline("".join(lines), f"../../{FOLDER}/{OF_ANY_PACK}")


def _promise(what: str, says: str) -> tuple[str, str]:
    return f"  - {what}\n", f"    says: {json.dumps(says, ensure_ascii=False)}\n"


def _about(row: Row) -> dict[str, str]:
    return {
        "shared": str(row.shared) if row.shared > 1 else "",
        "status": "disputed" if row.because else "",
        "because": row.because,
        "source": row.source,
        "checked": CHECKED,
    }


def _named(name: str, show: str, aka: Iterable[str]) -> dict[str, str]:
    return {"name": name, "show": show if show != name else "", "aka": "|".join(aka)}
