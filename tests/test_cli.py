"""The command `quiz`, as authors and hosts call it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.settings import ROOT

THE_PACKS = "(a folder with the pack chess)"
BROKEN = """\
pack: my-films
title: My films
about: What our club has shown.
use: film
sources:
  programme: {title: Programme, publisher: Our club}
source: programme
person:
  - name: Jane Campion
film:
  - {name: The Piano, director: Jane Campoin}
"""
FILM = """\
pack: film
title: Film
about: Words.
kinds:
  film: {many: films, title: true}
  person: {many: people}
relations:
  director:
    columns: {film: film, person: person}
    known: whole-list
    per: [film]
    reads: "{film} was directed by {person}."
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CACHE", str(folder))
    return folder


def quiz(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with one of the packs that come with the game, the one that needs no other."""
    shutil.copytree(ROOT / "questions" / "chess", tmp_path / "chess")
    return tmp_path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    for slug, text in (("my-films", BROKEN), ("film", FILM)):
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "pack.yaml").write_text(text)
    return tmp_path


def test_check_keeps_what_it_read_unless_told_not_to(broken: Path, cache: Path) -> None:
    quiz("check", broken, "--no-cache")
    without = list(cache.iterdir())

    quiz("check", broken)

    assert without == []
    assert [path.name for path in cache.iterdir()] == ["film.json"]


def test_check_names_place_fault_and_cure(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = quiz("check", broken)

    assert status == 1
    assert (
        f"{broken.name}/my-films/pack.yaml:11:33: "
        "There is no person called Jane Campoin; did you mean Jane Campion?"
    ) in capsys.readouterr().out


def test_check_of_a_file_is_about_its_pack(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz("check", broken / "film" / "pack.yaml") == 0
    assert capsys.readouterr().out.startswith("film: ")


def test_check_of_the_packs_that_come_with_the_game_finds_nothing() -> None:
    assert quiz("check") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "/nowhere"],
        ["check", "/dev/null"],
        ["check", str(ROOT / "docs")],
        ["items", "chess", "--questions", "/nowhere"],
        ["items", "chess", "--questions", str(ROOT / "README.md")],
        ["items", "drama", "--questions", THE_PACKS],
        ["explain", "nonsense", "--questions", THE_PACKS],
        ["explain", f"chess:family.{'9' * 5000}::a,b", "--questions", THE_PACKS],
        ["explain", "drama:family.0::a,b", "--questions", THE_PACKS],
    ],
)
def test_nonsense_is_answered_with_one_sentence(
    arguments: list[str], packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = quiz(*(packs if each == THE_PACKS else each for each in arguments))
    said = capsys.readouterr()

    assert status == 1
    assert said.err.count("\n") == 1
    assert not said.out


def test_items_as_json_hold_all_that_is_promised(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz("items", "chess", "--questions", packs, "--count", "5", "--format", "json") == 0
    items = json.loads(capsys.readouterr().out)

    promised = "id family level difficulty stem options key explanation sources facts"
    assert [set(item) for item in items] == [set(promised.split())] * 5
    assert all(item["key"] in item["options"] for item in items)


def test_level_and_seed_choose_the_items(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ids(*arguments: str) -> list[str]:
        assert quiz("items", "chess", "--questions", packs, "--format", "json", *arguments) == 0
        return [item["id"] for item in json.loads(capsys.readouterr().out)]

    assert ids("--seed", "3") == ids("--seed", "3")
    assert ids("--seed", "3") != ids("--seed", "4")
    assert sum(len(ids("--level", level)) for level in ("berlin", "venice", "cannes")) == len(ids())


def test_explain_proves_the_key_and_each_other_option(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("items", "chess", "--questions", packs, "--count", "1", "--format", "json") == 0
    item = json.loads(capsys.readouterr().out)[0]

    assert quiz("explain", item["id"], "--questions", packs) == 0
    said = capsys.readouterr().out

    assert f"{item['key']}: right." in said
    assert said.count(": wrong.") == len(item["options"]) - 1
    assert all(fact in said for fact in item["facts"])


def test_explain_of_what_no_bank_can_prove_says_what_is_missing(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quiz("items", "chess", "--questions", packs, "--count", "1", "--format", "json") == 0
    item = json.loads(capsys.readouterr().out)[0]

    assert quiz("explain", item["id"] + ",nobody-at-all", "--questions", packs) == 1
    said = capsys.readouterr().out

    assert "cannot be proven" in said
    assert "nobody-at-all" in said
