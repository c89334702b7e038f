from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quiz.items.library import Library
from quiz.services.health import problems
from quiz.services.packs import Shelf
from tests.factories.question_packs import write_pack

TODAY = date(2026, 3, 9)


def a_library(questions: Path) -> Library:
    return Shelf(questions, lambda: TODAY).library()


def test_a_database_and_a_pack_are_enough(session: Session, tmp_path: Path) -> None:
    write_pack(tmp_path / "questions")

    assert problems(session, a_library(tmp_path / "questions")) == []


def test_a_database_that_is_not_migrated_is_told(tmp_path: Path) -> None:
    write_pack(tmp_path / "questions")
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    with Session(engine) as session:
        found = problems(session, a_library(tmp_path / "questions"))
    engine.dispose()

    assert found == ["The database does not answer, or is not migrated to this version."]


def test_a_bank_without_a_pack_to_play_says_why(session: Session, tmp_path: Path) -> None:
    (write_pack(tmp_path / "questions", "chess") / "questions.yaml").write_text("questions: [")

    found = problems(session, a_library(tmp_path / "questions"))

    assert found[0] == "No pack can be played."
    assert found[1].startswith("questions/chess/questions.yaml:2:1: ")


def test_a_slip_in_one_pack_leaves_the_others_to_their_players(session: Session, tmp_path: Path) -> None:
    write_pack(tmp_path / "questions", "gardens")
    (write_pack(tmp_path / "questions", "chess") / "questions.yaml").write_text("questions: [")
    library = a_library(tmp_path / "questions")

    assert library.problems
    assert problems(session, library) == []
