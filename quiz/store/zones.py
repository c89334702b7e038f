"""The time zones that players live in, and since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import PlayerId
from quiz.game.zones import ZoneSpan
from quiz.store.base import Base, Session, insert_once


class PlayerZoneRow(Base):
    """zone: an IANA name. The last one is the player's; those before say which date it was for them then."""

    __tablename__ = "player_zone"

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    zone: Mapped[str]


_zone = Base.metadata.tables["player_zone"]


def load_spans(session: Session, player_id: PlayerId) -> tuple[ZoneSpan, ...]:
    """In the order of time; none if nobody knows where the player lives."""
    rows = session.execute(
        select(_zone.c.zone, _zone.c.since).where(_zone.c.player_id == player_id).order_by(_zone.c.since)
    )
    return tuple(ZoneSpan(zone=row.zone, since=row.since) for row in rows)


def add_span(session: Session, player_id: PlayerId, span: ZoneSpan) -> bool:
    """Whether it was added: at one moment a player has one zone."""
    values = {"player_id": player_id, "since": span.since, "zone": span.zone}
    return insert_once(session, _zone, values, unique=["player_id", "since"])


def take_over_zones(session: Session, guest: PlayerId, account: PlayerId) -> None:
    """The account gets the guest's zones if it has none of its own; the guest keeps none."""
    if not load_spans(session, account):
        session.execute(update(_zone).where(_zone.c.player_id == guest).values(player_id=account))
    session.execute(delete(_zone).where(_zone.c.player_id == guest))
