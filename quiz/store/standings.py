"""Standings, and how they are written.

A rank is told without counting players: `standing_count` has how many stand in buckets of scores. No writer
touches these counts, or all who score alike would wait for one row. A writer appends a move from one score
to another; the counts take the moves over later, many at once; a rank is what the counts and the open moves
say together (`quiz.store.ranking`), and so exact at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Integer,
    SmallInteger,
    bindparam,
    case,
    cast,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId, RoundId
from quiz.game.standings import Counted
from quiz.store.answers import AnswerRow
from quiz.store.base import Base, Session, partial_index
from quiz.store.players import PlayerRow
from quiz.store.rounds import RoundRow


class StandingRow(Base):
    """board: what is ranked, among which packs and in which period, as `quiz.game.standings` writes it.

    is_listed: the player's own; the index holds those that are alone. No other one begins with the board, so
    that none is taken which would sort a whole board to show a page of it.
    """

    __tablename__ = "standing"
    __table_args__ = (
        CheckConstraint("score >= 1", name="score"),
        partial_index("ix_standing_order", "board", "score", "player_id", where="is_listed"),
    )

    player_id: Mapped[int] = mapped_column(ForeignKey("player.id"), primary_key=True)
    board: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[int]
    is_listed: Mapped[bool]


class StandingCountRow(Base):
    """How many listed players stand in a bucket of scores; the buckets of a greater step are wider."""

    __tablename__ = "standing_count"

    board: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True)
    players: Mapped[int]


class StandingMoveRow(Base):
    """A listed player's way from one score to another that the counts have not yet; null for none."""

    __tablename__ = "standing_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    board: Mapped[str] = mapped_column(index=True)
    score_from: Mapped[int | None]
    score_to: Mapped[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is kept of a player on one board, which is named by its key."""

    score: int
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedRound:
    """A round that has ended, as its row has it and as its answers add up.

    counted: what it counts for by its answers; None where it counts for nothing.
    """

    id: RoundId
    player_id: PlayerId
    kept: tuple[int, int]
    earned: tuple[int, int]
    counted: Counted | None


Place = tuple[PlayerId, str]
"""A player, and the key of a board."""

_tables = Base.metadata.tables
_standing, _move = _tables["standing"], _tables["standing_move"]
_player, _round, _answer = (_tables[row.__tablename__] for row in (PlayerRow, RoundRow, AnswerRow))
_ONE_DAY = timedelta(days=1)

# Each is made once: they are sent at the end of every round, and to make one takes longer than to send it.
_LOCKED = (
    select(_player.c.id, _player.c.is_listed)
    .where(_player.c.id.in_(bindparam("player_ids", expanding=True)))
    .order_by(_player.c.id)
    .with_for_update(key_share=True)
)
_CIRCUITS = select(_round.c.id, _round.c.pack, _round.c.points).where(
    _round.c.player_id == bindparam("own"),
    _round.c.ended_at >= bindparam("begin"),
    _round.c.ended_at < bindparam("end"),
    _round.c.mode == Mode.CIRCUIT.value,
    _round.c.is_counted,
    _round.c.is_held.is_(False),
)
_LISTING = (
    select(_player.c.is_listed, _standing.c.board, _standing.c.score, _standing.c.is_listed.label("was"))
    .outerjoin_from(
        _player,
        _standing,
        (_standing.c.player_id == _player.c.id) & _standing.c.board.in_(bindparam("boards", expanding=True)),
    )
    .where(_player.c.id == bindparam("own"))
)
_UPSERT = text(
    "INSERT INTO standing (board, player_id, score, is_listed)"
    " VALUES (:board, :player_id, :score, :is_listed)"
    " ON CONFLICT (player_id, board) DO UPDATE SET score = excluded.score, is_listed = excluded.is_listed"
)
_DELETE = text("DELETE FROM standing WHERE board = :board AND player_id = :player_id")
_MOVE = insert(_move)


def lock_players(session: Session, player_ids: Iterable[PlayerId]) -> dict[PlayerId, bool]:
    """Let nobody else work out what these players' rounds add up to until this transaction ends.

    Returns of each whether leaderboards list them. In one order, so that two that lock the same wait for one
    another, and not each for the other. The lock is none that a row which refers to a player would wait for:
    a transaction that has added one asks for it too.
    """
    rows = session.execute(_LOCKED, {"player_ids": sorted(player_ids)})
    return {PlayerId(row.id): row.is_listed for row in rows}


def players_after(session: Session, last: PlayerId | None, limit: int) -> list[PlayerId]:
    """The next players in the order in which they came; last: None for the first of them."""
    query = select(_player.c.id).order_by(_player.c.id).limit(limit)
    if last is not None:
        query = query.where(_player.c.id > last)
    return [PlayerId(found) for found in session.scalars(query)]


def circuits_of_day(session: Session, player_id: PlayerId, day: date) -> dict[RoundId, Counted]:
    """The player's Circuits that ended on that UTC date and count."""
    begin = datetime.combine(day, time(), UTC)
    rows = session.execute(_CIRCUITS, {"own": player_id, "begin": begin, "end": begin + _ONE_DAY})
    return {
        RoundId(row.id): Counted(mode=Mode.CIRCUIT, pack=row.pack, day=day, score=row.points) for row in rows
    }


def earned_rounds(session: Session, player_ids: Iterable[PlayerId]) -> list[EarnedRound]:
    """All rounds of these players that have ended."""
    points = _answer.c.base_points + _answer.c.speed_points + _answer.c.streak_points
    right = cast(_answer.c.is_right, Integer)
    query = (
        select(
            _round.c.id,
            _round.c.player_id,
            _round.c.mode,
            _round.c.pack,
            _round.c.ended_at,
            _round.c.premiere_date,
            _round.c.is_counted,
            _round.c.is_held,
            _round.c.points,
            _round.c.right_count,
            func.coalesce(func.sum(case((_answer.c.is_counted, points), else_=0)), 0).label("earned"),
            func.coalesce(func.sum(right), 0).label("right"),
            # A Long take ends at its first miss, so that all its right answers come before it.
            func.coalesce(func.sum(case((_answer.c.is_counted, right), else_=0)), 0).label("length"),
        )
        .outerjoin_from(_round, _answer, _answer.c.round_id == _round.c.id)
        .where(_round.c.player_id.in_(sorted(player_ids)), _round.c.ended_at.is_not(None))
        .group_by(_round.c.id)
    )
    return [_earned(row) for row in session.execute(query)]


def correct_rounds(session: Session, rounds: Iterable[EarnedRound]) -> int:
    """Let the rows of these rounds have what their answers add up to; returns how many had not."""
    wrong = [
        {"which": round_.id, "points": round_.earned[0], "right_count": round_.earned[1]}
        for round_ in sorted(rounds, key=lambda round_: round_.id)
        if round_.kept != round_.earned
    ]
    if wrong:
        session.execute(update(_round).where(_round.c.id == bindparam("which")), wrong)
    return len(wrong)


def listing_and_standings(
    session: Session, player_id: PlayerId, boards: Sequence[str]
) -> tuple[bool, dict[Place, Standing]]:
    """Whether leaderboards list the player, and how they stand on these boards."""
    rows = session.execute(_LISTING, {"own": player_id, "boards": boards}).all()
    return rows[0].is_listed, {
        (player_id, row.board): Standing(score=row.score, is_listed=row.was) for row in rows if row.board
    }


def standings_of(session: Session, player_ids: Iterable[PlayerId]) -> dict[Place, Standing]:
    """How these players stand, on every board."""
    query = select(_standing).where(_standing.c.player_id.in_(sorted(player_ids)))
    return {
        (PlayerId(row.player_id), row.board): Standing(score=row.score, is_listed=row.is_listed)
        for row in session.execute(query)
    }


def write_standings(
    session: Session, before: Mapping[Place, Standing], after: Mapping[Place, Standing]
) -> int:
    """Put what is after in the place of what was before; returns how many rows that changes.

    The players are locked, and `before` was read since.
    """
    changed = sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
    gone = [{"board": board, "player_id": own} for own, board in changed if (own, board) not in after]
    if gone:
        session.execute(_DELETE, gone)
    rows = [
        {"player_id": place[0], "board": place[1], "score": new.score, "is_listed": new.is_listed}
        for place in changed
        if (new := after.get(place))
    ]
    if rows:
        session.execute(_UPSERT, rows)
    moves: list[dict[str, object]] = [
        {"board": place[1], "score_from": left, "score_to": reached}
        for place in changed
        if (left := _listed_score(before.get(place))) != (reached := _listed_score(after.get(place)))
    ]
    if moves:
        _add_moves(session, moves)
    return len(changed)


def _add_moves(session: Session, moves: list[dict[str, object]]) -> None:
    session.execute(_MOVE, moves)


def _listed_score(standing: Standing | None) -> int | None:
    return standing.score if standing is not None and standing.is_listed else None


def _earned(row: Any) -> EarnedRound:  # noqa: ANN401  a row of more columns than its type can name
    mode = Mode(row.mode)
    day = row.ended_at.date() if row.premiere_date is None else row.premiere_date
    score = row.length if mode is Mode.LONG_TAKE else row.earned
    counts = row.is_counted and not row.is_held
    return EarnedRound(
        id=RoundId(row.id),
        player_id=PlayerId(row.player_id),
        kept=(row.points, row.right_count),
        earned=(row.earned, row.right),
        counted=Counted(mode=mode, pack=row.pack, day=day, score=score) if counts else None,
    )
