"""What comes in: the table of films, and what was decided by hand of what it leaves open."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from quiz.bank.schema import Flag, Text, Texts, yaml_name
from quiz.errors import QuizError

DECISIONS = Path(__file__).with_name("decisions.yaml")

_STRICT = ConfigDict(extra="forbid", frozen=True, alias_generator=yaml_name)
_COLUMNS = ("year", "title", "original_title", "director", "countries_of_origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table. original: empty where it is no other than the title."""

    year: int
    title: str
    original: str = ""
    directors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class FilmDecision(BaseModel):
    """What is so of one film, whatever the table says; see decisions.yaml."""

    model_config = _STRICT

    name: Text | None = None
    aka: Texts = []
    original: str | None = None
    directors: list[Text] | None = None
    open: Flag = False
    disputed: dict[Text, Text] = {}


class Decisions(BaseModel):
    """The decisions.yaml."""

    model_config = _STRICT

    countries: dict[Text, Text] = {}
    without_competition: list[int] = []
    people: dict[Text, Text] = {}
    women: frozenset[Text] = frozenset()
    men: frozenset[Text] = frozenset()
    films: dict[int, dict[Text, FilmDecision]] = {}

    def of(self, entry: Entry) -> FilmDecision:
        return self.films.get(entry.year, {}).get(entry.title) or FilmDecision()


def read_decisions(text: str) -> Decisions:
    try:
        # every scalar stays a text, so that NO is Norway
        return Decisions.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, ValidationError) as error:
        raise QuizError(f"The decisions cannot be read: {error}") from None


def read_table(text: str) -> tuple[Entry, ...]:
    """The lines of the table. Raises QuizError if a column is missing or a line makes no sense."""
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise QuizError(f"The table has no column {missing[0]}. It needs {', '.join(_COLUMNS)}.")
    return tuple(_entry(row, number) for number, row in enumerate(reader, start=2))


def _entry(row: Mapping[str, str | None], number: int) -> Entry:
    year, title, original, directors, countries = ((row[name] or "").strip() for name in _COLUMNS)
    if not year.isdecimal() or not title:
        raise QuizError(f"Line {number} of the table has no year or no title.")
    return Entry(
        year=int(year),
        title=title,
        original=original,
        directors=_parts(directors),
        countries=_parts(countries),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
