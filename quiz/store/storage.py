"""Whether what is written is kept: the file below SQLite's connections, and why nothing can be stored."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Dialect, Engine, NullPool, create_engine, event, select
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty

from quiz.errors import QuizError

GONE = "The database file is gone: put it back, or stop the server before another is made."
FULL = "The disk is full."
READ_ONLY = "The database cannot be written to: the file or its disk is read-only."
LOCKED = "Another program keeps the database locked."
SILENT = "The database does not answer."
NOT_MIGRATED = "The database is not migrated to this version."
FOREIGN_LOG = (
    "The database file was replaced, and the write-ahead log of the one before lies beside it, which would"
    " damage it: remove the file that ends in -wal."
)

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: "The disk of the database cannot be read or written.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged.",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened.",
    sqlite3.SQLITE_NOTADB: "The database file is none of SQLite's.",
}
_POSTGRESQL_READ_ONLY = "25006"

_PRIMARY_CODE = 0xFF  # the other bits say which kind
_PROBE_WAITS_S = 0.5
_CONNECT_WAITS_S = 2  # psycopg's least
_WRITE_EVERY_S = 10.0
_LEAST_FREE_BYTES = 1024 * 1024

_log = logging.getLogger(__name__)

Identity = tuple[int, int]


class CannotStore(QuizError):
    """The database cannot be used now; the message says why, and not where it is."""


def reason_of(error: SQLAlchemyError) -> str | None:
    """Why the database cannot be used, if that is what the error is about."""
    if isinstance(error, PoolIsEmpty):
        return SILENT
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        # What Python itself raises has no code.
        return _SQLITE_REASONS.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    if getattr(cause, "sqlstate", None) == _POSTGRESQL_READ_ONLY:
        return READ_ONLY
    return SILENT if isinstance(error, OperationalError) else None


class DatabaseFile:
    """SQLite's file, which an operator may move, delete or replace while connections have it open.

    A connection goes on with the file that it opened, whatever has become of its name, and so would lose each
    answer at the next start. So it is compared whenever a connection is taken from the pool.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._lock = threading.Lock()
        self._known: tuple[Identity, Identity | None] | None = None

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "checkout", self._check)

    def look(self) -> Identity:
        """Which file has the name now. Raises CannotStore if there is none, or if it must not be opened."""
        with self._lock:
            log, file = _identity(self._log), _identity(self._path)
            if file is None:
                raise CannotStore(GONE)
            if (
                self._known is not None
                and file != self._known[0]
                and log is not None
                and log == self._known[1]
            ):
                raise CannotStore(FOREIGN_LOG)
            self._known = file, log
            return file

    def trouble(self) -> str | None:
        """What can be told from outside, without a connection."""
        self.look()
        if not os.access(self._path, os.W_OK):
            return READ_ONLY
        return FULL if shutil.disk_usage(self._path.parent).free < _LEAST_FREE_BYTES else None

    def _connect(self, dialect: Dialect, record: Any, _arguments: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401  the pool's and the DBAPI's own
        # Taken before it is opened: if it is replaced in between, the connection is too old, never too new.
        record.info["file"] = self.look()
        # By itself SQLite would make an empty database where there is none.
        address = f"file:{quote(str(self._path))}?mode=rw"
        return dialect.loaded_dbapi.connect(address, **options | {"uri": True})

    def _check(self, _connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401  the pool's own
        if record.info["file"] != self.look():
            _log.warning("database_replaced")
            raise InvalidatePoolError("The database file was replaced.")


class Storage:
    """What can be asked about a database without waiting for those who use it."""

    def __init__(self, engine: Engine) -> None:
        self.kind = engine.dialect.name
        self._file = file_of(engine)
        self._wrote_at = float("-inf")
        waits = {"timeout": _PROBE_WAITS_S} if self._file else {"connect_timeout": _CONNECT_WAITS_S}
        # Connections of its own: those of the pool may all wait for a lock.
        self._probes = create_engine(engine.url, poolclass=NullPool, connect_args=waits)
        if self._file is not None:
            self._file.watch(self._probes)
            event.listen(self._probes, "connect", _leave_beginning_to_us)

    def trouble(self) -> str | None:
        """Why an answer could not be stored now, in a sentence; None if it could."""
        try:
            if self._file is not None and (trouble := self._file.trouble()):
                return trouble
            with self._probes.connect() as connection:
                return self._try(connection)
        except CannotStore as reason:
            return str(reason)
        except OSError:
            return SILENT
        except SQLAlchemyError as error:
            # Its message may name the database's host and user.
            _log.error("database_unusable %s", type(error).__name__)
            return reason_of(error) or NOT_MIGRATED

    def _try(self, connection: Connection) -> str | None:
        from quiz.store.tables import metadata  # which is built on this module

        for table in metadata.sorted_tables:
            connection.execute(select(table).limit(0))
        if self._file is None:
            is_read_only = connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on"
            return READ_ONLY if is_read_only else None
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        if time.monotonic() - self._wrote_at < _WRITE_EVERY_S:
            connection.exec_driver_sql("ROLLBACK")
            return None
        # Some disks refuse only what is written. This number is the application's own, and nobody's here: to
        # set it writes one page, and not so often that a disk would wear.
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")
        connection.exec_driver_sql("COMMIT")
        self._wrote_at = time.monotonic()
        return None


def file_of(engine: Engine) -> DatabaseFile | None:
    """None for PostgreSQL."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return DatabaseFile(Path(engine.url.database))


def _identity(path: Path) -> Identity | None:
    try:
        status = os.stat(path)  # noqa: PTH116  the same in fewer steps, for each transaction
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _leave_beginning_to_us(connection: Any, _record: object) -> None:  # noqa: ANN401  the DBAPI's own
    connection.isolation_level = None
