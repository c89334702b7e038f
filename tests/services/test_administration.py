"""What administrators do, and what they cannot."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.game.fairness import Decision, SameAnswers, Suspicion
from quiz.game.rounds import PlayerId, RoundId
from quiz.services import accounts, administration, leaving, oversight, site
from quiz.services.administration import FlagNotFound, NoSuchAccount, Refused
from quiz.services.oversight import Deed
from quiz.services.site import PackSetting, SiteSettings
from quiz.store.accounts import Role
from quiz.store.tables import FlagRow, PlayerRow, RoundRow, StandingRow
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.rounds import NOON, a_player, a_round

LATER = NOON + timedelta(hours=1)
AT_ONCE = timedelta(milliseconds=120)
SPEED = Suspicion.SPEED


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    """On both databases."""
    with Session(each_engine) as session:
        yield session


@pytest.fixture
def root(session: Session) -> PlayerId:
    return an_account(session, "Root", role=Role.ADMINISTRATOR)


def role_of(session: Session, player_id: PlayerId) -> Role | None:
    account = accounts.account_of(session, player_id)
    return None if account is None else account.role


def deeds(session: Session) -> list[Deed]:
    return [entry.deed for entry in oversight.log_of_deeds(session, 50)]


def points_of(session: Session, player_id: PlayerId) -> int | None:
    query = select(StandingRow.score).where(
        StandingRow.board == "points//all", StandingRow.player_id == player_id
    )
    score = session.scalars(query).one_or_none()
    session.rollback()
    return score


def listed_on_boards(session: Session, player_id: PlayerId) -> set[bool]:
    found = set(session.scalars(select(StandingRow.is_listed).where(StandingRow.player_id == player_id)))
    session.rollback()
    return found


def is_held(session: Session, round_id: RoundId) -> bool:
    held = session.scalars(select(RoundRow.is_held).where(RoundRow.id == round_id)).one()
    session.rollback()
    return held


# players


def test_a_player_is_found_by_any_part_of_the_name_in_any_capitals(session: Session) -> None:
    for name in ("Ann", "Hannah", "Bob", "100% Cinema"):
        an_account(session, name)

    def found(text: str) -> list[str]:
        return [each.name for each in oversight.find_players(session, text, 10)]

    assert found("aNN") == ["Hannah", "Ann"]
    assert found("%") == ["100% Cinema"]
    assert found("") == ["100% Cinema", "Bob", "Hannah", "Ann"]
    assert found("nobody") == []


def test_what_no_name_can_have_finds_nobody(session: Session, root: PlayerId) -> None:
    assert [each.player_id for each in oversight.find_players(session, "Root", 10)] == [root]
    assert oversight.find_players(session, "Ro\0ot", 10) == []


def test_pages_of_players_meet_without_gap_or_overlap(session: Session) -> None:
    names = [f"Player {number:02}" for number in range(25)]
    for name in reversed(names):
        an_account(session, name)

    first = oversight.find_players(session, "", 10)
    second = oversight.find_players(session, "", 10, after=first[-1].player_id)
    third = oversight.find_players(session, "", 10, after=second[-1].player_id)
    back = oversight.find_players(session, "", 10, before=third[0].player_id)

    assert [each.name for page in (first, second, third) for each in page] == names
    assert back == second


def test_a_guest_is_no_account_to_find_but_has_a_page(session: Session) -> None:
    guest = a_round(session, answered=10).player_id

    assert oversight.find_players(session, "", 10) == []
    view = oversight.player_view(session, guest)
    assert (view.account, view.person.name, len(view.rounds)) == (None, None, 1)


def test_nobody_is_not_there(session: Session) -> None:
    with pytest.raises(NoSuchAccount):
        oversight.player_view(session, PlayerId(4711))


def test_a_player_is_renamed(session: Session, root: PlayerId) -> None:
    ann = an_account(session, "Ann")

    assert administration.rename(session, by=root, player_id=ann, name=" Anna K. ", at=NOON) is None

    account = accounts.account_of(session, ann)
    assert account is not None
    assert account.name == "Anna K."
    assert deeds(session) == [Deed.RENAMED]


@pytest.mark.parametrize("name", ["", "x", "Bob", "bOB", "Вob"])
def test_a_name_that_nobody_may_choose_is_none_to_give(session: Session, root: PlayerId, name: str) -> None:
    ann = an_account(session, "Ann")
    an_account(session, "Bob")

    refused = administration.rename(session, by=root, player_id=ann, name=name, at=NOON)

    assert isinstance(refused, Refused)
    assert refused.field == "name"
    assert deeds(session) == []


def test_a_suspended_player_is_signed_out_and_off_the_boards_and_comes_back_with_everything(
    session: Session, root: PlayerId
) -> None:
    ann = an_account(session, "Ann")
    a_round(session, player_id=ann, answered=10)
    before = points_of(session, ann)
    key = session.scalars(select(PlayerRow.session_key).where(PlayerRow.id == ann)).one()
    session.rollback()

    assert administration.suspend(session, by=root, player_id=ann, is_suspended=True, at=NOON) is None
    assert accounts.player_of(session, key or "") is None
    assert listed_on_boards(session, ann) == {False}

    assert administration.suspend(session, by=root, player_id=ann, is_suspended=False, at=LATER) is None
    assert listed_on_boards(session, ann) == {True}
    assert points_of(session, ann) == before
    assert deeds(session) == [Deed.READMITTED, Deed.SUSPENDED]


def test_a_hidden_player_is_off_the_boards(session: Session, root: PlayerId) -> None:
    ann = an_account(session, "Ann")
    a_round(session, player_id=ann, answered=10)

    administration.hide(session, by=root, player_id=ann, is_hidden=True, at=NOON)
    assert listed_on_boards(session, ann) == {False}

    administration.hide(session, by=root, player_id=ann, is_hidden=False, at=NOON)
    assert listed_on_boards(session, ann) == {True}


def test_a_link_resets_the_password_of_that_player(session: Session, root: PlayerId) -> None:
    ann = an_account(session, "Ann")

    secret = administration.make_link(session, by=root, player_id=ann, at=NOON)

    owner = accounts.owner_of_link(session, secret, LATER)
    assert owner is not None
    assert owner.player_id == ann
    assert deeds(session) == [Deed.MADE_LINK]


def test_what_is_done_to_accounts_is_not_done_to_guests(session: Session, root: PlayerId) -> None:
    guest = a_player(session)

    with pytest.raises(NoSuchAccount):
        administration.rename(session, by=root, player_id=guest, name="Anna", at=NOON)
    with pytest.raises(NoSuchAccount):
        administration.suspend(session, by=root, player_id=guest, is_suspended=True, at=NOON)
    with pytest.raises(NoSuchAccount):
        administration.change_role(session, by=root, player_id=guest, role=Role.AUTHOR, at=NOON)
    with pytest.raises(NoSuchAccount):
        administration.hide(session, by=root, player_id=guest, is_hidden=True, at=NOON)
    with pytest.raises(NoSuchAccount):
        administration.make_link(session, by=root, player_id=guest, at=NOON)
    assert deeds(session) == []


# the last administrator


@pytest.mark.parametrize("role", [Role.PLAYER, Role.AUTHOR, Role.REVIEWER])
def test_the_last_administrator_stays_one(session: Session, root: PlayerId, role: Role) -> None:
    refused = administration.change_role(session, by=root, player_id=root, role=role, at=NOON)

    assert refused == Refused(field="role", why=administration.LAST)
    assert role_of(session, root) is Role.ADMINISTRATOR


def test_the_last_administrator_cannot_suspend_themselves(session: Session, root: PlayerId) -> None:
    refused = administration.suspend(session, by=root, player_id=root, is_suspended=True, at=NOON)

    assert refused == Refused(field="suspended", why=administration.LAST)
    account = accounts.account_of(session, root)
    assert account is not None
    assert account.suspended_at is None


def test_the_last_administrator_cannot_delete_the_account(session: Session, root: PlayerId) -> None:
    assert leaving.delete_account(session, root, PASSWORD) == Refused(field="current", why=leaving.LAST)

    an_account(session, "Heir", role=Role.ADMINISTRATOR)
    assert leaving.delete_account(session, root, PASSWORD) is None


def test_a_suspended_administrator_is_not_one_to_rely_on(session: Session, root: PlayerId) -> None:
    other = an_account(session, "Other", role=Role.ADMINISTRATOR)
    administration.suspend(session, by=root, player_id=other, is_suspended=True, at=NOON)

    assert administration.change_role(session, by=root, player_id=root, role=Role.PLAYER, at=NOON)


def test_an_administrator_may_go_when_there_is_another(session: Session, root: PlayerId) -> None:
    heir = an_account(session, "Heir")
    administration.change_role(session, by=root, player_id=heir, role=Role.ADMINISTRATOR, at=NOON)

    assert administration.change_role(session, by=root, player_id=root, role=Role.PLAYER, at=NOON) is None

    assert (role_of(session, root), role_of(session, heir)) == (Role.PLAYER, Role.ADMINISTRATOR)


def test_of_two_who_take_away_each_other_one_stays(
    each_engine: Engine, session: Session, root: PlayerId
) -> None:
    """Two transactions at once, which commit."""
    other = an_account(session, "Other", role=Role.ADMINISTRATOR)
    at_once = threading.Barrier(2)

    def demote(by: PlayerId, whom: PlayerId) -> None:
        with Session(each_engine) as own:
            at_once.wait(timeout=30)
            administration.change_role(own, by=by, player_id=whom, role=Role.PLAYER, at=NOON)

    threads = [threading.Thread(target=demote, args=pair) for pair in ((root, other), (other, root))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    roles = [role_of(session, root), role_of(session, other)]
    assert sorted(str(role) for role in roles) == ["administrator", "player"]


# flags


def test_a_cleared_round_counts_again(session: Session, root: PlayerId) -> None:
    played = a_round(session, answered=10, took=AT_ONCE)
    fair = a_round(session, answered=10)
    assert points_of(session, played.player_id) is None

    administration.decide(
        session, by=root, round_id=played.id, suspicion=SPEED, decision=Decision.CLEARED, at=LATER
    )

    assert not is_held(session, played.id)
    assert points_of(session, played.player_id) == points_of(session, fair.player_id)
    assert deeds(session) == [Deed.CLEARED]


def test_an_upheld_round_stays_out(session: Session, root: PlayerId) -> None:
    played = a_round(session, answered=10, took=AT_ONCE)

    administration.decide(
        session, by=root, round_id=played.id, suspicion=SPEED, decision=Decision.UPHELD, at=LATER
    )

    assert is_held(session, played.id)
    assert points_of(session, played.player_id) is None
    assert deeds(session) == [Deed.UPHELD]


def test_a_decision_can_be_taken_back(session: Session, root: PlayerId) -> None:
    played = a_round(session, answered=10, took=AT_ONCE)
    for decision in (Decision.CLEARED, Decision.UPHELD):
        administration.decide(
            session, by=root, round_id=played.id, suspicion=SPEED, decision=decision, at=LATER
        )

    assert is_held(session, played.id)
    assert points_of(session, played.player_id) is None


def test_a_round_with_two_flags_waits_for_both(session: Session, root: PlayerId) -> None:
    played = a_round(session, answered=10, took=AT_ONCE)
    session.add(
        FlagRow(
            round_id=played.id,
            kind=Suspicion.RATING_JUMP,
            player_id=played.player_id,
            rests_on='{"answered":10,"right":10,"expected":3.0,"spread":1.5,"deviations":4.7,"rated_before":80}',
            made_at=NOON,
        )
    )
    session.commit()

    def clear(suspicion: Suspicion) -> None:
        administration.decide(
            session, by=root, round_id=played.id, suspicion=suspicion, decision=Decision.CLEARED, at=LATER
        )

    clear(Suspicion.SPEED)
    assert is_held(session, played.id)
    clear(Suspicion.RATING_JUMP)
    assert not is_held(session, played.id)
    assert points_of(session, played.player_id)


@pytest.mark.parametrize("decision", list(Decision))
def test_all_that_wait_of_one_player_are_decided_at_once(
    session: Session, root: PlayerId, decision: Decision
) -> None:
    player_id = a_player(session)
    rounds = [a_round(session, answered=10, took=AT_ONCE, player_id=player_id).id for _ in range(3)]
    other = a_round(session, answered=10, took=AT_ONCE)

    assert administration.decide_all(session, by=root, player_id=player_id, decision=decision, at=LATER) == 3

    is_out = decision is Decision.UPHELD
    assert [is_held(session, round_id) for round_id in rounds] == [is_out] * 3
    assert (points_of(session, player_id) is None) == is_out
    assert [flag.round.id for flag in oversight.flags_undecided(session, 5)] == [other.id]
    assert len(deeds(session)) == 3
    assert administration.decide_all(session, by=root, player_id=player_id, decision=decision, at=LATER) == 0


def test_what_is_not_flagged_cannot_be_decided(session: Session, root: PlayerId) -> None:
    played = a_round(session, answered=10)

    with pytest.raises(FlagNotFound):
        administration.decide(
            session, by=root, round_id=played.id, suspicion=SPEED, decision=Decision.UPHELD, at=LATER
        )

    assert not is_held(session, played.id)


def test_flags_wait_in_the_order_in_which_they_were_raised(session: Session, root: PlayerId) -> None:
    rounds = [
        a_round(session, answered=10, took=AT_ONCE, at=NOON + n * timedelta(minutes=1)).id for n in range(5)
    ]

    first = oversight.flags_undecided(session, 3)
    rest = oversight.flags_undecided(session, 3, after=first[-1].cursor)

    assert [flag.round.id for flag in (*first, *rest)] == rounds


def test_a_decided_flag_waits_no_longer_and_the_latest_comes_first(session: Session, root: PlayerId) -> None:
    rounds = [
        a_round(session, answered=10, took=AT_ONCE, at=NOON + n * timedelta(minutes=1)).id for n in range(4)
    ]
    for minutes, round_id in enumerate(rounds[:3]):
        administration.decide(
            session,
            by=root,
            round_id=round_id,
            suspicion=SPEED,
            decision=Decision.UPHELD,
            at=LATER + minutes * timedelta(minutes=1),
        )

    decided = oversight.flags_decided(session, 2)
    older = oversight.flags_decided(session, 2, after=decided[-1].cursor)

    assert [flag.round.id for flag in (*decided, *older)] == rounds[2::-1]
    assert {flag.decided_by for flag in decided} == {"Root"}
    assert [flag.round.id for flag in oversight.flags_undecided(session, 5)] == rounds[3:]
    assert oversight.overview(session).undecided == 1


def test_a_flag_for_the_same_answers_shows_both_rounds(session: Session, root: PlayerId) -> None:
    ann, bob = an_account(session, "Ann"), an_account(session, "Bob")
    rounds = [a_round(session, player_id=player_id) for player_id in (ann, bob)]
    for played in rounds:
        for position in range(1, 11):
            played.answer(session, position, is_right=position not in {2, 5, 8})

    view = oversight.flag_view(session, rounds[0].id, Suspicion.SAME_ANSWERS)

    assert isinstance(view.flag.evidence, SameAnswers)
    assert view.other is not None
    player_id, name, other = view.other
    assert (view.flag.player, player_id, name, other.id) == ("Ann", bob, "Bob", rounds[1].id)


def test_a_flag_on_a_guests_round_is_on_the_page_of_whoever_signs_up(session: Session) -> None:
    played = a_round(session, answered=10, took=AT_ONCE)
    an_account(session, "Ann", player_id=played.player_id)

    view = oversight.player_view(session, played.player_id)

    assert [(flag.suspicion, flag.player) for flag in view.flags] == [(SPEED, "Ann")]


# the site


def test_what_is_set_for_the_site_is_known_at_once_here(session: Session, root: PlayerId) -> None:
    site.site_settings(session)

    refused = administration.set_site(
        session, by=root, settings=SiteSettings(name="  Kino   Łódź ", is_sign_up_open=False), at=NOON
    )

    assert refused is None
    assert site.site_settings(session) == SiteSettings(name="Kino Łódź", is_sign_up_open=False)
    assert deeds(session) == [Deed.SET_SITE]


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\u202eb", "a\x00b"])
def test_a_site_has_a_name_that_can_be_shown(session: Session, root: PlayerId, name: str) -> None:
    refused = administration.set_site(
        session, by=root, settings=SiteSettings(name=name, is_sign_up_open=True), at=NOON
    )

    assert isinstance(refused, Refused)
    assert site.site_settings(session).name == "Triple Crown"


def test_what_is_set_for_a_pack_is_known_at_once_here(session: Session, root: PlayerId) -> None:
    assert site.packs_in_rota(session, ["chess"]) == ("chess",)

    administration.set_pack(session, by=root, pack="chess", setting=PackSetting(is_enabled=False), at=NOON)

    assert site.packs_in_rota(session, ["chess"]) == ()
    [entry] = oversight.log_of_deeds(session, 5)
    assert (entry.deed, entry.by, entry.about) == (Deed.SET_PACK, "Root", "chess")
