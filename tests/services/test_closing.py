"""Answers that arrive as their round closes: each is refused, or counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.game.modes import ROUND_CLOSES_AFTER
from quiz.game.rounds import RoundIsOver
from quiz.services.endings import close_rounds
from quiz.services.play import RedirectTo, result_of, show_item
from quiz.services.standings import Restated, restate
from quiz.store.base import writing
from quiz.store.tables import RoundRow
from tests.factories.rounds import NOON, READING, Played, a_round
from tests.services.test_at_once import all_at_once

CLOSED = NOON + ROUND_CLOSES_AFTER
JUST_BEFORE = CLOSED - timedelta(milliseconds=1)


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


def changed_by_restating(session: Session, played: Played) -> Restated:
    with writing(session):
        return restate(session, played.player_id)


@pytest.mark.parametrize("answered", [4, 9])
def test_a_round_that_was_closed_takes_no_answer_though_the_clock_is_set_back(
    session: Session, answered: int
) -> None:
    played = a_round(session, answered=answered)
    token = played.token(session, answered + 1, at=JUST_BEFORE - READING)
    close_rounds(session, CLOSED)

    with pytest.raises(RoundIsOver):
        played.send(session, answered + 1, token, at=JUST_BEFORE)

    shown = show_item(
        session, player_id=played.player_id, round_id=played.id, position=answered + 1, at=JUST_BEFORE
    )
    assert shown == RedirectTo(position=None)
    result = result_of(session, player_id=played.player_id, round_id=played.id, at=JUST_BEFORE)
    assert (result.is_expired, len(result.verdicts)) == (True, answered)
    assert changed_by_restating(session, played) == Restated()


@pytest.mark.parametrize("answered", [4, 9])
def test_an_answer_that_is_told_counts_while_others_close_the_round(
    each_engine: Engine, session: Session, answered: int
) -> None:
    for _ in range(5):
        played = a_round(session, answered=answered)
        token = played.token(session, answered + 1, at=JUST_BEFORE - READING)

        def act(session: Session, number: int, *, played: Played = played, token: str = token) -> int | None:
            if number:
                close_rounds(session, CLOSED)
                return None
            try:
                return played.send(session, answered + 1, token, at=JUST_BEFORE).total
            except RoundIsOver:
                return None

        [told, *_] = all_at_once(each_engine, act)

        with session.begin():
            points = session.scalars(select(RoundRow.points).where(RoundRow.id == played.id)).one()
        result = result_of(session, player_id=played.player_id, round_id=played.id, at=CLOSED)
        assert points == result.points
        assert told in {None, points}
        assert changed_by_restating(session, played) == Restated()
