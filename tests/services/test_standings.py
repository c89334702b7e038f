"""What rounds earn on the leaderboards, compared with leaderboards worked out the long way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId
from quiz.game.standings import STEPS
from quiz.services import standings
from quiz.services.endings import close_rounds, end_round
from quiz.services.leaderboards import look
from quiz.store import counts
from quiz.store.base import writing
from quiz.store.tables import (
    AnswerRow,
    PlayerRow,
    RoundRow,
    StandingMoveRow,
    StandingRow,
    metadata,
)
from tests.factories.accounts import an_account
from tests.factories.rounds import NOON, a_player, a_round
from tests.factories.standings import (
    Line,
    a_listed_player,
    a_played_round,
    an_ended_round,
    board_of,
    lines,
    long_way,
    read_through,
)

DAYS = [date(2026, 12, 27) + timedelta(days=day) for day in range(9)]
"""Over a New Year in a week 53, whose last days are of another year and month."""
PACKS = ["chess", "gardens"]
PAGE = 3


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


def top(session: Session, key: str) -> list[Line]:
    return lines(look(session, board_of(key)).rows)


def restate(session: Session, player_id: PlayerId) -> standings.Restated:
    with writing(session):
        return standings.restate(session, player_id)


def test_a_finished_round_shows_on_the_next_look(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    an_ended_round(session, player_id, 100, 150, at=datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC))

    for key in (
        "points//2026-11-25",
        "points//2026-W48",
        "points//2026-11",
        "points//all",
        "points/chess/all",
    ):
        assert top(session, key) == [Line(1, "Ana", 250)], key
    assert top(session, "points/gardens/all") == []
    assert top(session, "points//2026-11-26") == []


def test_a_round_belongs_to_the_utc_date_on_which_it_ended(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    an_ended_round(session, player_id, 100, at=datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    an_ended_round(session, player_id, 200, at=datetime(2027, 1, 1, tzinfo=UTC))

    assert top(session, "points//2026-12-31") == [Line(1, "Ana", 100)]
    assert top(session, "points//2027-01-01") == [Line(1, "Ana", 200)]
    assert top(session, "points//2026-W53") == [Line(1, "Ana", 300)]
    assert top(session, "points//2026-12") == [Line(1, "Ana", 100)]
    assert top(session, "points//2027-01") == [Line(1, "Ana", 200)]


def test_the_best_five_circuits_of_a_day_count(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    for points in (100, 600, 200, 500, 300, 400, 50):
        an_ended_round(session, player_id, points)

    assert top(session, "points//all") == [Line(1, "Ana", 2000)]


def test_the_best_five_of_a_pack_are_its_own(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    for points in (10, 20, 30):
        an_ended_round(session, player_id, points, pack="gardens")
    for points in (100, 200, 300, 400, 500, 600):
        an_ended_round(session, player_id, points, pack="chess")

    assert top(session, "points/gardens/all") == [Line(1, "Ana", 60)]
    assert top(session, "points/chess/all") == [Line(1, "Ana", 2000)]
    assert top(session, "points//all") == [Line(1, "Ana", 2000)]


def test_a_premiere_belongs_to_its_date_and_comes_beside_the_five(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")
    for _ in range(5):
        an_ended_round(session, player_id, 100)

    an_ended_round(
        session,
        player_id,
        700,
        mode=Mode.PREMIERE,
        at=NOON + timedelta(days=1, hours=3),
        premiere_date=NOON.date(),
    )

    assert top(session, "points//2026-03-09") == [Line(1, "Ana", 1200)]
    assert top(session, "premiere//2026-03-09") == [Line(1, "Ana", 700)]
    assert top(session, "points/chess/2026-03-09") == [Line(1, "Ana", 500)]
    assert top(session, "points//2026-03-10") == []


def test_the_longest_long_take_counts(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    an_ended_round(session, player_id, 1, 1, 1, 0, mode=Mode.LONG_TAKE)
    an_ended_round(session, player_id, 1, 0, mode=Mode.LONG_TAKE, pack="gardens")

    assert top(session, "long-take//all") == [Line(1, "Ana", 3)]
    assert top(session, "long-take/gardens/all") == [Line(1, "Ana", 1)]
    assert top(session, "points//all") == []


def test_who_has_earned_nothing_stands_nowhere(session: Session) -> None:
    player_id = a_listed_player(session)

    an_ended_round(session, player_id, 0, 0)
    an_ended_round(session, player_id, 0, mode=Mode.LONG_TAKE)

    assert session.scalars(select(StandingRow)).all() == []


@pytest.mark.parametrize("how", [{"challenge": "c", "is_counted": False}, {"mode": Mode.SECOND_VIEWING}])
def test_what_counts_for_nothing_earns_nothing(session: Session, how: dict[str, object]) -> None:
    an_ended_round(session, a_listed_player(session), 100, **how)  # type: ignore[arg-type]  # by name

    assert session.scalars(select(StandingRow)).all() == []


def test_a_guest_is_listed_from_the_signing_up_on_with_all_that_they_earned(session: Session) -> None:
    guest = a_player(session)
    an_ended_round(session, guest, 300)
    assert top(session, "points//all") == []

    an_account(session, "Ana", player_id=guest)
    restate(session, guest)

    assert top(session, "points//all") == [Line(1, "Ana", 300)]


def test_who_hides_leaves_no_gap_in_the_ranks(session: Session) -> None:
    players = [a_listed_player(session, name) for name in ("Ana", "Bo", "Cy")]
    for player_id, points in zip(players, (300, 200, 100), strict=True):
        an_ended_round(session, player_id, points)

    list_or_not(session, players[1], is_listed=False)

    assert top(session, "points//all") == [Line(1, "Ana", 300), Line(2, "Cy", 100)]


def test_a_held_round_counts_from_the_day_on_which_it_is_cleared(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")
    round_id = an_ended_round(session, player_id, 300)

    hold(session, round_id, player_id, is_held=True)
    assert top(session, "points//all") == []

    hold(session, round_id, player_id, is_held=False)
    assert top(session, "points//2026-03-09") == [Line(1, "Ana", 300)]


def test_equal_scores_share_a_rank_and_the_next_one_counts_them(session: Session) -> None:
    for name, points in (("Ana", 300), ("Bo", 200), ("Cy", 200), ("Di", 100)):
        an_ended_round(session, a_listed_player(session, name), points)

    assert sorted(top(session, "points//all")) == [
        Line(1, "Ana", 300),
        Line(2, "Bo", 200),
        Line(2, "Cy", 200),
        Line(4, "Di", 100),
    ]


def test_oneself_stands_between_five_neighbours_on_each_side(session: Session) -> None:
    players = [a_listed_player(session, f"Player {number:02}") for number in range(1, 21)]
    for number, player_id in enumerate(players, start=1):
        an_ended_round(session, player_id, 2100 - 100 * (number // 2))

    board = look(session, board_of("points//all"), player_id=players[9], size=3)

    assert [row.rank for row in board.around] == [6, 6, 8, 8, 10, 10, 12, 12, 14, 14, 16]
    assert board.around[5].spot.player_id == players[9]


def test_a_guest_has_no_place_among_the_listed(session: Session) -> None:
    guest = a_player(session)
    an_ended_round(session, guest, 300)
    an_ended_round(session, a_listed_player(session), 200)

    board = look(session, board_of("points//all"), player_id=guest)

    assert (board.players, board.around) == (1, ())


def test_a_round_that_closed_earns_what_it_had_on_the_day_on_which_it_closed(session: Session) -> None:
    played = a_round(session, answered=3)
    an_account(session, "Ana", player_id=played.player_id)

    close_rounds(session, NOON + timedelta(days=5))

    assert [line.rank for line in top(session, "points//2026-03-10")] == [1]
    assert top(session, "points//2026-03-10") == long_way(session)["points//2026-03-10"]
    assert restate(session, played.player_id) == standings.Restated()


def test_what_fails_after_a_round_is_credited_leaves_nothing(session: Session) -> None:
    player_id = a_listed_player(session)

    with pytest.raises(KeyboardInterrupt):
        end_and_fail(session, player_id)

    assert [
        session.scalar(select(func.count()).select_from(row)) for row in (StandingRow, StandingMoveRow)
    ] == [
        0,
        0,
    ]


def test_moves_are_taken_over_when_many_have_gathered(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")
    for day in range(15):
        an_ended_round(session, player_id, 1, at=NOON + timedelta(days=day))
    standings.settle(session, at_least=128)
    open_before = count_of_moves(session)

    an_ended_round(session, player_id, 1, at=NOON + timedelta(days=15))
    standings.settle(session, at_least=128)

    assert (open_before, count_of_moves(session)) == (15 * 8, 0)
    assert top(session, "points//all") == [Line(1, "Ana", 16)]
    assert nothing_is_off(session)


def test_they_are_taken_over_as_rounds_end(session: Session) -> None:
    player_id = a_listed_player(session, "Ana")

    for day in range(140):
        an_ended_round(session, player_id, 1, at=NOON + timedelta(days=day))
        standings.settle_now_and_then(session)

    assert count_of_moves(session) < 140 * 8 / 2


def count_of_moves(session: Session) -> int:
    found = session.scalar(select(func.count()).select_from(StandingMoveRow))
    session.rollback()
    assert found is not None
    return found


def list_or_not(session: Session, player_id: PlayerId, *, is_listed: bool) -> None:
    with writing(session):
        session.execute(update(PlayerRow).where(PlayerRow.id == player_id).values(is_listed=is_listed))
        standings.restate(session, player_id)


def hold(session: Session, round_id: str, player_id: PlayerId, *, is_held: bool) -> None:
    with writing(session):
        session.execute(update(RoundRow).where(RoundRow.id == round_id).values(is_held=is_held))
        standings.restate(session, player_id)


def end_and_fail(session: Session, player_id: PlayerId) -> None:
    with writing(session):
        round_ = a_played_round(session, player_id, [100, 100])
        end_round(session, player_id, round_, NOON)
        raise KeyboardInterrupt


def boards_of(session: Session) -> Iterator[str]:
    board = counts.next_board(session, "")
    while board is not None:
        yield board
        board = counts.next_board(session, board)


def nothing_is_off(session: Session) -> bool:
    off = [
        (board, step)
        for board in boards_of(session)
        for step in range(STEPS)
        if counts.is_off(session, board, step)
    ]
    session.rollback()
    return off == []


class Season(RuleBasedStateMachine):
    """Players play, sign up, hide, merge and are held to account; the boards say what the answers do."""

    engine: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine)
        with writing(self.session):
            for table in reversed(metadata.sorted_tables):
                self.session.execute(delete(table))
        self.guests: list[PlayerId] = []
        self.listed: list[PlayerId] = []
        self.rounds: list[tuple[str, PlayerId]] = []

    @property
    def players(self) -> list[PlayerId]:
        return self.guests + self.listed

    @rule()
    def come(self) -> None:
        self.guests.append(a_player(self.session))

    @rule()
    def come_and_sign_up(self) -> None:
        self.listed.append(a_listed_player(self.session))

    @precondition(lambda self: self.players)
    @rule(
        data=st.data(),
        earned=st.lists(st.sampled_from([0, 1, 100, 255, 256, 65_536]), max_size=3),
        mode=st.sampled_from(Mode),
        pack=st.sampled_from(PACKS),
        day=st.sampled_from(DAYS),
        hour=st.integers(0, 23),
    )
    def play(
        self, data: st.DataObject, earned: list[int], mode: Mode, pack: str, day: date, hour: int
    ) -> None:
        player_id = data.draw(st.sampled_from(self.players))
        premiere_date = day if mode is Mode.PREMIERE else None
        if premiere_date and self._has_played(player_id, premiere_date):
            return
        if mode is Mode.LONG_TAKE and 0 in earned:
            del earned[earned.index(0) + 1 :]  # which ends it
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        round_id = an_ended_round(
            self.session, player_id, *earned, mode=mode, pack=pack, at=at, premiere_date=premiere_date
        )
        self.rounds.append((round_id, player_id))

    @precondition(lambda self: self.players)
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        with pytest.raises(KeyboardInterrupt):
            end_and_fail(self.session, data.draw(st.sampled_from(self.players)))

    @precondition(lambda self: self.guests)
    @rule(data=st.data())
    def sign_up(self, data: st.DataObject) -> None:
        player_id = data.draw(st.sampled_from(self.guests))
        self.guests.remove(player_id)
        self.listed.append(player_id)
        an_account(self.session, f"Player {player_id}", player_id=player_id)
        restate(self.session, player_id)

    @precondition(lambda self: self.listed)
    @rule(data=st.data(), is_listed=st.booleans())
    def hide_or_show(self, data: st.DataObject, is_listed: bool) -> None:  # noqa: FBT001
        list_or_not(self.session, data.draw(st.sampled_from(self.listed)), is_listed=is_listed)

    @precondition(lambda self: self.rounds)
    @rule(data=st.data(), is_held=st.booleans())
    def hold_or_clear(self, data: st.DataObject, is_held: bool) -> None:  # noqa: FBT001
        round_id, player_id = data.draw(st.sampled_from(self.rounds))
        hold(self.session, round_id, player_id, is_held=is_held)

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def count_an_answer_no_more(self, data: st.DataObject) -> None:
        round_id, player_id = data.draw(st.sampled_from(self.rounds))
        with writing(self.session):
            first = (AnswerRow.round_id == round_id, AnswerRow.position == 1)
            self.session.execute(update(AnswerRow).where(*first).values(is_counted=False))
            standings.restate(self.session, player_id)

    @precondition(lambda self: self.guests and self.listed)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """As signing in to an account does: of two Premières of a date, the guest's counts no more."""
        guest, account = data.draw(st.sampled_from(self.guests)), data.draw(st.sampled_from(self.listed))
        self.guests.remove(guest)
        own = select(RoundRow.premiere_date).where(
            RoundRow.player_id == account, RoundRow.premiere_date.is_not(None), RoundRow.is_counted
        )
        theirs = update(RoundRow).where(RoundRow.player_id == guest)
        with writing(self.session):
            self.session.execute(
                theirs.where(RoundRow.premiere_date.in_(own.scalar_subquery())).values(is_counted=False)
            )
            self.session.execute(theirs.values(player_id=account))
            standings.restate_all(self.session, [guest, account])
        self.rounds = [(id_, account if owner == guest else owner) for id_, owner in self.rounds]

    @rule(at_most=st.integers(1, 40))
    def take_over_some(self, at_most: int) -> None:
        with writing(self.session):
            moves = counts.claim_moves(self.session, at_most)
            if moves:
                counts.take_over(self.session, moves)

    @rule(size=st.integers(1, 4))
    def compare(self, size: int) -> None:
        expected = long_way(self.session)
        with self.session.begin():
            keys = set(boards_of(self.session))
        found = {key: read_through(self.session, board_of(key), size) for key in keys}
        assert {key: board for key, board in found.items() if board} == expected

    def teardown(self) -> None:
        self.compare(size=2)
        assert nothing_is_off(self.session)
        with writing(self.session):
            assert standings.restate_all(self.session, self.players) == standings.Restated()
        self.session.close()

    def _has_played(self, player_id: PlayerId, day: date) -> bool:
        played = select(RoundRow.id).where(
            RoundRow.player_id == player_id, RoundRow.premiere_date == day, RoundRow.is_counted
        )
        found = self.session.scalars(played).one_or_none()
        self.session.rollback()
        return found is not None


@pytest.mark.slow
def test_the_boards_are_those_that_the_answers_make_whatever_happens(each_engine: Engine) -> None:
    machine = type("Machine", (Season,), {"engine": each_engine})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
