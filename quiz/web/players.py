"""Who plays: a guest is signed in by a cookie at the first round."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import Flask, session
from flask_login import UserMixin, current_user, login_user

from quiz.extensions import db, login
from quiz.game.rounds import PlayerId
from quiz.services import accounts

_KEY = "guest"
_KEY_BYTES = 24


class SignedIn(UserMixin):
    """What Flask-Login keeps of a player."""

    def __init__(self, player_id: PlayerId, key: str) -> None:
        self.id = player_id
        self.key = key

    def get_id(self) -> str:
        """What the cookie says. It means nobody in a database that has not made this player."""
        return self.key


def register(_app: Flask) -> None:
    login.user_loader(_load)


def now() -> datetime:
    """The server's time: no player's clock is asked."""
    return datetime.now(UTC)


def current_player() -> PlayerId | None:
    """None before the first round."""
    return current_user.id if current_user.is_authenticated else None


def expect_guest() -> str:
    """The key of the guest that this browser may become; to be in its cookie before a first round can start.

    So two starts at once are one guest's, and a form that somebody else was shown makes nobody that guest.
    """
    if _KEY not in session:
        session[_KEY] = secrets.token_urlsafe(_KEY_BYTES)
    key: str = session[_KEY]
    return key


def player_or_guest() -> PlayerId:
    """Who plays; a guest is made, once for each browser, where nobody is signed in."""
    player_id = current_player()
    if player_id is None:
        key = expect_guest()
        player_id = accounts.new_guest(db.session(), key=key, at=now())
        login_user(SignedIn(player_id, key))
        # The cookie outlives the window: a guest's rounds have no other way back.
        session.permanent = True
    return player_id


def _load(key: str) -> SignedIn | None:
    player = accounts.player_of(db.session(), key)
    return None if player is None else SignedIn(player.id, player.key)
