"""The Oscars: what the import makes of awkward rows, and what the pack that it made holds."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from quiz.bank.pack import Entity, Fact, Pack, Status
from quiz.bank.reading import Reading, folders_of, read_packs
from quiz.cli import main
from quiz.imports.known import NOTHING, Known, known_from
from quiz.imports.oscars import import_oscars
from quiz.imports.oscars.characters import parts_of
from quiz.imports.oscars.people import GENDERS
from quiz.imports.oscars.records import TablesDiffer
from quiz.imports.oscars.spelling import film_title, song_title
from quiz.settings import ROOT
from tests.imports.oscar_tables import ROWS, imported, nomination, tables

QUESTIONS = ROOT / "questions"
EMPTY = dict.fromkeys(("film", "person", "character", "shared", "status", "aka", "gender", "open"), "")
FESTIVALS = b"""\
pack: festivals
title: Festivals
about: Two films.
use: film
sources: {venice: {title: Awards, publisher: La Biennale di Venezia}}
source: venice
person:
  - names: [Steve McQueen, Katharine Hepburn, Anthony Harvey, George Cukor]
film:
  - {name: The Lion in Winter, director: Anthony Harvey, shown: 1968, role: Katharine Hepburn}
  - {name: Shame, director: Steve McQueen, shown: 2011}
  - {name: A Star Is Born, director: George Cukor, shown: 1954}
