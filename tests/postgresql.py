"""A PostgreSQL of our own: from the programs of this machine, in a folder that is thrown away."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, text

_ROOT = 0
_OWNER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")

NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests, which lose nothing by a power failure."""


class NoPostgresql(Exception):
    """This machine has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A server that listens on a socket in its folder, and on no port."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{_OWNER}@/{database}?host={quote(str(self.folder))}"

    def make(self, database: str, *, like: str = "template1") -> str:
        """Make a database as a copy of another, to which nobody may be connected; returns its URL."""
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        self._run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def running(*settings: str) -> Iterator[Cluster]:
    """A new server with these settings. Raises NoPostgresql if there are no programs for one."""
    programs = _programs()
    owner = _owner()
    # Not below pytest's own folder, into which no other user may look.
    folder = Path(tempfile.mkdtemp(prefix="quiz-pg-"))
    try:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        _run([programs / "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"], owner)
        options = " ".join(f"-c {setting}" for setting in (*settings, "listen_addresses="))
        log, options = folder / "log", f"-k {folder} {options}"
        _run([programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], owner)
        try:
            yield Cluster(folder=folder)
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """The folder of the newest PostgreSQL here: Debian keeps all but its clients off the PATH."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda program: float(program.parts[-3]))
    if not found:
        raise NoPostgresql("There is no PostgreSQL on this machine.")
    return found[-1].parent


def _owner() -> pwd.struct_passwd | None:
    """Who the server is to run as; None for whoever we are. It refuses to run as root."""
    if os.geteuid() != _ROOT:
        return None
    for name in (_OWNER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgresql("PostgreSQL does not run as root, and there is no other user here.")


def _run(command: Sequence[str | Path], owner: pwd.struct_passwd | None) -> None:
    as_owner = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    # To a file: the server goes on holding what it was started with, and a pipe would never end.
    with tempfile.TemporaryFile("w+") as output:
        ended = subprocess.run(  # type: ignore[call-overload]  # the user's options go together
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, **as_owner
        )
        if ended.returncode != 0:
            output.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed: {output.read()}")
