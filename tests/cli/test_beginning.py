"""`quiz new`: a pack to begin with, which works as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quiz.settings import ROOT
from tests.cli.conftest import Quiz


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    monkeypatch.setenv("QUESTIONS", str(folder))
    return folder


@pytest.mark.parametrize("vocabulary", ["film", ""], ids=["words of film", "words of its own"])
def test_a_new_pack_has_no_problems_and_makes_items_at_once(
    vocabulary: str, questions: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    if vocabulary:
        shutil.copytree(ROOT / "questions" / vocabulary, questions / vocabulary)

    assert quiz("new", "my-films") == 0
    assert quiz("check", questions / "my-films") == 0
    capsys.readouterr()
    assert quiz("items", "my-films", "--level", "berlin") == 0
    stems = [line for line in capsys.readouterr().out.split("\n") if line.endswith("[berlin, director]")]

    assert len(stems) >= 2


def test_the_question_in_its_comments_can_be_uncommented(
    questions: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    quiz("new", "my-films")
    manifest = questions / "my-films" / "pack.yaml"
    head, _, question = manifest.read_text().rpartition("# questions:\n")
    manifest.write_text(head + "questions:\n" + question.replace("#   ", "  "))

    assert quiz("check") == 0
    assert "1 handwritten question" in capsys.readouterr().out


def test_nothing_is_overwritten(questions: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]) -> None:
    (questions / "my-films").mkdir()
    (questions / "my-films" / "notes.txt").write_text("mine")

    assert quiz("new", "my-films") == 1
    assert [path.name for path in (questions / "my-films").iterdir()] == ["notes.txt"]
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["My Films", "../films", "films/", "", ".films", "filme-für-alle"])
def test_a_name_that_no_pack_can_have_is_refused(
    name: str, questions: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("new", name) == 1
    assert list(questions.iterdir()) == []
    assert "is no name for a pack" in capsys.readouterr().err
