"""Players as others know them: by the names of their accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from quiz.game import names
from quiz.game.rounds import PlayerId
from quiz.store.accounts import AccountRow
from quiz.store.base import Base, Session
from quiz.store.players import PlayerRow

_player = Base.metadata.tables[PlayerRow.__tablename__]
_account = Base.metadata.tables[AccountRow.__tablename__]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """name: None for a guest. is_listed: whether anybody may see them; since: when they began to play."""

    id: PlayerId
    name: str | None
    is_listed: bool
    since: datetime


def person(session: Session, player_id: PlayerId) -> Person | None:
    return _one(session, _player.c.id == player_id)


def person_named(session: Session, name: str) -> Person | None:
    """Whoever has that name, in whichever capitals."""
    written = names.normal(name)
    if names.problem_with(written) is not None:
        return None
    return _one(session, _account.c.folded == names.folded(written))


def names_of(session: Session, player_ids: Iterable[PlayerId]) -> dict[PlayerId, str]:
    """The names of those who have an account."""
    query = select(_account.c.player_id, _account.c.name).where(
        _account.c.player_id.in_(sorted(set(player_ids)))
    )
    return {PlayerId(row.player_id): row.name for row in session.execute(query)}


def _one(session: Session, condition: ColumnElement[bool]) -> Person | None:
    row = session.execute(
        select(_player.c.id, _player.c.is_listed, _player.c.made_at, _account.c.name)
        .outerjoin_from(_player, _account, _account.c.player_id == _player.c.id)
        .where(condition)
    ).one_or_none()
    if row is None:
        return None
    return Person(id=PlayerId(row.id), name=row.name, is_listed=row.is_listed, since=row.made_at)
