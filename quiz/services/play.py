"""What a player does in a round. Each function here is one transaction of its own.

`session` is a SQLAlchemy session that has no transaction open, as these functions leave it behind them;
`at` is the server's time, in UTC. A round that is not this player's raises RoundNotFound, as if it did not exist.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.game.rounds import OptionToken, PlayerId, RoundId, RoundResult, Verdict
from quiz.items.item import FactId, Item, Level, Phrase
from quiz.store.base import Session, reading, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """An option before the answer. `token` is the form's value for it, and tells nothing."""

    token: OptionToken
    label: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """The open item as a player may see it: what would tell the key is not in here.

    level: the item's; `round_level` is what the player chose.
    points, right_count, streak: of the round, up to now.
    shown_at: when its clock started (the first showing, whatever was reloaded since).
    """

    round_id: RoundId
    pack_title: str
    round_level: Level
    is_relaxed: bool
    position: int
    size: int
    level: Level
    stem: Phrase
    is_negative: bool
    options: tuple[OptionView, ...]
    points: int
    right_count: int
    streak: int
    shown_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectTo:
    """The round goes on elsewhere: at its open position, or at its result (None)."""

    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """A round that can be resumed. position: of its open item; points: so far."""

    round_id: RoundId
    pack: str
    pack_title: str
    level: Level
    is_relaxed: bool
    position: int
    size: int
    points: int
    started_at: datetime
    closes_at: datetime


def start_round(  # noqa: PLR0913  a start form's fields, by name
    session: Session,
    *,
    player_id: PlayerId,
    pack: str,
    pack_title: str,
    level: Level,
    is_relaxed: bool,
    items: Sequence[Item],
    at: datetime,
    request_key: str,
) -> RoundId:
    """Store a round of these items, in this order, and return its id.

    request_key: made for each showing of the start form. The same player, key, pack, level and pace start one
    round: a double click and a retried POST get the first one's id, and their items are dropped.
    Raises NoItems if there are none.
    """


def show_item(
    session: Session, *, player_id: PlayerId, round_id: RoundId, position: int, at: datetime
) -> ItemView | Verdict | RedirectTo:
    """What stands at that position: the open item, the verdict of one that is answered, or where to go instead.

    The first showing of an item starts its clock, and deals its facts. A position past the open one, one that
    the round does not have, and the unanswered items of a round that has closed answer RedirectTo.
    """


def answer_item(
    session: Session, *, player_id: PlayerId, round_id: RoundId, position: int, token: str, at: datetime
) -> Verdict:
    """Store the answer, once, and return the verdict on it.

    token: the value of the option's button. A second submission gets the first one's verdict, whatever it names,
    also after the round has closed.
    Raises RoundIsOver, ItemNotOpen or UnknownOption (quiz.game.rounds) and stores nothing then.
    """


def result_of(session: Session, *, player_id: PlayerId, round_id: RoundId, at: datetime) -> RoundResult:
    """The round as it stands; `open_position` says where it goes on if it is not over."""


def open_round_of(session: Session, *, player_id: PlayerId, at: datetime) -> OpenRound | None:
    """The player's latest round that still takes answers."""


def recent_facts(session: Session, *, player_id: PlayerId, since: datetime) -> frozenset[FactId]:
    """The facts of every item that was shown to the player since then: what `Maker.deal` avoids."""
