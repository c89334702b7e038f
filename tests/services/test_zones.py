from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.services.zones import UnknownZone, ZoneIsFixed, change_zone, set_first_zone, setting_of, zone_of
from quiz.store.base import reading, writing
from quiz.store.zones import load_spans, take_over_zones
from tests.factories.rounds import NOON, a_player

DAY = timedelta(days=1)


@pytest.fixture
def session(each_engine: Engine) -> Iterator[Session]:
    with Session(each_engine) as session:
        yield session


def test_nobody_knows_where_a_new_player_lives(session: Session) -> None:
    setting = setting_of(session, a_player(session))
    assert (setting.zone, setting.is_known, setting.free_from) == ("UTC", False, None)


def test_the_first_zone_is_taken_and_a_second_browser_changes_nothing(session: Session) -> None:
    player_id = a_player(session)
    assert set_first_zone(session, player_id, "Europe/Paris", NOON) == "Europe/Paris"
    assert set_first_zone(session, player_id, "Asia/Tokyo", NOON + DAY) == "Europe/Paris"
    assert zone_of(session, player_id) == "Europe/Paris"


def test_a_zone_is_changed_once_in_thirty_days(session: Session) -> None:
    player_id = a_player(session)
    set_first_zone(session, player_id, "Europe/Paris", NOON)
    change_zone(session, player_id, "Asia/Tokyo", NOON + DAY)

    with pytest.raises(ZoneIsFixed) as refused:
        change_zone(session, player_id, "Europe/Paris", NOON + 31 * DAY - timedelta(seconds=1))
    change_zone(session, player_id, "Europe/Paris", NOON + 31 * DAY)

    assert refused.value.free_from == date(2026, 4, 9)
    assert zone_of(session, player_id) == "Europe/Paris"


def test_a_change_holds_also_where_the_clock_was_set_back(session: Session) -> None:
    player_id = a_player(session)
    set_first_zone(session, player_id, "Europe/Paris", NOON)

    change_zone(session, player_id, "Asia/Tokyo", NOON - timedelta(hours=1))

    assert zone_of(session, player_id) == "Asia/Tokyo"


def test_the_date_of_the_next_change_is_the_players_own(session: Session) -> None:
    player_id = a_player(session)
    late = datetime(2026, 3, 9, 20, tzinfo=UTC)
    set_first_zone(session, player_id, "Europe/Paris", NOON)
    change_zone(session, player_id, "Asia/Tokyo", late)
    with pytest.raises(ZoneIsFixed) as refused:
        change_zone(session, player_id, "Europe/Paris", late)
    assert refused.value.free_from == date(2026, 4, 9)


def test_the_same_zone_again_is_no_change(session: Session) -> None:
    player_id = a_player(session)
    change_zone(session, player_id, "Europe/Paris", NOON)
    change_zone(session, player_id, "Asia/Tokyo", NOON + DAY)
    change_zone(session, player_id, "Asia/Tokyo", NOON + 2 * DAY)
    assert setting_of(session, player_id).free_from == NOON + 31 * DAY


def test_a_change_holds_also_when_the_servers_clock_was_set_back(session: Session) -> None:
    player_id = a_player(session)
    set_first_zone(session, player_id, "Europe/Paris", NOON)
    change_zone(session, player_id, "Asia/Tokyo", NOON - DAY)
    assert zone_of(session, player_id) == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "\0"])
def test_what_is_no_zone_is_refused(session: Session, zone: str) -> None:
    player_id = a_player(session)
    with pytest.raises(UnknownZone):
        set_first_zone(session, player_id, zone, NOON)
    with pytest.raises(UnknownZone):
        change_zone(session, player_id, zone, NOON)


def test_a_guests_zone_goes_to_an_account_that_has_none(session: Session) -> None:
    guest, account = a_player(session), a_player(session)
    set_first_zone(session, guest, "Europe/Paris", NOON)
    with writing(session):
        take_over_zones(session, guest, account)
    assert zone_of(session, account) == "Europe/Paris"
    assert not setting_of(session, guest).is_known


def test_an_account_keeps_its_own_zone(session: Session) -> None:
    guest, account = a_player(session), a_player(session)
    set_first_zone(session, guest, "Europe/Paris", NOON)
    set_first_zone(session, account, "Asia/Tokyo", NOON + DAY)
    with writing(session):
        take_over_zones(session, guest, account)
    with reading(session):
        assert [span.zone for span in load_spans(session, account)] == ["Asia/Tokyo"]
