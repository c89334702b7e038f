"""Deleting an account."""

from __future__ import annotations

from quiz.game.rounds import PlayerId
from quiz.services import passwords
from quiz.services.accounts import NOT_YOURS, Refused
from quiz.services.standings import restate
from quiz.store import accounts, administration, leaving, players
from quiz.store.base import Session, reading, writing
from quiz.store.standings import lock_players

__all__ = ["delete_account"]

LAST = "You are the last administrator of this site. Make somebody else one first."


def delete_account(session: Session, player_id: PlayerId, password: str) -> Refused | None:
    """Delete all that tells who the player was and what they had; the answers stay as anybody's.

    Transactions of its own. Raises passwords.TooBusy.
    """
    with reading(session):
        hashed = accounts.password_hash_of(session, player_id)
    if hashed is None or not passwords.is_right(password, hashed):
        return Refused(field="current", why=NOT_YOURS)
    with writing(session):
        if administration.administrators(session) == [player_id]:
            return Refused(field="current", why=LAST)
        lock_players(session, [player_id])
        leaving.uncount_rounds(session, player_id)
        leaving.leave_clubs(session, player_id)
        leaving.drop_belongings(session, player_id)
        accounts.delete_account(session, player_id)
        accounts.relist(session, player_id)
        players.change_key(session, player_id, None)
        restate(session, player_id)
    return None
