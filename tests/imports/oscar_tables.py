"""The two tables of nominations, small, with everything in them that is awkward about the large ones."""

from __future__ import annotations

import csv
import io

from quiz.imports.known import NOTHING, Known
from quiz.imports.oscars import Import, import_oscars

UNOFFICIAL = "NOTE: THIS IS NOT AN OFFICIAL NOMINATION."
CLEAN = (
    "ceremony_number",
    "film_year",
    "ceremony_year",
    "class",
    "category",
    "nominees",
    "films",
    "winner",
    "character_or_detail",
)
TABLE = (
    "Ceremony",
    "Year",
    "Class",
    "CanonicalCategory",
    "Category",
    "Film",
    "FilmId",
    "Name",
    "Nominees",
    "NomineeIds",
    "Winner",
    "Detail",
    "Note",
)


def nomination(
    when: tuple[int, str, int],
    category: str,
    films: dict[str, str],
    people: dict[str, str],
    *,
    wins: bool = False,
    detail: str = "",
    note: str = "",
    named: str | None = None,
    official: str | None = None,
    spelt: str | None = None,
) -> tuple[dict[str, str], dict[str, str]]:
    """One row of each table. when: ceremony, season, year of the ceremony. films, people: names with ids.

    spelt: the nominees as the clean table has them, if it differs.
    """
    ceremony, season, year = when
    nominees = "|".join(people)
    return (
        {
            "Ceremony": str(ceremony),
            "Year": season,
            "Class": "Any",
            "CanonicalCategory": category,
            "Category": official or category,
            "Film": "|".join(films),
            "FilmId": "|".join(films.values()),
            "Name": ", ".join(people) if named is None else named,
            "Nominees": nominees,
            "NomineeIds": "|".join(people.values()),
            "Winner": "True" if wins else "",
            "Detail": detail,
            "Note": note,
        },
        {
            "ceremony_number": str(ceremony),
            "film_year": season,
            "ceremony_year": str(year),
            "class": "Any",
            "category": category,
            "nominees": nominees if spelt is None else spelt,
            "films": "|".join(films),
            "winner": str(wins).lower(),
            "character_or_detail": detail,
        },
    )


