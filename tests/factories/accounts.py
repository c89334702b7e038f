"""Accounts in a database, made by their rows: no test waits for a good password to be hashed."""

from __future__ import annotations

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from quiz.game.rounds import PlayerId
from quiz.store import accounts
from quiz.store.accounts import Role
from quiz.store.base import writing
from tests.factories.rounds import NOON, a_player

PASSWORD = "what nobody guesses"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Too weak for anything but tests; the first to sign in with it has it made anew."""


def an_account(
    session: Session,
    name: str,
    *,
    role: Role = Role.PLAYER,
    player_id: PlayerId | None = None,
    at: datetime = NOON,
) -> PlayerId:
    """An account of that name, for a guest made for it if there is none yet; its password is PASSWORD."""
    player_id = player_id or a_player(session, at=at)
    with writing(session):
        assert accounts.add_account(
            session, player_id=player_id, name=name, password_hash=HASH, email=None, at=at
        )
        accounts.change_account(session, player_id, role=role.value)
        accounts.relist(session, player_id)
    return player_id
