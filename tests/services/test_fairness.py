"""Flags as rounds end, and what waits because of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from quiz.game.fairness import RatingJump, SameAnswers, Suspicion, TooFast
from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Item
from quiz.services import play, ratings
from quiz.services.standings import restate
from quiz.store.base import writing
from quiz.store.flags import read_evidence
from quiz.store.tables import (
    CrownRow,
    FlagRow,
    PlayerRatingRow,
    RoundRow,
    StandingRow,
    TallyRow,
)
from tests.factories.items import an_item, some_items
from tests.factories.rounds import NOON, Played, a_player, a_round
from tests.services.test_at_once import AT_ONCE, all_at_once
from tests.services.test_statements import statements

IN_NO_TIME = timedelta(milliseconds=120)
MINUTE = timedelta(minutes=1)
THREE_MISSES = frozenset({2, 5, 8})
TODAY = NOON.date()


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    """On both databases."""
    with Session(each_engine) as session:
        yield session


def a_played(
    session: Session,
    *,
    misses: frozenset[int] = frozenset(),
    at: datetime = NOON,
    took: timedelta | None = None,
    player_id: PlayerId | None = None,
    items: Sequence[Item] | None = None,
    mode: Mode = Mode.CIRCUIT,
    premiere_date: date | None = None,
) -> Played:
    """A round that is played to its end."""
    player_id = player_id or a_player(session, at=at)
    dealt = tuple(items or some_items())
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack="binoche",
        pack_title="Juliette Binoche",
        level=dealt[0].level,
        is_relaxed=False,
        items=dealt,
        at=at,
        request_key=f"{player_id} {at.isoformat()} {mode}",
        mode=mode,
        premiere_date=premiere_date,
    )
    played = Played(id=round_id, player_id=player_id, items=dealt)
    for position in range(1, len(dealt) + 1):
        played.answer(session, position, is_right=position not in misses, at=at, took=took)
    return played


def a_premiere(session: Session, *, misses: frozenset[int], at: datetime = NOON) -> Played:
    return a_played(session, misses=misses, at=at, mode=Mode.PREMIERE, premiere_date=TODAY)


def flags_on(session: Session, played: Played) -> dict[Suspicion, object]:
    rows = session.scalars(select(FlagRow).where(FlagRow.round_id == played.id)).all()
    found = {
        Suspicion(row.kind): read_evidence(Suspicion(row.kind), row.rests_on)
        for row in rows
        if row.player_id == played.player_id
    }
    session.rollback()
    return dict(found)


def is_held(session: Session, played: Played) -> bool:
    held = session.scalars(select(RoundRow.is_held).where(RoundRow.id == played.id)).one()
    session.rollback()
    return held


def points_of(session: Session, player_id: PlayerId) -> int | None:
    """What the player has on the board of all packs and all time."""
    query = select(StandingRow.score).where(
        StandingRow.board == "points//all", StandingRow.player_id == player_id
    )
    score = session.scalars(query).one_or_none()
    session.rollback()
    return score


def has_earned(session: Session, player_id: PlayerId) -> bool:
    """Whether there is anything at all in the player's name."""
    found = any(
        session.scalars(select(row.player_id).where(row.player_id == player_id)).first() is not None
        for row in (StandingRow, CrownRow, TallyRow)
    )
    session.rollback()
    return found


def sixty_others_end_the_premiere(session: Session, like: RoundId, *, at: datetime) -> None:
    """Rows alone: what they answered is something else."""
    columns = RoundRow.__table__.columns.keys()
    row = dict(session.execute(select(RoundRow.__table__).where(RoundRow.id == like)).one()._mapping)
    session.rollback()
    rows = [
        {name: row[name] for name in columns}
        | {"id": f"other{n}", "player_id": a_player(session), "choices": f"others {n}", "ended_at": at}
        for n in range(60)
    ]
    with writing(session):
        session.execute(insert(RoundRow), rows)


# speed


def test_a_round_that_nobody_can_have_read_is_flagged_and_counts_nowhere(session: Session) -> None:
    played = a_played(session, took=IN_NO_TIME)

    evidence = flags_on(session, played)[Suspicion.SPEED]
    assert isinstance(evidence, TooFast)
    assert (evidence.right, evidence.answered) == (10, 10)
    assert is_held(session, played)
    assert not has_earned(session, played.player_id)


def test_a_round_that_was_read_counts_at_once(session: Session) -> None:
    played = a_played(session)

    assert flags_on(session, played) == {}
    assert not is_held(session, played)
    assert points_of(session, played.player_id)


def test_a_held_round_still_shows_its_player_what_it_earned(session: Session) -> None:
    played = a_played(session, took=IN_NO_TIME)

    result = play.result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)

    assert (result.right_count, result.is_complete) == (10, True)
    assert result.points > 1000


