"""A small pack about film, as texts: what a film teacher would write, and could write wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from quiz.bank.bank import Bank
from quiz.bank.pack import Pack
from quiz.bank.reading import Reading, read_packs

MANIFEST = """\
pack: cinema
title: Cinema
about: A few films.
sources:
  book: {title: A Book of Films, publisher: The Press}
  palmares: {title: "Awards of {at}", publisher: The Festival}
"""

WORDS = """\
kinds:
  film: {many: films, title: true}
  person: {many: people, has: [gender]}
  prize: {many: prizes}
  character: {many: characters}
relations:
  director:
    columns: {film: film, person: person}
    known: whole-list
    per: [film]
    reads: "{film} was directed by {person}."
  shown:
    columns: {film: film, year: year}
    known: one-winner
    per: [film]
    reads: "{film} was first shown in {year}."
  won:
    columns: {prize: prize, year: year, person: person, film: film?}
    known: one-winner
    per: [prize, year]
    reads: "{person} won the {prize} in {year} for {film}."
    reads without film: "{person} won the {prize} in {year}."
  role:
    columns: {film: film, actor: person, character: character?}
    known: whole-list
    per: [film, actor]
    reads: "{actor} played {character} in {film}."
    reads without character: "{actor} appears in {film}."
  co-star:
    columns: {person: person, other: person}
    known: open
    reads: "{person} played with {other}."
"""

PEOPLE = """\
person:
  - {name: Jane Campion, aka: [Elizabeth Jane Campion], gender: f}
  - names: [Holly Hunter, Sam Neill, Anna Paquin, Chen Kaige, Michael Haneke]
prize:
  - names: [Palme d'Or, Volpi Cup]
"""


def read_cinema(
    films: str | bytes = "",
    *,
    manifest: str | bytes = MANIFEST,
    words: str | bytes = WORDS,
    people: str | bytes = PEOPLE,
    tables: Mapping[str, str | bytes] | None = None,
) -> Reading:
    """The pack `cinema` of these files, read. tables: name of each CSV file -> its text."""
    files = {"films.yaml": films, "pack.yaml": manifest, "people.yaml": people, "words.yaml": words}
    files |= tables or {}
    return read_packs(
        {
            "cinema": {
                f"questions/cinema/{name}": text.encode() if isinstance(text, str) else text
                for name, text in files.items()
                if text
            }
        }
    )


def told(reading: Reading) -> list[str]:
    """What `quiz check` says, without the folder before each file."""
    return [str(problem).replace("questions/cinema/", "") for problem in reading.problems]


def a_film_pack(films: str = "", *, tables: Mapping[str, str | bytes] | None = None) -> Pack:
    """The pack `cinema`, which must load."""
    reading = read_cinema(films, tables=tables)
    assert told(reading) == []
    return reading.packs["cinema"]


def a_film_bank(films: str = "", *, today: date = date(2026, 11, 20)) -> Bank:
    return Bank(a_film_pack(films), today)
