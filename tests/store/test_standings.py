"""How the leaderboards are asked for, and that several may write them at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from quiz.game.rounds import PlayerId
from quiz.services import standings
from quiz.services.endings import end_round
from quiz.services.leaderboards import look
from quiz.services.recount import recount
from quiz.store import counts
from quiz.store.base import writing
from quiz.store.tables import StandingMoveRow, StandingRow
from tests.factories.rounds import NOON
from tests.factories.standings import (
    a_listed_player,
    a_played_round,
    an_ended_round,
    board_of,
    lines,
    long_way,
)
from tests.services.test_statements import statements

T = TypeVar("T")

ALL = board_of("points//all")
AT_ONCE = 4


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


@pytest.fixture
def crowd(session: Session) -> list[PlayerId]:
    """So many that PostgreSQL prefers an index; the counts have half of them."""
    players = [a_listed_player(session) for _ in range(20)]
    for number, player_id in enumerate(players):
        an_ended_round(session, player_id, 100 + number % 7)
    standings.settle(session, at_least=1)
    with writing(session):
        session.execute(text(_MORE_PLAYERS))
        session.execute(text(_MORE_ACCOUNTS))
        session.execute(text(_MORE_STANDINGS))
    assert list(recount_boards(session))
    for number, player_id in enumerate(players[:5]):
        an_ended_round(session, player_id, 50 + number)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
        session.commit()
    return players


_NUMBERS = "WITH RECURSIVE n (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM n WHERE n < 6000)"
_MORE_PLAYERS = f"""
    INSERT INTO player (id, made_at, is_listed)
    {_NUMBERS} SELECT n, '2026-03-09 12:00:00+00:00', (1 = 1) FROM n
"""
_MORE_ACCOUNTS = f"""
    INSERT INTO account (player_id, name, skeleton, folded, password_hash, role, is_hidden, made_at)
    {_NUMBERS}
    SELECT n, 'n' || n, 'n' || n, 'n' || n, '', 'player', (1 = 0), '2026-03-09 12:00:00+00:00' FROM n
"""
_MORE_STANDINGS = f"""
    INSERT INTO standing (player_id, board, score, is_listed)
    {_NUMBERS} SELECT n, 'points//all', 1 + n % 900, (1 = 1) FROM n
