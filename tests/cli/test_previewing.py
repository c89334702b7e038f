"""`quiz preview`: what a fact makes, and why other families make nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Quiz


def test_a_fact_shows_its_items_with_the_key(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("preview", "city:eiffel:paris") == 0
    said = capsys.readouterr().out

    assert said.startswith(
        "questions/towers/towers.yaml:6:11  city:eiffel:paris\nEiffel stands in Paris.\n\n"
        "Where does Eiffel stand?  ["
    )
    assert "\n  * Paris\n" in said


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        pytest.param(6, ["city:eiffel:paris"], id="the row's own line"),
        pytest.param(5, ["city:eiffel:paris", "built:eiffel:1889"], id="the line of the name"),
        pytest.param(8, ["city:asinelli:bologna"], id="an entry in one line"),
        pytest.param(10, ["city:skytree:tokyo"], id="the last entry"),
    ],
)
def test_a_line_means_what_stands_there_or_in_its_entry(
    line: int, facts: list[str], packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"{packs / 'towers' / 'towers.yaml'}:{line}"

    assert quiz("preview", place, "--format", "json") == 0
    assert [each["about"] for each in json.loads(capsys.readouterr().out)] == facts


def test_a_file_means_all_that_it_says(packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz("preview", packs / "towers" / "towers.yaml", "--count", "2") == 0
    assert capsys.readouterr().out.endswith("… and 3 more; --count 5 shows all.\n")


def test_a_fact_that_nobody_asks_says_why(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("preview", "built:eiffel:1889") == 0
    assert "Makes nothing: no family asks about this relation." in capsys.readouterr().out


def test_a_family_that_cannot_ask_says_why(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = packs / "towers" / "pack.yaml"
    more = '  when:\n    where: built(tower, it)\n    ask: "When was {tower} built?"\n'
    manifest.write_text(manifest.read_text() + more)

    assert quiz("preview", "built:eiffel:1889", "--format", "json") == 0
    [preview] = json.loads(capsys.readouterr().out)

    assert preview["items"] == []
    assert [each["family"] for each in preview["silent"]] == ["when"]


@pytest.mark.parametrize("what", ["nonsense", "towers/nowhere.yaml", "city:eiffel:rome"])
def test_what_is_not_there_is_told_in_a_sentence(
    what: str, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("preview", what) == 1
    assert capsys.readouterr().err.count("\n") == 1
