from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, create_engine

from quiz.items.library import Library
from quiz.services.health import health
from quiz.services.packs import Shelf
from quiz.store.storage import Storage
from tests.factories.question_packs import write_pack

TODAY = date(2026, 3, 9)


def a_library(questions: Path) -> Library:
    return Shelf(questions, lambda: TODAY).library()


def test_a_database_and_a_pack_are_enough(engine: Engine, tmp_path: Path) -> None:
    write_pack(tmp_path / "questions")

    found = health(Storage(engine), a_library(tmp_path / "questions"))

    assert (found.can_serve, found.problems) == (True, ())


def test_a_database_that_is_not_migrated_is_told(tmp_path: Path) -> None:
    write_pack(tmp_path / "questions")
    (tmp_path / "empty.sqlite3").touch()
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    found = health(Storage(engine), a_library(tmp_path / "questions"))

    assert (found.can_serve, found.problems) == (False, ("The database is not migrated to this version.",))


def test_a_bank_without_a_pack_to_play_says_why(engine: Engine, tmp_path: Path) -> None:
    (write_pack(tmp_path / "questions", "chess") / "questions.yaml").write_text("questions: [")

    found = health(Storage(engine), a_library(tmp_path / "questions"))

    assert not found.can_serve
    assert found.problems[0] == "No pack can be played."
    assert found.problems[1].startswith("questions/chess/questions.yaml:")


def test_a_slip_in_one_pack_is_told_and_leaves_the_others_to_their_players(
    engine: Engine, tmp_path: Path
) -> None:
    write_pack(tmp_path / "questions", "gardens")
    (write_pack(tmp_path / "questions", "chess") / "questions.yaml").write_text("questions: [")
    library = a_library(tmp_path / "questions")

    found = health(Storage(engine), library)

    assert found.can_serve
    assert found.problems == tuple(str(problem) for problem in library.problems) != ()
