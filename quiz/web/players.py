"""Who plays: a guest is signed in by a cookie at the first round."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, session
from flask_login import UserMixin, current_user, login_user

from quiz.extensions import db, login
from quiz.game.rounds import PlayerId
from quiz.services import accounts


class SignedIn(UserMixin):
    """What Flask-Login keeps of a player."""

    def __init__(self, player_id: PlayerId) -> None:
        self.id = player_id


def register(_app: Flask) -> None:
    login.user_loader(_load)


def now() -> datetime:
    """The server's time: no player's clock is asked."""
    return datetime.now(UTC)


def current_player() -> PlayerId | None:
    """None before the first round."""
    return current_user.id if current_user.is_authenticated else None


def player_or_guest(request_key: str) -> PlayerId:
    """Who plays; a guest is made, once for that key, where nobody is signed in."""
    player_id = current_player()
    if player_id is None:
        player_id = accounts.new_guest(db.session(), request_key=request_key, at=now())
        login_user(SignedIn(player_id))
        # The cookie outlives the window: a guest's rounds have no other way back.
        session.permanent = True
    return player_id


def _load(player_id: str) -> SignedIn | None:
    if not player_id.isdecimal():
        return None
    player = accounts.player_of(db.session(), PlayerId(int(player_id)))
    return None if player is None else SignedIn(player.id)
