"""Who plays: guests and accounts. Each function here is one transaction of its own, or says more.

No password is hashed while a transaction is open: that takes long, and others wait to write.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.errors import QuizError
from quiz.game import names
from quiz.game.rounds import PlayerId
from quiz.services import passwords
from quiz.services.merging import merge
from quiz.services.standings import restate
from quiz.store import accounts, players
from quiz.store.accounts import Account, Player, Role
from quiz.store.base import Session, reading, writing

__all__ = [
    "LINK_LASTS",
    "Account",
    "Player",
    "Refused",
    "Role",
    "account_named",
    "account_of",
    "change_email",
    "change_name",
    "change_password",
    "hide",
    "make_reset_link",
    "new_guest",
    "owner_of_link",
    "player_of",
    "reset_password",
    "set_role",
    "sign_in",
    "sign_up",
]

LINK_LASTS = timedelta(hours=24)

_KEY_BYTES = 24
_SECRET_BYTES = 24
_IS_A_RETRY_WITHIN = timedelta(minutes=1)
_LONGEST_EMAIL = 254
_TRIES = 3
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

TAKEN = "Somebody has that name already, or one that looks like it. Choose another."
WRONG = "There is no account with that name and password. Check both, and try again."
SUSPENDED = "This account is suspended. Ask whoever runs this site."
NOT_YOURS = "That is not your password."
NO_EMAIL = "That is not an e-mail address. Write it like name@example.org, or leave it out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was not done, and why, for whoever typed it. field: the one that it is about."""

    field: str
    why: str


class _Taken(QuizError):
    """An account was not made, as somebody else has a name that looks like its own."""


def new_guest(session: Session, *, key: str, at: datetime) -> PlayerId:
    """Make a guest, once for each `key`: a secret that one browser has.

    A double click on a first visit sends two POSTs of a browser that nobody is signed in to; both get the
    same guest, so that whichever response the browser keeps finds the round.
    """
    with writing(session):
        return players.add_guest(session, key=key, at=at)


def player_of(session: Session, key: str) -> Player | None:
    """The player with that key: what Flask-Login's user loader asks. Nobody while suspended."""
    with reading(session):
        return accounts.player_of(session, key)


def account_of(session: Session, player_id: PlayerId) -> Account | None:
    """None for a guest."""
    with reading(session):
        return accounts.account_of(session, player_id)


def account_named(session: Session, name: str) -> Account | None:
    """The account of that name, in whichever capitals."""
    with reading(session):
        found = _find(session, name)
    return None if found is None else found[0]


def sign_up(
    session: Session, *, name: str, password: str, email: str, guest: Player | None, at: datetime
) -> Account | Refused:
    """Make an account: the guest's, who keeps all that they earned, or a new player's.

    email: empty for none. A retried POST gets the account that the first one made.
    Raises passwords.TooBusy.
    """
    name, email = names.normal(name), email.strip()
    refused = _refuse_name(name) or _refuse_password(password, name, email) or _refuse_email(email)
    if refused is not None:
        return refused
    hashed = passwords.hash_of(password)
    try:
        with writing(session):
            return _make_account(session, name=name, hashed=hashed, email=email, guest=guest, at=at)
    except _Taken:
        return _made_before(session, name, password, at) or Refused(field="name", why=TAKEN)


def sign_in(session: Session, *, name: str, password: str, guest: Player | None = None) -> Account | Refused:
    """The account of that name and password; what the guest has played is its own from now on.

    Whether the name or the password is wrong is not told, nor does it take another time.
    Raises passwords.TooBusy.
    """
    for _ in range(_TRIES):
        with reading(session):
            found = _find(session, name)
        hashed = passwords.NOBODYS if found is None else found[1]
        if not passwords.is_right(password, hashed) or found is None:
            break
        anew = passwords.hash_of(password) if passwords.is_outdated(hashed) else hashed
        with writing(session):
            # If the hash is another one by now, it may be the same password's: two sign in at once.
            if accounts.password_hash_of(session, found[0].player_id) == hashed:
                return _enter(session, found[0].player_id, anew, guest)
    return Refused(field="password", why=WRONG)


def change_name(session: Session, player_id: PlayerId, name: str) -> Refused | None:
    """The same name in other letters is no other's."""
    name = names.normal(name)
    refused = _refuse_name(name)
    if refused is not None:
        return refused
    with writing(session):
        is_free = accounts.rename_account(session, player_id, name)
    return None if is_free else Refused(field="name", why=TAKEN)


def change_email(session: Session, player_id: PlayerId, email: str) -> Refused | None:
    """email: empty for none."""
    email = email.strip()
    refused = _refuse_email(email)
    if refused is None:
        with writing(session):
            accounts.change_account(session, player_id, email=email or None)
    return refused


def change_password(session: Session, player_id: PlayerId, *, old: str, new: str) -> Account | Refused:
    """The account with another key: all its sessions end, unless somebody gives one that key.

    Raises passwords.TooBusy.
    """
    account, hashed = _with_hash(session, player_id)
    if account is None or not passwords.is_right(old, hashed):
        return Refused(field="old", why=NOT_YOURS)
    refused = _refuse_password(new, account.name, account.email or "", field="new")
    if refused is not None:
        return refused
    anew = passwords.hash_of(new)
    with writing(session):
        if accounts.password_hash_of(session, player_id) != hashed:
            return Refused(field="old", why=NOT_YOURS)
        return _set_password(session, player_id, anew)


