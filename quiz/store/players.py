"""Players: a guest is one too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint, false, select, update
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session, insert_once


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


def add_player(session: Session, *, key: str, at: datetime) -> PlayerId:
    """A player who is new, and no guest of anybody's."""
    added = _player.insert().values(made_at=at, session_key=key).returning(_player.c.id)
    return PlayerId(session.scalars(added).one())


def change_key(session: Session, player_id: PlayerId, key: str | None) -> None:
    """End all sessions of the player; the next are begun with that key, if with any."""
    session.execute(update(_player).where(_player.c.id == player_id).values(session_key=key))


def hold_guest(session: Session, player_id: PlayerId, key: str) -> bool:
    """Whether the player still has that key; if so, nobody else changes that until this transaction ends."""
    query = select(_player.c.id).where(_player.c.id == player_id, _player.c.session_key == key)
    return session.execute(query.with_for_update(key_share=True)).one_or_none() is not None
