"""The Première: drawn ahead, kept secret, open for its date, and played once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quiz.bank.reading import folders_of, read_packs
from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId, RoundId, RoundIsOver
from quiz.items.item import Item, Level
from quiz.items.library import Library, open_library
from quiz.services import play, premieres
from quiz.services.dealing import Dealer
from quiz.services.play import CannotStore
from quiz.services.premieres import PremiereIsClosed, ensure_drawn, look, secret_facts, start
from quiz.services.ratings import LearntSoFar
from quiz.services.streaks import day_streak_of
from quiz.services.zones import change_zone, set_first_zone
from quiz.store import premieres as stored
from quiz.store.base import reading
from quiz.store.tables import PackSettingRow, PremiereRow, RoundRow
from tests.factories.question_packs import write_pack
from tests.factories.rounds import a_player

TODAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LEVELS = {"berlin": 40, "venice": 40, "cannes": 40}


def a_library(folder: Path, *slugs: str, levels: dict[str, int] | None = None) -> Library:
    for slug in slugs:
        write_pack(folder, slug, title=slug.title(), levels=levels or LEVELS)
    return open_library(read_packs(folders_of(folder)), NOON.date())


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path / "packs", "chess", "gardens")


def draw(session: Session, library: Library, at: datetime = NOON) -> None:
    ensure_drawn(session, library, at, LearntSoFar())


def drawn(session: Session) -> dict[date, str]:
    with reading(session):
        return {row.day: row.pack for row in session.execute(select(PremiereRow.day, PremiereRow.pack))}


def items_of(session: Session, day: date) -> tuple[Item, ...]:
    with reading(session):
        return stored.load_items(session, day)


def played(
    session: Session, player_id: PlayerId, day: date, at: datetime, *, zone: str = "UTC", answers: int = 10
) -> RoundId:
    """A Première of which so many were answered, all right."""
    round_id = start(session, player_id=player_id, day=day, zone=zone, at=at)
    items = items_of(session, day)
    for position in range(1, answers + 1):
        view = play.show_item(session, player_id=player_id, round_id=round_id, position=position, at=at)
        assert isinstance(view, play.ItemView)
        token = view.options[items[position - 1].key].token
        play.answer_item(
            session, player_id=player_id, round_id=round_id, position=position, token=token, at=at
        )
    return round_id


def test_every_date_that_opens_within_two_days_is_drawn(session: Session, library: Library) -> None:
    draw(session, library)
    assert sorted(drawn(session)) == [TODAY + days * DAY for days in range(-1, 4)]


def test_a_premiere_goes_from_easy_to_hard(session: Session, library: Library) -> None:
    draw(session, library)
    levels = [item.level for item in items_of(session, TODAY)]
    assert levels == [Level.BERLIN] * 4 + [Level.VENICE] * 3 + [Level.CANNES] * 3


def test_packs_take_turns(session: Session, library: Library) -> None:
    for days in range(6):
        draw(session, library, NOON + days * DAY)
    packs = [pack for _, pack in sorted(drawn(session).items())]
    assert set(pairwise(packs)) == {("chess", "gardens"), ("gardens", "chess")}


def test_a_pack_that_is_out_of_the_rota_takes_no_turn(session: Session, library: Library) -> None:
    session.add(PackSettingRow(pack="chess", is_enabled=True, is_in_rota=False))
    session.commit()
    draw(session, library)
    assert set(drawn(session).values()) == {"gardens"}


def test_a_pack_that_is_too_small_to_keep_ten_secret_takes_no_turn(tmp_path: Path, session: Session) -> None:
    draw(session, a_library(tmp_path / "packs", "chess", levels={"berlin": 59}))
    assert drawn(session) == {}


def test_nothing_is_drawn_twice_and_looking_again_costs_nothing(session: Session, library: Library) -> None:
    draw(session, library)
    before = items_of(session, TODAY)
    draw(session, library)
    draw(session, library, NOON + DAY)
    assert items_of(session, TODAY) == before


def test_an_edited_or_removed_pack_changes_nothing_that_is_drawn(
    tmp_path: Path, session: Session, library: Library
) -> None:
    draw(session, library)
    before = {day: items_of(session, day) for day in drawn(session)}
    draw(session, a_library(tmp_path / "others", "opera", "chess", levels={"venice": 70}))
    assert {day: items_of(session, day) for day in before} == before


@pytest.mark.slow
def test_no_fact_comes_back_within_ninety_days(tmp_path: Path, session: Session) -> None:
    library = a_library(tmp_path / "packs", "chess", levels={"berlin": 450, "venice": 340, "cannes": 340})
    for days in range(0, 100, 2):
        draw(session, library, NOON + days * DAY)
    last: dict[str, date] = {}
    apart = []
    for day in sorted(drawn(session)):
        for fact in {fact for item in items_of(session, day) for fact in item.facts}:
            if fact in last:
                apart.append((day - last[fact]).days)
            last[fact] = day
    assert len(drawn(session)) > 100
    assert apart == [] or min(apart) > 90


@pytest.mark.slow
def test_a_small_bank_asks_again_what_was_not_asked_the_longest(tmp_path: Path, session: Session) -> None:
    library = a_library(tmp_path / "packs", "chess", levels={"berlin": 40, "venice": 30, "cannes": 30})
    for days in range(16):
        draw(session, library, NOON + days * DAY)
    last: dict[str, date] = {}
    apart = []
    for day in sorted(drawn(session)):
        for fact in {fact for item in items_of(session, day) for fact in item.facts}:
            if fact in last:
                apart.append((day - last[fact]).days)
            last[fact] = day
    # A hundred questions are ten dates of ten.
    assert apart
    assert min(apart) >= 8


def test_two_that_draw_at_once_agree(each_engine: Engine, library: Library) -> None:
    barrier = threading.Barrier(4)
    seen: list[list[tuple[Item, ...]]] = []

    def work() -> None:
        with Session(each_engine) as session:
            barrier.wait()
            for day in (TODAY, TODAY + DAY):
                premieres._draw(session, library.makers, day, NOON, LearntSoFar())
            seen.append([items_of(session, day) for day in (TODAY, TODAY + DAY)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 4
    assert all(each == seen[0] for each in seen)
    assert all(len(items) == 10 for items in seen[0])


def test_facts_are_secret_from_the_draw_until_the_date_is_over_everywhere(
    session: Session, library: Library
) -> None:
    draw(session, library)
    facts = {fact for item in items_of(session, TODAY) for fact in item.facts}
    over = datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert facts <= secret_facts(session, NOON - 2 * DAY)
    assert facts <= secret_facts(session, over - timedelta(seconds=1))
    assert not facts & secret_facts(session, over)


def test_no_other_mode_deals_what_is_secret(session: Session, library: Library) -> None:
    draw(session, library)
    secret = secret_facts(session, NOON)
    player_id = a_player(session)
    dealer = Dealer(session, library, LearntSoFar(), player_id=player_id, at=NOON)
    for maker in library.makers.values():
        dealt = [
            *dealer.circuit(maker, Level.VENICE, is_relaxed=False),
            *dealer.long_take(maker),
        ]
        assert dealt
        assert secret.isdisjoint(fact for item in dealt for fact in item.rests_on)


def test_a_premiere_is_the_same_ten_for_everybody_with_other_tokens(
    session: Session, library: Library
) -> None:
    draw(session, library)
    rounds = [
        start(session, player_id=player_id, day=TODAY, zone="UTC", at=NOON)
        for player_id in (a_player(session), a_player(session))
    ]
    with reading(session):
        modes = set(session.scalars(select(RoundRow.mode).where(RoundRow.id.in_(rounds))))
    assert len(set(rounds)) == 2
    assert modes == {Mode.PREMIERE}


def test_there_is_one_try_however_often_it_is_started(session: Session, library: Library) -> None:
    draw(session, library)
    player_id = a_player(session)
    first = played(session, player_id, TODAY, NOON)
    again = start(session, player_id=player_id, day=TODAY, zone="UTC", at=NOON + HOUR)
    with reading(session):
        count = session.scalars(select(func.count()).select_from(RoundRow)).one()
    assert (again, count) == (first, 1)


@pytest.mark.parametrize(
    ("zone", "at", "is_open"),
    [
        ("UTC", datetime(2026, 3, 8, 23, 59, tzinfo=UTC), False),
        ("UTC", datetime(2026, 3, 9, 0, 0, tzinfo=UTC), True),
        ("UTC", datetime(2026, 3, 10, 2, 59, tzinfo=UTC), True),
        ("UTC", datetime(2026, 3, 10, 3, 0, tzinfo=UTC), False),
        ("Pacific/Kiritimati", datetime(2026, 3, 8, 10, 0, tzinfo=UTC), True),
        ("Pacific/Kiritimati", datetime(2026, 3, 9, 13, 0, tzinfo=UTC), False),
        ("Etc/GMT+12", datetime(2026, 3, 9, 11, 59, tzinfo=UTC), False),
        ("Etc/GMT+12", datetime(2026, 3, 10, 14, 59, tzinfo=UTC), True),
    ],
)
def test_it_is_open_for_its_date_where_the_player_lives_and_three_hours_more(
    session: Session, library: Library, zone: str, at: datetime, *, is_open: bool
) -> None:
    draw(session, library)
    assert (look(session, day=TODAY, zone=zone, player_id=None, at=at) is not None) is is_open
    if not is_open:
        with pytest.raises(PremiereIsClosed):
            start(session, player_id=a_player(session), day=TODAY, zone=zone, at=at)


def test_what_was_started_closes_with_its_window_and_counts_without_the_rest(
    session: Session, library: Library
) -> None:
    draw(session, library)
    player_id = a_player(session)
    late = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
    round_id = played(session, player_id, TODAY, late, answers=3)
    closed = late + HOUR
    with pytest.raises(RoundIsOver):
        play.answer_item(session, player_id=player_id, round_id=round_id, position=4, token="any", at=closed)
    result = play.result_of(session, player_id=player_id, round_id=round_id, at=closed)
    assert (result.is_expired, result.right_count, result.points) == (True, 3, 390)
    assert day_streak_of(session, player_id, closed).length == 0


def test_a_streak_grows_with_each_finished_premiere(session: Session, library: Library) -> None:
    player_id = a_player(session)
    set_first_zone(session, player_id, "Europe/Paris", NOON)
    for days in range(3):
        at = NOON + days * DAY
        draw(session, library, at)
        played(session, player_id, at.date(), at, zone="Europe/Paris")
    assert day_streak_of(session, player_id, NOON + 2 * DAY).length == 3
    assert day_streak_of(session, player_id, NOON + 3 * DAY + 14 * HOUR - timedelta(seconds=1)).length == 3
    assert day_streak_of(session, player_id, NOON + 3 * DAY + 14 * HOUR).length == 0


def test_a_move_over_the_date_line_brings_no_second_try(session: Session, library: Library) -> None:
    draw(session, library)
    player_id = a_player(session)
    set_first_zone(session, player_id, "Pacific/Auckland", NOON - DAY)
    first = played(session, player_id, TODAY, NOON - 12 * HOUR, zone="Pacific/Auckland")
    change_zone(session, player_id, "Pacific/Honolulu", NOON)
    again = start(session, player_id=player_id, day=TODAY, zone="Pacific/Honolulu", at=NOON)
    assert again == first


def test_a_database_that_is_gone_is_told(library: Library, engine: Engine) -> None:
    engine.dispose()
    Path(str(engine.url.database)).unlink()
    with Session(engine) as session, pytest.raises(CannotStore):
        draw(session, library)
