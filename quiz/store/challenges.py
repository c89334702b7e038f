"""Links that give a friend the same ten items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Row, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.modes import Course, course_of
from quiz.game.rounds import PlayerId, RoundId
from quiz.store.accounts import AccountRow
from quiz.store.base import Base, Session, insert_once
from quiz.store.premieres import PremiereFactRow
from quiz.store.rounds import DealtFactRow, RoundRow


class ChallengeRow(Base):
    __tablename__ = "challenge"
    __table_args__ = (UniqueConstraint("round_id"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeRound:
    """A round of a challenge: that which it was made of, or one that takes it up.

    name: of who plays it; None for a guest. right_count, points: once it has ended.
    is_over: it was played to its end, or has closed.
    """

    id: RoundId
    player_id: PlayerId
    name: str | None
    pack: str
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    right_count: int
    points: int
    is_over: bool


_tables = Base.metadata.tables
_challenge = _tables["challenge"]
_round, _account, _dealt, _premiere = (
    _tables[row.__tablename__] for row in (RoundRow, AccountRow, DealtFactRow, PremiereFactRow)
)


def add_challenge(session: Session, *, round_id: RoundId, token: str, at: datetime) -> str:
    """The token of the round's challenge, made now unless it was before."""
    values = {"token": token, "round_id": round_id, "made_at": at}
    insert_once(session, _challenge, values, unique=["round_id"])
    query = select(_challenge.c.token).where(_challenge.c.round_id == round_id)
    first: str = session.scalars(query).one()
    return first


def token_of(session: Session, round_id: RoundId) -> str | None:
    """Of the challenge that was made of that round."""
    query = select(_challenge.c.token).where(_challenge.c.round_id == round_id)
    return session.scalars(query).one_or_none()


def challenged_round(session: Session, token: str, at: datetime) -> ChallengeRound | None:
    """The round that the challenge was made of; None if there is no such challenge."""
    if not token.isascii() or not token.isprintable():  # PostgreSQL refuses some of what an address may hold
        return None
    query = _rounds().join(_challenge, _challenge.c.round_id == _round.c.id)
    row = session.execute(query.where(_challenge.c.token == token)).one_or_none()
    return None if row is None else _round_of(row, at)


def rounds_taken(session: Session, token: str, limit: int, at: datetime) -> list[ChallengeRound]:
    """Those that take the challenge up, the first of each player, in the order in which they were started."""
    query = _rounds().where(_round.c.challenge == token)
    first: dict[int, ChallengeRound] = {}
    for row in session.execute(query.order_by(_round.c.started_at, _round.c.id).limit(limit)):
        first.setdefault(row.player_id, _round_of(row, at))
    return list(first.values())


def round_taken_by(session: Session, token: str, player_id: PlayerId, at: datetime) -> ChallengeRound | None:
    """The first round in which the player takes the challenge up."""
    query = _rounds().where(_round.c.challenge == token, _round.c.player_id == player_id)
    row = session.execute(query.order_by(_round.c.started_at, _round.c.id).limit(1)).one_or_none()
    return None if row is None else _round_of(row, at)


def last_secret_day(session: Session, round_id: RoundId, first: date) -> date | None:
    """The last date, from that one on, whose Première asks about something that the round asks about, too."""
    query = (
        select(func.max(_premiere.c.day))
        .select_from(_dealt)
        .join(_premiere, _premiere.c.fact_id == _dealt.c.fact_id)
        .where(_dealt.c.round_id == round_id, _premiere.c.day >= first)
    )
    found: date | None = session.scalars(query).one()
    return found


def _rounds() -> Select[Any]:
    return select(
        _round.c.id,
        _round.c.player_id,
        _round.c.pack,
        _round.c.pack_title,
        _round.c.level,
        _round.c.is_relaxed,
        _round.c.size,
        _round.c.right_count,
        _round.c.points,
        _round.c.ended_at,
        _round.c.closes_at,
        _account.c.name,
    ).outerjoin_from(_round, _account, _account.c.player_id == _round.c.player_id)


def _round_of(row: Row[Any], at: datetime) -> ChallengeRound:
    return ChallengeRound(
        id=RoundId(row.id),
        player_id=PlayerId(row.player_id),
        name=row.name,
        pack=row.pack,
        pack_title=row.pack_title,
        level=course_of(row.level),
        is_relaxed=row.is_relaxed,
        size=row.size,
        right_count=row.right_count,
        points=row.points,
        is_over=row.ended_at is not None or row.closes_at <= at,
    )
