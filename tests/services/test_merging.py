from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quiz.game.modes import CIRCUIT_SIZE, Mixed, Mode
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Item
from quiz.services import play
from quiz.services.accounts import Account, Player, player_of, sign_in
from quiz.services.play import result_of
from quiz.services.ratings import fold_round, refold
from quiz.services.standings import restate
from quiz.services.zones import change_zone, zone_of
from quiz.store.base import writing
from quiz.store.tables import (
    AnswerRow,
    CrownRow,
    FirstAttemptRow,
    FlagRow,
    ItemRatingRow,
    PlayerRatingRow,
    PlayerRow,
    RatingMergeRow,
    ReviewCardRow,
    RoundRow,
    StandingRow,
    TallyRow,
)
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.items import an_item
from tests.factories.rounds import NOON, Played, a_player, a_round
from tests.services.test_at_once import all_at_once

PACK = "binoche"
DAY = timedelta(days=1)
TODAY = NOON.date()
SLOWLY = timedelta(seconds=6)
LONG_AGO = NOON - timedelta(days=30)


def a_guest_of(session: Session, player_id: PlayerId) -> Player:
    with session.begin():
        key = session.scalars(select(PlayerRow.session_key).where(PlayerRow.id == player_id)).one()
    guest = player_of(session, key or "")
    assert guest is not None
    return guest


def a_guest(session: Session) -> Player:
    return a_guest_of(session, a_player(session))


def merged(session: Session, guest: Player) -> Account:
    """The guest signs in to Anna's account."""
    account = sign_in(session, name="Anna", password=PASSWORD, guest=guest)
    assert isinstance(account, Account), account
    return account


def played(
    session: Session,
    player_id: PlayerId,
    numbers: Sequence[int],
    *,
    at: datetime = NOON,
    answered: int | None = None,
) -> Played:
    """A Circuit about these films, all right."""
    items = [an_item(number) for number in numbers]
    count = len(items) if answered is None else answered
    return a_round(session, items=items, answered=count, player_id=player_id, at=at, took=SLOWLY)


def a_premiere(
    session: Session, player_id: PlayerId, *, at: datetime, answered: int = 3, day: date = TODAY
) -> Played:
    items = tuple(an_item(number) for number in (1, 2, 3))
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack=PACK,
        pack_title="Juliette Binoche",
        level=Mixed.MIXED,
        is_relaxed=False,
        items=items,
        at=at,
        request_key=f"{player_id}-{day}",
        mode=Mode.PREMIERE,
        closes_at=at + DAY,
        premiere_date=day,
    )
    found = Played(id=round_id, player_id=player_id, items=items)
    for position in range(1, answered + 1):
        found.answer(session, position, at=at, took=SLOWLY)
    return found


def rows(session: Session, *kinds: type[Any]) -> dict[str, list[tuple[Any, ...]]]:
    with session.begin():
        return {
            kind.__tablename__: sorted(map(tuple, session.execute(select(kind.__table__))), key=repr)
            for kind in kinds
        }


def counted(session: Session) -> set[tuple[RoundId, int]]:
    """The answers that count, by round and position."""
    with session.begin():
        query = select(AnswerRow.round_id, AnswerRow.position).where(AnswerRow.is_counted)
        return {(RoundId(row.round_id), row.position) for row in session.execute(query)}


def counts(session: Session, round_id: RoundId) -> bool:
    with session.begin():
        return session.scalars(select(RoundRow.is_counted).where(RoundRow.id == round_id)).one()


def points(session: Session, board: str) -> dict[int, int]:
    with session.begin():
        query = select(StandingRow.player_id, StandingRow.score).where(StandingRow.board == board)
        return {row.player_id: row.score for row in session.execute(query)}


def test_all_that_a_guest_played_is_the_account_s(session: Session) -> None:
    anna = an_account(session, "Anna")
    guest = a_guest(session)
    whole, half = played(session, guest.id, range(1, 11)), played(session, guest.id, (11, 12), answered=1)

    account = merged(session, guest)

    assert account.player_id == anna
    result = result_of(session, player_id=anna, round_id=whole.id, at=NOON)
    assert (result.right_count, len(counted(session))) == (10, 11)
    assert points(session, "points//all") == {anna: result.points}
    with session.begin():
        assert session.scalars(select(CrownRow.player_id)).all() == [anna]
        assert set(session.scalars(select(TallyRow.player_id))) == {anna}
    goes_on = Played(id=half.id, player_id=anna, items=half.items)
    assert goes_on.answer(session, 2).is_last


