"""What becomes of the database's file while it is in use."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quiz.store import storage
from quiz.store.base import CannotStore, prepare, reading
from quiz.store.storage import Storage
from quiz.store.tables import PlayerRow
from tests.factories.rounds import a_player


def count_of_players(session: Session) -> int:
    with reading(session):
        return session.scalars(select(func.count()).select_from(PlayerRow)).one()


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """The database, as another program locks it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def no_file_grows() -> Iterator[None]:
    """As if the disk were full; the limit holds for this process alone."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_migrated_database_is_no_trouble(engine: Engine) -> None:
    assert Storage(engine).trouble() is None


def test_a_deleted_database_is_told_and_not_made_again(
    engine: Engine, session: Session, database: Path
) -> None:
    a_player(session)
    database.unlink()

    with pytest.raises(CannotStore, match="is gone"):
        a_player(session)
    assert Storage(engine).trouble() == storage.GONE
    assert not database.exists()


def test_a_database_that_was_never_there_is_not_made(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    prepare(engine)

    with Session(engine) as session, pytest.raises(CannotStore, match="is gone"):
        count_of_players(session)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_comes_back_goes_on(session: Session, database: Path, tmp_path: Path) -> None:
    a_player(session)
    database.rename(tmp_path / "aside")
    with pytest.raises(CannotStore):
        a_player(session)
    (tmp_path / "aside").rename(database)

    a_player(session)

    assert count_of_players(session) == 2


def test_a_replaced_database_is_the_one_that_is_asked(
    migrated_database: Path, session: Session, database: Path, tmp_path: Path
) -> None:
    a_player(session)
    log = database.with_name(f"{database.name}-wal")
    log.unlink()
    database.with_name(f"{database.name}-shm").unlink()
    Path(shutil.copy(migrated_database, tmp_path / "new")).rename(database)

    assert count_of_players(session) == 0


def test_the_log_of_one_database_is_not_read_into_another(
    engine: Engine, migrated_database: Path, session: Session, database: Path, tmp_path: Path
) -> None:
    a_player(session)
    count_of_players(session)
    Path(shutil.copy(migrated_database, tmp_path / "new")).rename(database)

    with pytest.raises(CannotStore, match="ends in -wal"):
        count_of_players(session)


def test_a_locked_database_is_told_at_once(engine: Engine, database: Path) -> None:
    asked = Storage(engine)
    with locked(database):
        began = time.monotonic()

        assert asked.trouble() == storage.LOCKED
        assert time.monotonic() - began < 1


def test_a_database_that_is_locked_for_long_stores_nothing(session: Session, database: Path) -> None:
    session.execute(text("PRAGMA busy_timeout = 1"))
    session.rollback()
    with locked(database), pytest.raises(CannotStore, match="locked"):
        a_player(session)


def test_a_full_disk_is_told(engine: Engine) -> None:
    asked = Storage(engine)
    with no_file_grows():
        assert asked.trouble() in {storage.FULL, "The disk of the database cannot be read or written."}
    assert asked.trouble() is None


def test_asking_again_and_again_does_not_wear_the_disk(engine: Engine, database: Path) -> None:
    asked = Storage(engine)
    with engine.connect():  # so that the log stays when the asking is done
        asked.trouble()
        log = database.with_name(f"{database.name}-wal")
        before = log.read_bytes()

        asked.trouble()

        assert before
        assert log.read_bytes() == before


def test_what_sqlite_says_of_a_database_that_may_only_be_read_is_understood(database: Path) -> None:
    read_only = closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True))
    with read_only as connection, pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("PRAGMA user_version = 1")
    error = OperationalError("PRAGMA user_version = 1", None, raised.value)
    assert storage.reason_of(error) == storage.READ_ONLY


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
def test_a_file_that_may_only_be_read_is_told(engine: Engine, database: Path) -> None:
    asked = Storage(engine)
    assert asked.trouble() is None
    database.chmod(0o444)

    assert asked.trouble() == storage.READ_ONLY


def test_a_database_without_one_of_its_columns_is_not_migrated(engine: Engine, session: Session) -> None:
    session.execute(text("ALTER TABLE answer RENAME COLUMN is_right TO was_right"))
    session.commit()

    assert Storage(engine).trouble() == storage.NOT_MIGRATED
