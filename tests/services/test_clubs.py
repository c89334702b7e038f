"""Who is in a club, who may change it, and what its members see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from quiz.game import clubs as rules
from quiz.game.clubs import ClubId, shown_code
from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId
from quiz.services import accounts, administration, clubs
from quiz.services.accounts import Role
from quiz.services.clubs import ClubNotFound, NotAllowed, Refused
from quiz.services.standings import restate
from quiz.store.base import writing
from quiz.store.tables import RoundRow
from tests.factories.accounts import an_account
from tests.factories.rounds import NOON
from tests.factories.standings import an_ended_round, board_of
from tests.services.test_at_once import all_at_once

DAY = timedelta(days=1)


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


def a_club(session: Session, owner: PlayerId, *members: PlayerId, name: str = "Ciné-club") -> ClubId:
    club_id = clubs.found(session, player_id=owner, name=name, at=NOON)
    assert not isinstance(club_id, Refused)
    for number, member in enumerate(members, start=1):
        joined = clubs.join(
            session, player_id=member, written=code_of(session, owner, club_id), at=NOON + number * DAY
        )
        assert joined == club_id
    return club_id


def code_of(session: Session, player_id: PlayerId, club_id: ClubId) -> str:
    return clubs.view(session, player_id=player_id, club_id=club_id).club.code


def names_in(session: Session, player_id: PlayerId, club_id: ClubId) -> list[str]:
    return [member.name for member in clubs.view(session, player_id=player_id, club_id=club_id).members]


def table(session: Session, player_id: PlayerId, club_id: ClubId, board: str) -> list[tuple[int, str, int]]:
    placed = clubs.board_of(session, player_id=player_id, club_id=club_id, board=board_of(board))
    return [(each.rank, each.scorer.name, each.scorer.score) for each in placed]


def test_whoever_makes_a_club_owns_it_and_is_its_first_member(session: Session) -> None:
    anna = an_account(session, "Anna")

    club_id = a_club(session, anna, name="  Ciné   club ")

    view = clubs.view(session, player_id=anna, club_id=club_id)
    assert (view.club.name, view.is_owner, [member.name for member in view.members]) == (
        "Ciné club",
        True,
        ["Anna"],
    )


def test_a_code_lets_somebody_in_however_it_is_written_and_once(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna)
    code = code_of(session, anna, club_id)

    for written in (shown_code(code).lower(), code, f" {code} "):
        assert clubs.join(session, player_id=ben, written=written, at=NOON) == club_id

    assert names_in(session, ben, club_id) == ["Anna", "Ben"]
    assert [(club.id, members) for club, members in clubs.clubs_of(session, ben)] == [(club_id, 2)]


@pytest.mark.parametrize("written", ["", "CDFHJKMNPR", "no code", "\x00"])
def test_another_code_lets_nobody_in(session: Session, written: str) -> None:
    anna = an_account(session, "Anna")
    a_club(session, anna)

    assert clubs.club_to_join(session, written) is None
    with pytest.raises(ClubNotFound):
        clubs.join(session, player_id=anna, written=written, at=NOON)


def test_a_new_code_ends_the_old_one_and_members_stay(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna, ben)
    before = code_of(session, anna, club_id)

    clubs.change_code(session, player_id=anna, club_id=club_id)

    assert clubs.club_to_join(session, before) is None
    assert clubs.club_to_join(session, code_of(session, ben, club_id)) is not None
    assert names_in(session, ben, club_id) == ["Anna", "Ben"]


def test_a_full_club_takes_nobody(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_MEMBERS", 2)
    anna, ben, cleo = (an_account(session, name) for name in ("Anna", "Ben", "Cleo"))
    club_id = a_club(session, anna, ben)

    refused = clubs.join(session, player_id=cleo, written=code_of(session, anna, club_id), at=NOON)

    assert isinstance(refused, Refused)
    assert names_in(session, anna, club_id) == ["Anna", "Ben"]


def test_to_others_there_is_no_such_club(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna)

    with pytest.raises(ClubNotFound):
        clubs.view(session, player_id=ben, club_id=club_id)
    with pytest.raises(ClubNotFound):
        table(session, ben, club_id, "points//all")
    with pytest.raises(ClubNotFound):
        clubs.rename(session, player_id=ben, club_id=club_id, name="Mine")
    with pytest.raises(ClubNotFound):
        clubs.leave(session, player_id=ben, club_id=ClubId(999))


def test_only_the_owner_changes_a_club(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna, ben)

    with pytest.raises(NotAllowed):
        clubs.rename(session, player_id=ben, club_id=club_id, name="Mine")
    with pytest.raises(NotAllowed):
        clubs.change_code(session, player_id=ben, club_id=club_id)
    with pytest.raises(NotAllowed):
        clubs.remove(session, player_id=ben, club_id=club_id, member_id=anna)
    with pytest.raises(NotAllowed):
        clubs.hand_over(session, player_id=ben, club_id=club_id, member_id=ben)
    with pytest.raises(NotAllowed):
        clubs.dissolve(session, player_id=ben, club_id=club_id)
    assert names_in(session, ben, club_id) == ["Anna", "Ben"]


def test_the_owner_stays_until_somebody_else_owns_the_club(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna, ben)

    assert isinstance(clubs.leave(session, player_id=anna, club_id=club_id), Refused)
    assert isinstance(clubs.remove(session, player_id=anna, club_id=club_id, member_id=anna), Refused)
    assert clubs.hand_over(session, player_id=anna, club_id=club_id, member_id=ben) is None
    assert clubs.leave(session, player_id=anna, club_id=club_id) is None

    assert names_in(session, ben, club_id) == ["Ben"]
    assert clubs.view(session, player_id=ben, club_id=club_id).is_owner


def test_a_club_is_not_handed_to_somebody_outside(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna)

    assert isinstance(clubs.hand_over(session, player_id=anna, club_id=club_id, member_id=ben), Refused)
    assert clubs.view(session, player_id=anna, club_id=club_id).is_owner


def test_whoever_is_removed_sees_the_club_no_more(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna, ben)

    clubs.remove(session, player_id=anna, club_id=club_id, member_id=ben)

    assert clubs.clubs_of(session, ben) == []
    with pytest.raises(ClubNotFound):
        clubs.view(session, player_id=ben, club_id=club_id)


def test_a_club_that_is_dissolved_is_gone(session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna, ben)

    clubs.dissolve(session, player_id=anna, club_id=club_id)

    assert clubs.clubs_of(session, anna) == clubs.clubs_of(session, ben) == []


def test_a_board_ranks_the_members_alone(session: Session) -> None:
    anna, ben, cleo, dora = (an_account(session, name) for name in ("Anna", "Ben", "Cleo", "Dora"))
    club_id = a_club(session, anna, ben, cleo)
    for player_id, points in ((anna, 300), (ben, 500), (cleo, 300), (dora, 900)):
        an_ended_round(session, player_id, points)

    assert table(session, anna, club_id, "points//all") == [
        (1, "Ben", 500),
        (2, "Anna", 300),
        (2, "Cleo", 300),
    ]


def test_hidden_members_are_seen_and_suspended_ones_are_not(session: Session) -> None:
    anna, ben, cleo = (an_account(session, name) for name in ("Anna", "Ben", "Cleo"))
    club_id = a_club(session, anna, ben, cleo)
    for player_id in (anna, ben, cleo):
        an_ended_round(session, player_id, 300)

    accounts.hide(session, ben, is_hidden=True)
    head = an_account(session, "Head", role=Role.ADMINISTRATOR)
    administration.suspend(session, by=head, player_id=cleo, is_suspended=True, at=NOON)

    assert table(session, anna, club_id, "points//all") == [(1, "Anna", 300), (1, "Ben", 300)]
    assert names_in(session, anna, club_id) == ["Anna", "Ben"]


def test_a_result_that_is_held_is_on_no_board(session: Session) -> None:
    anna = an_account(session, "Anna")
    club_id = a_club(session, anna)
    an_ended_round(session, anna, 300)
    with writing(session):
        session.execute(update(RoundRow).values(is_held=True))
        restate(session, anna)

    assert table(session, anna, club_id, "points//all") == []


def test_premieres_and_long_takes_have_boards_of_their_own(session: Session) -> None:
    anna = an_account(session, "Anna")
    club_id = a_club(session, anna)
    an_ended_round(session, anna, *[1] * 7, mode=Mode.LONG_TAKE)

    assert table(session, anna, club_id, "points//all") == []
    assert table(session, anna, club_id, "long-take//all") == [(1, "Anna", 7)]


def test_who_joins_twice_at_once_is_in_once(each_engine: Engine, session: Session) -> None:
    anna, ben = an_account(session, "Anna"), an_account(session, "Ben")
    club_id = a_club(session, anna)
    code = code_of(session, anna, club_id)

    joined = all_at_once(each_engine, lambda own, _: clubs.join(own, player_id=ben, written=code, at=NOON))

    assert set(joined) == {club_id}
    assert names_in(session, anna, club_id) == ["Anna", "Ben"]


def test_the_last_place_goes_to_one_of_those_who_come_at_once(
    each_engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_MEMBERS", 2)
    anna = an_account(session, "Anna")
    others = [an_account(session, name) for name in ("Ben", "Cleo", "Dora", "Eve")]
    club_id = a_club(session, anna)
    code = code_of(session, anna, club_id)

    joined = all_at_once(
        each_engine, lambda own, number: clubs.join(own, player_id=others[number], written=code, at=NOON)
    )

    assert sorted(isinstance(each, Refused) for each in joined) == [False, True, True, True]
    assert len(names_in(session, anna, club_id)) == 2
