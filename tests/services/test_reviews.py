"""The Second viewing: what was missed comes back when it is due, proven anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.bank.reading import folders_of, read_packs
from quiz.game.modes import Mixed, Mode
from quiz.game.rounds import PlayerId
from quiz.items.item import Item, Level
from quiz.items.library import Library, open_library
from quiz.services import play
from quiz.services.dealing import Dealer
from quiz.services.ratings import LearntSoFar
from quiz.services.reviews import due_of
from quiz.services.site import forget
from quiz.store import site
from quiz.store.base import writing
from quiz.store.reviews import take_over_cards
from quiz.store.site import PackSetting
from tests.factories.question_packs import write_pack
from tests.factories.rounds import NOON, Played, a_player, a_round

DAY = timedelta(days=1)


def a_library(folder: Path, count: int = 12, *, stem: str = "Which piece is riddle {number}?") -> Library:
    write_pack(folder, levels={"berlin": count}, stem=stem)
    return open_library(read_packs(folders_of(folder)), NOON.date())


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def missed(session: Session, library: Library, *, misses: frozenset[int]) -> Played:
    """A Circuit of twelve, played to its end at noon."""
    items = tuple(library.makers["chess"].deal(Level.BERLIN, 1, 12))
    played = a_round(session, items=items)
    for position in range(1, 13):
        played.answer(session, position, is_right=position not in misses)
    return played


def dealt(session: Session, library: Library, player_id: PlayerId, at: timedelta) -> tuple[Item, ...]:
    return Dealer(session, library, LearntSoFar(), player_id=player_id, at=NOON + at).second_viewing()


def view_again(
    session: Session, items: tuple[Item, ...], player_id: PlayerId, at: timedelta, *, is_right: bool
) -> Played:
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack="",
        pack_title="",
        level=Mixed.MIXED,
        is_relaxed=True,
        items=items,
        at=NOON + at,
        request_key=f"viewing-{at}",
        mode=Mode.SECOND_VIEWING,
    )
    viewing = Played(id=round_id, player_id=player_id, items=items)
    for position in range(1, len(items) + 1):
        viewing.answer(session, position, is_right=is_right, at=NOON + at)
    return viewing


def test_misses_are_due_the_next_day_and_rights_never(session: Session, library: Library) -> None:
    played = missed(session, library, misses=frozenset({2, 5}))
    assert dealt(session, library, played.player_id, DAY - timedelta(seconds=1)) == ()
    again = dealt(session, library, played.player_id, DAY)
    assert {item.seat for item in again} == {played.item(2).seat, played.item(5).seat}
    assert due_of(session, played.player_id, NOON).count == 0
    assert due_of(session, played.player_id, NOON).next_at == NOON + DAY
    assert due_of(session, played.player_id, NOON + DAY).count == 2


def test_at_most_ten_come_back_at_once(session: Session, library: Library) -> None:
    played = missed(session, library, misses=frozenset(range(1, 13)))
    assert len(dealt(session, library, played.player_id, DAY)) == 10
    assert due_of(session, played.player_id, NOON + DAY).count == 12


def test_what_was_known_at_its_viewing_waits_longer_than_what_was_missed(
    session: Session, library: Library
) -> None:
    waits = []
    for is_right in (True, False):
        played = missed(session, library, misses=frozenset({3}))
        again = dealt(session, library, played.player_id, DAY)
        view_again(session, again, played.player_id, DAY, is_right=is_right)
        next_at = due_of(session, played.player_id, NOON + DAY).next_at
        assert next_at is not None
        waits.append(next_at - NOON - DAY)
    assert waits == [2 * DAY, DAY]


def test_a_viewing_pays_nothing(session: Session, library: Library) -> None:
    played = missed(session, library, misses=frozenset({3}))
    again = dealt(session, library, played.player_id, DAY)
    viewing = view_again(session, again, played.player_id, DAY, is_right=True)
    result = play.result_of(session, player_id=played.player_id, round_id=viewing.id, at=NOON + DAY)
    assert (result.points, result.lines, result.is_complete) == (0, (), True)


def test_what_is_open_in_another_viewing_waits(session: Session, library: Library) -> None:
    played = missed(session, library, misses=frozenset({3}))
    again = dealt(session, library, played.player_id, DAY)
    play.start_round(
        session,
        player_id=played.player_id,
        pack="",
        pack_title="",
        level=Mixed.MIXED,
        is_relaxed=True,
        items=again,
        at=NOON + DAY,
        request_key="open",
        mode=Mode.SECOND_VIEWING,
    )
    assert dealt(session, library, played.player_id, DAY) == ()


def test_a_question_that_was_rewritten_comes_back_as_it_is_now(
    tmp_path: Path, session: Session, library: Library
) -> None:
    played = missed(session, library, misses=frozenset({3}))
    rewritten = a_library(tmp_path, stem="What does riddle {number} mean now?")
    [again] = dealt(session, rewritten, played.player_id, DAY)
    assert again.seat == played.item(3).seat
    assert again.id != played.item(3).id


def test_a_question_that_is_gone_is_dropped_and_one_whose_pack_is_away_waits(
    tmp_path: Path, session: Session, library: Library
) -> None:
    played = missed(session, library, misses=frozenset(range(1, 13)))
    away = open_library(read_packs({}), NOON.date())
    assert dealt(session, away, played.player_id, DAY) == ()
    assert due_of(session, played.player_id, NOON + DAY).count == 12
    fewer = a_library(tmp_path, 4)
    assert len(dealt(session, fewer, played.player_id, DAY)) == 4
    assert due_of(session, played.player_id, NOON + DAY).count == 4


def test_a_question_of_a_pack_that_is_not_offered_waits(session: Session, library: Library) -> None:
    played = missed(session, library, misses=frozenset({2}))
    with writing(session):
        site.save_pack(session, "chess", PackSetting(is_enabled=False))
    assert dealt(session, library, played.player_id, DAY) == ()

    with writing(session):
        site.save_pack(session, "chess", PackSetting())
    forget(session)

    assert len(dealt(session, library, played.player_id, DAY)) == 1


def test_a_guests_cards_go_to_the_account_and_the_sooner_one_stays(
    session: Session, library: Library
) -> None:
    played = missed(session, library, misses=frozenset({3, 4}))
    account = a_player(session)
    with writing(session):
        take_over_cards(session, played.player_id, account)
        take_over_cards(session, played.player_id, account)
    assert due_of(session, account, NOON + DAY).count == 2
    assert due_of(session, played.player_id, NOON + DAY).count == 0
