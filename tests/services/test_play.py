from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.game.rounds import ItemNotOpen, RoundId, RoundIsOver, UnknownOption, Verdict
from quiz.items.item import Level
from quiz.services.play import (
    ItemView,
    RedirectTo,
    RoundNotFound,
    answer_item,
    result_of,
    show_item,
)
from tests.factories.items import an_item, some_items
from tests.factories.rounds import NOON, Played, a_player, a_round

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def seen(session: Session, played: Played, position: int) -> ItemView | Verdict | RedirectTo:
    return show_item(
        session, player_id=played.player_id, round_id=played.id, position=position, at=NOON + SECOND
    )


def test_the_open_item_is_shown_with_its_options_in_order(session: Session) -> None:
    played = a_round(session, answered=2)

    view = played.show(session, 3)

    assert view.stem == played.item(3).stem
    assert [option.label for option in view.options] == [option.label for option in played.item(3).options]
    assert (view.position, view.size, view.points, view.right_count, view.streak) == (3, 10, 250, 2, 2)


def test_option_tokens_differ_from_each_other_and_from_round_to_round(session: Session) -> None:
    rounds = [a_round(session, items=some_items()) for _ in range(2)]

    tokens = [option.token for played in rounds for option in played.show(session, 1).options]

    assert len(set(tokens)) == 8


def test_a_negative_stem_is_known_before_the_answer(session: Session) -> None:
    played = a_round(session, items=[an_item(is_negative=True)])

    assert played.show(session, 1).is_negative


def test_the_clock_starts_at_the_first_showing_and_a_reload_does_not_restart_it(session: Session) -> None:
    played = a_round(session)
    played.show(session, 1, at=NOON)

    reloaded = played.show(session, 1, at=NOON + 9 * SECOND)
    verdict = played.answer(session, 1, at=NOON + 9 * SECOND, took=SECOND)

    assert reloaded.shown_at == NOON
    assert verdict.answer.elapsed == 10 * SECOND


def test_an_answered_item_shows_its_verdict(session: Session) -> None:
    played = a_round(session)
    verdict = played.answer(session, 1, is_right=False, took=timedelta(milliseconds=1234))

    assert seen(session, played, 1) == verdict


@pytest.mark.parametrize("position", [0, 2, 4, 5, 10, 11, 99])
def test_any_other_position_leads_to_the_open_one(session: Session, position: int) -> None:
    played = a_round(session, answered=2)
    expected = seen(session, played, 2) if position == 2 else RedirectTo(position=3)

    assert seen(session, played, position) == expected


def test_past_the_end_of_a_complete_round_is_its_result(session: Session) -> None:
    played = a_round(session, size=2, answered=2)

    assert seen(session, played, 3) == RedirectTo(position=None)


def test_an_unanswered_item_of_a_closed_round_leads_to_its_result(session: Session) -> None:
    played = a_round(session, answered=1)

    late = show_item(session, player_id=played.player_id, round_id=played.id, position=2, at=NOON + DAY)

    assert late == RedirectTo(position=None)


def test_an_answer_comes_back_with_all_that_was_dealt(session: Session) -> None:
    played = a_round(session)

    verdict = played.answer(session, 1, is_right=False)

    assert verdict.item == played.item(1)
    assert verdict.chosen == (played.item(1).key + 1) % 4


@pytest.mark.parametrize("is_right", [True, False])
def test_a_second_submission_gets_the_first_verdict_back(session: Session, is_right: bool) -> None:  # noqa: FBT001
    played = a_round(session)
    options = played.show(session, 1).options
    key = played.item(1).key
    first = played.send(session, 1, options[key if is_right else (key + 1) % 4].token, at=NOON + 3 * SECOND)

    for option in options:
        assert played.send(session, 1, option.token, at=NOON + 8 * SECOND) == first
    assert played.send(session, 1, "no option at all", at=NOON + 2 * DAY) == first


@pytest.mark.parametrize("is_relaxed", [True, False])
def test_the_result_is_what_the_verdicts_said(session: Session, is_relaxed: bool) -> None:  # noqa: FBT001
    played = a_round(session, size=3, is_relaxed=is_relaxed, level=Level.CANNES)
    verdicts = tuple(
        played.answer(session, position, is_right=position != 2, took=position * 6 * SECOND)
        for position in (1, 2, 3)
    )

    result = result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)

    assert result.verdicts == verdicts
    assert result.points == sum(verdict.points for verdict in verdicts) == verdicts[-1].total
    assert result.is_complete


def test_a_result_before_the_end_tells_no_item_that_is_open(session: Session) -> None:
    played = a_round(session, answered=4)

    result = result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)

    assert [verdict.position for verdict in result.verdicts] == [1, 2, 3, 4]
    assert result.open_position == 5


@pytest.mark.parametrize("position", [0, 2, 3, 11])
def test_an_item_that_is_not_open_takes_no_answer(session: Session, position: int) -> None:
    played = a_round(session)
    token = played.token(session, 1)

    with pytest.raises(ItemNotOpen):
        played.send(session, position, token)


def test_an_option_of_another_round_is_unknown(session: Session) -> None:
    played, other = (a_round(session, items=some_items()) for _ in range(2))
    played.show(session, 1)

    with pytest.raises(UnknownOption):
        played.send(session, 1, other.token(session, 1))


def test_a_closed_round_takes_no_answer_and_keeps_what_it_earned(session: Session) -> None:
    played = a_round(session, answered=2)
    token = played.token(session, 3)

    with pytest.raises(RoundIsOver):
        played.send(session, 3, token, at=NOON + DAY)

    result = result_of(session, player_id=played.player_id, round_id=played.id, at=NOON + DAY)
    assert (result.points, result.is_expired) == (250, True)


def test_a_refused_answer_leaves_the_item_open(session: Session) -> None:
    played = a_round(session)
    played.show(session, 1)
    with pytest.raises(UnknownOption):
        played.send(session, 1, "nonsense")

    assert played.answer(session, 1).is_right


def test_another_player_s_round_is_not_found(session: Session) -> None:
    played = a_round(session, answered=1)
    token = played.token(session, 2)
    player_id = a_player(session)

    with pytest.raises(RoundNotFound):
        show_item(session, player_id=player_id, round_id=played.id, position=1, at=NOON)
    with pytest.raises(RoundNotFound):
        answer_item(session, player_id=player_id, round_id=played.id, position=2, token=token, at=NOON)
    with pytest.raises(RoundNotFound):
        result_of(session, player_id=player_id, round_id=played.id, at=NOON)


@pytest.mark.parametrize("round_id", ["none", "", "\0", "é" * 5000, "' OR 1=1 --"])
def test_a_round_that_never_was_is_not_found(session: Session, round_id: str) -> None:
    with pytest.raises(RoundNotFound):
        result_of(session, player_id=a_player(session), round_id=RoundId(round_id), at=NOON)