"""


def table(name: str, made: dict[str, str] | None = None) -> list[dict[str, str]]:
    files = imported().files if made is None else made
    return [
        {**EMPTY, **row}
        for file, text in sorted(files.items())
        if file.rpartition("/")[2] == f"{name}.csv"
        for row in csv.DictReader(io.StringIO(text))
    ]


def named(rows: list[dict[str, str]], **cells: str) -> list[dict[str, str]]:
    return [row for row in rows if all(row.get(column) == value for column, value in cells.items())]


def packs_with(files: dict[str, str]) -> Reading:
    """The pack as it would be read, with the words of the shipped one and a small pack beside it."""
    folders = folders_of(QUESTIONS)
    words = ("/pack.yaml", "/vocabulary.yaml")
    own = {name: text for name, text in folders["oscars"].items() if name.endswith(words)}
    made = {f"questions/oscars/imported/{name}": text.encode() for name, text in files.items()}
    festivals = {"questions/festivals/pack.yaml": FESTIVALS}
    return read_packs({"film": folders["film"], "festivals": festivals, "oscars": {**own, **made}}, "oscars")


@pytest.fixture(scope="module")
def known() -> Known:
    folders = folders_of(QUESTIONS)
    festivals = {"questions/festivals/pack.yaml": FESTIVALS}
    reading = read_packs({"film": folders["film"], "festivals": festivals}, "festivals")
    return known_from([reading.packs["festivals"]])


def test_what_is_made_loads_beside_a_pack_that_has_some_of_it(known: Known) -> None:
    made = import_oscars(*tables(ROWS), known)

    assert packs_with(dict(made.files)).problems == ()


def test_the_same_tables_make_the_same_bytes() -> None:
    assert imported().files == imported().files


def test_a_nomination_for_several_films_is_a_row_for_each_with_its_part() -> None:
    roles = named(table("role"), actor="Emil Jannings")
    won = named(table("won"), person="Emil Jannings")

    assert [(row["film"], row["character"]) for row in roles] == [
        ("The Last Command", "General Dolgorucki"),
        ("The Way of All Flesh", "August Schilling"),
    ]
    assert [row["shared"] for row in won] == ["2", "2"]


def test_another_name_of_a_character_is_its_alias() -> None:
    assert named(table("character"), name="General Dolgorucki")[0]["aka"] == "Grand Duke Sergius Alexander"


def test_a_prize_without_a_film_has_none() -> None:
    assert [row["film"] for row in named(table("won"), person="Joseph Farnham")] == [""]


@pytest.mark.parametrize("relation", ["won", "nominated"])
def test_nobody_is_asked_about_a_year_with_two_ceremonies(relation: str) -> None:
    rows = named(table(relation), prize="Academy Award for Best Actress", year="1930")

    assert {(row["person"], row["status"], row["source"]) for row in rows} == {
        ("Mary Pickford", "disputed", "ampas@2nd ceremony, 1930"),
        ("Norma Shearer", "disputed", "ampas@3rd ceremony, 1930"),
    }
    assert {row["because"] for row in named(rows, person="Norma Shearer")} == {
        "Two ceremonies were held in 1930, and a question about that year could mean either."
    }


@pytest.mark.parametrize(
    "person", ["Mary Pickford", "William Daniels", "Leo Forbstein", "Erich Wolfgang Korngold", "Nino Rota"]
)
def test_a_nomination_in_doubt_is_disputed_and_says_why(person: str) -> None:
    row = named(table("nominated"), person=person)[0]

    assert row["status"] == "disputed"
    assert row["because"]


def test_a_win_counts_though_its_nomination_was_not_official() -> None:
    row = named(table("nominated"), person="Hal Mohr")[0], named(table("won"), person="Hal Mohr")[0]

    assert [each["status"] for each in row] == ["disputed", ""]


def test_the_win_of_a_department_is_nobodys_for_certain() -> None:
    won = named(table("won"), prize="Academy Award for Best Scoring")

    assert {row["status"] for row in won} == {"disputed"}
    assert "no person: Warner Bros. (1937, Anthony Adverse)" in [
        f"{each.why}: {each.what}" for each in imported().left_out
    ]


def test_films_of_one_title_are_told_apart_by_their_season() -> None:
    films = named(table("film"), show="A Star Is Born")

    assert [film["name"] for film in films] == ["A Star Is Born (1937)", "A Star Is Born (1954)"]


@pytest.mark.parametrize(
    ("detail", "parts"),
    [
        ("The Old Man", []),
        ("A Shoplifter", []),
        ("Raymond's Mother", []),
        ("Witch", []),
        ("Mother Maria", ["Mother Maria"]),
        ("Joker", ["The Joker"]),
        ("'Machine Gun' Butch Schmidt", ["'Machine Gun' Butch Schmidt"]),
        ("Thelonious ‘Monk’ Ellison", ["Thelonious 'Monk' Ellison"]),
        ("Marcelo Alves/Armando/Adult Fernando", ["Marcelo Alves", "Armando", "Fernando"]),
    ],
)
def test_a_part_is_a_name_that_can_be_asked_for(detail: str, parts: list[str]) -> None:
    assert [part.name for part in parts_of(detail)] == parts


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Take A Look At Me Now", "Take a Look at Me Now"),
        ("(I've Had) The Time Of My Life", "(I've Had) The Time of My Life"),
        ("A Kiss To Build A Dream On", "A Kiss to Build a Dream On"),
        ("Evergreen (Love Theme From A Star Is Born)", "Evergreen (Love Theme From A Star Is Born)"),
        ("Al Otro Lado Del Río", "Al Otro Lado del Río"),
    ],
)
def test_a_song_has_no_capitals_for_its_small_words(written: str, title: str) -> None:
    assert song_title(written) == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Federico Fellini's 8-1/2", "8½"),
        ("Good Fellas", "Goodfellas"),
        ("Smash-Up--The Story of a Woman", "Smash-Up—The Story of a Woman"),
        ("Coup de Torchon ('Clean Slate')", "Coup de Torchon (Clean Slate)"),
        ("Birdnesters of Thailand (aka 'Shadow Hunters')", "Birdnesters of Thailand (Shadow Hunters)"),
        (
            "Sweeney Todd The Demon Barber of Fleet Street",
            "Sweeney Todd: The Demon Barber of Fleet Street",
        ),
    ],
)
def test_a_film_is_spelt_as_usual(written: str, title: str) -> None:
    assert film_title(written) == title


def test_one_character_of_two_films_is_one_name() -> None:
    assert {row["film"] for row in named(table("role"), character="Norman Maine")} == {
        "A Star Is Born (1937)",
        "A Star Is Born (1954)",
    }


def test_spellings_of_one_person_are_one_name_with_aliases() -> None:
    people = [row for row in table("person") if "Young" in row["name"]]

    assert [(row["name"], row["aka"]) for row in people] == [("Freddie Young", "F. A. Young|Fred A. Young")]


def test_a_team_shares_its_win() -> None:
    won = named(table("won"), prize="Academy Award for Best Color Art Direction")

    assert {(row["person"], row["shared"]) for row in won} == {
        ("John Box", "3"),
        ("John Stoll", "3"),
        ("Dario Simoni", "3"),
    }


def test_people_of_one_name_are_told_apart_by_their_work() -> None:
    people = named(table("person"), show="Steve McQueen")

    assert {(row["name"], row["gender"]) for row in people} == {
        ("Steve McQueen (actor)", "m"),
        ("Steve McQueen (director)", ""),
    }


def test_a_tie_is_shared() -> None:
    won = named(table("won"), prize="Academy Award for Best Actress", year="1969")

    assert {(row["person"], row["shared"]) for row in won} == {
        ("Katharine Hepburn", "2"),
        ("Barbra Streisand", "2"),
    }


def test_a_winner_declared_ineligible_is_disputed_and_leaves_the_slot_to_the_other() -> None:
    won = table("best film")

    assert {(row["film"], row["status"], row["shared"]) for row in won} == {
        ("Young Americans", "disputed", ""),
        ("Journey into Self", "", ""),
    }


def test_a_pseudonym_of_two_leaves_both_in_doubt() -> None:
    editing = named(table("nominated"), prize="Academy Award for Best Film Editing")

    assert {(row["person"], row["status"]) for row in editing} == {
        ("Ethan Coen", "disputed"),
        ("Joel Coen", "disputed"),
    }


def test_who_does_not_exist_is_left_out_and_told() -> None:
    assert "Donald Kaufman" not in {row["name"] for row in table("person")}
    assert "Donald Kaufman (2003, Adaptation)" in [each.what for each in imported().left_out]


def test_gender_is_told_by_the_category_alone() -> None:
    gender = {row["name"]: row["gender"] for row in table("person")}

    assert gender["Norma Shearer"] == "f"
    assert gender["Ethan Coen"] == ""
    assert gender["Elliot Page"] == ""


def test_a_dual_role_is_two_rows_and_a_part_without_a_name_one_without() -> None:
    roles = table("role")

    assert [row["character"] for row in named(roles, film="Sinners")] == ["Smoke", "Stack"]
    assert [(row["actor"], row["character"]) for row in named(roles, film="A Man and a Woman")] == [
        ("Anouk Aimée", "")
    ]


def test_two_songs_of_one_film_are_one_nomination_of_each_author_and_two_songs() -> None:
    assert len(named(table("nominated"), film="Beauty and the Beast")) == 2
    assert {row["song"] for row in table("nominated song")} == {"Beauty and the Beast", "Be Our Guest"}


def test_a_film_is_sent_by_its_country_alone() -> None:
    assert [(row["film"], row["country"]) for row in table("sent by")] == [("Gervaise", "France")]


def test_whoever_was_nominated_for_directing_directed_and_others_may_have() -> None:
    assert named(table("director"), film="12 Years a Slave")[0]["person"] == "Steve McQueen (director)"
    assert named(table("film"), name="12 Years a Slave")[0]["open"] == "director"


def test_categories_of_others_are_counted_and_left_out() -> None:
    assert imported().not_imported == {"CASTING": 1}


def test_what_a_pack_in_reach_has_is_not_declared_again(known: Known) -> None:
    files = dict(import_oscars(*tables(ROWS), known).files)

    assert named(table("film", files), name="The Lion in Winter") == []
    assert {row["film"] for row in named(table("won", files), person="Katharine Hepburn")} == {
        "The Lion in Winter"
    }


def test_a_film_of_one_title_is_the_one_of_its_time(known: Known) -> None:
    files = dict(import_oscars(*tables(ROWS), known).files)

    assert {row["film"] for row in named(table("role", files), character="Norman Maine")} == {
        "A Star Is Born (1937)",
        "A Star Is Born",
    }


def test_a_person_of_one_name_is_the_one_of_that_work(known: Known) -> None:
    made = import_oscars(*tables(ROWS), known)
    files = dict(made.files)

    assert [row["person"] for row in named(table("director", files), film="12 Years a Slave")] == [
        "Steve McQueen"
    ]
    assert made.kept_apart["person"] == ["Steve McQueen (actor)"]


def test_a_newer_table_adds_its_rows() -> None:
    newer = nomination((98, "2025", 2026), "DIRECTING", {"Sinners": "tt22"}, {"Ryan Coogler": "nm30"})

    made = import_oscars(*tables([*ROWS, newer]), NOTHING)

    assert made.rows["nominated"] == imported().rows["nominated"] + 1
    assert named(table("film", dict(made.files)), name="Sinners")[0]["open"] == "director"


def test_tables_of_different_length_are_refused() -> None:
    with pytest.raises(TablesDiffer, match=f"has {len(ROWS)} nominations, the clean one {len(ROWS) - 1}"):
        import_oscars(tables(ROWS)[0], tables(ROWS[:-1])[1], NOTHING)


@pytest.mark.parametrize("column", ["ceremony_number", "nominees", "category"])
def test_tables_that_are_not_about_the_same_rows_are_refused_by_line(column: str) -> None:
    rows = [ROWS[0], (ROWS[1][0], {**ROWS[1][1], column: "x|y"})]

    with pytest.raises(TablesDiffer, match="Line 3 of the clean table"):
        import_oscars(*tables(rows), NOTHING)


def test_the_command_writes_the_tables_and_removes_those_of_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for slug in ("film", "festivals", "oscars"):
        (tmp_path / "packs" / slug).mkdir(parents=True)
    (tmp_path / "packs" / "film" / "vocabulary.yaml").write_bytes(
        (QUESTIONS / "film" / "vocabulary.yaml").read_bytes()
    )
    (tmp_path / "packs" / "film" / "pack.yaml").write_bytes((QUESTIONS / "film" / "pack.yaml").read_bytes())
    (tmp_path / "packs" / "festivals" / "pack.yaml").write_bytes(FESTIVALS)
    (tmp_path / "packs" / "oscars" / "pack.yaml").write_bytes(
        (QUESTIONS / "oscars" / "pack.yaml").read_bytes()
    )
    stale = tmp_path / "packs" / "oscars" / "imported" / "1890s" / "film.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("name\nRoundhay Garden Scene\n")
    for name, text in zip(("oscars.csv", "clean.csv"), tables(ROWS), strict=True):
        (tmp_path / name).write_text(text)

    status = main(
        [
            "import",
            "oscars",
            str(tmp_path / "oscars.csv"),
            str(tmp_path / "clean.csv"),
            "--into",
            str(tmp_path / "packs"),
        ]
    )
    said = capsys.readouterr().out

    assert status == 0
    assert not stale.exists()
    assert (stale.parent.parent / "1930s" / "role.csv").is_file()
    assert "kept apart from namesakes there: Steve McQueen (actor)" in said
    assert "no person: Donald Kaufman (2003, Adaptation)" in said


@pytest.fixture(scope="session")
def oscars() -> Pack:
    return read_packs(folders_of(QUESTIONS), "oscars").packs["oscars"]


def cells(fact: Fact) -> list[str]:
    return [value.name if isinstance(value, Entity) else str(value or "") for value in fact.values]


def rows_of(pack: Pack, relation: str, *starts: str) -> list[list[str]]:
    """The rows that count, by how their cells begin."""
    return [
        row
        for fact in pack.facts
        if fact.relation.name == relation and fact.status is Status.CONFIRMED
        for row in [cells(fact)]
        if row[: len(starts)] == list(starts)
    ]


@pytest.mark.content
def test_the_pack_holds_each_nomination_of_98_ceremonies(oscars: Pack) -> None:
    counts = Counter(fact.relation.name for fact in oscars.facts)

    assert {
        relation: counts[relation] for relation in ("nominated", "nominated film", "won", "best film")
    } == {
        "nominated": 9384,
        "nominated film": 2274,
        "won": 1840,
        "best film": 465,
    }


@pytest.mark.content
def test_five_are_nominated_for_each_prize_of_actors_since_1937(oscars: Pack) -> None:
    prizes = [
        f"Academy Award for Best {part}{who}" for part in ("", "Supporting ") for who in ("Actor", "Actress")
    ]
    held = range(1937, 2027)

    uneven = {
        (prize, year): len(found)
        for prize in prizes
        for year in held
        if len(found := {row[2] for row in rows_of(oscars, "nominated", prize, str(year))}) != 5
    }

    assert uneven == {}


@pytest.mark.content
@pytest.mark.parametrize(
    ("first", "last", "films"), [(1945, 2009, 5), (2010, 2011, 10), (2022, 2026, 10), (1934, 1934, 10)]
)
def test_so_many_films_are_nominated_for_best_picture(
    oscars: Pack, first: int, last: int, films: int
) -> None:
    prize = "Academy Award for Best Picture"

    counts = {len(rows_of(oscars, "nominated film", prize, str(year))) for year in range(first, last + 1)}

    assert counts == {films}


@pytest.mark.content
def test_the_films_of_1995_are_those_of_the_ceremony(oscars: Pack) -> None:
    prize = "Academy Award for Best Picture"

    assert {row[2] for row in rows_of(oscars, "nominated film", prize, "1995")} == {
        "Forrest Gump",
        "Four Weddings and a Funeral",
        "Pulp Fiction",
        "Quiz Show",
        "The Shawshank Redemption",
    }
    assert [row[2] for row in rows_of(oscars, "best film", prize, "1995")] == ["Forrest Gump"]


@pytest.mark.content
@pytest.mark.parametrize(
    ("relation", "row"),
    [
        (
            "won",
            ["Academy Award for Best Supporting Actress", "1997", "Juliette Binoche", "The English Patient"],
        ),
        ("nominated", ["Academy Award for Best Actress", "2001", "Juliette Binoche", "Chocolat (2000)"]),
        ("won", ["Academy Award for Best Actor", "2026", "Michael B. Jordan", "Sinners"]),
        ("won", ["Academy Award for Best Director", "1931", "Norman Taurog", "Skippy"]),
        (
            "won",
            ["Academy Award for Best Color Cinematography", "1963", "Freddie Young", "Lawrence of Arabia"],
        ),
        (
            "nominated",
            ["Academy Award for Best Director", "1995", "Krzysztof Kieślowski", "Three Colors: Red"],
        ),
        ("nominated", ["Academy Award for Best Director", "2014", "Steve McQueen", "12 Years a Slave"]),
        ("nominated", ["Academy Award for Best Actor", "1967", "Steve McQueen (actor)", "The Sand Pebbles"]),
        ("best film", ["Academy Award for Best International Feature Film", "1958", "Nights of Cabiria"]),
        ("sent by", ["Nights of Cabiria", "Italy"]),
        ("role", ["The Godfather Part II", "Al Pacino", "Michael Corleone"]),
        ("nominated song", ["Moon River", "Breakfast at Tiffany's", "1962"]),
    ],
)
def test_the_pack_says(oscars: Pack, relation: str, row: list[str]) -> None:
    assert rows_of(oscars, relation, *row) == [row]


@pytest.mark.content
@pytest.mark.parametrize(
    ("kind", "name", "alias"),
    [
        ("film", "Damage", "fatale"),
        ("character", "Vianne Rocher", "vianne"),
        ("character", "Camille Claudel", "camille"),
        ("prize", "Academy Award for Best Actress", "oscar for best actress"),
    ],
)
def test_what_another_pack_said_of_a_name_is_said_here(
    oscars: Pack, kind: str, name: str, alias: str
) -> None:
    assert alias in oscars.entities[kind, name].known_as


@pytest.mark.content
def test_genders_that_no_category_tells_are_decided(oscars: Pack) -> None:
    people = {name: oscars.entities["person", name].attributes.get("gender") for name in GENDERS}

    assert people == GENDERS


@pytest.mark.content
@pytest.mark.parametrize(
    "row",
    [
        ["Academy Award for Best Original Score", "1973", "Nino Rota", "The Godfather"],
        ["Academy Award for Best Actress", "1935", "Bette Davis", "Of Human Bondage"],
        ["Academy Award for Best Film Editing", "2008", "Joel Coen", "No Country for Old Men"],
        ["Academy Award for Best Actress", "1930", "Norma Shearer", "The Divorcee"],
    ],
)
def test_the_pack_leaves_in_doubt(oscars: Pack, row: list[str]) -> None:
    statuses = {
        fact.status for fact in oscars.facts if fact.relation.name == "nominated" and cells(fact) == row
    }

    assert statuses == {Status.DISPUTED}


@pytest.mark.content
def test_no_id_of_the_table_is_shipped() -> None:
    shipped = "".join(
        path.read_text() for path in (QUESTIONS / "oscars").rglob("*") if path.suffix in {".yaml", ".csv"}
    )

    assert not re.search(r"\b(?:tt|nm|co)\d{5,}", shipped)
