"""Tables: the same rows and checks as in YAML, and a place for each cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.bank.nodes import INVISIBLE, Scalar, decode
from quiz.bank.tables import parse_csv
from tests.factories.film_packs import a_film_pack, read_cinema, told


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            ("person.csv", ("name,aka,gender\nAnn,f\n")),
            [
                (
                    "person.csv:2:5: This row has 2 cells, the header has 3. The cell for gender is "
                    "missing; an empty cell still has its comma."
                ),
            ],
            id="a missing cell",
        ),
        pytest.param(
            ("director.csv", ("film,person,source\nThe Piano,,book\n")),
            [
                "director.csv:2:11: This row of director has no person. Add it.",
            ],
            id="a missing cell in the middle",
        ),
        pytest.param(
            ("person.csv", ('name,gender\n"Ann,f\n')),
            [
                ('person.csv:2:1: A quotation mark opens here and is never closed. Close the cell with `"`.'),
            ],
            id="a quotation mark that is not closed",
        ),
        pytest.param(
            ("person.csv", ('name,gender\n"Ann "A" Lee",f\n')),
            [
                (
                    "person.csv:2:7: Text follows the quotation mark that closes the cell opened in line "
                    '2, column 1. Write a quotation mark inside a quoted cell twice: "".'
                ),
            ],
            id="text behind a quotation mark",
        ),
        pytest.param(
            ("person.csv", ("name,gender,name\nAnn,f,Ann\n")),
            [
                "person.csv:1:13: Two columns are called name. Rename or delete one.",
            ],
            id="a column twice",
        ),
        pytest.param(
            ("person.csv", ("name,,gender\nAnn,,f\n")),
            [
                "person.csv:1:6: This column has no name. Name it here, in the first line.",
            ],
            id="a column without a name",
        ),
        pytest.param(
            (
                "director.csv",
                ("film,person,yr,source\nThe Piano,Jane Campion,1,book\nThe Piano,Sam Neill,2,book\n"),
            ),
            [
                "director.csv:1:13: director has no column `yr`. Its columns are film and person.",
            ],
            id="an unknown column",
        ),
        pytest.param(
            ("director.csv", ("film,source\nThe Piano,book\nThe Piano,book\n")),
            [
                (
                    "director.csv:1:1: This table of director has no column person. Name it in the first "
                    "line, and give each row a cell for it."
                ),
            ],
            id="a column that is lacking",
        ),
        pytest.param(
            ("director.csv", ("film,person,source\nThe Piano,Jane Campoin,book\n")),
            [
                (
                    "director.csv:2:11: There is no person called Jane Campoin; did you mean Jane "
                    "Campion? If not, declare it: under `person:` write `- name: Jane Campoin`."
                ),
            ],
            id="a wrong name",
        ),
        pytest.param(
            ("director.csv", ("film,person,source\nThe Piano,Jane Campion,book|bok\n")),
            [
                (
                    "director.csv:2:29: There is no source called bok; did you mean book? Sources are "
                    "declared under `sources:`, each with `title` and `publisher`."
                ),
            ],
            id="a wrong source in a list",
        ),
        pytest.param(
            ("director.csv", ("film,person,source\r\nThe Piano,Jane Campoin,book\r\n")),
            [
                (
                    "director.csv:2:11: There is no person called Jane Campoin; did you mean Jane "
                    "Campion? If not, declare it: under `person:` write `- name: Jane Campoin`."
                ),
            ],
            id="Windows line ends",
        ),
        pytest.param(
            ("director.csv", ("film;person;source\nThe Piano;Jane Campion;book\n")),
            [
                (
                    "director.csv:1:1: In this table semicolons part the cells. Save it with commas: in "
                    "the dialogue for CSV, choose “,” as separator."
                ),
            ],
            id="semicolons",
        ),
        pytest.param(
            ("director.csv", ("film\tperson\nThe Piano\tJane Campion\n")),
            [
                (
                    "director.csv:1:1: In this table tabs part the cells. Save it with commas: in the "
                    "dialogue for CSV, choose “,” as separator."
                ),
            ],
            id="tabs",
        ),
        pytest.param(
            ("person.csv", ("name,gender\nNeill, Sam,m\n")),
            [
                (
                    "person.csv:2:12: This row has 3 cells, the header has 2. Put a cell that holds a "
                    'comma in double quotes, such as "Paris, Texas".'
                ),
            ],
            id="a comma without quotes",
        ),
        pytest.param(
            ("shown.csv", ("film,year,source\nThe Piano,199,book\n")),
            [
                "shown.csv:2:11: “199” is not a year. Write four figures, such as 1993.",
            ],
            id="a year of three figures",
        ),
        pytest.param(
            ("director.csv", ("film,person\nThe Piano,Jane Campion\nThe Piano,Sam Neill\n")),
            [
                (
                    "director.csv:2:1: This row of director names no source. Fill a column `source`. "
                    "(Also in director.csv:3:1.)"
                ),
            ],
            id="no source",
        ),
        pytest.param(
            ("director.csv", "\n"),
            [
                ("director.csv:1:1: The table is empty. Write the names of its columns in the first line."),
            ],
            id="nothing",
        ),
        pytest.param(
            ("director.csv", "The Piano,Jane Campion\nThe Piano,Sam Neill\n"),
            [
                (
                    "director.csv:1:1: The first line names columns, and this one looks like data: "
                    "The Piano, Jane Campion. Begin the table with a line such as `film,person,source`."
                ),
            ],
            id="data in the first line",
        ),
        pytest.param(
            ("director.csv", "The Piano,Jane Campion\n"),
            [
                (
                    "director.csv:1:1: The first line names columns, and this one looks like data: "
                    "The Piano, Jane Campion. Begin the table with a line such as `film,person,source`."
                ),
            ],
            id="data in the only line",
        ),
        pytest.param(
            ("person.csv", "Ann Lee,f\nBob,m\n"),
            [
                (
                    "person.csv:1:1: The first line names columns, and this one looks like data: "
                    "Ann Lee, f. Begin the table with a line such as `name,gender`."
                ),
            ],
            id="names in the first line",
        ),
        pytest.param(
            ("person.csv", "# people\nname,gender\nAnn,f\n# men, too\nBob,m\n"),
            [
                (
                    "person.csv:1:1: Tables take no comments. Delete the line; a cell that begins with # "
                    "stands in double quotes. (Lines like it: 2.)"
                ),
            ],
            id="comments",
        ),
        pytest.param(
            ("person.csv", "name,gender\nAnn,f\n#men,\n"),
            [
                (
                    "person.csv:3:1: Tables take no comments. Delete the line; a cell that begins with # "
                    "stands in double quotes."
                ),
            ],
            id="a comment that a spreadsheet saved",
        ),
        pytest.param(
            ("person.csv", "name,gender\n“Neill, Sam”,m\n"),
            [
                ('person.csv:2:1: Curly quotes would be part of the text. Use straight ones: "…".'),
            ],
            id="curly quotes around a comma",
        ),
        pytest.param(
            ("director.csv", "film,person,source\nThe Piano,“Jane Campion”,book\n"),
            [
                (
                    "director.csv:2:11: Curly quotes would be part of the text. "
                    'Use straight ones: "Jane Campion".'
                ),
            ],
            id="curly quotes around a cell",
        ),
        pytest.param(
            ("directors.csv", ("film,person,source\nThe Piano,Jane Campion,book\n")),
            [
                (
                    "directors.csv:1:1: There is no table called directors; did you mean director? A "
                    "table is named like a kind or a relation (film, person, prize, character, director, "
                    "shown, won, role or co-star)."
                ),
            ],
            id="a misspelt relation",
        ),
    ],
)
def test_mistake_in_a_table_is_told_at_its_cell(table: tuple[str, str], expected: list[str]) -> None:
    name, text = table

    assert told(read_cinema("film: [{name: The Piano}]\n", tables={name: text})) == expected


def test_table_says_what_yaml_says() -> None:
    yaml = "source: book\nfilm: [{name: The Piano}]\nrole: [{film: The Piano, actor: Holly Hunter}]\n"
    table = "film,actor,character,source\nThe Piano,Holly Hunter,,book\n"

    written = a_film_pack(yaml)
    tabled = a_film_pack("film: [{name: The Piano}]\n", tables={"role.csv": table})

    assert [fact.id for fact in tabled.facts] == [fact.id for fact in written.facts]


def test_cell_of_several_values_is_parted_by_bars() -> None:
    pack = a_film_pack(
        tables={"person.csv": "name,aka\nBong Joon Ho,Bong Joon-ho | 봉준호\n"},
    )

    assert pack.entities["person", "Bong Joon Ho"].aka == ("Bong Joon-ho", "봉준호")


def test_cell_may_hold_commas_quotes_and_line_ends() -> None:
    pack = a_film_pack(tables={"film.csv": 'name,note\n"What\'s Up, ""Doc""?","one\ntwo"\nSweetie,\n'})

    assert [name for kind, name in pack.entities if kind == "film"] == ['What\'s Up, "Doc"?', "Sweetie"]


def test_name_may_begin_with_a_number_sign() -> None:
    pack = a_film_pack(tables={"film.csv": 'name,note\n#Alive,2020\n"# 1 Fan",\n'})

    assert [name for kind, name in pack.entities if kind == "film"] == ["#Alive", "# 1 Fan"]


def test_header_that_lacks_a_column_is_told_once() -> None:
    table = "name\n" + "Ann,f\n" * 30

    assert told(read_cinema(tables={"person.csv": table})) == [
        (
            "person.csv:2:5: This row has 2 cells, the header has 1. Put a cell that holds a comma in double "
            'quotes, such as "Paris, Texas". (29 more rows do not fit the header.)'
        )
    ]


def test_quotation_mark_that_swallows_rows_is_told_where_it_opens() -> None:
    table = 'name,gender\n"Ann,f\nBob,m\nCy "Y" Lee,m\n'

    assert told(read_cinema(tables={"person.csv": table})) == [
        'person.csv:2:1: A quotation mark opens here and is closed only in line 4. Close the cell with `"`.'
    ]


def test_place_behind_a_cell_of_two_lines_is_right() -> None:
    table = 'film,person,note,source\nThe Piano,Jane Campion,"one\ntwo",book\nThe Piano,Jane Campoin,,book\n'

    [problem] = told(read_cinema("film: [{name: The Piano}]\n", tables={"director.csv": table}))

    assert problem.startswith("director.csv:4:11: There is no person called Jane Campoin; did you mean")


_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12).filter(
    lambda text: not INVISIBLE.search(text)
)


def rows_read(text: str) -> list[list[str]]:
    table = parse_csv(decode(text.encode(), "t.csv"), "t.csv")
    rows = []
    for row in table.items:
        values = [row.values.get(name) for name in ("a", "b", "c")]  # type: ignore[union-attr]
        rows.append([value.text if isinstance(value, Scalar) else "" for value in values])
    return rows


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), max_size=5))
def test_what_python_writes_in_quotes_is_read_back_to_the_letter(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])

    expected = [[cell if cell.strip() else "" for cell in row] for row in rows]

    assert rows_read(written.getvalue()) == expected


_BARE_CELL = _CELL.map(str.strip).filter(lambda text: not text.startswith(tuple("#“”„‟‘‚‛")))


@given(st.lists(st.lists(_BARE_CELL, min_size=3, max_size=3), max_size=5))
def test_what_python_writes_with_few_quotes_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([["a", "b", "c"], *rows])

    assert rows_read(written.getvalue()) == rows


@given(st.text('a,;"\n |', max_size=40))
def test_any_text_makes_a_table_or_problems(text: str) -> None:
    reading = read_cinema(tables={"person.csv": "name\n" + text})

    assert bool(reading.packs) != bool(reading.problems)
