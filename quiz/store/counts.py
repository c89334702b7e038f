"""How many players stand at each score: the counts take over what moves have gathered, and are checked.

The SQL is written out: it is one for both databases.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select, text

from quiz.game.standings import BUCKET, STEPS
from quiz.store.base import Base, Session
from quiz.store.standings import StandingMoveRow

_move = Base.metadata.tables[StandingMoveRow.__tablename__]

_STEPS = " UNION ALL ".join(f"SELECT {step} AS step, {BUCKET**step} AS width" for step in range(STEPS))
_TAKE_OVER = text(
    f"""
    INSERT INTO standing_count (board, step, bucket, players)
    SELECT board, step, score / width AS bucket, sum(players)
    FROM (
        SELECT board, score_to AS score, 1 AS players
        FROM standing_move WHERE id IN :ids AND score_to IS NOT NULL
        UNION ALL
        SELECT board, score_from, -1 FROM standing_move WHERE id IN :ids AND score_from IS NOT NULL
    ) AS moved CROSS JOIN ({_STEPS}) AS steps
    GROUP BY board, step, score / width HAVING sum(players) <> 0
    ORDER BY board, step, bucket
    ON CONFLICT (board, step, bucket) DO UPDATE SET players = standing_count.players + excluded.players
    """  # noqa: S608  numbers of our own
).bindparams(bindparam("ids", expanding=True))

_OFF = """
    SELECT board, step, bucket, sum(players) AS players
    FROM (
        SELECT board, :step AS step, score / :width AS bucket, 1 AS players
        FROM standing WHERE board = :board AND is_listed
        UNION ALL
        SELECT board, :step, score_to / :width, -1
        FROM standing_move WHERE board = :board AND score_to IS NOT NULL
        UNION ALL
        SELECT board, :step, score_from / :width, 1
        FROM standing_move WHERE board = :board AND score_from IS NOT NULL
        UNION ALL
        SELECT board, step, bucket, -players FROM standing_count WHERE board = :board AND step = :step
    ) AS off
    GROUP BY board, step, bucket HAVING sum(players) <> 0
"""
"""By how much the counts, with the moves that they have not yet, differ from what the standings say."""

_CORRECT = text(
    f"""
    INSERT INTO standing_count (board, step, bucket, players) {_OFF}
    ORDER BY board, step, bucket
    ON CONFLICT (board, step, bucket) DO UPDATE SET players = standing_count.players + excluded.players
    """
)
_IS_OFF = text(f"SELECT EXISTS ({_OFF})")
_NEXT_BOARD = text(
    """
    SELECT min(board) FROM (
        SELECT min(board) AS board FROM standing WHERE is_listed AND board > :after
        UNION ALL
        SELECT min(board) FROM standing_count WHERE board > :after
        UNION ALL
        SELECT min(board) FROM standing_move WHERE board > :after
    ) AS next
    """
)


def have_gathered(session: Session, moves: int) -> bool:
    """Whether there are so many moves that the counts have not yet."""
    last = select(_move.c.id).order_by(_move.c.id).limit(1).offset(moves - 1)
    return session.scalars(last).one_or_none() is not None


def claim_moves(session: Session, limit: int) -> list[int]:
    """Take hold of the oldest moves that nobody else has taken hold of, until this transaction ends."""
    query = select(_move.c.id).order_by(_move.c.id).limit(limit).with_for_update(skip_locked=True)
    return list(session.scalars(query))


def take_over(session: Session, moves: Sequence[int]) -> None:
    """Let the counts have these moves, which are claimed."""
    session.execute(_TAKE_OVER, {"ids": moves})
    session.execute(delete(_move).where(_move.c.id.in_(moves)))


def next_board(session: Session, after: str) -> str | None:
    """The key of the next board on which somebody is listed or was, found by one look into the indexes."""
    board: str | None = session.scalars(_NEXT_BOARD, {"after": after}).one()
    return board


def is_off(session: Session, board: str, step: int) -> bool:
    """Whether the counts of that step say something else than the standings."""
    return bool(session.scalars(_IS_OFF, _sizes(board, step)).one())


def correct(session: Session, board: str, step: int) -> int:
    """Let the counts of that step say what the standings do; returns how many buckets did not.

    What is off is found and added in one statement, so that players and takers may go on meanwhile.
    """
    return session.execute(_CORRECT, _sizes(board, step)).rowcount  # type: ignore[attr-defined, no-any-return]


def _sizes(board: str, step: int) -> dict[str, object]:
    return {"board": board, "step": step, "width": BUCKET**step}
