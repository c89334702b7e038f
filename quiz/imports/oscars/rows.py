"""The rows that the nominations make, relation by relation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from quiz.imports.known import Known
from quiz.imports.oscars.categories import FOREIGN, SONGS, About, Prize
from quiz.imports.oscars.characters import Part, parts_of
from quiz.imports.oscars.films import Film
from quiz.imports.oscars.people import Person
from quiz.imports.oscars.records import Credit, Nomination, Title

NOMINATED, NOMINATED_FILM = "nominated", "nominated film"
WON, BEST_FILM = "won", "best film"
ROLE, DIRECTOR, SENT_BY, SONG = "role", "director", "sent by", "nominated song"
SLOTS = (WON, BEST_FILM)
"""Relations in which the winners of one prize and year share a slot."""

UNOFFICIAL = "The Academy names it in its records, but not as an official nomination."
CREDITED = "The Academy announced no names here; this is whom it takes to have been meant."
DEPARTMENT = "The prize was that of the studio's music department; this is who is named with it."
PSEUDONYM = "The nomination is in the name of {name}, a pseudonym of several people."
TWO_CEREMONIES = "Two ceremonies were held in {year}, and a question about that year could mean either."
DISQUALIFIED = "It was announced as the winner, and then declared ineligible."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact as a table holds it. cells: in the order of its columns. year: in whose decade it is filed."""

    relation: str
    cells: Mapping[str, str]
    year: int
    source: str
    because: str = ""
    shared: int = 1


@dataclass(slots=True)
class Rows:
    """The rows so far, each once; a row that counts takes the place of one in doubt."""

    rows: dict[tuple[str, ...], Row] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        key = (row.relation, *(f"{name}={value}" for name, value in sorted(row.cells.items())))
        if key not in self.rows or (self.rows[key].because and not row.because):
            self.rows[key] = row

    def with_shares(self) -> list[Row]:
        """The rows, each winner's with the number of those with whom it shares the slot."""
        slots = Counter(_slot(row) for row in self.rows.values() if row.relation in SLOTS and not row.because)
        return [
            replace(row, shared=slots[_slot(row)]) if row.relation in SLOTS and not row.because else row
            for row in self.rows.values()
        ]


