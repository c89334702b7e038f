"""The leaderboards, as somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.game.rounds import PlayerId
from quiz.game.standings import Board, ranks_of
from quiz.store import ranking
from quiz.store.base import Session, reading
from quiz.store.ranking import NamedSpot, Spot

__all__ = ["PAGE_SIZE", "Leaderboard", "Ranked", "Spot", "look"]

PAGE_SIZE = 50
NEIGHBOURS = 5
"""On each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A player on a board. spot: where the pages beyond them begin."""

    rank: int
    name: str
    spot: Spot

    @property
    def score(self) -> int:
        return self.spot.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """One page of a board, and where one stands oneself.

    players: on the whole board.
    has_higher, has_lower: whether there are players above and below this page.
    around: oneself between the neighbours; empty if one is not listed here.
    """

    rows: tuple[Ranked, ...] = ()
    players: int = 0
    has_higher: bool = False
    has_lower: bool = False
    around: tuple[Ranked, ...] = ()


def look(
    session: Session,
    board: Board,
    *,
    player_id: PlayerId | None = None,
    after: Spot | None = None,
    before: Spot | None = None,
    size: int = PAGE_SIZE,
) -> Leaderboard:
    """A page of the board: that which begins below `after`, that which ends above `before`, or the first.

    player_id: whoever looks. There is no empty page of a board on which somebody is.
    """
    with reading(session):
        rows = _page(session, board.key, after, before, size)
        around = _around(session, board.key, player_id)
        if not rows:
            return Leaderboard()
        ranked, beyond = _ranked(session, board.key, rows)
        own = _ranked(session, board.key, around)[0] if around else ()
    return Leaderboard(
        rows=ranked,
        players=beyond.players,
        has_higher=beyond.has_higher,
        has_lower=beyond.has_lower,
        around=own,
    )


def _page(
    session: Session, board: str, after: Spot | None, before: Spot | None, size: int
) -> list[NamedSpot]:
    if before is not None:
        rows = ranking.spots(session, board, "up", before, size)
        if len(rows) == size:
            return rows
    elif after is not None and (rows := ranking.spots(session, board, "down", after, size)):
        return rows
    return ranking.spots(session, board, "down", None, size)


def _around(session: Session, board: str, player_id: PlayerId | None) -> list[NamedSpot]:
    spot = None if player_id is None else ranking.spot_of(session, board, player_id)
    if spot is None:
        return []
    below = Spot(score=spot.score, player_id=PlayerId(spot.player_id - 1))
    upwards = ranking.spots(session, board, "up", below, NEIGHBOURS + 1)
    return [*upwards, *ranking.spots(session, board, "down", spot, NEIGHBOURS)]


def _ranked(
    session: Session, board: str, rows: Sequence[NamedSpot]
) -> tuple[tuple[Ranked, ...], ranking.Surroundings]:
    """The rows with their ranks. rows: some who stand one after the other, at least one."""
    scores = [row.spot.score for row in rows]
    second = next((score for score in scores if score != scores[0]), scores[0])
    around = ranking.surroundings(session, board, rows[0].spot, second, rows[-1].spot)
    ranked = tuple(
        Ranked(rank=rank, name=row.name, spot=row.spot)
        for row, rank in zip(rows, ranks_of(scores, around.ranks), strict=True)
    )
    return ranked, around
