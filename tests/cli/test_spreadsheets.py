"""`quiz export csv` and `quiz import csv`: a relation in a spreadsheet, and back."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import TOWERS, Quiz

CITY = """\
tower,city,source
Eiffel,Paris,atlas
Asinelli,Bologna,atlas
Giralda,Seville,atlas
Skytree,Tokyo,atlas
"""
BUILT_LINE = "    built: {year: 1889, elsewhere: [1887], note: For the fair.}\n"
BUILT = "tower,year,source,note,elsewhere\nEiffel,1889,atlas,For the fair.,1887\n"


def saved(packs: Path, text: str | bytes) -> Path:
    """A table as somebody saved it."""
    file = packs.parent / "saved.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def towers(packs: Path) -> str:
    return (packs / "towers" / "towers.yaml").read_text(encoding="utf-8")


def test_what_is_printed_is_for_programs_and_what_is_written_for_spreadsheets(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    file = packs.parent / "city.csv"

    assert quiz("export", "csv", "towers", "city") == 0
    assert capsys.readouterr().out == CITY
    assert quiz("export", "csv", "towers", "city", file) == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + CITY.encode()


def test_every_key_of_a_row_is_kept(packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz("export", "csv", "towers", "built") == 0
    assert (
        capsys.readouterr().out == "tower,year,source,note,elsewhere\nEiffel,1889,atlas,For the fair.,1887\n"
    )


def test_other_programs_read_the_same(packs: Path, quiz: Quiz, tmp_path: Path) -> None:
    nasty = 'Tower ""of"" Babel, the; =1+1\\nsecond line'
    text = TOWERS + f'  - {{name: Babel, built: {{year: 1900, note: "{nasty}"}}}}\n'.replace('""', '\\"')
    (packs / "towers" / "towers.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "built.csv"
    assert quiz("export", "csv", "towers", "built", file, "--plain") == 0

    note = 'Tower "of" Babel, the; =1+1\nsecond line'
    expected = [("Eiffel", "1889", "atlas", "For the fair.", "1887"), ("Babel", "1900", "atlas", note, "")]
    with file.open(encoding="utf-8", newline="") as opened:
        assert [tuple(row) for row in csv.reader(opened)][1:] == expected
    sqlite = shutil.which("sqlite3")
    if sqlite is not None:
        database = tmp_path / "rows.sqlite3"
        subprocess.run([sqlite, str(database), ".mode csv", f".import {file} built"], check=True)
        with sqlite3.connect(database) as connection:
            assert connection.execute("SELECT * FROM built").fetchall() == expected
        connection.close()


def test_an_unchanged_table_changes_nothing(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    file = packs.parent / "city.csv"
    quiz("export", "csv", "towers", "city", file)

    assert quiz("import", "csv", file, "towers", "city") == 0
    assert capsys.readouterr().out.endswith("Nothing has changed in city.\n")
    assert towers(packs) == TOWERS


def test_a_changed_row_is_changed_where_it_stands_and_comments_stay(packs: Path, quiz: Quiz) -> None:
    table = CITY.replace("Eiffel,Paris,atlas", "Eiffel,Dubai,atlas").replace("Giralda,Seville,atlas\n", "")

    assert quiz("import", "csv", saved(packs, table), "towers", "city") == 0
    assert towers(packs) == TOWERS.replace("city: Paris", "city: Dubai").replace(
        "{name: Giralda, city: Seville}", "{name: Giralda, city: []}"
    )


def test_a_new_row_goes_to_the_thing_that_it_is_about(packs: Path, quiz: Quiz) -> None:
    assert quiz("import", "csv", saved(packs, BUILT + "Skytree,2012,atlas,,\n"), "towers", "built") == 0
    assert towers(packs) == TOWERS + "    built: 2012\n"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(CITY.replace(",", ";"), id="semicolons"),
        pytest.param(CITY.replace(",", "\t"), id="tabs"),
        pytest.param("sep=;\n" + CITY.replace(",", ";"), id="Excel's own first line"),
        pytest.param("\ufeff" + CITY.replace("\n", "\r\n"), id="a mark and the line ends of Windows"),
        pytest.param(CITY.replace(",", "\t").encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(CITY.replace("\n", ",,\n") + ",,,,\n,,,,\n", id="empty columns and rows"),
        pytest.param('"' + CITY.replace(",", '","').replace("\n", '"\n"')[:-1], id="quotes everywhere"),
        pytest.param(
            "source,city,tower\n"
            + "".join(",".join(reversed(line.split(","))) + "\n" for line in CITY.split("\n")[1:-1]),
            id="columns in another order",
        ),
    ],
)
def test_tables_are_read_as_spreadsheets_save_them(
    table: str | bytes, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("import", "csv", saved(packs, table), "towers", "city") == 0
    assert capsys.readouterr().out == "Nothing has changed in city.\n"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            CITY.replace("Bologna", "Bolonga"),
            "saved.csv:3:10: There is no city called Bolonga; did you mean Bologna? If not, declare it",
        ),
        (CITY + "Eiffel,Tokyo,atlas\n", "saved.csv:6:1: city has 2 rows for Eiffel, and room for 1"),
        (
            CITY.replace("source", "sourse"),
            "saved.csv:1:12: city has no column `sourse`. Did you mean source?",
        ),
        ("a,b\nc,d\n", "saved.csv:1:1: The first line names columns, and none of city is among them."),
        (CITY.encode("utf-16")[:-1] + b"\x00\xd8", "saved.csv:"),
        (b"tower,city\n\xff\xfe\n", "saved.csv:2:1: Byte 0xff is not UTF-8 text"),
    ],
)
def test_a_mistake_is_told_at_its_cell_and_nothing_is_written(
    table: str | bytes, told: str, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("import", "csv", saved(packs, table), "towers", "city") == 1
    assert told in capsys.readouterr().err
    assert towers(packs) == TOWERS


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    table = saved(packs, CITY.replace("Tokyo", "Dubai"))

    assert quiz("import", "csv", table, "towers", "city", "--dry-run") == 0
    assert capsys.readouterr().out == (
        "Rows of city: 1 added, 0 changed, 1 removed.\nWould be written: questions/towers/towers.yaml\n"
    )
    assert towers(packs) == TOWERS


@pytest.mark.parametrize("into", ["years.yaml", "tables/built.csv"])
def test_a_relation_can_be_moved_into_another_file(
    into: str, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("import", "csv", saved(packs, "tower,year,source\n"), "towers", "built") == 0
    assert towers(packs) == TOWERS.replace(
        "    built: {year: 1889, elsewhere: [1887], note: For the fair.}\n", ""
    )
    assert quiz("import", "csv", saved(packs, BUILT), "towers", "built", "--into", into) == 0
    capsys.readouterr()

    assert quiz("export", "csv", "towers", "built") == 0
    assert capsys.readouterr().out == BUILT
    assert (packs / "towers" / into).is_file()
    assert quiz("check", packs) == 0


@pytest.mark.parametrize("into", ["../elsewhere.yaml", "/tmp/x.yaml", "notes.txt", "other.csv"])
def test_new_rows_go_to_files_of_the_pack_alone(
    into: str, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("import", "csv", saved(packs, CITY), "towers", "city", "--into", into) == 1
    assert capsys.readouterr().err.startswith(f"--into {into}: ")
