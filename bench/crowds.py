"""Databases with as many players as are wanted, all with standings: filled directly, to take no weeks."""

from __future__ import annotations

import os
import random
import secrets
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from quiz.extensions import bind, migrate_database
from quiz.game.rounds import Answer, PlayerId, RoundId
from quiz.game.scoring import points
from quiz.game.standings import STEPS
from quiz.items.item import Level
from quiz.services import play
from quiz.settings import Settings
from quiz.store import counts
from quiz.store.answers import add_answer
from quiz.store.base import prepare, writing
from tests.factories.items import some_items
from tests.postgresql import NoPostgresql, running

__all__ = ["KINDS", "NOW", "NoPostgresql", "all_but_answered", "database", "engine_of", "fill"]

KINDS = ("sqlite", "postgresql")
THEN = datetime(2026, 11, 18, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

SHARES = {
    "points//all": 1.0,
    "points/chess/all": 0.5,
    "points//2026-11": 0.3,
    "points//2026-W48": 0.15,
    "points//2026-11-25": 0.05,
    "long-take//all": 0.5,
}
"""Of the players, on how many boards they stand: everybody on that of all time."""

_MEAN_POINTS, _MEAN_LENGTH = 3_000, 6
_THINKING = timedelta(seconds=6)
Rows = Iterable[tuple[Any, ...]]


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a migrated database, as durable as the game's own. Raises NoPostgresql."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if kind == "sqlite":
            yield _migrated(f"sqlite:///{Path(folder) / 'crowd.sqlite3'}", folder)
        else:
            with running("max_connections=100") as cluster:
                yield _migrated(cluster.make("crowd"), folder)


def engine_of(url: str, connections: int = 5) -> Engine:
    engine = create_engine(url, pool_size=connections)
    prepare(engine)
    return engine


def fill(url: str, players: int) -> None:
    """Players with accounts, an old round each, and scores as they are: skewed, with many ties."""
    chance = random.Random(players)  # the same in both databases
    tables = {
        "player (id, made_at, session_key, is_listed)": (
            (number, THEN.isoformat(), f"key-{number}", True) for number in range(1, players + 1)
        ),
        "account (player_id, name, skeleton, folded, password_hash, role, is_hidden, made_at)": (
            (number, f"Player {number}", f"p{number}", f"p{number}", "x", "player", False, THEN.isoformat())
            for number in range(1, players + 1)
        ),
        "round (id, player_id, pack, pack_title, level, is_relaxed, size, started_at, closes_at, ended_at,"
        " request_key, points, fold)": (
            (f"old{number}", number, "chess", "Chess", "berlin", False, 10, *_old_times(number), "k", 900, 0)
            for number in range(1, players + 1)
        ),
        "standing (board, player_id, score, is_listed)": _standings(players, chance),
    }
    for table, rows in tables.items():
        _copy(url, table, rows)
    engine = engine_of(url)
    with Session(engine) as session, session.begin():
        # An id that was given does not count as taken in PostgreSQL.
        if engine.dialect.name == "postgresql":
            session.execute(text(f"SELECT setval('player_id_seq', {players})"))
    with Session(engine) as session:
        for board in SHARES:
            for step in range(STEPS):
                with writing(session):
                    counts.correct(session, board, step)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")
        if not is_sqlite:  # which does so when its last connection closes
            connection.exec_driver_sql("CHECKPOINT")
    engine.dispose()
    os.sync()  # or it would be written out while something else is measured


def all_but_answered(
    session: Session, player_id: PlayerId, *, at: datetime = NOW, pack: str = "chess"
) -> tuple[RoundId, str]:
    """A Circuit that waits for its last answer, and the token of what is right."""
    items = some_items(10)
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack=pack,
        pack_title="Chess",
        level=Level.BERLIN,
        is_relaxed=False,
        items=items,
        at=at,
        request_key=secrets.token_hex(),
    )
    with writing(session):
        for position in range(1, len(items)):
            streak = position - 1
            answer = Answer(
                position=position,
                option_index=items[streak].key,
                answered_at=at,
                elapsed=_THINKING,
                lines=points(Level.BERLIN, elapsed=_THINKING, before=streak),
                is_right=True,
                streak_before=streak,
            )
            add_answer(session, round_id, answer)
    began = at - _THINKING
    shown = play.show_item(session, player_id=player_id, round_id=round_id, position=10, at=began)
    if not isinstance(shown, play.ItemView):
        raise TypeError("the last item is not open")
    return round_id, shown.options[items[-1].key].token


def _migrated(url: str, folder: str) -> str:
    app = Flask("quiz")
    bind(app, Settings(secret_key="x" * 32, database_url=url, questions=Path(folder)))
    migrate_database(app)
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    return url


def _old_times(number: int) -> tuple[str, str, str]:
    start = THEN - timedelta(seconds=number % 1_000_000)
    return (
        start.isoformat(),
        (start + timedelta(days=1)).isoformat(),
        (start + timedelta(minutes=4)).isoformat(),
    )


def _standings(players: int, chance: random.Random) -> Rows:
    for board, share in SHARES.items():
        is_long_take = board.startswith("long-take")
        for number in range(1, players + 1):
            if share == 1 or chance.random() < share:
                earned = chance.expovariate(1 / (_MEAN_LENGTH if is_long_take else _MEAN_POINTS / 10))
                yield board, number, (1 if is_long_take else 10) * (int(earned) + 1), True


def _copy(url: str, table: str, rows: Rows) -> None:
    """Into the columns of that table, by each database's own quick way."""
    if url.startswith("sqlite"):
        marks = ", ".join("?" * (table.count(",") + 1))
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", map(_as_sqlite, rows))  # noqa: S608
        return
    with (
        psycopg.connect(url.replace("+psycopg", "")) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _as_sqlite(row: Sequence[Any]) -> list[Any]:
    """As SQLAlchemy writes it: a time without its zone."""
    return [_naive(value) if isinstance(value, str) else value for value in row]


def _naive(value: str) -> str:
    if not value.endswith("+00:00"):
        return value
    return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M:%S.%f")