def hide(session: Session, player_id: PlayerId, *, is_hidden: bool) -> None:
    """Take the player off the leaderboards, or put them back; what they earn is kept all the while."""
    with writing(session):
        accounts.change_account(session, player_id, is_hidden=is_hidden)
        accounts.relist(session, player_id)
        restate(session, player_id)


def set_role(session: Session, player_id: PlayerId, role: Role) -> bool:
    """Whether the player has an account."""
    with writing(session):
        return accounts.change_account(session, player_id, role=role.value)


def make_reset_link(session: Session, player_id: PlayerId, at: datetime) -> str | None:
    """The secret of a link that resets the player's password, once; None if they have no account.

    It is kept nowhere, and ends those that were made before.
    """
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    with writing(session):
        if accounts.account_of(session, player_id) is None:
            return None
        accounts.add_link(session, digest=_digest(secret), player_id=player_id, expires_at=at + LINK_LASTS)
    return secret


def owner_of_link(session: Session, secret: str, at: datetime) -> Account | None:
    """Whose password the link resets; None if it was used, has expired, or never was."""
    with reading(session):
        player_id = accounts.owner_of_link(session, _digest(secret), at)
        return None if player_id is None else accounts.account_of(session, player_id)


def reset_password(session: Session, secret: str, new: str, at: datetime) -> Account | Refused | None:
    """Give the account of that link a new password, once; all its sessions end. None if there is no such
    link, or not any more.

    Raises passwords.TooBusy.
    """
    account = owner_of_link(session, secret, at)
    if account is None:
        return None
    refused = _refuse_password(new, account.name, account.email or "", field="new")
    if refused is not None:
        return refused
    hashed = passwords.hash_of(new)
    with writing(session):
        player_id = accounts.use_link(session, _digest(secret), at)
        return None if player_id is None else _set_password(session, player_id, hashed)


def _make_account(
    session: Session, *, name: str, hashed: str, email: str, guest: Player | None, at: datetime
) -> Account:
    """Raises _Taken, which undoes it."""
    key = _new_key()
    if guest is not None and players.hold_guest(session, guest.id, guest.key):
        player_id = guest.id
    else:
        player_id = players.add_player(session, key=key, at=at)
    if not accounts.add_account(
        session, player_id=player_id, name=name, password_hash=hashed, email=email or None, at=at
    ):
        raise _Taken
    players.change_key(session, player_id, key)
    accounts.relist(session, player_id)
    restate(session, player_id)
    return _known(session, player_id)


def _made_before(session: Session, name: str, password: str, at: datetime) -> Account | None:
    """The account that the same form made when it was sent a moment ago: somebody clicked twice."""
    with reading(session):
        found = accounts.account_named(session, name)
    if found is None or at - found[0].made_at > _IS_A_RETRY_WITHIN:
        return None
    account, hashed = found
    return account if account.name == name and passwords.is_right(password, hashed) else None


def _enter(session: Session, player_id: PlayerId, hashed: str, guest: Player | None) -> Account | Refused:
    """Part of the caller's transaction."""
    account = _known(session, player_id)
    if account.suspended_at is not None:
        return Refused(field="name", why=SUSPENDED)
    accounts.change_account(session, player_id, password_hash=hashed)
    if guest is not None and guest.account is None and players.hold_guest(session, guest.id, guest.key):
        merge(session, guest.id, player_id)
    return account


def _find(session: Session, name: str) -> tuple[Account, str] | None:
    """Part of the caller's transaction."""
    name = names.normal(name.strip())
    return None if names.problem_with(name) else accounts.account_named(session, name)


def _with_hash(session: Session, player_id: PlayerId) -> tuple[Account | None, str]:
    with reading(session):
        account = accounts.account_of(session, player_id)
        return account, accounts.password_hash_of(session, player_id) or ""


def _set_password(session: Session, player_id: PlayerId, hashed: str) -> Account:
    """Part of the caller's transaction."""
    accounts.change_account(session, player_id, password_hash=hashed)
    accounts.drop_links(session, player_id)
    players.change_key(session, player_id, _new_key())
    return _known(session, player_id)


def _known(session: Session, player_id: PlayerId) -> Account:
    """The account that was just changed."""
    account = accounts.account_of(session, player_id)
    if account is None:
        raise LookupError(f"player {player_id} has no account")
    return account


def _refuse_name(name: str) -> Refused | None:
    why = names.problem_with(name)
    return None if why is None else Refused(field="name", why=why)


def _refuse_password(password: str, name: str, email: str, *, field: str = "password") -> Refused | None:
    why = passwords.problem_with(password, name=name, email=email)
    return None if why is None else Refused(field=field, why=why)


def _refuse_email(email: str) -> Refused | None:
    """Whether anybody reads it is not tried."""
    is_one = len(email) <= _LONGEST_EMAIL and email.isprintable() and _EMAIL.fullmatch(email)
    return Refused(field="email", why=NO_EMAIL) if email and not is_one else None


def _new_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
