from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.orm import Session

from quiz.store.base import insert_once, reading, writing
from quiz.store.tables import PlayerRow, metadata
from tests.factories.rounds import NOON

PLAYER = metadata.tables["player"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5_000)],
)
def test_sqlite_is_durable_strict_and_patient(session: Session, pragma: str, value: object) -> None:
    assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_time_comes_back_as_the_same_moment_in_utc(session: Session) -> None:
    in_paris = datetime(2026, 3, 9, 13, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=1)))
    with writing(session):
        insert_once(session, PLAYER, {"made_at": in_paris, "session_key": "x"}, unique=["session_key"])

    [made_at] = session.scalars(select(PlayerRow.made_at))

    assert made_at == in_paris
    assert made_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(StatementError, match="has no time zone"), writing(session):
        insert_once(session, PLAYER, {"made_at": naive, "session_key": "x"}, unique=["session_key"])


def test_a_row_is_inserted_once(session: Session) -> None:
    with writing(session):
        inserted = [
            insert_once(session, PLAYER, {"made_at": NOON, "session_key": "x"}, unique=["session_key"])
            for _ in range(2)
        ]

    assert inserted == [True, False]


def test_only_the_named_rule_makes_a_row_a_second_one(session: Session) -> None:
    values = {"id": 1, "made_at": NOON, "session_key": "x"}
    with writing(session):
        insert_once(session, PLAYER, values, unique=["session_key"])

    with pytest.raises(IntegrityError), writing(session):
        insert_once(session, PLAYER, values | {"session_key": "y"}, unique=["session_key"])


def test_a_row_that_refers_to_nothing_is_refused(session: Session) -> None:
    row = {"round_id": "none", "position": 1, "fact_id": "x"}

    with pytest.raises(IntegrityError, match="FOREIGN KEY"), writing(session):
        insert_once(session, metadata.tables["dealt_fact"], row, unique=["round_id", "position", "fact_id"])


def test_what_fails_halfway_leaves_nothing(session: Session) -> None:
    def add_and_fail() -> None:
        with writing(session):
            insert_once(session, PLAYER, {"made_at": NOON, "session_key": "x"}, unique=["session_key"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_and_fail()

    assert session.scalars(select(PlayerRow.id)).all() == []


def test_a_transaction_inside_another_is_refused(session: Session) -> None:
    with reading(session), pytest.raises(InvalidRequestError, match="already begun"), writing(session):
        pass


def test_a_writer_holds_the_lock_from_its_start(engine: Engine, session: Session) -> None:
    with writing(session), engine.connect() as other:
        other.connection.cursor().execute("PRAGMA busy_timeout = 0")
        with pytest.raises(Exception, match="database is locked"):
            other.execution_options(quiz_writes=True).execute(text("SELECT 1"))


def test_a_reader_waits_for_no_writer(engine: Engine, session: Session) -> None:
    with writing(session), Session(engine) as other, reading(other):
        insert_once(session, PLAYER, {"made_at": NOON, "session_key": "x"}, unique=["session_key"])

        assert other.scalars(select(PlayerRow.id)).all() == []
