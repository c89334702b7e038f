"""The answers to a round's items."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Row,
    SmallInteger,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.rounds import Answer, RoundId
from quiz.game.scoring import PointKind, PointLine
from quiz.store.base import Base, Session, insert_once

_MILLISECOND = timedelta(milliseconds=1)


class AnswerRow(Base):
    """One for each item, which its primary key holds; points are 0 where it is wrong or the mode pays none.

    is_counted: false where the player had answered the fact before, as somebody else.
    """

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "position"], ["round_item.round_id", "round_item.position"]),
        CheckConstraint("option_index >= 0", name="option_index"),
        CheckConstraint("elapsed_ms >= 0", name="elapsed_ms"),
        CheckConstraint("streak_before >= 0", name="streak_before"),
        CheckConstraint("base_points >= 0 AND speed_points >= 0 AND streak_points >= 0", name="points"),
    )

    round_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    option_index: Mapped[int] = mapped_column(SmallInteger)
    answered_at: Mapped[datetime]
    elapsed_ms: Mapped[int]
    is_right: Mapped[bool]
    base_points: Mapped[int]
    speed_points: Mapped[int]
    streak_points: Mapped[int]
    streak_before: Mapped[int] = mapped_column(SmallInteger)
    is_counted: Mapped[bool] = mapped_column(server_default=true())


_answer = Base.metadata.tables["answer"]


def load_answers(session: Session, round_id: RoundId, *, is_relaxed: bool) -> tuple[Answer, ...]:
    """The answers of a round, in the order of their positions. is_relaxed: the round's."""
    rows = session.execute(select(_answer).where(_answer.c.round_id == round_id).order_by(_answer.c.position))
    return tuple(_answer_of(row, is_relaxed=is_relaxed) for row in rows)


def add_answer(session: Session, round_id: RoundId, answer: Answer) -> bool:
    """Store the answer, unless its item has one; whether it was stored."""
    points = {line.kind: line.points for line in answer.lines}
    values = {
        "round_id": round_id,
        "position": answer.position,
        "option_index": answer.option_index,
        "answered_at": answer.answered_at,
        "elapsed_ms": answer.elapsed // _MILLISECOND,
        "is_right": answer.is_right,
        "streak_before": answer.streak_before,
        "is_counted": answer.is_counted,
        **{f"{kind}_points": points.get(kind, 0) for kind in PointKind},
    }
    return insert_once(session, _answer, values, unique=["round_id", "position"])


def _answer_of(row: Row[Any], *, is_relaxed: bool) -> Answer:
    points = {
        PointKind.BASE: row.base_points,
        PointKind.SPEED: row.speed_points,
        PointKind.STREAK: row.streak_points,
    }
    if is_relaxed:
        del points[PointKind.SPEED]
    lines = tuple(PointLine(kind=kind, points=earned) for kind, earned in points.items())
    return Answer(
        position=row.position,
        option_index=row.option_index,
        answered_at=row.answered_at,
        elapsed=row.elapsed_ms * _MILLISECOND,
        lines=lines if row.base_points else (),
        is_right=row.is_right,
        streak_before=row.streak_before,
        is_counted=row.is_counted,
    )