"""


def recount_boards(session: Session) -> Iterator[int]:
    for step in range(3):
        with writing(session):
            yield counts.correct(session, ALL.key, step)


def test_no_look_at_a_board_reads_through_a_table(
    each_engine: Engine, session: Session, crowd: list[PlayerId]
) -> None:
    middle = look(session, ALL, size=10).rows[-1].spot
    with statements(each_engine) as sent:
        look(session, ALL)
        look(session, ALL, after=middle, player_id=crowd[3])
        look(session, ALL, before=middle, size=3)

    plans = {sql: plan_of(each_engine, sql, parameters) for sql, parameters in sent}

    assert len(plans) >= 4
    reading_through = {
        sql: [step for step in plan if step.startswith(("SCAN", "Seq Scan", "Parallel Seq Scan"))]
        for sql, plan in plans.items()
    }
    # Small tables are read through by PostgreSQL whatever is asked of them, and moves are few.
    allowed = ("SCAN CONSTANT ROW", "SCAN page", "Seq Scan on standing_move", "Seq Scan on account")
    assert [
        step for steps in reading_through.values() for step in steps if not step.startswith(allowed)
    ] == []


def test_no_plan_sorts_or_counts_a_board(
    each_engine: Engine, session: Session, crowd: list[PlayerId]
) -> None:
    with statements(each_engine) as sent:
        look(session, ALL, player_id=crowd[3])

    said = " ".join(sql for sql, _ in sent).upper()

    assert " OFFSET " not in said
    assert " OVER " not in said
    assert "COUNT(*)" not in said


def test_what_a_round_earns_is_written_by_few_statements_that_use_indexes(
    each_engine: Engine, session: Session, crowd: list[PlayerId]
) -> None:
    with writing(session):
        round_ = a_played_round(session, crowd[0], [100], at=NOON)
        with statements(each_engine) as sent:
            end_round(session, crowd[0], round_, NOON)

    own = [sql for sql, _ in sent if "standing" in sql or "FROM player" in sql or "round.points" in sql]
    assert len(own) == 4, own


def plan_of(engine: Engine, sql: str, parameters: Any) -> list[str]:  # noqa: ANN401  the driver's own
    """The steps of a plan, each without its indentation."""
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(explain + sql, parameters).all()
    return [str(row[-1]).strip().removeprefix("->").strip() for row in rows]


def all_at_once(engine: Engine, act: Callable[[Session, int], T], times: int = AT_ONCE) -> list[T]:
    start = threading.Barrier(times, timeout=30)

    def run(number: int) -> T:
        with Session(engine) as session:
            start.wait()
            return act(session, number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def test_rounds_of_one_player_that_end_at_once_all_count(each_engine: Engine, session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    all_at_once(each_engine, lambda session, number: an_ended_round(session, player_id, 100 + number), 8)

    assert {key: lines(look(session, board_of(key)).rows) for key in long_way(session)} == long_way(session)
    with writing(session):
        assert standings.restate(session, player_id) == standings.Restated()


def test_a_restatement_and_an_ending_of_one_player_wait_for_each_other(
    each_engine: Engine, session: Session
) -> None:
    player_id = a_listed_player(session, "Ana")
    an_ended_round(session, player_id, 100)

    def act(session: Session, number: int) -> None:
        for turn in range(5):
            if number % 2:
                an_ended_round(session, player_id, 10 * number + turn, at=NOON + timedelta(days=turn))
            else:
                with writing(session):
                    standings.restate(session, player_id)

    all_at_once(each_engine, act)

    assert lines(look(session, ALL).rows) == long_way(session)["points//all"]


def test_ranks_are_exact_while_counts_are_taken_over_and_rounds_end(
    each_engine: Engine, session: Session
) -> None:
    players = [a_listed_player(session) for _ in range(6)]
    for player_id in players:
        an_ended_round(session, player_id, 100)

    def act(session: Session, number: int) -> list[str]:
        wrong = []
        for turn in range(8):
            if number == 0:
                standings.settle(session, at_least=1)
            elif number == 1:
                board = look(session, ALL, player_id=players[0])
                scores = [row.score for row in board.around]
                true = [1 + sum(other > score for other in scores) for score in scores]
                # All six are shown: at most five stand on either side.
                if (len(scores), board.players) != (6, 6) or [row.rank for row in board.around] != true:
                    wrong.append(repr(board))
            else:
                an_ended_round(session, players[(number + turn) % 6], 7 * turn)
        return wrong

    found = all_at_once(each_engine, act)

    assert [wrong for each in found for wrong in each] == []
    assert sorted(lines(look(session, ALL).rows)) == sorted(long_way(session)["points//all"])
    assert list(recount(session))[-1].changes == 0


def test_moves_are_taken_over_once_by_takers_at_once(each_engine: Engine, session: Session) -> None:
    for _ in range(10):
        an_ended_round(session, a_listed_player(session), 100)

    all_at_once(each_engine, lambda session, _: standings.settle(session, at_least=1))

    assert session.scalar(select(func.count()).select_from(StandingMoveRow)) == 0
    assert session.scalar(select(func.count()).select_from(StandingRow)) == 10 * 8
    session.rollback()
    assert look(session, ALL).players == 10
    assert list(recount(session))[-1].changes == 0


def test_a_recount_runs_beside_play(each_engine: Engine, session: Session) -> None:
    players = [a_listed_player(session) for _ in range(8)]
    for player_id in players:
        an_ended_round(session, player_id, 100)

    def act(session: Session, number: int) -> int:
        if number == 0:
            return sum(done.changes for done in recount(session))
        for turn in range(6):
            an_ended_round(session, players[(number + turn) % 8], 10 * turn)
        standings.settle(session, at_least=1)
        return 0

    assert all_at_once(each_engine, act) == [0] * AT_ONCE
    assert lines(look(session, ALL).rows) == long_way(session)["points//all"]