def test_the_guest_is_nobody_any_more(session: Session) -> None:
    an_account(session, "Anna")
    guest = a_guest(session)
    played(session, guest.id, (1, 2))

    merged(session, guest)

    assert player_of(session, guest.key) is None
    with session.begin():
        for kind in (RoundRow, StandingRow, TallyRow, CrownRow, ReviewCardRow, FirstAttemptRow, FlagRow):
            assert session.scalars(select(kind.player_id)).all().count(guest.id) == 0


def test_who_is_signed_in_to_another_account_keeps_it(session: Session) -> None:
    an_account(session, "Anna")
    berta = a_guest_of(session, an_account(session, "Berta"))
    kept = played(session, berta.id, (1, 2))

    merged(session, berta)

    assert player_of(session, berta.key) == berta
    assert result_of(session, player_id=berta.id, round_id=kept.id, at=NOON).right_count == 2


@pytest.mark.parametrize(("guest_started", "first"), [(-1, "guest"), (1, "account")])
def test_of_two_premieres_of_a_date_the_first_started_counts(
    session: Session, guest_started: int, first: str
) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    rounds = {
        "account": a_premiere(session, anna, at=NOON),
        "guest": a_premiere(session, guest.id, at=NOON + timedelta(hours=guest_started)),
    }

    merged(session, guest)

    assert {whose: counts(session, round_.id) for whose, round_ in rounds.items()} == {
        whose: whose == first for whose in rounds
    }
    result = result_of(session, player_id=anna, round_id=rounds[first].id, at=NOON)
    assert points(session, "premiere//all") == {anna: result.points}
    assert result.points >= 300


def test_the_first_started_counts_but_not_what_the_other_one_told_before(session: Session) -> None:
    """Else a private window keeps a second try open until the first has shown every key."""
    anna, guest = an_account(session, "Anna"), a_guest(session)
    first = a_premiere(session, guest.id, at=NOON, answered=1)
    second = a_premiere(session, anna, at=NOON + timedelta(minutes=1))
    for position in (2, 3):
        first.answer(session, position, at=NOON + timedelta(hours=1), took=SLOWLY)

    merged(session, guest)

    assert (counts(session, first.id), counts(session, second.id)) == (True, False)
    result = result_of(session, player_id=anna, round_id=first.id, at=NOON)
    assert [verdict.answer.is_counted for verdict in result.verdicts] == [True, False, False]
    assert points(session, "premiere//all") == {anna: result.points}


