from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.orm import Session

from quiz.game.modes import ROUND_CLOSES_AFTER
from quiz.game.rating import NEWCOMER, Rating, rate
from quiz.game.rounds import PlayerId
from quiz.items.item import Item
from quiz.services.endings import close_rounds
from quiz.services.ratings import LearntSoFar, aim_for, fold_round, fold_rounds_of, refold
from quiz.store.base import prepare
from quiz.store.ratings import rating_of_player, ratings_of_items
from quiz.store.tables import FirstAttemptRow, ItemRatingRow, PlayerRatingRow, RoundRow
from tests.factories.items import an_item, some_items
from tests.factories.rounds import NOON, Played, a_player, a_round
from tests.services.test_at_once import all_at_once

PACK = "binoche"
SLOWLY = timedelta(seconds=4)
CLOSED = NOON + ROUND_CLOSES_AFTER


def item_ratings(session: Session) -> dict[str, Rating]:
    with session.begin():
        return dict(ratings_of_items(session, PACK))


def player_rating(session: Session, player_id: PlayerId) -> Rating:
    with session.begin():
        return rating_of_player(session, player_id, PACK)


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All that was learnt, row by row."""
    with session.begin():
        return {
            row.__tablename__: sorted(tuple(found) for found in session.execute(select(row.__table__)))
            for row in (ItemRatingRow, PlayerRatingRow, FirstAttemptRow)
        }


def everything_and_after_each_round(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    learnt = everything(session)
    with session.begin():
        found = session.execute(select(RoundRow.id, RoundRow.ability).order_by(RoundRow.id))
        return learnt | {"ability": [tuple(row) for row in found]}


def a_folded_round(
    session: Session,
    items: Sequence[Item],
    *,
    player_id: PlayerId | None = None,
    is_relaxed: bool = False,
    took: timedelta = SLOWLY,
) -> Played:
    """A round of these items, answered rightly."""
    played = a_round(
        session, items=items, answered=len(items), player_id=player_id, is_relaxed=is_relaxed, took=took
    )
    fold_round(session, played.id)
    return played


def test_the_answers_of_a_round_move_its_player_and_its_items(session: Session) -> None:
    item = an_item(1)
    player, rated = rate(NEWCOMER, Rating.of_prediction(item.difficulty), is_right=True)

    played = a_folded_round(session, [item])

    assert item_ratings(session) == {item.seat: rated}
    assert player_rating(session, played.player_id) == player


def abilities(session: Session, *rounds: Played) -> list[float | None]:
    """The player's rating after each of these rounds."""
    with session.begin():
        return [
            session.scalars(select(RoundRow.ability).where(RoundRow.id == played.id)).one()
            for played in rounds
        ]


def test_a_round_keeps_the_rating_that_its_player_had_after_it(session: Session) -> None:
    first = a_folded_round(session, [an_item(1)])
    after_one = player_rating(session, first.player_id)
    second = a_folded_round(session, [an_item(2)], player_id=first.player_id)
    after_two = player_rating(session, first.player_id)

    assert abilities(session, first, second) == [after_one.value, after_two.value]


def test_a_round_that_moves_nothing_keeps_the_rating_from_before_if_there_is_one(session: Session) -> None:
    too_soon = a_folded_round(session, [an_item(1)], took=timedelta())
    rated = a_folded_round(session, [an_item(2)], player_id=too_soon.player_id)
    again = a_folded_round(session, [an_item(2)], player_id=too_soon.player_id)

    after = player_rating(session, too_soon.player_id).value
    assert abilities(session, too_soon, rated, again) == [None, after, after]


def test_answers_are_folded_in_their_order(session: Session) -> None:
    played = a_round(session, size=3)
    expected = NEWCOMER
    for position in (1, 2, 3):
        is_right = position != 2
        played.answer(session, position, is_right=is_right, took=SLOWLY)
        prior = Rating.of_prediction(played.item(position).difficulty)
        expected, _ = rate(expected, prior, is_right=is_right)

    fold_round(session, played.id)

    assert player_rating(session, played.player_id) == expected


def test_a_round_is_folded_once(session: Session) -> None:
    played = a_folded_round(session, some_items())
    before = everything(session)

    assert not fold_round(session, played.id)
    assert everything(session) == before


def test_of_folds_at_once_one_counts(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=10, took=SLOWLY)

    done = all_at_once(engine, lambda session, _: fold_round(session, played.id))

    assert sorted(done) == [False, False, False, True]
    assert player_rating(session, played.player_id).answers == 10


def test_rounds_folded_at_once_all_count(engine: Engine, session: Session) -> None:
    rounds = [a_round(session, answered=10, took=SLOWLY) for _ in range(4)]

    done = all_at_once(engine, lambda session, number: fold_round(session, rounds[number].id))

    assert done == [True] * 4
    assert {rating.answers for rating in item_ratings(session).values()} == {4}
    with session.begin():
        assert set(session.scalars(select(RoundRow.fold))) == {1, 2, 3, 4}


def test_a_round_that_takes_answers_is_left_alone(session: Session) -> None:
    played = a_round(session, answered=9, took=SLOWLY)

    assert not fold_round(session, played.id)
    assert item_ratings(session) == {}


def test_a_round_that_has_closed_counts_as_far_as_it_went(session: Session) -> None:
    played = a_round(session, answered=4, took=SLOWLY)

    close_rounds(session, CLOSED)
    fold_rounds_of(session, played.player_id)

    assert len(item_ratings(session)) == 4


