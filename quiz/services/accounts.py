"""Who plays. Each function here is one transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quiz.game.rounds import PlayerId
from quiz.store.base import Session, reading, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A player who is signed in; all are guests until there is signing up."""

    id: PlayerId
    made_at: datetime


def new_guest(session: Session, *, request_key: str, at: datetime) -> PlayerId:
    """Make a guest, once for each `request_key` (the start form's: see `play.start_round`).

    A double click on a first visit sends two POSTs without a cookie; both get the same guest, so that whichever
    response the browser keeps finds the round.
    """


def player_of(session: Session, player_id: PlayerId) -> Player | None:
    """The player with that id: what Flask-Login's user loader asks."""
