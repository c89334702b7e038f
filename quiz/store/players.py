"""Players: a guest is one too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session, insert_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A player who is signed in; all are guests until there is signing up.

    key: what the player's cookie says. An id would be another player's in another database.
    """

    id: PlayerId
    key: str
    made_at: datetime


class PlayerRow(Base):
    """guest_key: the secret of the browser that a guest plays in, so that no retry makes a second one."""

    __tablename__ = "player"
    __table_args__ = (UniqueConstraint("guest_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    guest_key: Mapped[str | None]


_player = PlayerRow.metadata.tables[PlayerRow.__tablename__]


def add_guest(session: Session, *, key: str, at: datetime) -> PlayerId:
    """The guest of that key, made now unless it was before."""
    insert_once(session, _player, {"made_at": at, "guest_key": key}, unique=["guest_key"])
    return PlayerId(session.scalars(select(PlayerRow.id).where(PlayerRow.guest_key == key)).one())


def player_of(session: Session, key: str) -> Player | None:
    row = session.execute(
        select(PlayerRow.id, PlayerRow.made_at).where(PlayerRow.guest_key == key)
    ).one_or_none()
    return None if row is None else Player(id=PlayerId(row.id), key=key, made_at=row.made_at)
