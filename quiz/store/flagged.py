"""Flags as administrators look through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from quiz.game.fairness import Decision, Evidence, Suspicion
from quiz.game.rounds import PlayerId, RoundId
from quiz.store.accounts import AccountRow
from quiz.store.administration import PlayedRound, played_rounds
from quiz.store.base import Session
from quiz.store.flags import FlagRow, read_evidence
from quiz.store.rounds import RoundRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a list of flags goes on. at: of the decision, or of the flag where nobody has decided."""

    at: datetime
    round_id: str
    suspicion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A flag with the round that it is on.

    player: the name of whose round it is now; None for a guest.
    decided_by: the name of the administrator; None if nobody has decided, or has no name any more.
    """

    round: PlayedRound
    player_id: PlayerId
    player: str | None
    suspicion: Suspicion
    evidence: Evidence
    made_at: datetime
    decision: Decision | None
    decided_by: str | None
    decided_at: datetime | None

    @property
    def cursor(self) -> Cursor:
        at = self.decided_at or self.made_at
        return Cursor(at=at, round_id=self.round.id, suspicion=self.suspicion.value)


def undecided(session: Session, limit: int, after: Cursor | None = None) -> list[Flag]:
    """The oldest first."""
    keys = (FlagRow.made_at, FlagRow.round_id, FlagRow.kind)
    query = select(FlagRow).where(FlagRow.decision.is_(None)).order_by(*keys).limit(limit)
    if after is not None:
        query = query.where(tuple_(*keys) > (after.at, after.round_id, after.suspicion))
    return _with_rounds(session, session.scalars(query).all())


def decided(session: Session, limit: int, after: Cursor | None = None) -> list[Flag]:
    """The latest decision first."""
    keys = (FlagRow.decided_at, FlagRow.round_id, FlagRow.kind)
    query = select(FlagRow).where(FlagRow.decision.is_not(None)).limit(limit)
    if after is not None:
        query = query.where(tuple_(*keys) < (after.at, after.round_id, after.suspicion))
    return _with_rounds(session, session.scalars(query.order_by(*(key.desc() for key in keys))).all())


def of_player(session: Session, player_id: PlayerId, limit: int) -> list[Flag]:
    """Those on the player's rounds, also on those that were a guest's; the latest first."""
    query = (
        select(FlagRow)
        .join(RoundRow, RoundRow.id == FlagRow.round_id)
        .where(RoundRow.player_id == player_id, RoundRow.ended_at.is_not(None))
        .order_by(FlagRow.made_at.desc(), FlagRow.round_id, FlagRow.kind)
        .limit(limit)
    )
    return _with_rounds(session, session.scalars(query).all())


def one(session: Session, round_id: RoundId, suspicion: Suspicion) -> Flag | None:
    query = select(FlagRow).where(FlagRow.round_id == round_id, FlagRow.kind == suspicion.value)
    return next(iter(_with_rounds(session, session.scalars(query).all())), None)


def count_undecided(session: Session, most: int) -> int:
    """Counts no further than `most`."""
    some = select(FlagRow.round_id).where(FlagRow.decision.is_(None)).limit(most).subquery()
    counted: int = session.scalars(select(func.count()).select_from(some)).one()
    return counted


def _with_rounds(session: Session, rows: Sequence[FlagRow]) -> list[Flag]:
    if not rows:
        return []
    rounds = played_rounds(session, [row.round_id for row in rows])
    deciders = _names_of(session, {row.decided_by for row in rows if row.decided_by is not None})
    return [_flag(row, *rounds[row.round_id], deciders) for row in rows if row.round_id in rounds]


def _names_of(session: Session, player_ids: set[int]) -> dict[int, str]:
    account = aliased(AccountRow)
    query = select(account.player_id, account.name).where(account.player_id.in_(sorted(player_ids)))
    return {row.player_id: row.name for row in session.execute(query)} if player_ids else {}


def _flag(
    row: FlagRow, player_id: PlayerId, player: str | None, played: PlayedRound, deciders: dict[int, Any]
) -> Flag:
    suspicion = Suspicion(row.kind)
    return Flag(
        round=played,
        player_id=player_id,
        player=player,
        suspicion=suspicion,
        evidence=read_evidence(suspicion, row.rests_on),
        made_at=row.made_at,
        decision=None if row.decision is None else Decision(row.decision),
        decided_by=None if row.decided_by is None else deciders.get(row.decided_by),
        decided_at=row.decided_at,
    )
