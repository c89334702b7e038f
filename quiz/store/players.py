"""Players: a guest is one too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session, insert_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A player who is signed in, be it as a guest.

    key: what the player's cookie says. An id would be another player's in another database.
    """

    id: PlayerId
    key: str
    made_at: datetime


class PlayerRow(Base):
    """session_key: what the player's cookies say, another one from each change of a password on. A guest's is
    the secret of the browser that they play in, so that no retry makes a second one. Null once there is
    nobody to sign in: the account is deleted, or the guest has become somebody else.
    is_listed: whether leaderboards show the player: one with an account that is neither hidden nor suspended.
    """

    __tablename__ = "player"
    __table_args__ = (UniqueConstraint("session_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    session_key: Mapped[str | None]
    is_listed: Mapped[bool] = mapped_column(server_default=false())


_player = PlayerRow.metadata.tables[PlayerRow.__tablename__]


def add_guest(session: Session, *, key: str, at: datetime) -> PlayerId:
    """The guest of that key, made now unless it was before."""
    insert_once(session, _player, {"made_at": at, "session_key": key}, unique=["session_key"])
    return PlayerId(session.scalars(select(PlayerRow.id).where(PlayerRow.session_key == key)).one())


def player_of(session: Session, key: str) -> Player | None:
    row = session.execute(
        select(PlayerRow.id, PlayerRow.made_at).where(PlayerRow.session_key == key)
    ).one_or_none()
    return None if row is None else Player(id=PlayerId(row.id), key=key, made_at=row.made_at)
