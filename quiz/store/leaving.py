"""What goes with an account that is deleted."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from quiz.game.rounds import PlayerId
from quiz.store.base import Base, Session
from quiz.store.clubs import ClubMemberRow, ClubRow
from quiz.store.reviews import ReviewCardRow
from quiz.store.rounds import RoundRow
from quiz.store.zones import PlayerZoneRow

_tables = Base.metadata.tables
_club, _member, _card, _zone, _round = (
    _tables[row.__tablename__] for row in (ClubRow, ClubMemberRow, ReviewCardRow, PlayerZoneRow, RoundRow)
)


def uncount_rounds(session: Session, player_id: PlayerId) -> None:
    """Let the player's rounds count for nothing of theirs; what the answers say of the items stays."""
    session.execute(
        update(_round).where(_round.c.player_id == player_id, _round.c.is_counted).values(is_counted=False)
    )


def leave_clubs(session: Session, player_id: PlayerId) -> None:
    """A club that the player owns goes to whoever has been in it the longest, or with the player."""
    session.execute(delete(_member).where(_member.c.player_id == player_id))
    owned = select(_club.c.id).where(_club.c.owner_id == player_id).order_by(_club.c.id)
    for club_id in session.scalars(owned.with_for_update()).all():
        heir = session.scalars(
            select(_member.c.player_id)
            .where(_member.c.club_id == club_id)
            .order_by(_member.c.joined_at, _member.c.player_id)
            .limit(1)
        ).one_or_none()
        if heir is None:
            session.execute(delete(_club).where(_club.c.id == club_id))
        else:
            session.execute(update(_club).where(_club.c.id == club_id).values(owner_id=heir))


def drop_belongings(session: Session, player_id: PlayerId) -> None:
    for table in (_card, _zone):
        session.execute(delete(table).where(table.c.player_id == player_id))
