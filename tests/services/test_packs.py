"""A mistake in a pack takes nothing away from the players."""

from __future__ import annotations

import gc
import shutil
import weakref
from datetime import date
from pathlib import Path

import pytest

from quiz.bank.cache import Cache
from quiz.services.packs import Shelf
from tests.factories.question_packs import write_pack

TODAY = date(2026, 11, 20)

PACK = """\
pack: towers
title: Towers
about: How high they are.
sources:
  atlas: {title: Atlas of Towers, publisher: The Tower Society}
kinds:
  tower: {many: towers}
relations:
  city:
    columns: {tower: tower, city: text}
    known: one-winner
    per: [tower]
    reads: "{tower} stands in {city}."
families:
  city:
    where: city(tower, it)
    ask: "Where does {tower} stand?"
source: atlas
tower:
"""
TOWERS = [("Eiffel", "Paris"), ("Asinelli", "Bologna"), ("Giralda", "Seville"), ("Skytree", "Tokyo")]


def a_pack_in(folder: Path, last_line: str = "") -> None:
    lines = [f"  - {{name: {name}, city: {city}}}\n" for name, city in TOWERS]
    (folder / "towers").mkdir(exist_ok=True)
    (folder / "towers" / "pack.yaml").write_text(PACK + "".join(lines) + last_line)


def a_shelf(folder: Path) -> Shelf:
    return Shelf(folder / "questions", lambda: TODAY, folder / "last-good", look_every_s=0)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    return folder


def test_an_edit_is_served_on_the_next_look(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    before = shelf.library()

    a_pack_in(questions, "  - {name: Burj Khalifa, city: Dubai}\n")

    assert shelf.library().content_hash != before.content_hash
    assert len(shelf.library().makers["towers"].pack.facts) == len(TOWERS) + 1


def test_a_restart_reads_nothing_anew(questions: Path) -> None:
    a_pack_in(questions)
    cache = questions.parent / "cache"
    first = Shelf(questions, lambda: TODAY, cache=Cache(cache)).library()
    written = [path.stat().st_ino for path in cache.iterdir()]

    second = Shelf(questions, lambda: TODAY, cache=Cache(cache)).library()

    assert second.content_hash == first.content_hash
    assert [path.stat().st_ino for path in cache.iterdir()] == written


def test_a_library_that_is_no_longer_served_is_let_go(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    before = weakref.ref(shelf.library().makers["towers"])

    a_pack_in(questions, "  - {name: Burj Khalifa, city: Dubai}\n")
    shelf.library()
    gc.collect()

    assert before() is None


def test_a_mistake_leaves_the_last_good_version_serving(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    good = shelf.library().content_hash

    a_pack_in(questions, "  - {nam: Burj Khalifa, city: Dubai}\n")
    library = shelf.library()

    assert library.content_hash == good
    assert {problem.line for problem in library.problems} == {24}
    assert "towers" in library.makers


def test_the_last_good_version_outlives_a_restart(questions: Path) -> None:
    a_pack_in(questions)
    good = a_shelf(questions.parent).library().content_hash

    a_pack_in(questions, "  - name: [\n")
    restarted = a_shelf(questions.parent).library()

    assert restarted.content_hash == good
    assert restarted.problems


def test_a_mended_pack_is_served_again(questions: Path) -> None:
    a_pack_in(questions, "  - name: [\n")
    shelf = a_shelf(questions.parent)
    assert not shelf.library().makers

    a_pack_in(questions)

    assert "towers" in shelf.library().makers
    assert not shelf.library().problems


def test_a_pack_that_was_deleted_is_not_kept(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    shelf.library()

    (questions / "towers" / "pack.yaml").unlink()

    assert not shelf.library().makers


def test_a_folder_that_is_away_leaves_all_packs_serving_and_says_so(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    good = shelf.library().content_hash

    questions.rename(questions.with_name("aside"))
    away = [shelf.library() for _ in range(2)]
    questions.mkdir()
    empty = shelf.library()
    questions.rmdir()
    questions.with_name("aside").rename(questions)
    back = shelf.library()

    assert [library.content_hash for library in (*away, empty, back)] == [good] * 4
    [problem] = away[1].problems
    assert str(problem) == (
        "questions:1:1: The folder of the packs cannot be read: No such file or directory."
        " Put it back; until then the packs are served as they were."
    )
    assert [problem.message for problem in empty.problems] == [
        "The folder of the packs cannot be read: it is empty."
    ]
    assert "towers" in empty.makers
    assert not back.problems


def test_one_of_several_packs_that_was_deleted_is_not_kept(questions: Path) -> None:
    a_pack_in(questions)
    write_pack(questions, "chess")
    shelf = a_shelf(questions.parent)
    assert set(shelf.library().makers) == {"chess", "towers"}

    shutil.rmtree(questions / "chess")

    assert set(shelf.library().makers) == {"towers"}
    assert not shelf.library().problems


def test_a_file_where_the_folder_was_leaves_all_packs_serving(questions: Path) -> None:
    a_pack_in(questions)
    shelf = a_shelf(questions.parent)
    shelf.library()

    shutil.rmtree(questions)
    questions.write_text("not a folder")

    assert "towers" in shelf.library().makers
