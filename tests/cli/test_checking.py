"""`quiz check`: problems with their lines, what the packs hold, and three ways to print it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import TOWERS, Quiz

BROKEN = TOWERS.replace("Bologna", "Bolonga").replace("city: Tokyo", "city: Tokio")


def test_each_problem_shows_its_line_and_a_caret(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    (packs / "towers" / "towers.yaml").write_text(BROKEN)

    assert quiz("check", packs) == 1
    assert capsys.readouterr().out == (
        "questions/towers/towers.yaml:8:28: There is no city called Bolonga; did you mean Bologna? "
        "If not, declare it: under `city:` write `- name: Bolonga`.\n"
        "    8 |   - {name: Asinelli, city: Bolonga}\n"
        "      |                            ^\n"
        "questions/towers/towers.yaml:11:11: There is no city called Tokio; did you mean Tokyo? "
        "If not, declare it: under `city:` write `- name: Tokio`.\n"
        "   11 |     city: Tokio\n"
        "      |           ^\n"
        "2 problems.\n"
    )


def test_a_good_pack_is_summed_up(packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz("check", packs) == 0
    assert capsys.readouterr().out == (
        "towers: 5 facts, 9 names, 1 family.\n"
        "  4 ways to ask (Berlin 1, Venice 1, Cannes 2), which make 4 items; "
        "of 5 facts in reach 4 are asked about.\n"
    )


def test_json_holds_problems_and_figures(packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    (packs / "towers" / "towers.yaml").write_text(TOWERS.replace("Bologna", "Bolonga"))

    assert quiz("check", packs, "--format", "json") == 1
    [problem] = json.loads(capsys.readouterr().out)["problems"]

    assert problem == {
        "severity": "error",
        "file": "questions/towers/towers.yaml",
        "path": str(packs / "towers" / "towers.yaml"),
        "line": 8,
        "column": 28,
        "message": "There is no city called Bolonga; did you mean Bologna?",
        "remedy": "If not, declare it: under `city:` write `- name: Bolonga`.",
        "excerpt": "  - {name: Asinelli, city: Bolonga}",
    }


def test_github_gets_annotations_at_paths_below_the_checkout(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(packs.parent.parent))
    (packs / "towers" / "towers.yaml").write_text(TOWERS.replace("Bologna", "100%, Bologna"))

    assert quiz("check", packs, "--format", "github") == 1
    first = capsys.readouterr().out.split("\n")[0]

    assert first.startswith(
        f"::error file={packs.parent.name}/questions/towers/towers.yaml,line=8,col=34,title=quiz check::"
        "A comma ends a text in braces: “Bologna”"
    )


def test_a_percent_sign_is_escaped_for_github(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    (packs / "towers" / "towers.yaml").write_text(TOWERS.replace("city: Tokyo", "city: 100% Tokyo"))

    assert quiz("check", packs, "--format", "github") == 1
    assert "There is no city called 100%25 Tokyo" in capsys.readouterr().out


def test_a_family_that_makes_nothing_is_a_hint_and_no_error(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = packs / "towers" / "pack.yaml"
    more = '  when:\n    where: built(tower, it)\n    ask: "When was {tower} built?"\n'
    manifest.write_text(manifest.read_text() + more)
    (packs / "towers" / "towers.yaml").write_text(TOWERS.replace("built:", "# built:"))

    assert quiz("check", packs, "--format", "json") == 0
    [hint] = json.loads(capsys.readouterr().out)["problems"]

    assert (hint["severity"], hint["message"][:35]) == ("warning", "The family when makes no item: no f")


def test_watching_checks_again_after_an_edit_and_ends_with_ctrl_c(packs: Path) -> None:
    command = [sys.executable, "-c", "from quiz.cli import main; raise SystemExit(main())"]
    with subprocess.Popen(
        [*command, "check", str(packs), "--watch"], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as watching:
        assert watching.stdout is not None
        first = _until_waiting(watching.stdout)
        (packs / "towers" / "towers.yaml").write_text(BROKEN)
        second = _until_waiting(watching.stdout)
        watching.send_signal(signal.SIGINT)

    assert watching.returncode == 0
    assert first[0].startswith("towers: 5 facts")
    assert second[-1] == "2 problems.\n"


def _until_waiting(output: IO[str]) -> list[str]:
    lines: list[str] = []
    for line in iter(output.readline, ""):
        if "Waiting for edits" in line:
            return lines
        lines.append(line)
    raise AssertionError(lines)
