"""`quiz admin`, on the database of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.cli import main
from quiz.services.accounts import Role, account_named
from tests.conftest import SECRET_KEY
from tests.factories.accounts import an_account


@pytest.fixture(autouse=True)
def environ(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)


def role_of(engine: Engine, name: str) -> Role:
    with Session(engine) as session:
        account = account_named(session, name)
    assert account is not None
    return account.role


@pytest.mark.parametrize("typed", ["Anna", "anna"])
def test_an_account_becomes_an_administrator_s(
    engine: Engine, session: Session, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    an_account(session, "Anna")
    an_account(session, "Berta")

    assert main(["admin", typed]) == 0

    assert capsys.readouterr().out == (
        "Anna is an administrator now, and finds /admin among the links of every page.\n"
    )
    assert (role_of(engine, "Anna"), role_of(engine, "Berta")) == (Role.ADMINISTRATOR, Role.PLAYER)


@pytest.mark.parametrize("typed", ["Agnès", "x" * 99, "", "\x00"])
def test_a_name_that_nobody_has_is_told(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["admin", typed]) == 1
    assert capsys.readouterr().err == (
        f"There is no account named {typed}. Sign up with that name on the site first.\n"
    )


def test_a_database_that_is_not_there_yet_has_no_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")

    assert main(["admin", "Anna"]) == 1
    assert "There is no account named Anna." in capsys.readouterr().err