def _slot(row: Row) -> tuple[str, str, str]:
    return row.relation, row.cells["prize"], row.cells["year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """why: the reason, the same for all of a sort. what: the name."""

    why: str
    what: str


@dataclass(frozen=True, slots=True)
class Names:
    """How packs call what the rows name by ids."""

    films: Mapping[str, Film]
    people: Mapping[str, Person]
    countries: Mapping[str, str]
    songs: Mapping[tuple[str, str], str]


def make_rows(
    nominations: list[tuple[Nomination, Prize]], names: Names, known: Known
) -> tuple[list[Row], list[LeftOut]]:
    rows = Rows()
    left_out: list[LeftOut] = []
    ceremonies = Counter(year for year, _ in {(row.year, row.ceremony) for row, _ in nominations})
    for nomination, prize in nominations:
        doubt = TWO_CEREMONIES.format(year=nomination.year) if ceremonies[nomination.year] > 1 else ""
        maker = _Maker(nomination, prize, names, known, left_out, doubt)
        for row in maker.rows():
            if (row.relation, *row.cells.values()) not in known.rows:
                rows.add(row)
    return rows.with_shares(), left_out


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if number % 100 in (11, 12, 13) else number % 10, "th")
    return f"{number}{ending}"


def edition(ceremony: int, year: int) -> str:
    return f"ampas@{ordinal(ceremony)} ceremony, {year}"


@dataclass(frozen=True, slots=True)
class _Maker:
    """The rows of one nomination. doubt: why nobody can be asked about its year."""

    row: Nomination
    prize: Prize
    names: Names
    known: Known
    left_out: list[LeftOut]
    doubt: str

    def rows(self) -> Iterator[Row]:
        match self.prize.about:
            case About.PERSON:
                yield from self._about_people()
            case About.FILM:
                yield from self._about_film()
            case About.HONOUR:
                for film in self.row.films:
                    yield self._in_edition(BEST_FILM, {"film": self._film(film)})

    def _about_film(self) -> Iterator[Row]:
        because = "" if self.row.is_official else UNOFFICIAL
        for film in self.row.films:
            cells = {"film": self._film(film)}
            yield self._in_edition(NOMINATED_FILM, cells, because)
            if self.row.is_winner:
                yield self._in_edition(BEST_FILM, cells)
            elif "announced as the winner" in self.row.note and because:
                yield self._in_edition(BEST_FILM, cells, DISQUALIFIED)
            if self.row.category == FOREIGN:
                country = self.row.named.partition(";")[0]
                yield self._row(SENT_BY, {**cells, "country": self.names.countries[country]})

    def _about_people(self) -> Iterator[Row]:
        if not self.row.credits:
            self._leave_out("no nominee is named", self.row.official)
        for credit in self.row.credits:
            for id_ in credit.ids:
                yield from self._of_person(credit, self.names.people[id_])
            if not credit.ids:
                self._leave_out("no person", credit.name)
        if self.row.category == SONGS and self.row.is_official:
            for film, song in zip(self.row.films, self.row.details, strict=False):
                cells = {"song": self.names.songs[song, film.id], "film": self._film(film)}
                yield self._row(SONG, {**cells, "year": str(self.row.year)}, self.doubt)

    def _of_person(self, credit: Credit, person: Person) -> Iterator[Row]:
        doubt = _doubt_about(credit, self.row)
        films = [self._film(film) for film in self.row.films]
        for film in films or [""]:
            cells = {"person": person.name, "film": film}
            yield self._in_edition(NOMINATED, cells, doubt or ("" if self.row.is_official else UNOFFICIAL))
            if self.row.is_winner:
                yield self._in_edition(WON, cells, doubt)
        if self.prize.gender:
            yield from self._roles(person, films)
        if self.prize.goes_to == "director":
            yield from self._directed(person)

    def _roles(self, person: Person, films: list[str]) -> Iterator[Row]:
        """The parts for each film; where it is not said which film a part belongs to, none is named."""
        details = self.row.details if len(self.row.details) == len(films) else ("",) * len(films)
        for film, detail in zip(films, details, strict=True):
            for part in parts_of(detail) or (Part(name=""),):
                yield self._row(ROLE, {"film": film, "actor": person.name, "character": part.name})

    def _directed(self, person: Person) -> Iterator[Row]:
        """The nominee directed the film; a pack that lists its directors has the row, or disagrees."""
        for title in self.row.films:
            film = self.names.films[title.id]
            if not film.has_directors:
                yield self._row(DIRECTOR, {"film": film.name, "person": person.name})
            elif (DIRECTOR, film.name, person.name) not in self.known.rows:
                self._leave_out("not among the directors that another pack lists", person.name)

    def _film(self, film: Title) -> str:
        return self.names.films[film.id].name

    def _in_edition(self, relation: str, cells: Mapping[str, str], because: str = "") -> Row:
        own = {"prize": self.prize.name, "year": str(self.row.year), **cells}
        return self._row(relation, own, because or self.doubt)

    def _row(self, relation: str, cells: Mapping[str, str], because: str = "") -> Row:
        return Row(
            relation=relation,
            cells=cells,
            year=self.row.year,
            source=edition(self.row.ceremony, self.row.year),
            because=because,
        )

    def _leave_out(self, why: str, what: str) -> None:
        films = " and ".join(film.text for film in self.row.films)
        self.left_out.append(LeftOut(why=why, what=f"{what} ({self.row.year}, {films})"))


def _doubt_about(credit: Credit, row: Nomination) -> str:
    """Why this name may not be a nominee's, though the row is there."""
    if len(credit.ids) > 1:
        return PSEUDONYM.format(name=credit.name)
    if credit.is_in_brackets:
        return CREDITED
    is_department = "Music Department" in row.named or "musical director" in row.named
    return DEPARTMENT if is_department else ""


def years_given(nominations: Iterable[tuple[Nomination, Prize]]) -> dict[str, list[tuple[int, int]]]:
    """First and last year of each time for which a prize was given without a gap, by prize.

    A year in which no ceremony was held is no gap.
    """
    held: set[int] = set()
    given: dict[str, set[int]] = defaultdict(set)
    for row, prize in nominations:
        held.add(row.year)
        given[prize.name].add(row.year)
    return {prize: list(_runs(sorted(years), held)) for prize, years in given.items()}


def _runs(years: list[int], held: set[int]) -> Iterator[tuple[int, int]]:
    first = last = years[0]
    for year in years[1:]:
        if held.intersection(range(last + 1, year)):
            yield first, last
            first = year
        last = year
    yield first, last
