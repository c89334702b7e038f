"""Who stands where. No statement here reads more of a board as it grows.

The SQL is written out: it is one for both databases, and each condition is what an index can answer. Called
in `reading`, so that rows and ranks are of one moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import TextClause, text

from quiz.game.rounds import PlayerId
from quiz.game.standings import STEPS, buckets_above
from quiz.store.base import Session

Way = Literal["up", "down"]
"""Along a board: to greater scores, or to lower ones."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Spot:
    """Where a player stands on a board: the greater score first; of equal ones, the player who came later."""

    score: int
    player_id: PlayerId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpot:
    spot: Spot
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page of a board does not show.

    ranks: of the scores that were asked for.
    players: how many are listed on the board.
    """

    ranks: Mapping[int, int]
    players: int
    has_higher: bool
    has_lower: bool


_GREATEST = 2**31 - 1

_SPOTS = """
SELECT page.player_id, page.score, account.name
FROM (
    SELECT player_id, score FROM standing
    WHERE board = :board AND is_listed AND (score, player_id) {than} (:score, :player_id)
    ORDER BY score {order}, player_id {order} LIMIT :limit
) AS page
JOIN account ON account.player_id = page.player_id
ORDER BY page.score DESC, page.player_id DESC
"""


def _counted_above(name: str) -> str:
    """How many listed players have a greater score, by the counts and by the moves that they have not yet."""
    counts = " + ".join(
        "(SELECT coalesce(sum(players), 0) FROM standing_count WHERE board = :board"  # noqa: S608  our own
        f" AND step = {step} AND bucket BETWEEN :{name}_from_{step} AND :{name}_to_{step})"
        for step in range(STEPS)
    )
    moves = (
        "(SELECT coalesce(sum("  # noqa: S608  our own
        f"CASE WHEN score_to > :{name} THEN 1 ELSE 0 END - CASE WHEN score_from > :{name} THEN 1 ELSE 0 END"
        "), 0) FROM standing_move WHERE board = :board)"
    )
    return f"{counts} + {moves}"


def _beyond(sign: str, order: str, name: str) -> str:
    """Whether a listed player is beyond. In order: PostgreSQL would look for any one through all of them."""
    return (
        "(SELECT player_id FROM standing WHERE board = :board AND is_listed"  # noqa: S608  our own
        f" AND (score, player_id) {sign} (:{name}, :{name}_player)"
        f" ORDER BY score {order}, player_id {order} LIMIT 1) IS NOT NULL"
    )


_LISTED = (
    "(SELECT coalesce(sum(players), 0) FROM standing_count"  # noqa: S608  our own
    f" WHERE board = :board AND step = {STEPS - 1})"
    " + (SELECT count(score_to) - count(score_from) FROM standing_move WHERE board = :board)"
)
"""How many players the board lists: each stands in one bucket of the widest, of which there are few."""

_WAYS: dict[Way, TextClause] = {
    "up": text(_SPOTS.format(than=">", order="ASC")),
    "down": text(_SPOTS.format(than="<", order="DESC")),
}
_SURROUNDINGS = text(
    f"SELECT {_counted_above('first')} AS above_first, {_counted_above('second')} AS above_second,"
    f" {_LISTED} AS players,"
    f" {_beyond('>', 'ASC', 'first')} AS has_higher, {_beyond('<', 'DESC', 'last')} AS has_lower"
)
_OWN = text("SELECT score FROM standing WHERE board = :board AND player_id = :player_id AND is_listed")


def spots(session: Session, board: str, way: Way, start: Spot | None, limit: int) -> list[NamedSpot]:
    """Players of the board beyond `start`, that way, in the board's order: at most `limit`, the nearest.

    start: None for the end of the board.
    """
    if start is None:
        start = Spot(score=_GREATEST if way == "down" else -1, player_id=PlayerId(0))
    values = {"board": board, "score": start.score, "player_id": start.player_id, "limit": limit}
    return [
        NamedSpot(spot=Spot(score=row.score, player_id=PlayerId(row.player_id)), name=row.name)
        for row in session.execute(_WAYS[way], values)
    ]


def spot_of(session: Session, board: str, player_id: PlayerId) -> Spot | None:
    """Where a listed player stands."""
    score = session.scalars(_OWN, {"board": board, "player_id": player_id}).one_or_none()
    return None if score is None else Spot(score=score, player_id=player_id)


def surroundings(session: Session, board: str, first: Spot, second: int, last: Spot) -> Surroundings:
    """What a page from `first` to `last` does not show; second: another score whose rank is asked for."""
    values = {
        "board": board,
        "first": first.score,
        "first_player": first.player_id,
        "second": second,
        "last": last.score,
        "last_player": last.player_id,
        **_ranges("first", first.score),
        **_ranges("second", second),
    }
    row = session.execute(_SURROUNDINGS, values).one()
    return Surroundings(
        ranks={first.score: row.above_first + 1, second: row.above_second + 1},
        players=row.players,
        has_higher=bool(row.has_higher),
        has_lower=bool(row.has_lower),
    )


def _ranges(name: str, score: int) -> dict[str, int]:
    """The buckets of every greater score, as the statement names them."""
    ranges: dict[str, int] = {}
    for step, first, last in buckets_above(score):
        ranges[f"{name}_from_{step}"] = first
        ranges[f"{name}_to_{step}"] = _GREATEST if last is None else last
    return ranges
