"""What the tables share: their base, column types, transactions, and what differs between databases."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from sqlite3 import SQLITE_BUSY, OperationalError
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    event,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from quiz.store.storage import CannotStore, file_of, reason_of

__all__ = [
    "Base",
    "CannotStore",
    "Json",
    "Session",
    "UtcDateTime",
    "check_references",
    "insert_into",
    "insert_once",
    "migrating",
    "partial_index",
    "prepare",
    "reading",
    "writing",
]

T = TypeVar("T")

_WRITES = "quiz_writes"
_BUSY_TIMEOUT_MS = 5_000
_SWITCH_AGAIN_AFTER_S = 0.02
_MIGRATIONS_LOCK = 1993  # any number, as long as nothing else in the database locks on it


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, also where the database keeps no time zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[T], Generic[T]):
    """A value of plain dataclasses, kept as JSON; what equals its default is left out."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[T]) -> None:
        super().__init__()
        self.of = of
        self._adapter = TypeAdapter(of)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self._adapter.dump_json(value, exclude_defaults=True).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:  # noqa: ARG002
        return None if value is None else self._adapter.validate_json(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime, str: Text}


@contextmanager
def reading(session: Session) -> Iterator[None]:
    """One transaction that only reads: what it sees is of one moment.

    Raises CannotStore, here and in `writing`, if the database cannot be used now.
    """
    with _told(), session.begin():
        if session.get_bind().dialect.name == "postgresql":
            # By itself each statement would see a moment of its own; on SQLite none does.
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One transaction that writes; it commits at the end, or leaves nothing behind.

    On SQLite it takes the write lock at its start. A transaction that reads first and wants the lock later is
    refused at once, without waiting, if another wrote in between: two processes would fail each other so.
    """
    with _told(), session.begin():
        session.connection(execution_options={_WRITES: True})
        yield


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise CannotStore(reason) from error


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows alone for which the condition holds."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


def insert_once(
    session: Session, table: Table, values: Mapping[str, object], *, unique: Sequence[str] | None = None
) -> bool:
    """Insert a row, unless one with the same `unique` columns is there; whether it was inserted.

    unique: None for whatever the table holds to be unique.
    """
    statement = insert_into(session, table).values(values).on_conflict_do_nothing(index_elements=unique)
    return session.execute(statement.returning(literal_column("1"))).one_or_none() is not None


def insert_into(session: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what to do where the row is there already."""
    return _insert_into(session.get_bind().dialect.name, table)


@cache
def _insert_into(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Made once: its `excluded` is a copy of the table's columns, which takes longer than most statements."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection whose next transaction may rebuild tables, and has the database to itself.

    SQLite changes a table by copying it and dropping the old one, which would take the rows that refer to it
    along; so it looks away meanwhile, and `check_references` looks before the commit. A second process that
    starts at the same time waits, and then finds nothing left to do.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            driver = connection.connection.cursor()
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                yield connection.execution_options(**{_WRITES: True})
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
        else:
            event.listen(connection, "begin", _lock_for_migrations)
            yield connection


def check_references(connection: Connection) -> None:
    """Raises RuntimeError if a row of SQLite refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows would refer to rows that are gone: {broken[:5]}")


def prepare(engine: Engine) -> None:
    """Make SQLite durable, strict about foreign keys, and patient with a second writer."""
    if engine.dialect.name == "sqlite":
        file = file_of(engine)
        if file is not None:
            file.watch(engine)
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)


def _prepare_connection(connection: Any, _record: object) -> None:  # noqa: ANN401  the DBAPI's own
    # None leaves BEGIN to us. By itself the driver begins at the first write: too late for one view of the
    # data, too early for none.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {_BUSY_TIMEOUT_MS}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:  # noqa: ANN401  the DBAPI's own
    """Put the database into WAL mode, where it stays."""
    give_up_at = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            # Of two processes that open a new database at once, SQLite refuses one without waiting for the
            # busy timeout. It gets its turn as soon as the other is through.
            if error.sqlite_errorcode != SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(_SWITCH_AGAIN_AFTER_S)
        else:
            return


def _lock_for_migrations(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATIONS_LOCK})")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
