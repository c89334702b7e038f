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
    """A player who is signed in; all are guests until there is signing up."""

    id: PlayerId
    made_at: datetime


class PlayerRow(Base):
    """guest_key: the request that made a guest, so that its retry makes no second one."""

    __tablename__ = "player"
    __table_args__ = (UniqueConstraint("guest_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    guest_key: Mapped[str | None]


_player = PlayerRow.metadata.tables[PlayerRow.__tablename__]


def add_guest(session: Session, *, guest_key: str, at: datetime) -> PlayerId:
    """The guest of that key, made now unless it was before."""
    insert_once(session, _player, {"made_at": at, "guest_key": guest_key}, unique=["guest_key"])
    return PlayerId(session.scalars(select(PlayerRow.id).where(PlayerRow.guest_key == guest_key)).one())


def player_of(session: Session, player_id: PlayerId) -> Player | None:
    row = session.execute(
        select(PlayerRow.id, PlayerRow.made_at).where(PlayerRow.id == player_id)
    ).one_or_none()
    return None if row is None else Player(id=PlayerId(row.id), made_at=row.made_at)
