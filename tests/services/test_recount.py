"""What is earned, worked out anew from the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.orm import Session

from quiz.game.modes import Mode
from quiz.services.leaderboards import look
from quiz.services.recount import Recounted, recount
from quiz.services.standings import Restated, settle
from quiz.store.base import writing
from quiz.store.tables import CrownRow, RoundRow, StandingCountRow, StandingMoveRow, StandingRow, TallyRow
from tests.factories.rounds import NOON, a_player, a_round
from tests.factories.standings import Line, a_listed_player, an_ended_round, board_of, lines, long_way

KEPT = ("round", "standing", "standing_count", "crown", "tally")


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


@pytest.fixture
def season(session: Session) -> Session:
    """A database in which this and that has been played, and the counts have taken over some of it."""
    players = [a_listed_player(session), a_listed_player(session), a_player(session)]
    for number in range(24):
        an_ended_round(
            session,
            players[number % 3],
            *[100] * (number % 4),
            150,
            0,
            mode=Mode.LONG_TAKE if number % 5 == 0 else Mode.CIRCUIT,
            pack="chess" if number % 2 else "gardens",
            at=NOON + timedelta(days=number // 6),
        )
    settle(session, at_least=64)
    a_round(session, answered=10, player_id=players[0], at=NOON)
    return session


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    kept = {table: sorted(map(repr, session.execute(text(f"SELECT * FROM {table}")))) for table in KEPT}
    session.rollback()
    return {table: [(row,) for row in found] for table, found in kept.items()}


def run(session: Session) -> Recounted:
    return list(recount(session))[-1]


def test_nothing_changes_where_all_is_well(season: Session) -> None:
    before = rows(season)

    done = run(season)

    assert (done.players, done.changes) == (3, 0)
    assert rows(season) == before


def test_nobody_is_recounted_where_nobody_is(session: Session) -> None:
    assert list(recount(session)) == []


def test_all_that_was_lost_comes_back(season: Session) -> None:
    with writing(season):
        season.execute(update(RoundRow).values(right_count=RoundRow.right_count))
    run(season)
    before = rows(season)
    with writing(season):
        for row in (StandingRow, StandingCountRow, StandingMoveRow, CrownRow, TallyRow):
            season.execute(delete(row))
        season.execute(update(RoundRow).where(RoundRow.ended_at.is_not(None)).values(points=1, right_count=1))

    done = run(season)

    assert done.restated.rounds > 0
    assert done.restated.standings == len(before["standing"])
    assert done.restated.profiles == len(before["crown"]) + len(before["tally"])
    for table in ("round", "standing", "crown", "tally"):
        assert rows(season)[table] == before[table], table
    assert run(season).changes == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE standing_count SET players = players + 1",
        "DELETE FROM standing_count",
        "DELETE FROM standing_move",
        "INSERT INTO standing_count (board, step, bucket, players) VALUES ('points/none/all', 0, 7, 3)",
        "UPDATE standing SET score = score + 1",
        "UPDATE standing SET is_listed = NOT is_listed",
        "DELETE FROM standing",
    ],
)
def test_the_boards_are_right_again_whatever_was_wrong(season: Session, damage: str) -> None:
    expected = long_way(season)
    with writing(season):
        season.execute(text(damage))

    assert run(season).changes > 0

    for key, board in expected.items():
        found = look(season, board_of(key))
        assert (lines(found.rows), found.players) == (board, len(board)), key
    assert look(season, board_of("points/none/all")).players == 0
    assert run(season).changes == 0


def test_a_recount_that_was_broken_off_is_made_good_by_the_next(season: Session) -> None:
    with writing(season):
        season.execute(delete(StandingRow))
    next(recount(season))

    run(season)

    assert run(season) == Recounted(players=3, restated=Restated())
    assert lines(look(season, board_of("points//all")).rows) == long_way(season)["points//all"]


def test_points_are_those_of_the_answers_that_count(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")
    an_ended_round(session, player_id, 100, 150)
    with writing(session):
        session.execute(text("UPDATE answer SET is_counted = (1 = 0) WHERE position = 2"))

    done = run(session)

    assert done.restated.rounds == 1
    assert lines(look(session, board_of("points//all")).rows) == [Line(1, "Ana", 100)]
