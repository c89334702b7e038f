from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from quiz.game.modes import Mixed, Mode
from quiz.game.rounds import PlayerId
from quiz.services import play
from quiz.services.exporting import export, open_days
from quiz.services.zones import change_zone
from quiz.store.base import writing
from quiz.store.snapshots import back_of, face_of
from quiz.store.tables import PremiereFactRow, PremiereItemRow, PremiereRow
from tests.factories.accounts import an_account
from tests.factories.items import an_item
from tests.factories.rounds import NOON, Played, a_player, a_round

TODAY = NOON.date()
SLOWLY = timedelta(seconds=6)


def exported(session: Session, player_id: PlayerId, at: datetime = NOON) -> dict[str, Any]:
    """What the file says, read back."""
    found: dict[str, Any] = json.loads(json.dumps(export(session, player_id, at)))
    return found


def draw(session: Session, day: date, *numbers: int) -> None:
    """The Première of that date asks about these films."""
    with writing(session):
        drawn = {"day": day, "pack": "binoche", "pack_title": "Binoche", "drawn_at": NOON - timedelta(days=2)}
        session.execute(insert(PremiereRow).values(drawn))
        for position, number in enumerate(numbers, start=1):
            item = an_item(number)
            row = {
                "day": day,
                "position": position,
                "item_id": item.id,
                "family": item.family,
                "seat": item.seat,
                "level": item.level.value,
                "difficulty": item.difficulty,
                "year": item.year,
                "face": face_of(item),
                "back": back_of(item),
                "key_index": item.key,
            }
            session.execute(insert(PremiereItemRow).values(row))
            for fact in item.facts:
                session.execute(insert(PremiereFactRow).values(day=day, fact_id=fact))


def a_premiere(session: Session, player_id: PlayerId, *numbers: int) -> Played:
    items = tuple(an_item(number) for number in numbers)
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack="binoche",
        pack_title="Binoche",
        level=Mixed.MIXED,
        is_relaxed=False,
        items=items,
        at=NOON,
        request_key=f"premiere-{player_id}",
        mode=Mode.PREMIERE,
        premiere_date=TODAY,
    )
    found = Played(id=round_id, player_id=player_id, items=items)
    for position in range(1, len(items) + 1):
        found.answer(session, position, is_right=position > 1, took=SLOWLY)
    return found


def test_everything_of_the_player_is_in_the_file_and_nothing_of_others(session: Session) -> None:
    played = a_round(session, answered=10, took=SLOWLY)
    a_round(session, answered=10, took=SLOWLY)
    an_account(session, "Anna", player_id=played.player_id)
    change_zone(session, played.player_id, "Europe/Paris", NOON)

    found = exported(session, played.player_id)

    assert found["account"]["name"] == "Anna"
    assert "password_hash" not in found["account"]
    assert [zone["zone"] for zone in found["zones"]] == ["Europe/Paris"]
    [round_] = found["rounds"]
    assert (round_["id"], round_["right_count"], len(round_["answered"])) == (played.id, 10, 10)
    assert sum(answer["points"] for answer in round_["answered"]) == round_["points"] > 0
    first = round_["answered"][0]
    assert first["question"] == "Who directed Film 1?"
    assert first["chosen"] == first["key"] in first["options"]
    assert {standing["board"] for standing in found["standings"]} >= {"points//all"}
    assert [crown["level"] for crown in found["crowns"]] == ["berlin"]
    assert found["tallies"]


def test_no_item_is_in_it_that_has_no_answer(session: Session) -> None:
    played = a_round(session, answered=4, took=SLOWLY)
    played.show(session, 5)

    text = json.dumps(export(session, played.player_id, NOON))

    assert "Film 4" in text
    assert "Film 5" not in text
    assert "film-5" not in text


def test_no_fact_of_an_open_premiere_is_in_it(session: Session) -> None:
    player_id = a_player(session)
    draw(session, TODAY, 1, 2, 3)
    a_premiere(session, player_id, 1, 2, 3)
    a_round(
        session,
        items=[an_item(2), an_item(7)],
        answered=2,
        took=SLOWLY,
        player_id=player_id,
        at=NOON - timedelta(days=20),
    )

    text = json.dumps(export(session, player_id, NOON))

    assert "Film 7" in text
    assert "still open" in text
    for number in (1, 2, 3):
        assert f"Film {number}" not in text
        assert f"film-{number}" not in text


def test_once_it_is_over_everywhere_it_is_in_it(session: Session) -> None:
    player_id = a_player(session)
    draw(session, TODAY, 1, 2, 3)
    a_premiere(session, player_id, 1, 2, 3)
    closed = datetime(2026, 3, 10, 15, tzinfo=UTC)

    before = json.dumps(export(session, player_id, closed - timedelta(seconds=1)))
    after = json.dumps(export(session, player_id, closed))

    assert "Film 3" not in before
    assert "Film 3" in after


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (datetime(2026, 3, 9, 9, 59, tzinfo=UTC), {8, 9}),
        (datetime(2026, 3, 9, 10, 0, tzinfo=UTC), {8, 9, 10}),
        (datetime(2026, 3, 9, 15, 0, tzinfo=UTC), {9, 10}),
    ],
)
def test_the_premieres_that_are_open_somewhere(at: datetime, days: set[int]) -> None:
    assert open_days(at) == {date(2026, 3, day) for day in days}


def test_a_guest_s_file_has_no_account(session: Session) -> None:
    assert exported(session, a_player(session))["account"] is None
