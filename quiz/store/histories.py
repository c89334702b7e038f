"""What a player has played, the latest first; found by the index of their rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, text

from quiz.game.modes import Course, Mode, course_of
from quiz.game.rounds import PlayerId, RoundId
from quiz.store.base import Base, Session
from quiz.store.rounds import RoundRow

_round = Base.metadata.tables[RoundRow.__tablename__]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedRound:
    """A round that has ended. challenge: the token of the challenge that it took up."""

    id: RoundId
    mode: Mode
    pack: str
    pack_title: str
    level: Course
    size: int
    right_count: int
    points: int
    ended_at: datetime
    premiere_date: date | None
    challenge: str | None
    is_counted: bool
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedRound:
    """rating: the player's in the pack after it, in logits."""

    pack: str
    pack_title: str
    ended_at: datetime
    rating: float


def latest_rounds(session: Session, player_id: PlayerId, limit: int, *, is_own: bool) -> list[PlayedRound]:
    """is_own: with those that count for nothing, or not yet."""
    query = select(_round).where(_round.c.player_id == player_id, _round.c.ended_at.is_not(None))
    if not is_own:
        query = query.where(_round.c.is_counted, _round.c.is_held.is_(False))
    query = query.order_by(_round.c.ended_at.desc(), _round.c.id).limit(limit)
    return [
        PlayedRound(
            id=RoundId(row.id),
            mode=Mode(row.mode),
            pack=row.pack,
            pack_title=row.pack_title,
            level=course_of(row.level),
            size=row.size,
            right_count=row.right_count,
            points=row.points,
            ended_at=row.ended_at,
            premiere_date=row.premiere_date,
            challenge=row.challenge,
            is_counted=row.is_counted,
            is_held=row.is_held,
        )
        for row in session.execute(query)
    ]


def latest_ratings(
    session: Session, player_id: PlayerId, limit: int, *, secret_from: date | None = None
) -> list[RatedRound]:
    """Held rounds are left out: whether they say something of the player is not known.

    secret_from: from that date on, Premières are left out, too.
    """
    query = (
        select(_round.c.pack, _round.c.pack_title, _round.c.ended_at, _round.c.ability)
        .where(
            _round.c.player_id == player_id,
            _round.c.ended_at.is_not(None),
            _round.c.ability.is_not(None),
            _round.c.is_held.is_(False),
        )
        .order_by(_round.c.ended_at.desc(), _round.c.id)
        .limit(limit)
    )
    if secret_from is not None:
        query = query.where(or_(_round.c.premiere_date.is_(None), _round.c.premiere_date < secret_from))
    return [
        RatedRound(pack=row.pack, pack_title=row.pack_title, ended_at=row.ended_at, rating=row.ability)
        for row in session.execute(query)
    ]


def premieres_since(session: Session, player_id: PlayerId, first: date) -> list[RoundId]:
    """The player's Premières of that date and later ones."""
    query = select(_round.c.id).where(
        _round.c.player_id == player_id,
        # In the words of the index, which holds just these.
        text("round.premiere_date IS NOT NULL AND round.is_counted"),
        _round.c.premiere_date >= first,
    )
    return [RoundId(found) for found in session.scalars(query)]