def test_answering_touches_no_rating(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=9)
    token = played.token(session, 10)
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))

    played.send(session, 10, token)

    assert [sql for sql in sent if "_rating" in sql or "fold_order" in sql or "first_attempt" in sql] == []


def test_a_second_answer_to_what_was_asked_before_is_not_rated(session: Session) -> None:
    first = a_folded_round(session, some_items())
    before = everything(session)

    a_folded_round(session, some_items(), player_id=first.player_id)

    assert everything(session) == before


def test_another_players_answer_to_it_is(session: Session) -> None:
    a_folded_round(session, some_items())
    a_folded_round(session, some_items())

    assert {rating.answers for rating in item_ratings(session).values()} == {2}


def test_an_answer_that_came_too_soon_is_not_rated_and_neither_is_the_next_to_it(session: Session) -> None:
    played = a_folded_round(session, some_items(), took=timedelta(milliseconds=900))

    a_folded_round(session, some_items(), player_id=played.player_id)

    assert item_ratings(session) == {}
    assert player_rating(session, played.player_id) == NEWCOMER


def test_a_relaxed_round_moves_its_items_half_as_far(session: Session) -> None:
    item, other = an_item(1), an_item(2)

    a_folded_round(session, [item])
    a_folded_round(session, [other], is_relaxed=True)

    rated = item_ratings(session)
    _, as_any = rate(NEWCOMER, Rating.of_prediction(other.difficulty), is_right=True)
    assert rated[other.seat].value - other.difficulty == pytest.approx((as_any.value - other.difficulty) / 2)


def test_an_item_of_which_it_is_not_known_what_it_asks_is_not_rated(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=10, took=SLOWLY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE round_item SET seat = '' WHERE position > 3"))

    fold_round(session, played.id)

    assert len(item_ratings(session)) == 3


def test_working_it_all_out_anew_changes_nothing(session: Session) -> None:
    for player_id in [a_player(session) for _ in range(3)]:
        for first in (1, 6, 1):
            items = [an_item(number, key=number % 4) for number in range(first, first + 8)]
            played = a_round(session, items=items, player_id=player_id, is_relaxed=first == 6)
            for position in range(1, 9):
                took = timedelta(milliseconds=400 * position)
                played.answer(session, position, is_right=(position + player_id) % 3 > 0, took=took)
            fold_round(session, played.id)
    before = everything_and_after_each_round(session)

    assert refold(session, PACK) == 9

    assert everything_and_after_each_round(session) == before


def test_working_it_out_anew_mends_what_was_damaged(engine: Engine, session: Session) -> None:
    a_folded_round(session, some_items())
    before = everything_and_after_each_round(session)
    with engine.begin() as connection:
        connection.execute(text("UPDATE item_rating SET difficulty = 9, answers = 900"))
        connection.execute(text("DELETE FROM player_rating"))
        connection.execute(text("UPDATE round SET ability = 9"))

    refold(session, PACK)

    assert everything_and_after_each_round(session) == before


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 6), st.booleans()), max_size=6))
def test_whatever_was_played_and_retried_it_comes_to_the_same_anew(
    migrated_database: Path, rounds: list[tuple[int, int, bool]]
) -> None:
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{shutil.copy(migrated_database, folder)}")
        prepare(engine)
        with Session(engine) as session:
            players = [a_player(session) for _ in range(3)]
            for who, first, is_right in rounds:
                items = [an_item(number) for number in range(first, first + 3)]
                played = a_round(session, items=items, player_id=players[who])
                for position in (1, 2, 3):
                    played.answer(session, position, is_right=is_right, took=SLOWLY)
                fold_round(session, played.id)
                fold_rounds_of(session, players[who])
            before = everything_and_after_each_round(session)
            refold(session, PACK)
            assert everything_and_after_each_round(session) == before
        engine.dispose()


def test_who_does_well_is_aimed_at_harder_items(session: Session) -> None:
    played = a_folded_round(session, some_items())

    def target(player_id: PlayerId) -> float:
        return aim_for(session, player_id=player_id, pack=PACK, size=10, is_relaxed=False).target

    assert target(played.player_id) > target(a_player(session))


def learnt_at(session: Session, learnt: LearntSoFar) -> int:
    return len(learnt.of(session, PACK).difficulties)


def test_what_is_learnt_is_what_is_believed_and_how_firmly(session: Session) -> None:
    a_folded_round(session, [an_item(1)])

    found = LearntSoFar().of(session, PACK)

    [(seat, rating)] = item_ratings(session).items()
    assert (dict(found.difficulties), dict(found.answers)) == ({seat: rating.believed}, {seat: 1})


def test_what_is_learnt_stays_the_same_for_a_while(session: Session) -> None:
    learnt = LearntSoFar(reload_every_s=600)
    before = learnt.of(session, PACK)
    a_folded_round(session, some_items())

    assert learnt.of(session, PACK) is before


def test_what_is_learnt_is_loaded_again_in_time(session: Session) -> None:
    learnt = LearntSoFar(reload_every_s=0)
    learnt._load(session, PACK)  # whatever loading takes is waited for a hundred times
    a_folded_round(session, some_items())

    assert len(learnt._load(session, PACK).difficulties) == 10


def test_loading_folds_what_nobody_came_back_to(session: Session) -> None:
    a_round(session, answered=4, took=SLOWLY)
    close_rounds(session, CLOSED)

    assert learnt_at(session, LearntSoFar()) == 4
