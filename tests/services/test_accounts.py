from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.services.accounts import Player, new_guest, player_of
from tests.factories.rounds import NOON


def test_a_guest_is_a_player(session: Session) -> None:
    guest = new_guest(session, key="a", at=NOON)

    assert player_of(session, "a") == Player(id=guest, key="a", made_at=NOON)


def test_a_retried_first_visit_makes_one_guest(session: Session) -> None:
    first = new_guest(session, key="a", at=NOON)

    assert new_guest(session, key="a", at=NOON + timedelta(seconds=1)) == first


def test_two_first_visits_make_two_guests(session: Session) -> None:
    assert new_guest(session, key="a", at=NOON) != new_guest(session, key="b", at=NOON)


def test_nobody_has_a_key_that_was_never_given(session: Session) -> None:
    guest = new_guest(session, key="a", at=NOON)

    assert [player_of(session, key) for key in ("b", "", str(guest))] == [None] * 3
