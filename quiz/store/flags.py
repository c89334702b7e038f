"""Rounds that somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Row,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.fairness import EVIDENCE, Decision, Evidence, Suspicion, suspicion_of
from quiz.game.rounds import EndedRound, PlayerId, RoundId
from quiz.store.base import Base, Session, insert_once, partial_index
from quiz.store.rounds import RoundRow

_ADAPTERS: Mapping[Suspicion, TypeAdapter[Evidence]] = {
    kind: TypeAdapter(evidence) for kind, evidence in EVIDENCE.items()
}
_MATCHES = 5
_COUNT_AT_MOST = 10_000


class FlagRow(Base):
    """rests_on: what it was raised for, in JSON. decision: null until an administrator decides."""

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("kind IN ('speed', 'same-answers', 'rating-jump')", name="kind"),
        CheckConstraint("decision IN ('cleared', 'upheld')", name="decision"),
        partial_index("ix_flag_undecided", "made_at", where="decision IS NULL"),
        partial_index("ix_flag_decided", "decided_at", where="decision IS NOT NULL"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), index=True)
    rests_on: Mapped[str]
    made_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("player.id"))
    decided_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """When and whose a round was."""

    id: RoundId
    player_id: PlayerId
    ended_at: datetime


_flag, _round = (Base.metadata.tables[row.__tablename__] for row in (FlagRow, RoundRow))
_ENDED: tuple[ColumnElement[Any], ...] = (_round.c.id, _round.c.player_id, _round.c.ended_at)


def read_evidence(kind: Suspicion, rests_on: str) -> Evidence:
    return _ADAPTERS[kind].validate_json(rests_on)


def raise_flag(
    session: Session, round_id: RoundId, player_id: PlayerId, evidence: Evidence, at: datetime
) -> bool:
    """Flag the round and hold it; whether it was not flagged so before, whatever was decided then."""
    kind = suspicion_of(evidence)
    values = {
        "round_id": round_id,
        "kind": kind.value,
        "player_id": player_id,
        "rests_on": _ADAPTERS[kind].dump_json(evidence).decode(),
        "made_at": at,
    }
    if not insert_once(session, _flag, values, unique=["round_id", "kind"]):
        return False
    session.execute(update(_round).where(_round.c.id == round_id).values(is_held=True))
    return True


def decide(
    session: Session,
    round_id: RoundId,
    suspicion: Suspicion,
    decision: Decision,
    *,
    by: PlayerId,
    at: datetime,
) -> PlayerId | None:
    """Whose round it is, which counts once all of its flags are cleared; None if there is no such flag."""
    decided = (
        update(_flag)
        .where(_flag.c.round_id == round_id, _flag.c.kind == suspicion.value)
        .values(decision=decision.value, decided_by=by, decided_at=at)
    )
    if session.execute(decided.returning(_flag.c.round_id)).one_or_none() is None:
        return None
    held = exists().where(
        _flag.c.round_id == round_id,
        or_(_flag.c.decision.is_(None), _flag.c.decision == Decision.UPHELD.value),
    )
    changed = update(_round).where(_round.c.id == round_id).values(is_held=held)
    return PlayerId(session.scalars(changed.returning(_round.c.player_id)).one())


def undecided_of(session: Session, player_id: PlayerId) -> list[tuple[RoundId, Suspicion]]:
    """The flags on the player's rounds that wait."""
    rows = session.execute(
        select(_flag.c.round_id, _flag.c.kind)
        .join_from(_flag, _round, _round.c.id == _flag.c.round_id)
        .where(_round.c.player_id == player_id, _flag.c.decision.is_(None))
        .order_by(_flag.c.round_id, _flag.c.kind)
    )
    return [(RoundId(row.round_id), Suspicion(row.kind)) for row in rows]


def decisions_on(session: Session, round_id: RoundId) -> dict[Suspicion, Decision | None]:
    """What the round is flagged for, and what was decided; None where nobody has."""
    rows = session.execute(select(_flag.c.kind, _flag.c.decision).where(_flag.c.round_id == round_id))
    return {Suspicion(row.kind): None if row.decision is None else Decision(row.decision) for row in rows}


def ended_round(session: Session, round_id: RoundId) -> Ended | None:
    """None if it counts for nothing, or goes on."""
    row = session.execute(
        select(*_ENDED).where(_round.c.id == round_id, _round.c.ended_at.is_not(None), _round.c.is_counted)
    ).one_or_none()
    return None if row is None else _ended(row)


def wait_for_the_same(session: Session, choices: str) -> None:
    """Of two rounds with these choices that end at once, let the second see the first.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:choices))"), {"choices": choices})


def rounds_with_choices(
    session: Session, ended: EndedRound, choices: str, *, within: timedelta
) -> list[Ended]:
    """The counted rounds of others in which the same was chosen; a few, the nearest first."""
    rows = session.execute(
        select(*_ENDED).where(
            _round.c.choices == choices,
            _round.c.ended_at.between(ended.ended_at - within, ended.ended_at + within),
            _round.c.player_id != ended.player_id,
            _round.c.is_counted,
        )
    )
    return sorted(map(_ended, rows), key=lambda match: abs(match.ended_at - ended.ended_at))[:_MATCHES]


def count_of_premiere(session: Session, ended: EndedRound, *, within: timedelta) -> int:
    """How many other rounds of the same Première ended as near to this one; at most 10,000 are counted."""
    near = (
        select(_round.c.id)
        .where(
            _round.c.premiere_date == ended.round.premiere_date,
            _round.c.premiere_date.is_not(None),
            _round.c.ended_at.between(ended.ended_at - within, ended.ended_at + within),
            _round.c.id != ended.round.id,
        )
        .limit(_COUNT_AT_MOST)
        .subquery()
    )
    counted: int = session.scalars(select(func.count()).select_from(near)).one()
    return counted


def _ended(row: Row[Any]) -> Ended:
    return Ended(id=RoundId(row.id), player_id=PlayerId(row.player_id), ended_at=row.ended_at)
