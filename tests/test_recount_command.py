"""`quiz recount`, as an operator runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from quiz.cli import main
from quiz.store.base import writing
from tests.conftest import SECRET_KEY
from tests.factories.standings import a_listed_player, an_ended_round


@pytest.fixture(autouse=True)
def environment(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)


def test_it_says_that_nothing_had_to_be_changed(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    an_ended_round(session, a_listed_player(session), 100)

    assert main(["recount"]) == 0

    assert capsys.readouterr().out == (
        "1 players recounted.\n"
        "  rounds: 0 changed\n"
        "  standings: 0 changed\n"
        "  crowns and tallies: 0 changed\n"
        "  counts of players: 0 changed\n"
        "Nothing had to be changed.\n"
    )


def test_it_says_what_was_changed_in_each_table(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    an_ended_round(session, a_listed_player(session), 100)
    with writing(session):
        session.execute(text("UPDATE standing SET score = 7"))

    assert main(["recount"]) == 0

    out = capsys.readouterr().out
    assert "  standings: 8 changed\n" in out
    # Each of the eight boards had counted a player where the standing was not, and none where it was.
    assert out.endswith("  counts of players: 16 changed\n24 rows were changed.\n")
