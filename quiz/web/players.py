"""Who plays: a guest is signed in by a cookie at the first round, somebody with an account by a password."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec

from flask import Flask, Response, abort, make_response, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user

from quiz.extensions import db, login
from quiz.game.rounds import PlayerId
from quiz.services import accounts
from quiz.services.accounts import Account, Player, Role
from quiz.web.fragments import see_other, wants_partial

P = ParamSpec("P")

_KEY = "guest"
_KEY_BYTES = 24

PREMIERES = "premieres"
"""What the cookie remembers of the Premières that were started in this browser, whoever started them."""


class SignedIn(UserMixin):
    """What Flask-Login keeps of a player."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.id = player.id

    @property
    def account(self) -> Account | None:
        return self.player.account

    @property
    def name(self) -> str | None:
        """None for a guest."""
        return None if self.account is None else self.account.name

    @property
    def is_administrator(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def has_role(self, role: Role) -> bool:
        return self.account is not None and self.account.role.includes(role)

    def get_id(self) -> str:
        """What the cookie says. It means nobody in a database that has not made this player."""
        return self.player.key


def register(_app: Flask) -> None:
    login.user_loader(_load)


def now() -> datetime:
    """The server's time: no player's clock is asked."""
    return datetime.now(UTC)


def current_player() -> PlayerId | None:
    """None before the first round."""
    return current_user.id if current_user.is_authenticated else None


def current_account() -> Account | None:
    """None for a guest, and for whoever has not played yet."""
    return current_user.account if current_user.is_authenticated else None


def current_guest() -> Player | None:
    """None where nobody has played, or somebody is signed in to an account."""
    return current_user.player if current_user.is_authenticated and current_user.account is None else None


def requires(role: Role) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Let only those see a page, or do what it does, who have that role or one above it.

    Others get a 403, and whoever is not signed in is asked to.
    """

    def guarded(view: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(view)
        def guard(*args: P.args, **kwargs: P.kwargs) -> Response:
            if current_account() is None:
                return ask_to_sign_in()
            if not current_user.has_role(role):
                abort(403)
            return view(*args, **kwargs)

        return guard

    return guarded


def ask_to_sign_in() -> Response:
    """The way to this page, once it is known who asks."""
    # What was to be written is gone, and the page that it stood on is not known here.
    following = request.full_path.rstrip("?") if request.method == "GET" else None
    url = url_for("accounts.sign_in", next=following)
    if wants_partial():
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url
        return response
    return see_other(url)


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
        at = now()
        player_id = accounts.new_guest(db.session(), key=key, at=at)
        _log_in(Player(id=player_id, key=key, made_at=at))
    return player_id


def begin_session(account: Account) -> None:
    """Sign in: of what the cookie said before, the secret of its forms among it, nothing is left."""
    end_session()
    _log_in(Player(id=account.player_id, key=account.key, made_at=account.made_at, account=account))


def end_session() -> None:
    """Sign out; the browser goes on remembering which Premières were started in it."""
    started = session.get(PREMIERES)
    if current_user.is_authenticated:
        logout_user()
    session.clear()
    if started is not None:
        session[PREMIERES] = started
        session.permanent = True


def _log_in(player: Player) -> None:
    login_user(SignedIn(player))
    # The cookie outlives the window: a guest's rounds have no other way back.
    session.permanent = True


def _load(key: str) -> SignedIn | None:
    player = accounts.player_of(db.session(), key)
    return None if player is None else SignedIn(player)
