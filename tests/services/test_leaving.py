from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from quiz.game.rounds import PlayerId
from quiz.services.accounts import (
    NOT_YOURS,
    WRONG,
    Account,
    Refused,
    hide,
    make_reset_link,
    player_of,
    sign_in,
)
from quiz.services.leaving import delete_account
from quiz.services.ratings import fold_round, refold
from quiz.services.standings import restate
from quiz.services.zones import change_zone
from quiz.store.base import writing
from quiz.store.ratings import ratings_of_items
from quiz.store.tables import (
    AccountRow,
    AnswerRow,
    ClubMemberRow,
    ClubRow,
    CrownRow,
    PlayerRow,
    PlayerZoneRow,
    ResetLinkRow,
    ReviewCardRow,
    StandingRow,
    TallyRow,
)
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.rounds import NOON, Played, a_round
from tests.services.test_at_once import all_at_once

SLOWLY = timedelta(seconds=6)


def anna_who_has_played(session: Session) -> tuple[PlayerId, Played]:
    played = a_round(session, answered=9, took=SLOWLY)
    played.answer(session, 10, is_right=False, took=SLOWLY)
    an_account(session, "Anna", player_id=played.player_id)
    fold_round(session, played.id)
    change_zone(session, played.player_id, "Europe/Paris", NOON)
    hide(session, played.player_id, is_hidden=False)
    make_reset_link(session, played.player_id, NOON)
    return played.player_id, played


def a_club(session: Session, owner: PlayerId, *members: PlayerId) -> int:
    """members: in the order in which they came."""
    with writing(session):
        made = insert(ClubRow).values(name="Club", join_code=f"code-{owner}", owner_id=owner, made_at=NOON)
        club_id = session.scalars(made.returning(ClubRow.id)).one()
        rows = [
            {"club_id": club_id, "player_id": member, "joined_at": NOON + timedelta(hours=number)}
            for number, member in enumerate((owner, *members))
        ]
        session.execute(insert(ClubMemberRow), rows)
    return club_id


def test_what_tells_who_somebody_was_goes_and_the_answers_stay(session: Session) -> None:
    player_id, _ = anna_who_has_played(session)
    with session.begin():
        learnt = dict(ratings_of_items(session, "binoche"))

    assert delete_account(session, player_id, PASSWORD) is None

    with session.begin():
        for kind in (AccountRow, ResetLinkRow, StandingRow, CrownRow, TallyRow, ReviewCardRow, PlayerZoneRow):
            assert session.scalars(select(func.count()).select_from(kind)).one() == 0, kind
        assert session.scalars(select(func.count()).select_from(AnswerRow)).one() == 10
        assert dict(ratings_of_items(session, "binoche")) == learnt
        [left] = session.execute(select(PlayerRow.session_key, PlayerRow.is_listed)).all()
        assert tuple(left) == (None, False)
    refold(session, "binoche")
    with session.begin():
        assert dict(ratings_of_items(session, "binoche")) == learnt


def test_nothing_comes_back_when_standings_are_worked_out_anew(session: Session) -> None:
    player_id, _ = anna_who_has_played(session)
    delete_account(session, player_id, PASSWORD)

    with writing(session):
        again = restate(session, player_id)

    assert (again.rounds, again.standings, again.profiles) == (0, 0, 0)


def test_the_sessions_end_and_the_name_is_free(session: Session) -> None:
    player_id, _ = anna_who_has_played(session)
    before = sign_in(session, name="Anna", password=PASSWORD)
    assert isinstance(before, Account)

    delete_account(session, player_id, PASSWORD)

    assert player_of(session, before.key) is None
    assert sign_in(session, name="Anna", password=PASSWORD) == Refused(field="password", why=WRONG)
    assert an_account(session, "Anna") != player_id


def test_without_the_password_nothing_goes(session: Session) -> None:
    player_id, _ = anna_who_has_played(session)

    refused = delete_account(session, player_id, "something else")

    assert refused == Refused(field="current", why=NOT_YOURS)
    assert isinstance(sign_in(session, name="Anna", password=PASSWORD), Account)


def test_a_club_goes_to_whoever_has_been_in_it_the_longest(session: Session) -> None:
    anna, berta, clara = (an_account(session, name) for name in ("Anna", "Berta", "Clara"))
    club = a_club(session, anna, clara, berta)
    others = a_club(session, berta, anna)

    delete_account(session, anna, PASSWORD)

    with session.begin():
        owners = {row.id: row.owner_id for row in session.execute(select(ClubRow.id, ClubRow.owner_id))}
        members = set(session.scalars(select(ClubMemberRow.player_id)))
    assert owners == {club: clara, others: berta}
    assert members == {berta, clara}


def test_an_empty_club_goes_with_its_owner(session: Session) -> None:
    anna = an_account(session, "Anna")
    a_club(session, anna)

    delete_account(session, anna, PASSWORD)

    with session.begin():
        assert session.scalars(select(func.count()).select_from(ClubRow)).one() == 0


def test_a_round_that_was_open_counts_for_nobody(session: Session) -> None:
    played = a_round(session, answered=9, took=SLOWLY)
    an_account(session, "Anna", player_id=played.player_id)
    delete_account(session, played.player_id, PASSWORD)

    played.answer(session, 10, took=SLOWLY)

    with session.begin():
        assert session.scalars(select(func.count()).select_from(StandingRow)).one() == 0


def test_deleting_twice_at_once_is_deleting_once(each_engine: Engine) -> None:
    with Session(each_engine) as session:
        player_id, _ = anna_who_has_played(session)

    done = all_at_once(each_engine, lambda session, _: delete_account(session, player_id, PASSWORD))

    assert set(done) <= {None, Refused(field="current", why=NOT_YOURS)}
    assert None in done
