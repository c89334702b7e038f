"""What there is before a round and beside it: starting, resuming, and what was asked lately."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.game.modes import Mode
from quiz.game.rounds import RoundId
from quiz.items.item import Level
from quiz.services.play import NoItems, OpenRound, open_round_of, recent_facts, start_round
from tests.factories.items import an_item, some_items
from tests.factories.rounds import NOON, Played, a_player, a_round

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def start(session: Session, played: Played, request_key: str, level: Level = Level.BERLIN) -> RoundId:
    return start_round(
        session,
        player_id=played.player_id,
        pack="binoche",
        pack_title="Juliette Binoche",
        level=level,
        is_relaxed=False,
        items=some_items(),
        at=NOON,
        request_key=request_key,
    )


def test_a_round_without_items_does_not_start(session: Session) -> None:
    with pytest.raises(NoItems):
        start_round(
            session,
            player_id=a_player(session),
            pack="binoche",
            pack_title="Juliette Binoche",
            level=Level.BERLIN,
            is_relaxed=False,
            items=[],
            at=NOON,
            request_key="k",
        )


def test_a_retried_start_is_the_same_round(session: Session) -> None:
    played = a_round(session)

    first = start(session, played, "k")
    played.show(session, 1)

    assert start(session, played, "k") == first


def test_another_form_or_another_level_is_another_round(session: Session) -> None:
    played = a_round(session)

    started = {
        start(session, played, "k"),
        start(session, played, "k", Level.CANNES),
        start(session, played, "l"),
        start(session, a_round(session), "k"),
    }

    assert len(started) == 4


def test_the_latest_open_round_can_be_resumed(session: Session) -> None:
    older = a_round(session, at=NOON)
    newer = a_round(session, answered=3, player_id=older.player_id, at=NOON + SECOND)

    assert open_round_of(session, player_id=older.player_id, at=NOON + 2 * SECOND) == OpenRound(
        round_id=newer.id,
        mode=Mode.CIRCUIT,
        pack="binoche",
        pack_title="Juliette Binoche",
        level=Level.BERLIN,
        is_relaxed=False,
        position=4,
        size=10,
        points=390,
        started_at=NOON + SECOND,
        closes_at=NOON + SECOND + DAY,
    )


def test_a_complete_or_closed_round_is_not_resumed(session: Session) -> None:
    complete = a_round(session, size=2, answered=2)
    a_round(session, player_id=complete.player_id, at=NOON - DAY)

    assert open_round_of(session, player_id=complete.player_id, at=NOON) is None


def test_another_player_s_open_round_is_not_resumed(session: Session) -> None:
    a_round(session)

    assert open_round_of(session, player_id=a_player(session), at=NOON) is None


def three_items_of_which_two_were_shown(session: Session) -> Played:
    items = [an_item(1, facts=["a", "b"]), an_item(2, facts=["c"]), an_item(3, facts=["d"])]
    played = a_round(session, items=items, answered=1, took=SECOND)
    played.show(session, 2)
    return played


def test_a_fact_counts_as_asked_once_it_is_dealt(session: Session) -> None:
    played = three_items_of_which_two_were_shown(session)

    found = recent_facts(session, player_id=played.player_id, since=NOON, at=NOON + DAY - SECOND)

    assert found == {"a", "b", "c", "d"}


def test_a_fact_that_no_round_can_show_any_more_counts_no_longer(session: Session) -> None:
    played = three_items_of_which_two_were_shown(session)

    found = recent_facts(session, player_id=played.player_id, since=NOON, at=NOON + DAY)

    assert found == {"a", "b", "c"}


def test_a_fact_that_was_shown_before_is_not_recent(session: Session) -> None:
    a_day_before = NOON - SECOND - DAY
    played = a_round(session, items=some_items(2), at=a_day_before)
    played.show(session, 1, at=NOON - 2 * SECOND)

    assert recent_facts(session, player_id=played.player_id, since=NOON, at=NOON) == frozenset()


def test_a_round_that_began_last_week_counts_by_when_its_items_were_shown(session: Session) -> None:
    played = a_round(
        session, items=[an_item(1, facts=["a"]), an_item(2, facts=["b"])], at=NOON - 12 * 3600 * SECOND
    )
    played.answer(session, 1, at=NOON - SECOND)
    played.show(session, 2, at=NOON)

    assert recent_facts(session, player_id=played.player_id, since=NOON, at=NOON) == {"b"}


def test_another_player_s_facts_are_not_recent(session: Session) -> None:
    a_round(session, answered=1)

    assert recent_facts(session, player_id=a_player(session), since=NOON, at=NOON) == frozenset()
