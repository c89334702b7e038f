"""Two connections at once. These tests commit, as all of ours do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quiz.game.rounds import RoundId, Verdict
from quiz.items.item import Level
from quiz.services.accounts import new_guest
from quiz.services.play import start_round
from quiz.store.tables import AnswerRow, PlayerRow, RoundItemRow
from tests.factories.items import some_items
from tests.factories.rounds import NOON, a_player, a_round

T = TypeVar("T")

AT_ONCE = 4


def all_at_once(engine: Engine, act: Callable[[Session, int], T]) -> list[T]:
    """What each of several threads got that did the same, each on a connection of its own."""
    start = threading.Barrier(AT_ONCE, timeout=30)

    def run(number: int) -> T:
        with Session(engine) as session:
            start.wait()
            return act(session, number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(run, range(AT_ONCE)))


def test_of_submissions_at_once_one_is_stored_and_all_get_its_verdict(
    engine: Engine, session: Session
) -> None:
    played = a_round(session, answered=2)
    options = played.show(session, 3).options

    def choose_another(session: Session, number: int) -> Verdict:
        return played.send(session, 3, options[number].token, at=NOON + timedelta(seconds=number))

    verdicts = all_at_once(engine, choose_another)

    stored = session.scalars(select(AnswerRow.option_index).where(AnswerRow.position == 3)).all()
    assert verdicts == [verdicts[0]] * AT_ONCE
    assert stored == [verdicts[0].chosen]


def test_of_first_showings_at_once_one_starts_the_clock(engine: Engine, session: Session) -> None:
    played = a_round(session)

    views = all_at_once(
        engine, lambda session, number: played.show(session, 1, at=NOON + timedelta(seconds=number))
    )

    assert views == [views[0]] * AT_ONCE


def test_of_starts_at_once_one_makes_a_round(engine: Engine, session: Session) -> None:
    player_id = a_player(session)

    def start(session: Session, _: int) -> RoundId:
        return start_round(
            session,
            player_id=player_id,
            pack="binoche",
            pack_title="Juliette Binoche",
            level=Level.BERLIN,
            is_relaxed=False,
            items=some_items(),
            at=NOON,
            request_key="k",
        )

    assert len(set(all_at_once(engine, start))) == 1
    assert session.scalar(select(func.count()).select_from(RoundItemRow)) == 10


def test_of_first_visits_at_once_one_makes_a_guest(engine: Engine, session: Session) -> None:
    guests = all_at_once(engine, lambda session, _: new_guest(session, key="k", at=NOON))

    assert session.scalars(select(PlayerRow.id)).all() == guests[:1]
    assert len(set(guests)) == 1


def test_players_who_answer_at_once_all_get_through(engine: Engine, session: Session) -> None:
    rounds = [a_round(session) for _ in range(AT_ONCE)]

    def play_to_the_end(session: Session, number: int) -> int:
        return [rounds[number].answer(session, position).total for position in range(1, 11)][-1]

    assert all_at_once(engine, play_to_the_end) == [1200 + 10 + 20 + 30 + 40 + 5 * 50] * AT_ONCE