def test_a_sweep_of_what_closed_looks_too(session: Session) -> None:
    from quiz.services.endings import close_rounds

    played = a_round(session, answered=7, took=IN_NO_TIME)

    close_rounds(session, NOON + timedelta(hours=25))

    assert set(flags_on(session, played)) == {Suspicion.SPEED}
    assert not has_earned(session, played.player_id)


def test_a_second_viewing_counts_for_nothing_and_needs_no_looking_at(session: Session) -> None:
    played = a_played(session, took=IN_NO_TIME, mode=Mode.SECOND_VIEWING)

    assert flags_on(session, played) == {}


def test_restating_leaves_out_what_is_held(session: Session) -> None:
    played = a_played(session, took=IN_NO_TIME)

    with writing(session):
        restate(session, played.player_id)

    assert not has_earned(session, played.player_id)


# same answers


@pytest.mark.parametrize("mode", ["circuit", "premiere"])
def test_two_rounds_with_the_same_mistakes_are_both_held(session: Session, mode: str) -> None:
    premiere_date = TODAY if mode == "premiere" else None
    first = a_played(session, misses=THREE_MISSES, mode=Mode(mode), premiere_date=premiere_date)
    assert points_of(session, first.player_id)

    second = a_played(
        session, misses=THREE_MISSES, mode=Mode(mode), premiere_date=premiere_date, at=NOON + 10 * MINUTE
    )

    for one, other in ((first, second), (second, first)):
        evidence = flags_on(session, one)[Suspicion.SAME_ANSWERS]
        assert isinstance(evidence, SameAnswers)
        assert evidence.other_round == other.id
        assert (evidence.misses, evidence.answered, evidence.apart_s) == (3, 10, 600)
        assert is_held(session, one)
        assert not has_earned(session, one.player_id)


def test_what_the_earlier_one_earned_otherwise_stays(session: Session) -> None:
    player_id = a_player(session)
    kept = a_played(session, player_id=player_id, items=[an_item(n) for n in range(20, 30)])
    alone = points_of(session, player_id)
    a_played(session, player_id=player_id, misses=THREE_MISSES, at=NOON + MINUTE)

    a_played(session, misses=THREE_MISSES, at=NOON + 2 * MINUTE)

    assert points_of(session, player_id) == alone
    assert not is_held(session, kept)


@pytest.mark.parametrize(
    ("misses", "other_misses", "apart"),
    [
        pytest.param(set(), set(), MINUTE, id="perfect rounds are alike"),
        pytest.param({2, 5}, {2, 5}, MINUTE, id="two mistakes happen to two"),
        pytest.param({2, 5, 8}, {2, 5, 9}, MINUTE, id="one mistake is another"),
        pytest.param({2, 5, 8}, {2, 5, 8}, 61 * MINUTE, id="an hour lies between"),
    ],
)
def test_others_are_left_alone(
    session: Session, misses: set[int], other_misses: set[int], apart: timedelta
) -> None:
    first = a_premiere(session, misses=frozenset(misses))

    second = a_premiere(session, misses=frozenset(other_misses), at=NOON + apart)

    assert flags_on(session, first) == flags_on(session, second) == {}
    assert not is_held(session, first)


def test_the_same_mistakes_on_other_items_are_other_answers(session: Session) -> None:
    first = a_played(session, misses=THREE_MISSES)

    second = a_played(
        session, misses=THREE_MISSES, items=[an_item(n) for n in range(30, 40)], at=NOON + MINUTE
    )

    assert flags_on(session, first) == flags_on(session, second) == {}


def test_one_may_repeat_oneself(session: Session) -> None:
    first = a_played(session, misses=THREE_MISSES)

    second = a_played(session, misses=THREE_MISSES, player_id=first.player_id, at=NOON + MINUTE)

    assert flags_on(session, first) == flags_on(session, second) == {}


def test_where_many_play_three_mistakes_in_common_are_chance(session: Session) -> None:
    first = a_premiere(session, misses=THREE_MISSES)
    sixty_others_end_the_premiere(session, first.id, at=NOON + MINUTE)

    second = a_premiere(session, misses=THREE_MISSES, at=NOON + 2 * MINUTE)

    assert flags_on(session, first) == flags_on(session, second) == {}


def test_an_uncounted_round_accuses_nobody(session: Session) -> None:
    first = a_played(session, misses=THREE_MISSES)
    with writing(session):
        session.execute(update(RoundRow).where(RoundRow.id == first.id).values(is_counted=False))

    second = a_played(session, misses=THREE_MISSES, at=NOON + MINUTE)

    assert flags_on(session, second) == {}


