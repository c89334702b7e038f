"""Who plays. Each function here is one transaction of its own."""

from __future__ import annotations

from datetime import datetime

from quiz.game.rounds import PlayerId
from quiz.store import players
from quiz.store.base import Session, reading, writing
from quiz.store.players import Player

__all__ = ["Player", "new_guest", "player_of"]


def new_guest(session: Session, *, key: str, at: datetime) -> PlayerId:
    """Make a guest, once for each `key`: a secret that one browser has.

    A double click on a first visit sends two POSTs of a browser that nobody is signed in to; both get the
    same guest, so that whichever response the browser keeps finds the round.
    """
    with writing(session):
        return players.add_guest(session, key=key, at=at)


def player_of(session: Session, key: str) -> Player | None:
    """The player with that key: what Flask-Login's user loader asks."""
    with reading(session):
        return players.player_of(session, key)