def test_premieres_of_different_dates_both_count(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    own = a_premiere(session, anna, at=NOON - 9 * DAY, day=(NOON - 9 * DAY).date())
    others = a_premiere(session, guest.id, at=NOON)

    merged(session, guest)

    assert counts(session, own.id)
    assert counts(session, others.id)


def test_an_account_whose_guest_had_the_premiere_gets_no_second_try(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    first = a_premiere(session, guest.id, at=NOON, answered=1)

    merged(session, guest)

    again = a_premiere(session, anna, at=NOON + timedelta(hours=1), answered=0)
    assert again.id == first.id


@pytest.mark.parametrize(("days", "is_counted"), [(1, False), (6, False), (-6, True), (7, True), (8, True)])
def test_of_two_answers_to_a_fact_within_seven_days_the_first_counts(
    session: Session, days: int, *, is_counted: bool
) -> None:
    """Days from the account's answer to the guest's."""
    anna, guest = an_account(session, "Anna"), a_guest(session)
    own = played(session, anna, (1, 2), at=NOON)
    others = played(session, guest.id, (2, 3), at=NOON + days * DAY)

    merged(session, guest)

    expected = {(own.id, 1), (own.id, 2), (others.id, 1), (others.id, 2)}
    if not is_counted:
        expected.remove((others.id, 1))
    elif abs(days) < 7:
        expected.remove((own.id, 2))
    assert counted(session) == expected


@pytest.mark.parametrize(("days", "is_counted"), [(0, False), (2, False), (7, True)])
def test_an_answer_given_after_signing_in_is_no_first_one_either(
    session: Session, days: int, *, is_counted: bool
) -> None:
    """days: from the account's answer to that of the guest's round, which is the account's by then."""
    anna, guest = an_account(session, "Anna"), a_guest(session)
    own = played(session, anna, (1, 2, 3), at=NOON, answered=3)
    at = NOON + days * DAY
    left = played(session, guest.id, (2, 4), at=at, answered=0)
    merged(session, guest)

    mine = Played(id=left.id, player_id=anna, items=left.items)
    verdicts = [mine.answer(session, position, at=at + timedelta(hours=1)) for position in (1, 2)]

    assert [verdict.answer.is_counted for verdict in verdicts] == [is_counted, True]
    assert [verdict.points > 0 for verdict in verdicts] == [is_counted, True]
    result = result_of(session, player_id=anna, round_id=left.id, at=at)
    assert result.points == sum(verdict.points for verdict in verdicts)
    assert len(counted(session)) == 4 + is_counted
    assert points(session, "points//all")[anna] == result.points + (
        result_of(session, player_id=anna, round_id=own.id, at=at).points
    )
    with writing(session):
        again = restate(session, anna)
    assert (again.rounds, again.standings, again.profiles) == (0, 0, 0)


def test_an_answer_of_the_account_s_own_open_round_is_no_first_one_either(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    played(session, guest.id, (1, 2), at=NOON)
    own = played(session, anna, (2, 3), at=NOON, answered=0)
    merged(session, guest)

    verdicts = [own.answer(session, position) for position in (1, 2)]

    assert [verdict.answer.is_counted for verdict in verdicts] == [False, True]


def test_no_item_of_the_premiere_that_counts_earns_anything_once_the_other_one_has_told_its_key(
    session: Session,
) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    first = a_premiere(session, guest.id, at=NOON, answered=1)
    a_premiere(session, anna, at=NOON + timedelta(minutes=1))
    merged(session, guest)

    goes_on = Played(id=first.id, player_id=anna, items=first.items)
    verdicts = [goes_on.answer(session, position, at=NOON + timedelta(hours=1)) for position in (2, 3)]

    assert not any(verdict.answer.is_counted for verdict in verdicts)


def test_what_does_not_count_earns_nothing_and_stays_a_right_answer(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    own = played(session, anna, range(1, 11))
    others = played(session, guest.id, range(1, 11), at=NOON + DAY)
    before = result_of(session, player_id=anna, round_id=own.id, at=NOON).points

    merged(session, guest)

    result = result_of(session, player_id=anna, round_id=others.id, at=NOON + DAY)
    assert (result.points, result.right_count) == (0, 10)
    assert points(session, "points//all") == {anna: before}
    with session.begin():
        tallies = session.execute(select(TallyRow.answers).where(TallyRow.kind == "pack")).scalars().all()
        assert tallies == [10]


def test_merging_leaves_nothing_to_restate(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    played(session, anna, range(1, 11))
    played(session, guest.id, range(5, 15), at=NOON + DAY)
    a_premiere(session, guest.id, at=NOON)
    a_premiere(session, anna, at=NOON)

    merged(session, guest)

    with writing(session):
        restated = [restate(session, player_id) for player_id in (anna, guest.id)]
    assert {(each.rounds, each.standings, each.profiles) for each in restated} == {(0, 0, 0)}


def test_signing_in_twice_at_once_merges_once(engine: Engine, session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    played(session, anna, range(1, 11))
    played(session, guest.id, range(5, 15), at=NOON + DAY)
    fold_everything(session)
    kinds = (RoundRow, AnswerRow, StandingRow, TallyRow, CrownRow, FirstAttemptRow, RatingMergeRow)

    found = all_at_once(engine, lambda session, _: merged(session, guest))
    once = rows(session, *kinds)
    merged(session, guest)

    assert {account.player_id for account in found} == {anna}
    assert rows(session, *kinds) == once


def test_signing_in_while_the_guest_s_round_ends_loses_no_answer(each_engine: Engine) -> None:
    with Session(each_engine) as session:
        anna, guest = an_account(session, "Anna"), a_guest(session)
        rounds = [played(session, guest.id, (number, number + 1), answered=1) for number in (1, 3, 5)]
        tokens = [round_.token(session, 2, at=NOON) for round_ in rounds]

    def act(session: Session, number: int) -> object:
        if number == 3:
            return merged(session, guest)
        for whose in (guest.id, anna):
            try:
                owned = Played(id=rounds[number].id, player_id=whose, items=rounds[number].items)
                return owned.send(session, 2, tokens[number], at=NOON + SLOWLY)
            except play.RoundNotFound:
                continue
        raise AssertionError("the round is nobody's")

    all_at_once(each_engine, act)

    with Session(each_engine) as session:
        assert len(counted(session)) == 6
        with writing(session):
            again = restate(session, anna)
        assert (again.rounds, again.standings, again.profiles) == (0, 0, 0)
        with session.begin():
            assert session.scalars(select(func.count()).where(RoundRow.player_id == anna)).one() == 3


def test_the_account_s_zone_stays(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    change_zone(session, anna, "Asia/Tokyo", NOON)
    change_zone(session, guest.id, "Europe/Paris", NOON)

    merged(session, guest)

    assert zone_of(session, anna) == "Asia/Tokyo"


def test_an_account_that_lives_nowhere_yet_gets_the_guest_s_zone(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    change_zone(session, guest.id, "Europe/Paris", NOON)

    merged(session, guest)

    assert zone_of(session, anna) == "Europe/Paris"


def test_rounds_that_came_from_one_form_are_both_kept(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    ids = {
        play.start_round(
            session,
            player_id=player_id,
            pack=PACK,
            pack_title=PACK,
            level=Mixed.MIXED,
            is_relaxed=False,
            items=[an_item(1)],
            at=NOON,
            request_key="the same",
            mode=Mode.LONG_TAKE,
        )
        for player_id in (anna, guest.id)
    }

    merged(session, guest)

    with session.begin():
        assert set(session.scalars(select(RoundRow.id).where(RoundRow.player_id == anna))) == ids


# ratings


def fold_everything(session: Session) -> None:
    with session.begin():
        left = session.scalars(
            select(RoundRow.id).where(RoundRow.fold.is_(None)).order_by(RoundRow.ended_at, RoundRow.id)
        ).all()
    for round_id in left:
        fold_round(session, RoundId(round_id))


LEARNT = (ItemRatingRow, PlayerRatingRow, FirstAttemptRow)


def test_ratings_come_to_the_same_anew_after_merging(session: Session) -> None:
    anna, guest, other = an_account(session, "Anna"), a_guest(session), a_player(session)
    plays: list[tuple[PlayerId, Sequence[int]]] = [
        (anna, (1, 2, 3)),
        (guest.id, (3, 4, 5)),
        (other, (1, 5)),
        (guest.id, (6, 7)),
    ]
    for number, (whose, numbers) in enumerate(plays):
        played(session, whose, numbers, at=NOON + number * DAY)
        fold_everything(session)
    left = played(session, guest.id, (8, 9, 1), at=NOON + 5 * DAY)
    merged(session, guest)
    fold_round(session, left.id)
    for number, (whose, numbers) in enumerate([(anna, (4, 6, 10)), (other, (6, 2))]):
        played(session, whose, numbers, at=NOON + (6 + number) * DAY)
        fold_everything(session)
    before = rows(session, *LEARNT, RoundRow)

    assert refold(session, PACK) == 7

    assert rows(session, *LEARNT, RoundRow) == before


def test_what_the_guest_has_answered_is_not_rated_again(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    played(session, guest.id, (1, 2, 3))
    fold_everything(session)
    merged(session, guest)
    before = rows(session, ItemRatingRow, PlayerRatingRow)

    played(session, anna, (1, 2, 3), at=NOON + 9 * DAY)
    fold_everything(session)

    assert rows(session, ItemRatingRow, PlayerRatingRow) == before


@pytest.mark.parametrize(("own", "others"), [(1, 5), (5, 1), (0, 3), (3, 0)])
def test_the_rating_that_rests_on_more_answers_is_the_account_s(
    session: Session, own: int, others: int
) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    for whose, first, count in ((anna, 1, own), (guest.id, 20, others)):
        if count:
            played(session, whose, range(first, first + count))
    fold_everything(session)

    merged(session, guest)

    with session.begin():
        found = session.execute(select(PlayerRatingRow.player_id, PlayerRatingRow.answers)).all()
    assert found == [(anna, max(own, others))]


def test_a_guest_merged_while_rounds_are_folded_leaves_what_folding_anew_gives(each_engine: Engine) -> None:
    with Session(each_engine) as session:
        anna, guest = an_account(session, "Anna"), a_guest(session)
        rounds = [
            played(session, whose, numbers)
            for whose, numbers in ((guest.id, (1, 2, 3)), (anna, (2, 3, 4)), (guest.id, (4, 5)))
        ]

    all_at_once(
        each_engine,
        lambda session, number: (
            merged(session, guest) if number == 3 else fold_round(session, rounds[number].id)
        ),
    )

    with Session(each_engine) as session:
        before = rows(session, *LEARNT)
        refold(session, PACK)
        assert rows(session, *LEARNT) == before


# what was missed


def test_what_the_guest_missed_comes_back_to_the_account(session: Session) -> None:
    anna, guest = an_account(session, "Anna"), a_guest(session)
    items: list[Item] = [an_item(number) for number in range(1, CIRCUIT_SIZE + 1)]
    round_ = a_round(session, items=items, player_id=guest.id)
    for position in range(1, CIRCUIT_SIZE + 1):
        round_.answer(session, position, is_right=position > 2)
    with session.begin():
        missed = session.scalars(select(ReviewCardRow.seat)).all()

    merged(session, guest)

    with session.begin():
        assert session.scalars(select(ReviewCardRow.seat).where(ReviewCardRow.player_id == anna)).all() == (
            missed
        )