ACTOR, ACTRESS = "ACTOR IN A LEADING ROLE", "ACTRESS IN A LEADING ROLE"
SCORING = "MUSIC (Original Song Score or Adaptation Score)"
ROWS = [
    # several films in a row, with a part each
    nomination(
        (1, "1927/28", 1929),
        ACTOR,
        {"The Last Command": "tt1", "The Way of All Flesh": "tt2"},
        {"Emil Jannings": "nm1"},
        wins=True,
        detail="General Dolgorucki [Grand Duke Sergius Alexander]|August Schilling",
    ),
    # no film
    nomination((1, "1927/28", 1929), "WRITING (Title Writing)", {}, {"Joseph Farnham": "nm2"}, wins=True),
    # two ceremonies in a year, and one without nominations
    nomination(
        (2, "1928/29", 1930),
        ACTRESS,
        {"Coquette": "tt3"},
        {"Mary Pickford": "nm3"},
        wins=True,
        note=UNOFFICIAL,
    ),
    nomination((3, "1929/30", 1930), ACTRESS, {"The Divorcee": "tt4"}, {"Norma Shearer": "nm4"}, wins=True),
    # names in brackets
    nomination(
        (3, "1929/30", 1930),
        "CINEMATOGRAPHY",
        {"Anna Christie": "tt5"},
        {"William Daniels": "nm5"},
        named="(William Daniels)",
    ),
    # a write-in that won
    nomination(
        (8, "1935", 1936),
        "CINEMATOGRAPHY",
        {"A Midsummer Night's Dream": "tt26"},
        {"Hal Mohr": "nm31"},
        wins=True,
        note=UNOFFICIAL,
    ),
    # a department
    nomination(
        (9, "1936", 1937),
        SCORING,
        {"Anthony Adverse": "tt6"},
        {"Warner Bros.": "co1", "Leo Forbstein": "nm6", "Erich Wolfgang Korngold": "nm7"},
        wins=True,
        official="MUSIC (Scoring)",
        named="Warner Bros. Studio Music Department, Leo Forbstein, head of department"
        " (Score by Erich Wolfgang Korngold)",
    ),
    # two films of one title
    nomination(
        (10, "1937", 1938),
        ACTOR,
        {"A Star Is Born": "tt7"},
        {"Fredric March": "nm8"},
        detail="Norman Maine (Alfred Hinkel)",
    ),
    nomination(
        (27, "1954", 1955),
        ACTOR,
        {"A Star Is Born": "tt8"},
        {"James Mason": "nm9"},
        detail="Norman Maine/Alfred Hinkel",
    ),
    # one person, two spellings
    nomination((25, "1952", 1953), "CINEMATOGRAPHY (Color)", {"Ivanhoe": "tt9"}, {"F. A. Young": "nm10"}),
    nomination(
        (35, "1962", 1963),
        "CINEMATOGRAPHY (Color)",
        {"Lawrence of Arabia": "tt10"},
        {"Fred A. Young": "nm10"},
        wins=True,
    ),
    nomination(
        (38, "1965", 1966),
        "CINEMATOGRAPHY (Color)",
        {"Doctor Zhivago": "tt11"},
        {"Freddie Young": "nm10"},
        wins=True,
    ),
    # a team
    nomination(
        (35, "1962", 1963),
        "ART DIRECTION (Color)",
        {"Lawrence of Arabia": "tt10"},
        {"John Box": "nm11", "John Stoll": "nm12", "Dario Simoni": "nm13"},
        wins=True,
        named="Art Direction: John Box, John Stoll; Set Decoration: Dario Simoni",
    ),
    # two people of one name
    nomination((39, "1966", 1967), ACTOR, {"The Sand Pebbles": "tt12"}, {"Steve McQueen": "nm14"}),
    nomination((86, "2013", 2014), "DIRECTING", {"12 Years a Slave": "tt13"}, {"Steve McQueen": "nm15"}),
    # a tie
    nomination(
        (41, "1968", 1969), ACTRESS, {"The Lion in Winter": "tt14"}, {"Katharine Hepburn": "nm16"}, wins=True
    ),
    nomination((41, "1968", 1969), ACTRESS, {"Funny Girl": "tt15"}, {"Barbra Streisand": "nm17"}, wins=True),
    # revoked: before the vote, and after the ceremony
    nomination(
        (45, "1972", 1973),
        "MUSIC (Original Score)",
        {"The Godfather": "tt16"},
        {"Nino Rota": "nm18"},
        note=UNOFFICIAL,
    ),
    nomination(
        (41, "1968", 1969),
        "DOCUMENTARY (Feature)",
        {"Young Americans": "tt17"},
        {"Robert Cohn": "nm19"},
        note=f"{UNOFFICIAL} Young Americans was announced as the winner.",
    ),
    nomination(
        (41, "1968", 1969),
        "DOCUMENTARY (Feature)",
        {"Journey into Self": "tt18"},
        {"Bill McGaw": "nm20"},
        wins=True,
    ),
    # a pseudonym of two, and somebody who does not exist
    nomination((69, "1996", 1997), "FILM EDITING", {"Fargo": "tt19"}, {"Roderick Jaynes": "nm21,nm22"}),
    nomination(
        (69, "1996", 1997),
        "WRITING (Original Screenplay)",
        {"Fargo": "tt19"},
        {"Ethan Coen": "nm21", "Joel Coen": "nm22"},
        wins=True,
    ),
    nomination(
        (75, "2002", 2003),
        "WRITING (Adapted Screenplay)",
        {"Adaptation": "tt20"},
        {"Charlie Kaufman": "nm23", "Donald Kaufman": "?"},
    ),
    # a gender that the category does not tell
    nomination(
        (80, "2007", 2008),
        ACTRESS,
        {"Juno": "tt21"},
        {"Elliot Page": "nm24"},
        detail="Juno MacGuff",
        note="NOTE: Changed following his announcement that he is transgender.",
    ),
    # a dual role
    nomination(
        (98, "2025", 2026),
        ACTOR,
        {"Sinners": "tt22"},
        {"Michael B. Jordan": "nm25"},
        wins=True,
        detail="Smoke/Stack",
    ),
    # a part without a name, and a spelling mended by the clean table
    nomination(
        (39, "1966", 1967),
        ACTRESS,
        {"A Man and a Woman": "tt23"},
        {"Anouk Aimee": "nm26"},
        detail="The Woman",
        spelt="Anouk Aimée",
    ),
    # one song of two by one team, both nominated for one film
    nomination(
        (64, "1991", 1992),
        "MUSIC (Original Song)",
        {"Beauty and the Beast": "tt24"},
        {"Alan Menken": "nm27", "Howard Ashman": "nm28"},
        wins=True,
        detail="Beauty And The Beast",
    ),
    nomination(
        (64, "1991", 1992),
        "MUSIC (Original Song)",
        {"Beauty and the Beast": "tt24"},
        {"Alan Menken": "nm27", "Howard Ashman": "nm28"},
        detail="Be Our Guest",
    ),
    # a country, and who stands beside it
    nomination(
        (29, "1956", 1957),
        "INTERNATIONAL FEATURE FILM",
        {"Gervaise": "tt25"},
        {},
        official="FOREIGN LANGUAGE FILM",
        named="France; Annie Dorfmann, Producer",
    ),
    # no category of the pack
    nomination((98, "2025", 2026), "CASTING", {"Sinners": "tt22"}, {"Francine Maisler": "nm29"}),
]
HONOUR = dict.fromkeys(TABLE, "") | {"Ceremony": "1", "Class": "Special", "Film": "The Circus"}


def tables(rows: list[tuple[dict[str, str], dict[str, str]]]) -> tuple[str, str]:
    """The table with ids, which has an honour too, and the clean one."""
    lines = ["\t".join(row[column] for column in TABLE) for row in [HONOUR, *(row for row, _ in rows)]]
    clean = io.StringIO()
    writer = csv.DictWriter(clean, CLEAN, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _, row in rows)
    return "\n".join(["\t".join(TABLE), *lines]) + "\n", clean.getvalue()


def imported(known: Known = NOTHING) -> Import:
    return import_oscars(*tables(ROWS), known)
