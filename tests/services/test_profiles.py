"""Crowns and tallies: kept as rounds end, and the same when worked out from the answers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, update
from sqlalchemy.orm import Session

from quiz.game.modes import Course, Mixed, Mode, OwnLevel
from quiz.game.profiles import Tally, TallyKey, TallyKind
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Item, Level
from quiz.services import endings, play
from quiz.services.profiles import public_profile, restate
from quiz.store import profiles
from quiz.store.answers import AnswerRow
from quiz.store.base import prepare, reading, writing
from quiz.store.profiles import CrownRow, TallyRow
from quiz.store.rounds import RoundRow
from tests.factories.accounts import an_account
from tests.factories.items import an_item
from tests.factories.rounds import NOON, Played, a_player
from tests.services.test_statements import statements

DAY = timedelta(days=1)


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


FAMILIES = ("directed-who", "which-year", "question")
YEARS = (None, 1949, 1950, 1959, 2001)
PACKS = ("binoche", "chess")


def items_for(pack: str, size: int, *, family: str = FAMILIES[0], year: int | None = None) -> list[Item]:
    return [replace(an_item(number, pack=pack), family=family, year=year) for number in range(1, size + 1)]


def start(
    session: Session,
    player_id: PlayerId,
    items: list[Item],
    *,
    pack: str = "binoche",
    level: Course = Level.BERLIN,
    mode: Mode = Mode.CIRCUIT,
    challenge: str | None = None,
    key: str = "key",
) -> Played:
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack=pack,
        pack_title=pack.title(),
        level=level,
        is_relaxed=False,
        items=items,
        at=NOON,
        request_key=key,
        mode=mode,
        challenge=challenge,
    )
    return Played(id=round_id, player_id=player_id, items=tuple(items))


def answer(session: Session, played: Played, marks: list[bool]) -> None:
    for position, is_right in enumerate(marks, start=1):
        played.answer(session, position, is_right=is_right)


def kept(session: Session, player_id: PlayerId) -> tuple[object, object]:
    with reading(session):
        return profiles.tallies_of(session, player_id), profiles.crowns_of(session, player_id)


def restated(session: Session, player_id: PlayerId) -> int:
    with writing(session):
        return restate(session, player_id)


def mark(session: Session, round_id: RoundId, **values: object) -> None:
    with writing(session):
        session.execute(update(RoundRow).where(RoundRow.id == round_id).values(**values))


def test_a_circuit_is_tallied_by_family_decade_and_pack(session: Session) -> None:
    player_id = a_player(session)
    items = [*items_for("binoche", 2, year=1959), *items_for("binoche", 1, family="which-year")]

    answer(session, start(session, player_id, items), [True, False, True])

    expected: dict[TallyKey, Tally] = {
        (TallyKind.FAMILY, "directed-who"): Tally(answers=2, right_count=1),
        (TallyKind.FAMILY, "which-year"): Tally(answers=1, right_count=1),
        (TallyKind.DECADE, "1950"): Tally(answers=2, right_count=1),
        (TallyKind.PACK, "binoche"): Tally(answers=3, right_count=2),
    }
    assert kept(session, player_id) == (expected, {})


def test_a_second_round_adds_to_the_first(session: Session) -> None:
    player_id = a_player(session)

    for key in ("first", "second"):
        answer(session, start(session, player_id, items_for("chess", 3), key=key), [True, True, False])

    assert kept(session, player_id)[0] == {
        (TallyKind.FAMILY, "directed-who"): Tally(answers=6, right_count=4),
        (TallyKind.PACK, "chess"): Tally(answers=6, right_count=4),
    }


def test_a_round_that_closes_by_itself_is_tallied_as_far_as_it_was_played(session: Session) -> None:
    player_id = a_player(session)
    answer(session, start(session, player_id, items_for("binoche", 10)), [True] * 8)

    endings.close_rounds(session, NOON + 2 * DAY)

    assert kept(session, player_id) == (
        {
            (TallyKind.FAMILY, "directed-who"): Tally(answers=8, right_count=8),
            (TallyKind.PACK, "binoche"): Tally(answers=8, right_count=8),
        },
        {("binoche", Level.BERLIN): NOON + DAY},
    )


@pytest.mark.parametrize("right", [7, 8])
def test_eight_right_win_the_crown_of_the_level(session: Session, right: int) -> None:
    player_id = a_player(session)
    marks = [number < right for number in range(10)]

    answer(session, start(session, player_id, items_for("binoche", 10), level=Level.CANNES), marks)

    won = {("binoche", Level.CANNES): NOON} if right == 8 else {}
    assert kept(session, player_id)[1] == won


@pytest.mark.parametrize(
    ("mode", "level", "challenge", "is_tallied"),
    [
        (Mode.CIRCUIT, OwnLevel.YOURS, None, True),
        (Mode.PREMIERE, Mixed.MIXED, None, True),
        (Mode.LONG_TAKE, Mixed.MIXED, None, True),
        (Mode.SECOND_VIEWING, Mixed.MIXED, None, False),
        (Mode.CIRCUIT, Level.BERLIN, "token", False),
    ],
)
def test_other_rounds_win_no_crown_and_some_are_not_tallied(
    session: Session,
    mode: Mode,
    level: Course,
    challenge: str | None,
    is_tallied: bool,  # noqa: FBT001
) -> None:
    player_id = a_player(session)
    items = items_for("binoche", 10)

    answer(
        session, start(session, player_id, items, mode=mode, level=level, challenge=challenge), [True] * 10
    )

    tallies, crowns = kept(session, player_id)
    assert (bool(tallies), crowns) == (is_tallied, {})


def test_an_earlier_win_that_is_noted_later_dates_the_crown(session: Session) -> None:
    player_id = a_player(session)
    with writing(session):
        profiles.add_crown(session, player_id, ("binoche", Level.BERLIN), NOON)
        profiles.add_crown(session, player_id, ("binoche", Level.BERLIN), NOON - DAY)
        profiles.add_crown(session, player_id, ("binoche", Level.BERLIN), NOON + DAY)

    assert kept(session, player_id)[1] == {("binoche", Level.BERLIN): NOON - DAY}


def test_restating_drops_what_is_held_and_brings_it_back(session: Session) -> None:
    player_id = a_player(session)
    played = start(session, player_id, items_for("binoche", 10, year=2001))
    answer(session, played, [True] * 10)
    before = kept(session, player_id)

    mark(session, played.id, is_held=True)
    assert restated(session, player_id) == 4
    assert kept(session, player_id) == ({}, {})

    mark(session, played.id, is_held=False)
    assert restated(session, player_id) == 4
    assert kept(session, player_id) == before


def test_an_answer_that_no_longer_counts_may_cost_the_crown(session: Session) -> None:
    player_id = a_player(session)
    played = start(session, player_id, items_for("binoche", 10))
    answer(session, played, [False] * 2 + [True] * 8)
    with writing(session):
        session.execute(update(AnswerRow).where(AnswerRow.position == 10).values(is_counted=False))

    assert restated(session, player_id) == 3

    assert kept(session, player_id) == (
        {
            (TallyKind.FAMILY, "directed-who"): Tally(answers=9, right_count=7),
            (TallyKind.PACK, "binoche"): Tally(answers=9, right_count=7),
        },
        {},
    )


def test_restating_mends_whatever_the_rows_say_and_leaves_others_alone(session: Session) -> None:
    player_id, other = a_player(session), a_player(session)
    for who in (player_id, other):
        answer(session, start(session, who, items_for("binoche", 10)), [True] * 10)
    before = [kept(session, who) for who in (player_id, other)]
    with writing(session):
        session.execute(update(TallyRow).where(TallyRow.player_id == player_id).values(answers=99))
        session.add(TallyRow(player_id=player_id, kind="decade", name="1900", answers=1, right_count=0))
        session.add(CrownRow(player_id=player_id, pack="chess", level="venice", won_at=NOON))

    assert restated(session, player_id) == 4

    assert [kept(session, who) for who in (player_id, other)] == before


def test_no_statement_of_a_profile_reads_a_table_from_end_to_end(engine: Engine) -> None:
    with Session(engine) as session:
        player_id = an_account(session, "Anna")
        answer(session, start(session, player_id, items_for("binoche", 10)), [True] * 10)
        with statements(engine) as sent:
            public_profile(session, "Anna", NOON)

    with engine.connect() as connection:
        steps = [
            row.detail
            for sql, parameters in sent
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]
    assert len(steps) > 10
    assert [step for step in steps if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"] == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """asked: family and year of each item, and whether its answer is to be right."""

    mode: Mode
    pack: str
    level: Level
    is_challenge: bool
    asked: list[tuple[str, int | None, bool]]
    answered: int

    @property
    def given(self) -> list[tuple[str, int | None, bool]]:
        """Those of the asked that get an answer."""
        given = self.asked[: self.answered]
        if self.mode is Mode.LONG_TAKE:
            misses = [number for number, (_, _, is_right) in enumerate(given) if not is_right]
            return given[: misses[0] + 1] if misses else given
        return given

    @property
    def counts(self) -> bool:
        is_challenge = self.mode is Mode.CIRCUIT and self.is_challenge
        return self.mode is not Mode.SECOND_VIEWING and not is_challenge


planned = st.builds(
    Planned,
    mode=st.sampled_from(Mode),
    pack=st.sampled_from(PACKS),
    level=st.sampled_from(Level),
    is_challenge=st.booleans(),
    asked=st.lists(
        st.tuples(
            st.sampled_from(FAMILIES), st.sampled_from(YEARS), st.sampled_from([True, True, True, False])
        ),
        min_size=8,
        max_size=10,
    ),
    answered=st.integers(0, 10),
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(planned, min_size=1, max_size=5))
def test_whatever_is_played_the_answers_say_the_same(migrated_database: Path, rounds: list[Planned]) -> None:
    with a_session(migrated_database) as session:
        player_id = a_player(session)
        for number, plan in enumerate(rounds):
            play_as_planned(session, player_id, plan, key=f"key-{number}")
        endings.close_rounds(session, NOON + 5 * DAY)

        as_it_went = kept(session, player_id)
        assert as_it_went == (tallies_by_hand(rounds), crowns_by_hand(rounds))
        assert restated(session, player_id) == 0
        with writing(session):
            profiles.drop_tallies(session, player_id, profiles.tallies_of(session, player_id))
            profiles.drop_crowns(session, player_id, profiles.crowns_of(session, player_id))
        restated(session, player_id)
        assert kept(session, player_id) == as_it_went


def play_as_planned(session: Session, player_id: PlayerId, plan: Planned, *, key: str) -> None:
    items = [
        replace(an_item(position, pack=plan.pack), family=family, year=year)
        for position, (family, year, _) in enumerate(plan.asked, start=1)
    ]
    is_circuit = plan.mode is Mode.CIRCUIT
    played = start(
        session,
        player_id,
        items,
        pack=plan.pack,
        mode=plan.mode,
        level=plan.level if is_circuit else Mixed.MIXED,
        challenge="token" if is_circuit and plan.is_challenge else None,
        key=key,
    )
    answer(session, played, [is_right for _, _, is_right in plan.given])


def tallies_by_hand(plans: list[Planned]) -> dict[TallyKey, Tally]:
    counted = [(plan.pack, *given) for plan in plans if plan.counts for given in plan.given]
    marks: dict[TallyKey, list[bool]] = {}
    for pack, family, year, is_right in counted:
        marks.setdefault((TallyKind.PACK, pack), []).append(is_right)
        marks.setdefault((TallyKind.FAMILY, family), []).append(is_right)
        if year is not None:
            marks.setdefault((TallyKind.DECADE, f"{year}"[:3] + "0"), []).append(is_right)
    return {key: Tally(answers=len(given), right_count=sum(given)) for key, given in marks.items()}


def crowns_by_hand(plans: list[Planned]) -> dict[tuple[str, Level], datetime]:
    won: dict[tuple[str, Level], list[datetime]] = {}
    for plan in plans:
        right = [is_right for _, _, is_right in plan.given].count(True)
        if plan.mode is Mode.CIRCUIT and plan.counts and right >= 8:
            is_complete = len(plan.given) == len(plan.asked)
            won.setdefault((plan.pack, plan.level), []).append(NOON if is_complete else NOON + DAY)
    return {key: min(ends) for key, ends in won.items()}


@contextmanager
def a_session(migrated_database: Path) -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{shutil.copy(migrated_database, folder)}")
        prepare(engine)
        with Session(engine) as session:
            yield session
        engine.dispose()
