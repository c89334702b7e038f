"""`quiz diff`: what an edit adds, changes and removes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import TOWERS, Quiz


@pytest.fixture
def before(packs: Path, tmp_path: Path) -> Path:
    """The packs as they were."""
    return Path(shutil.copytree(packs, tmp_path / "before" / "questions"))


def edit(packs: Path, old: str, new: str) -> None:
    assert old in TOWERS
    (packs / "towers" / "towers.yaml").write_text(TOWERS.replace(old, new), encoding="utf-8")


def test_equal_packs_have_no_difference(
    before: Path, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("diff", before, packs) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_a_new_fact_makes_new_items(
    before: Path, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(packs, "  - name: Skytree\n", "  - {name: Burj, city: Dubai}\n  - name: Skytree\n")

    assert quiz("diff", before) == 0
    said = capsys.readouterr().out

    assert said.startswith("towers: 4 ways to ask before, 5 now.\n  1 new: 1 make an item.\n")
    assert "    + Where does Burj stand?  → Dubai" in said
    assert "gone" not in said


def test_a_mended_fact_takes_the_old_item_away(
    before: Path, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(packs, "city: Bologna", "city: Dubai")

    assert quiz("diff", before, packs, "--format", "json") == 0
    [found] = json.loads(capsys.readouterr().out)

    [come], [gone] = found["new"]["changes"], found["gone"]["changes"]
    assert (come["before"], come["after"]["key"]) == (None, "Dubai")
    assert (gone["before"]["key"], gone["after"]) == ("Bologna", None)


def test_a_new_wording_changes_what_it_words(
    before: Path, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = packs / "towers" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("Where does {tower} stand?", "Where is {tower}?"))

    assert quiz("diff", before, packs, "--format", "json") == 0
    [found] = json.loads(capsys.readouterr().out)

    assert found["edited"]["seats"] == 4
    assert {each["after"]["stem"].split()[1] for each in found["edited"]["changes"]} == {"is"}


def test_a_broken_pack_is_told_and_has_lost_everything(
    before: Path, packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(packs, "city: Bologna", "city: Bolonga")

    assert quiz("diff", before, packs) == 1
    said = capsys.readouterr()

    assert "There is no city called Bolonga" in said.err
    assert "4 gone: 4 made an item." in said.out


def test_a_revision_of_git_is_compared_with_the_packs_as_they_are(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    git = ["git", "-C", str(packs), "-c", "user.name=A", "-c", "user.email=a@b.example"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Towers"]):
        subprocess.run([*git, *arguments], check=True)
    edit(packs, "  - {name: Giralda, city: Seville}\n", "")

    assert quiz("diff", "HEAD") == 0
    assert "- Where does Giralda stand?  → Seville" in capsys.readouterr().out


def test_neither_folder_nor_revision_is_told(
    packs: Path, quiz: Quiz, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("diff", "--help-is-not-a-revision".lstrip("-"), packs) == 1
    assert "there is no such folder" in capsys.readouterr().err
