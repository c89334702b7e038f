"""What administrators do, all of which is written down. A function is a transaction of its own, or says more.

Whoever calls them has checked that `by` is an administrator; where it could end that there is one, it is
checked again in the transaction.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from quiz.errors import QuizError
from quiz.game import names
from quiz.game.fairness import Decision, Suspicion
from quiz.game.rounds import PlayerId, RoundId
from quiz.services import accounts as own_accounts
from quiz.services import site as known_site
from quiz.services.accounts import TAKEN, Refused
from quiz.services.standings import restate
from quiz.store import accounts, administration, flags, players, site
from quiz.store.accounts import Account, Role
from quiz.store.administration import Deed
from quiz.store.base import Session, writing
from quiz.store.site import PackSetting, SiteSettings

__all__ = [
    "FlagNotFound",
    "NoSuchAccount",
    "Refused",
    "change_role",
    "decide",
    "decide_all",
    "hide",
    "make_link",
    "rename",
    "set_pack",
    "set_site",
    "suspend",
]

LAST = "That would leave the site without an administrator. Make somebody else one first."
NO_NAME = "Give the site a name."
LONG_NAME = "That is too long: 40 characters at most, so that it fits a phone."
ODD_NAME = "The name holds a sign that cannot be shown. Type it anew."

LONGEST_SITE_NAME = 40
_KEY_BYTES = 24


class NoSuchAccount(QuizError):
    """There is no such player, or they are a guest."""


class FlagNotFound(QuizError):
    """No round is flagged so."""


def rename(session: Session, *, by: PlayerId, player_id: PlayerId, name: str, at: datetime) -> Refused | None:
    name = names.normal(name.strip())
    why = names.problem_with(name)
    if why is not None:
        return Refused(field="name", why=why)
    with writing(session):
        _account(session, player_id)
        if not accounts.rename_account(session, player_id, name):
            return Refused(field="name", why=TAKEN)
        administration.note(session, Deed.RENAMED, by=by, at=at, player_id=player_id)
    return None


def change_role(
    session: Session, *, by: PlayerId, player_id: PlayerId, role: Role, at: datetime
) -> Refused | None:
    with writing(session):
        if not _leaves_one(session, by, player_id, is_one_after=role is Role.ADMINISTRATOR):
            return Refused(field="role", why=LAST)
        _account(session, player_id)
        accounts.change_account(session, player_id, role=role.value)
        administration.note(session, Deed.GAVE_ROLE, by=by, at=at, player_id=player_id, about=role.value)
    return None


def suspend(
    session: Session, *, by: PlayerId, player_id: PlayerId, is_suspended: bool, at: datetime
) -> Refused | None:
    """Nobody signs in to a suspended account, and its sessions end; leaderboards leave it out."""
    with writing(session):
        if is_suspended and not _leaves_one(session, by, player_id, is_one_after=False):
            return Refused(field="suspended", why=LAST)
        _account(session, player_id)
        accounts.change_account(session, player_id, suspended_at=at if is_suspended else None)
        players.change_key(session, player_id, secrets.token_urlsafe(_KEY_BYTES))
        _relist(session, player_id)
        deed = Deed.SUSPENDED if is_suspended else Deed.READMITTED
        administration.note(session, deed, by=by, at=at, player_id=player_id)
    return None


def hide(session: Session, *, by: PlayerId, player_id: PlayerId, is_hidden: bool, at: datetime) -> None:
    with writing(session):
        _account(session, player_id)
        accounts.change_account(session, player_id, is_hidden=is_hidden)
        _relist(session, player_id)
        deed = Deed.HID if is_hidden else Deed.SHOWED
        administration.note(session, deed, by=by, at=at, player_id=player_id)


def make_link(session: Session, *, by: PlayerId, player_id: PlayerId, at: datetime) -> str:
    """The secret of a link with which the player sets a new password, once. It is kept nowhere.

    Two transactions: a link of which nobody has been told is of no use.
    """
    secret = own_accounts.make_reset_link(session, player_id, at)
    if secret is None:
        raise NoSuchAccount("There is no such account.")
    with writing(session):
        administration.note(session, Deed.MADE_LINK, by=by, at=at, player_id=player_id)
    return secret


def decide(
    session: Session,
    *,
    by: PlayerId,
    round_id: RoundId,
    suspicion: Suspicion,
    decision: Decision,
    at: datetime,
) -> None:
    """Clear a flag, and the round counts once all of its flags are cleared; or uphold it, and it stays out.

    It can be decided anew. Raises FlagNotFound.
    """
    with writing(session):
        player_id = flags.decide(session, round_id, suspicion, decision, by=by, at=at)
        if player_id is None:
            raise FlagNotFound("There is no such flag.")
        restate(session, player_id)
        _note_decision(session, round_id, suspicion, decision, by=by, at=at, player_id=player_id)


def decide_all(
    session: Session, *, by: PlayerId, player_id: PlayerId, decision: Decision, at: datetime
) -> int:
    """The same for all flags of a player that wait, as of a program that plays; how many there were."""
    with writing(session):
        waiting = flags.undecided_of(session, player_id)
        for round_id, suspicion in waiting:
            flags.decide(session, round_id, suspicion, decision, by=by, at=at)
            _note_decision(session, round_id, suspicion, decision, by=by, at=at, player_id=player_id)
        if waiting:
            restate(session, player_id)
        return len(waiting)


def set_pack(session: Session, *, by: PlayerId, pack: str, setting: PackSetting, at: datetime) -> None:
    with writing(session):
        site.save_pack(session, pack, setting)
        administration.note(session, Deed.SET_PACK, by=by, at=at, about=pack)
    known_site.forget(session)


def set_site(session: Session, *, by: PlayerId, settings: SiteSettings, at: datetime) -> Refused | None:
    name = " ".join(settings.name.split())
    why = _problem_with_site_name(name)
    if why is not None:
        return Refused(field="name", why=why)
    with writing(session):
        site.save_settings(session, SiteSettings(name=name, is_sign_up_open=settings.is_sign_up_open))
        administration.note(session, Deed.SET_SITE, by=by, at=at)
    known_site.forget(session)
    return None


def _problem_with_site_name(name: str) -> str | None:
    if not name:
        return NO_NAME
    if not name.isprintable():
        return ODD_NAME
    return LONG_NAME if len(name) > LONGEST_SITE_NAME else None


def _account(session: Session, player_id: PlayerId) -> Account:
    account = accounts.account_of(session, player_id)
    if account is None:
        raise NoSuchAccount("There is no such account.")
    return account


def _note_decision(
    session: Session,
    round_id: RoundId,
    suspicion: Suspicion,
    decision: Decision,
    *,
    by: PlayerId,
    at: datetime,
    player_id: PlayerId,
) -> None:
    deed = Deed.CLEARED if decision is Decision.CLEARED else Deed.UPHELD
    administration.note(
        session, deed, by=by, at=at, player_id=player_id, about=f"{suspicion.value} {round_id}"
    )


def _relist(session: Session, player_id: PlayerId) -> None:
    accounts.relist(session, player_id)
    restate(session, player_id)


def _leaves_one(session: Session, by: PlayerId, player_id: PlayerId, *, is_one_after: bool) -> bool:
    """Whether there is an administrator afterwards, and `by` is one still: of two who take away each other
    at once, one is too late.
    """
    before = set(administration.administrators(session))
    after = before | {player_id} if is_one_after else before - {player_id}
    return by in before and bool(after)