def test_a_third_with_the_same_answers_flags_nobody_twice(session: Session) -> None:
    rounds = [a_played(session, misses=THREE_MISSES, at=NOON + n * MINUTE) for n in range(3)]

    assert [set(flags_on(session, played)) for played in rounds] == [{Suspicion.SAME_ANSWERS}] * 3
    first = flags_on(session, rounds[0])[Suspicion.SAME_ANSWERS]
    assert isinstance(first, SameAnswers)
    assert first.other_round == rounds[1].id


def test_to_look_for_the_same_answers_scans_no_table(engine: Engine) -> None:
    with Session(engine) as session:
        a_premiere(session, misses=THREE_MISSES)
        with statements(engine) as sent:
            a_premiere(session, misses=THREE_MISSES, at=NOON + MINUTE)

    looked = [(sql, parameters) for sql, parameters in sent if "BETWEEN" in sql and "FROM round" in sql]
    with engine.connect() as connection:
        plans = [
            [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]
            for sql, parameters in looked
        ]
    assert len(plans) == 2
    assert "ix_round_choices" in str(plans[0])
    assert "ix_round_premiere_date" in str(plans[1])


def test_an_ordinary_round_costs_no_statement_more(engine: Engine) -> None:
    with Session(engine) as session:
        played = a_round(session, answered=9)
        token = played.token(session, 10)
        with statements(engine) as sent:
            played.send(session, 10, token)

    assert [sql for sql, _ in sent if "flag" in sql or ("BETWEEN" in sql and "choices" in sql)] == []


def test_of_some_that_end_at_once_all_are_held(each_engine: Engine, session: Session) -> None:
    """None has ended where the others look first."""
    rounds = [a_round(session) for _ in range(AT_ONCE)]
    for played in rounds:
        for position in range(1, 10):
            played.answer(session, position, is_right=position not in THREE_MISSES)
    tokens = {played.id: played.token(session, 10) for played in rounds}

    def end(session: Session, number: int) -> None:
        played = rounds[number]
        played.send(session, 10, tokens[played.id], at=NOON + MINUTE)

    all_at_once(each_engine, end)

    assert [set(flags_on(session, played)) for played in rounds] == [{Suspicion.SAME_ANSWERS}] * AT_ONCE
    assert all(is_held(session, played) for played in rounds)
    assert not any(has_earned(session, played.player_id) for played in rounds)


# rating


def rated(session: Session, player_id: PlayerId, ability: float, answers: int) -> None:
    with writing(session):
        session.add(PlayerRatingRow(player_id=player_id, pack="binoche", ability=ability, answers=answers))


def hard_items() -> list[Item]:
    return [an_item(number) for number in range(21, 31)]


def test_a_weak_players_perfect_round_is_taken_back_until_somebody_looks(session: Session) -> None:
    player_id = a_player(session)
    rated(session, player_id, -3.0, 80)
    played = a_played(session, player_id=player_id, items=hard_items())
    assert points_of(session, player_id)

    ratings.fold_round(session, played.id)

    evidence = flags_on(session, played)[Suspicion.RATING_JUMP]
    assert isinstance(evidence, RatingJump)
    assert (evidence.right, evidence.rated_before) == (10, 80)
    assert evidence.deviations > 4
    assert is_held(session, played)
    assert not has_earned(session, player_id)


@pytest.mark.parametrize(("ability", "answers"), [(2.0, 200), (-3.0, 10)])
def test_who_is_able_or_hardly_known_jumps_nowhere(session: Session, ability: float, answers: int) -> None:
    player_id = a_player(session)
    rated(session, player_id, ability, answers)
    played = a_played(session, player_id=player_id, items=hard_items())

    ratings.fold_round(session, played.id)

    assert flags_on(session, played) == {}
    assert points_of(session, player_id)


def test_to_remember_is_no_jump(session: Session) -> None:
    player_id = a_player(session)
    again = a_played(session, player_id=player_id, items=hard_items(), misses=frozenset(range(1, 11)))
    ratings.fold_round(session, again.id)
    with writing(session):
        session.execute(
            update(PlayerRatingRow)
            .where(PlayerRatingRow.player_id == player_id)
            .values(ability=-3.0, answers=80)
        )
    played = a_played(session, player_id=player_id, items=hard_items(), at=NOON + MINUTE)

    ratings.fold_round(session, played.id)

    assert flags_on(session, played) == {}


def test_folding_again_flags_once(session: Session) -> None:
    player_id = a_player(session)
    rated(session, player_id, -3.0, 80)
    played = a_played(session, player_id=player_id, items=hard_items())
    ratings.fold_round(session, played.id)

    ratings.fold_round(session, RoundId(played.id))
    ratings.refold(session, "binoche")

    assert set(flags_on(session, played)) == {Suspicion.RATING_JUMP}
