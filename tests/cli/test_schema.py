"""`quiz schema`, and what a real language server makes of it: names completed, slips underlined."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from quiz.settings import ROOT
from tests.cli.conftest import TOWERS, Quiz
from tests.cli.language_server import SERVER, Editor, editor_in, node

needs_server = pytest.mark.skipif(
    node() is None or not SERVER.is_file(), reason="the language server comes with `make test`"
)


@pytest.fixture
def editor(packs: Path) -> Iterator[Editor]:
    with editor_in(packs) as editor:
        yield editor


def test_it_is_printed_unless_it_is_to_be_written(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in packs.rglob("*") if path.is_file()}

    assert quiz("schema", "towers") == 0
    schema = json.loads(capsys.readouterr().out)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "Skytree" in schema["$defs"]["name of tower"]["enum"]
    assert {path: path.read_bytes() for path in packs.rglob("*") if path.is_file()} == before


def test_a_pack_that_is_not_there_is_told(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("schema", "nowhere") == 1
    assert capsys.readouterr().err == f"There is no pack nowhere in {packs}.\n"


def test_checking_renews_what_was_written_of_a_pack(packs: Path, quiz: Quiz) -> None:
    quiz("schema", "towers", "--write")
    file = packs / "towers" / "towers.yaml"
    file.write_text(file.read_text() + "  - {name: Burj, city: Dubai}\n", encoding="utf-8")

    assert quiz("check", packs) == 0

    schema = json.loads((packs / ".schemas" / "towers.json").read_text())
    assert "Burj" in schema["$defs"]["name of tower"]["enum"]


@needs_server
def test_an_editor_underlines_a_misspelt_name_and_a_misspelt_key(
    packs: Path, quiz: Quiz, editor: Editor
) -> None:
    quiz("schema", "towers", "--write")
    file = packs / "towers" / "towers.yaml"
    text = file.read_text().replace("Bologna", "Bolonga").replace("    built:", "    bilt:")

    problems = editor.problems_of(file, text)

    assert [
        text.split("\n")[each["range"]["start"]["line"]][
            each["range"]["start"]["character"] : each["range"]["end"]["character"]
        ]
        for each in sorted(problems, key=lambda each: each["range"]["start"]["line"])
    ] == ["bilt", "Bolonga"]
    assert "No city of this name was declared when this schema was made." in [
        each["message"] for each in problems
    ]


@needs_server
def test_an_editor_completes_names_keys_and_sources(packs: Path, quiz: Quiz, editor: Editor) -> None:
    quiz("schema", "towers", "--write")
    file = packs / "towers" / "towers.yaml"
    text = file.read_text() + "  - name: Burj\n    city: \n    source: \n    \n"
    lines = text.count("\n")
    editor.problems_of(file, text)

    cities = editor.completions_at(file, lines - 3, len("    city: "))
    sources = editor.completions_at(file, lines - 2, len("    source: "))
    keys = editor.completions_at(file, lines - 1, len("    "))

    assert {"Bologna", "Dubai", "Paris", "Seville", "Tokyo"} <= set(cities)
    assert "atlas" in sources
    assert "built" in keys
    assert "won" not in keys


@needs_server
def test_an_editor_finds_no_fault_with_a_new_pack(packs: Path, quiz: Quiz, editor: Editor) -> None:
    quiz("new", "my-films")

    assert editor.problems_of(packs / "my-films" / "pack.yaml") == []


@needs_server
def test_an_editor_finds_no_fault_with_titles_that_yaml_reads_otherwise(
    packs: Path, quiz: Quiz, editor: Editor
) -> None:
    file = packs / "towers" / "towers.yaml"
    file.write_text(TOWERS + "  - names: [1917, No, 22:30, Null, 007, 1e3, true, 8.5]\n", encoding="utf-8")
    built = "\nbuilt:\n" + "".join(
        f"  - {{tower: {name}, year: 1990}}\n"
        for name in ("1917", "No", "22:30", "Null", "007", "1e3", "true", "8.5")
    )
    file.write_text(file.read_text() + built, encoding="utf-8")
    assert quiz("check", packs) == 0
    quiz("schema", "towers", "--write")

    assert editor.problems_of(file) == []


@pytest.mark.long
@pytest.mark.content
@needs_server
def test_an_editor_finds_no_fault_with_the_packs_that_come_with_the_game(
    tmp_path: Path, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = Path(shutil.copytree(ROOT / "questions", tmp_path / "questions"))
    monkeypatch.setenv("QUESTIONS", str(questions))
    files = sorted(path for path in questions.rglob("*.y*ml"))
    with editor_in(questions) as editor:
        of_any_pack = {file: editor.problems_of(file) for file in files}
    for slug in ("binoche", "chess", "festivals", "film", "oscars"):
        assert quiz("schema", slug, "--write") == 0
    with editor_in(questions) as editor:
        of_each_pack = {file: editor.problems_of(file) for file in files}

    assert of_any_pack == {file: [] for file in files}
    assert of_each_pack == {file: [] for file in files}
