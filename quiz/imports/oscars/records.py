"""The two tables of Oscar nominations, row by row side by side.

The one (tab-separated) knows by ids who is who; the other has the spelling and the years. Both hold the same
rows in the same order; what the second leaves out are honours without nominees.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from quiz.errors import QuizError
from quiz.imports.oscars.categories import SONGS
from quiz.imports.oscars.spelling import film_title, song_title

HONOURS = frozenset({"SciTech", "Special"})
"""Classes that the clean table leaves out."""
NOT_OFFICIAL = "THIS IS NOT AN OFFICIAL NOMINATION"
_LEAD = re.compile(r"^(?:in collaboration with|(?:Screenplay|Story|Written) (?:by|-)) ", re.IGNORECASE)
_ALSO = re.compile(r" \(aka [^)]*\)$")
_NICKNAME = re.compile(r' (?:\([^)]*\)|"[^"]*") ')
_PERSON = re.compile(r"nm\d+")


class TablesDiffer(QuizError):
    """The two tables do not hold the same rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A name as it stands in one row. ids: none for a company, two for a pseudonym of two people."""

    name: str
    ids: tuple[str, ...]
    is_in_brackets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    text: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """One row. year: of the ceremony; film_years: of the films, two where the season had two.

    named: the nominees in the words of the Academy. details: characters of an actor, for each film; a song.
    """

    ceremony: int
    year: int
    season: str
    category: str
    official: str
    films: tuple[Title, ...]
    credits: tuple[Credit, ...]
    named: str
    is_winner: bool
    details: tuple[str, ...]
    note: str

    @property
    def is_official(self) -> bool:
        return NOT_OFFICIAL not in self.note

    @property
    def film_years(self) -> tuple[int, ...]:
        """`1927/28` is 1927 and 1928."""
        first, _, second = self.season.partition("/")
        return (int(first), int(first[:2] + second)) if second else (int(first),)


def read_nominations(table: str, clean: str) -> list[Nomination]:
    """The rows of both tables; raises TablesDiffer, naming the row, where they are not about the same."""
    reader = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    known = [row for row in reader if row.get("Class") not in HONOURS]
    spelt = list(csv.DictReader(io.StringIO(clean)))
    if len(known) != len(spelt):
        raise TablesDiffer(f"The table with ids has {len(known)} nominations, the clean one {len(spelt)}.")
    return [_joined(at, *rows) for at, rows in enumerate(zip(known, spelt, strict=True), start=2)]


def _joined(line: int, known: dict[str, str], spelt: dict[str, str]) -> Nomination:
    try:
        return _nomination(known, spelt)
    except (KeyError, ValueError) as error:
        message = f"Line {line} of the clean table does not go with the other table ({error})."
        raise TablesDiffer(message) from error


def _nomination(known: dict[str, str], spelt: dict[str, str]) -> Nomination:
    same = (known["Ceremony"], known["CanonicalCategory"]) == (spelt["ceremony_number"], spelt["category"])
    if not same:
        raise ValueError(f"{known['CanonicalCategory']}, {known['Film']}")
    named = _plain(known["Name"])
    films, details = _parts(spelt["films"]), _parts(spelt["character_or_detail"])
    return Nomination(
        ceremony=int(spelt["ceremony_number"]),
        year=int(spelt["ceremony_year"]),
        season=spelt["film_year"],
        category=known["CanonicalCategory"],
        official=known["Category"],
        films=tuple(
            Title(text=film_title(text), id=id_ or text)
            for text, id_ in zip(films, _ids(known["FilmId"], films), strict=True)
        ),
        credits=tuple(_credits(_parts(spelt["nominees"]), known["NomineeIds"], named)),
        named=named,
        is_winner=spelt["winner"] == "true",
        details=tuple(map(song_title, details) if known["CanonicalCategory"] == SONGS else details),
        note=_plain(known["Note"]),
    )


def _credits(names: list[str], ids: str, named: str) -> Iterator[Credit]:
    for name, id_ in zip(names, _ids(ids, names), strict=True):
        yield Credit(
            name=_ALSO.sub("", _NICKNAME.sub(" ", _LEAD.sub("", name))),
            ids=tuple(each for each in id_.split(",") if _PERSON.fullmatch(each)),
            is_in_brackets=f"({name})" in named,
        )


def _ids(cell: str, names: list[str]) -> list[str]:
    """As many ids as names; none where the origin has no column for them."""
    return cell.split("|") if cell else [""] * len(names)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _plain(cell).split("|")] if cell else []


def _plain(text: str | None) -> str:
    return (text or "").replace('\\"', '"').strip()
