"""The same ten items for a friend, once, and nothing of them before that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.game.modes import Mixed, Mode
from quiz.game.premieres import closes_everywhere
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Level
from quiz.services import challenges, play, profiles
from quiz.services.challenges import ChallengeNotFound, NoChallenge, OwnChallenge, Stand, Waits
from quiz.services.ratings import fold_round
from quiz.store.base import writing
from quiz.store.tables import PremiereFactRow, PremiereRow, RoundRow, StandingRow
from tests.factories.accounts import an_account
from tests.factories.items import some_items
from tests.factories.rounds import NOON, Played, a_player, a_round
from tests.services.test_at_once import all_at_once

DAY = timedelta(days=1)


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


def a_challenge(session: Session, *, player_id: PlayerId | None = None) -> tuple[Played, str]:
    """A finished Circuit, seven right, and the token of the challenge that was made of it."""
    played = a_round(session, player_id=player_id)
    for position in range(1, 11):
        played.answer(session, position, is_right=position > 3)
    token = challenges.make(session, player_id=played.player_id, round_id=played.id, at=NOON)
    return played, token


def taken_up(session: Session, token: str, player_id: PlayerId, *, at: datetime = NOON) -> Played:
    round_id = challenges.take_up(session, token, player_id=player_id, at=at)
    assert not isinstance(round_id, Waits)
    return Played(id=round_id, player_id=player_id, items=some_items())


def view(session: Session, token: str, player_id: PlayerId | None, **more: int) -> challenges.ChallengeView:
    return challenges.look(session, token, player_id=player_id, at=NOON, **more)


def play_all(session: Session, played: Played, *, right: int = 10) -> None:
    for position in range(1, 11):
        played.answer(session, position, is_right=position <= right)


def test_a_round_makes_one_challenge_however_often_it_is_asked_for(session: Session) -> None:
    played, token = a_challenge(session)

    again = challenges.make(session, player_id=played.player_id, round_id=played.id, at=NOON + DAY)

    assert again == token
    assert challenges.challenge_of_round(session, played.id) == token


def test_an_open_round_another_players_and_another_mode_make_none(session: Session) -> None:
    unfinished = a_round(session, answered=9)
    finished, token = a_challenge(session)
    friend = taken_up(session, token, a_player(session))
    play_all(session, friend)

    for whose, round_id in ((unfinished, unfinished.id), (friend, friend.id)):
        with pytest.raises(NoChallenge):
            challenges.make(session, player_id=whose.player_id, round_id=round_id, at=NOON)
    with pytest.raises(play.RoundNotFound):
        challenges.make(session, player_id=unfinished.player_id, round_id=finished.id, at=NOON)
    assert not challenges.may_be_made(Mode.LONG_TAKE, None, is_complete=True)


@pytest.mark.parametrize("token", ["", "nothing", "\x00", "é"])
def test_another_token_is_no_challenge(session: Session, token: str) -> None:
    a_challenge(session)

    with pytest.raises(ChallengeNotFound):
        view(session, token, None)
    with pytest.raises(ChallengeNotFound):
        challenges.take_up(session, token, player_id=a_player(session), at=NOON)


def test_a_friend_gets_the_same_items_and_options_in_the_same_order_with_other_tokens(
    session: Session,
) -> None:
    played, token = a_challenge(session)

    friend = taken_up(session, token, a_player(session))

    shown = friend.show(session, 1)
    assert shown.stem == played.item(1).stem
    assert [option.label for option in shown.options] == [option.label for option in played.item(1).options]
    play_all(session, friend)
    result = play.result_of(session, player_id=friend.player_id, round_id=friend.id, at=NOON)
    theirs = play.result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)
    assert [verdict.item for verdict in result.verdicts] == [verdict.item for verdict in theirs.verdicts]
    assert _tokens(session, friend.id).isdisjoint(_tokens(session, played.id))


def _tokens(session: Session, round_id: RoundId) -> set[str]:
    from quiz.store.tables import RoundItemRow

    with session.begin():
        rows = session.scalars(select(RoundItemRow.tokens).where(RoundItemRow.round_id == round_id))
        return {token for tokens in rows for token in tokens}


def test_a_challenge_is_started_once(session: Session) -> None:
    _, token = a_challenge(session)
    friend = a_player(session)
    first = taken_up(session, token, friend)
    play_all(session, first)

    for later in (timedelta(), 2 * DAY):
        assert challenges.take_up(session, token, player_id=friend, at=NOON + later) == first.id


def test_whoever_made_it_cannot_take_it_up(session: Session) -> None:
    played, token = a_challenge(session)

    with pytest.raises(OwnChallenge):
        challenges.take_up(session, token, player_id=played.player_id, at=NOON)


def test_it_counts_for_nothing(session: Session) -> None:
    _, token = a_challenge(session)
    friend = taken_up(session, token, an_account(session, "Friend"))

    play_all(session, friend)

    assert not fold_round(session, friend.id)
    profile = profiles.own_profile(session, friend.player_id, NOON)
    assert (profile.crowns, profile.tallies, profile.ratings) == ({}, {}, ())
    with session.begin():
        assert (
            session.scalars(select(StandingRow).where(StandingRow.player_id == friend.player_id)).all() == []
        )
        assert not session.scalars(select(RoundRow.is_counted).where(RoundRow.id == friend.id)).one()


def test_who_has_not_finished_sees_no_item_and_nobody_elses_result(session: Session) -> None:
    _, token = a_challenge(session)
    friend, other = a_player(session), a_player(session)
    play_all(session, taken_up(session, token, other))
    started = taken_up(session, token, friend)
    started.answer(session, 1)

    stranger = view(session, token, None)
    playing = view(session, token, friend)

    assert (stranger.stand, playing.stand) == (Stand.NEW, Stand.PLAYING)
    for seen in (stranger, playing):
        assert (seen.compared, seen.taken, seen.against) == ((), (), None)
        assert (seen.made_of.right_count, seen.made_of.size) == (7, 10)


def test_both_see_both_results_side_by_side(session: Session) -> None:
    played, token = a_challenge(session, player_id=an_account(session, "Anna"))
    friend = taken_up(session, token, an_account(session, "Ben"))
    play_all(session, friend, right=4)

    for looks, own_right, other_right, name in (
        (friend.player_id, [True] * 4 + [False] * 6, [False] * 3 + [True] * 7, "Anna"),
        (played.player_id, [False] * 3 + [True] * 7, [True] * 4 + [False] * 6, "Ben"),
    ):
        seen = view(session, token, looks)
        assert seen.against is not None
        assert seen.against.name == name
        assert [each.own and each.own.is_right for each in seen.compared] == own_right
        assert [each.other and each.other.is_right for each in seen.compared] == other_right
        assert [each.stem for each in seen.compared] == [item.stem for item in played.items]
        assert seen.compared[3].own is not None
        assert seen.compared[3].own.points > 0


def test_the_list_names_everybody_who_took_it_up_and_leads_to_each(session: Session) -> None:
    played, token = a_challenge(session, player_id=an_account(session, "Anna"))
    for minutes, (name, right) in enumerate((("Ben", 4), ("Cleo", 9))):
        at = NOON - timedelta(minutes=9 - minutes)
        play_all(session, taken_up(session, token, an_account(session, name), at=at), right=right)
    taken_up(session, token, an_account(session, "Dora"))

    seen = view(session, token, played.player_id)
    cleo = view(session, token, played.player_id, against=1)
    still_playing = view(session, token, played.player_id, against=2)

    assert [(each.name, each.is_over) for each in seen.taken] == [
        ("Ben", True),
        ("Cleo", True),
        ("Dora", False),
    ]
    assert [each.right_count for each in seen.taken[:2]] == [4, 9]
    assert [found.against and found.against.name for found in (seen, cleo, still_playing)] == [
        "Ben",
        "Cleo",
        "Ben",
    ]


def test_who_let_it_close_sees_the_stems_that_they_answered_alone(session: Session) -> None:
    played, token = a_challenge(session)
    friend = taken_up(session, token, a_player(session))
    friend.answer(session, 1)

    seen = challenges.look(session, token, player_id=friend.player_id, at=NOON + 2 * DAY)

    assert seen.stand is Stand.OVER
    assert [each.stem for each in seen.compared] == [played.item(1).stem, *[None] * 9]
    assert [each.own is None for each in seen.compared] == [False, *[True] * 9]
    assert seen.own is not None
    assert seen.own.right_count == 1


def test_it_waits_while_a_premiere_keeps_one_of_its_facts_secret(session: Session) -> None:
    played, token = a_challenge(session)
    day = NOON.date()
    premiere_about(session, day, played.item(5).facts[0])
    friend = a_player(session)
    opens = closes_everywhere(day)

    assert view(session, token, friend).waits == Waits(until=opens)
    assert challenges.take_up(session, token, player_id=friend, at=NOON) == Waits(until=opens)

    assert challenges.look(session, token, player_id=friend, at=opens).waits is None
    taken_up(session, token, friend, at=opens)


def test_who_has_started_goes_on_whatever_is_drawn(session: Session) -> None:
    played, token = a_challenge(session)
    friend = taken_up(session, token, a_player(session))
    premiere_about(session, NOON.date(), played.item(5).facts[0])

    assert challenges.take_up(session, token, player_id=friend.player_id, at=NOON) == friend.id


def test_a_premiere_about_something_else_or_long_over_keeps_nobody_waiting(session: Session) -> None:
    played, token = a_challenge(session)
    premiere_about(session, NOON.date(), "directed:another-film:someone")
    premiere_about(session, NOON.date() - 5 * DAY, played.item(5).facts[0])

    assert view(session, token, None).waits is None


def test_a_round_of_the_same_pack_and_level_is_another_one(session: Session) -> None:
    """What a browser sends as the key of a form starts no challenge, nor keeps one from being started."""
    _, token = a_challenge(session)
    friend = a_player(session)
    other = a_round(session, player_id=friend, level=Level.BERLIN)

    assert taken_up(session, token, friend).id != other.id


def premiere_about(session: Session, day: date, fact: str) -> None:
    with writing(session):
        session.add(PremiereRow(day=day, pack="binoche", pack_title="Juliette Binoche", drawn_at=NOON))
        session.flush()
        session.add(PremiereFactRow(day=day, fact_id=fact))


def test_a_premiere_is_no_circuit(session: Session) -> None:
    played = a_round(session, level=Mixed.MIXED)

    with pytest.raises(NoChallenge):
        challenges.make(session, player_id=played.player_id, round_id=played.id, at=NOON)


def test_of_starts_at_once_one_round_comes(each_engine: Engine, session: Session) -> None:
    _, token = a_challenge(session)
    friend = a_player(session)

    rounds = all_at_once(
        each_engine, lambda own, _: challenges.take_up(own, token, player_id=friend, at=NOON)
    )

    assert len(set(map(str, rounds))) == 1
    with session.begin():
        assert len(session.scalars(select(RoundRow.id).where(RoundRow.challenge == token)).all()) == 1


def test_of_challenges_made_at_once_of_a_round_one_stays(each_engine: Engine, session: Session) -> None:
    played = a_round(session, answered=10)

    tokens = all_at_once(
        each_engine,
        lambda own, _: challenges.make(own, player_id=played.player_id, round_id=played.id, at=NOON),
    )

    assert len(set(tokens)) == 1
