"""What a player does in a round. Each function here is one transaction of its own.

`session` is a SQLAlchemy session that has no transaction open, as these functions leave it behind them;
`at` is the server's time, in UTC.
A round that is not this player's raises RoundNotFound, as if there were none.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from quiz.errors import QuizError
from quiz.game.modes import ROUND_CLOSES_AFTER, Course, Mode
from quiz.game.rounds import ItemNotOpen, OptionToken, PlayerId, Round, RoundId, RoundResult, Verdict
from quiz.items.item import FactId, Item, Level, Phrase
from quiz.services.endings import end_round
from quiz.store import answers, rounds
from quiz.store.base import CannotStore, Session, reading, writing
from quiz.store.rounds import RoundNotFound, ShownItem
from quiz.store.standings import lock_players

__all__ = [
    "CannotStore",
    "ItemView",
    "NoItems",
    "OpenRound",
    "OptionView",
    "RedirectTo",
    "RoundNotFound",
    "answer_item",
    "open_round_of",
    "recent_facts",
    "result_of",
    "show_item",
    "start_round",
]

_ROUND_ID_BYTES = 12
_OPTION_TOKEN_BYTES = 9


class NoItems(QuizError):
    """A round was to start without a single item."""


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
    marks: whether each answer so far was right.
    shown_at: when its clock started (the first showing, whatever was reloaded since).
    """

    round_id: RoundId
    mode: Mode
    pack_title: str
    round_level: Course
    is_relaxed: bool
    position: int
    size: int
    level: Level
    stem: Phrase
    is_negative: bool
    options: tuple[OptionView, ...]
    points: int
    right_count: int
    marks: tuple[bool, ...]
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
    mode: Mode
    pack: str
    pack_title: str
    level: Course
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
    level: Course,
    is_relaxed: bool,
    items: Sequence[Item],
    at: datetime,
    request_key: str,
    mode: Mode = Mode.CIRCUIT,
    closes_at: datetime | None = None,
    premiere_date: date | None = None,
    challenge: str | None = None,
) -> RoundId:
    """Store a round of these items, in this order, and return its id.

    closes_at: 24 hours from now, if None.

    request_key: made for each showing of the start form. The same player, key, pack, level and pace start one
    round: a double click and a retried POST get the first one's id, and their items are dropped.
    Raises NoItems if there are none.
    """
    if not items:
        raise NoItems("There is nothing to ask here.")
    round_ = Round(
        id=RoundId(secrets.token_hex(_ROUND_ID_BYTES)),
        mode=mode,
        pack=pack,
        pack_title=pack_title,
        level=level,
        is_relaxed=is_relaxed,
        size=len(items),
        started_at=at,
        closes_at=closes_at or at + ROUND_CLOSES_AFTER,
        premiere_date=premiere_date,
        challenge=challenge,
        is_counted=challenge is None,
    )
    tokens = [
        tuple(OptionToken(secrets.token_urlsafe(_OPTION_TOKEN_BYTES)) for _ in item.options) for item in items
    ]
    with writing(session):
        return rounds.add_round(session, round_, items, tokens, player_id=player_id, request_key=request_key)


def show_item(
    session: Session, *, player_id: PlayerId, round_id: RoundId, position: int, at: datetime
) -> ItemView | Verdict | RedirectTo:
    """What stands at that position: the open item, the verdict on an answer, or where to go instead.

    The first showing of an item starts its clock, and deals its facts. A position past the open one, one that
    the round does not have, and the unanswered items of a round that has closed answer RedirectTo.
    """
    with reading(session):
        round_ = rounds.load_round(session, player_id=player_id, round_id=round_id)
        if round_.is_answered(position):
            [dealt] = rounds.load_dealt(session, round_id, position)
            return round_.verdict(dealt)
        if round_.is_over(at):
            return RedirectTo(position=None)
        if position != round_.next_position:
            return RedirectTo(position=round_.next_position)
        shown = rounds.load_shown(session, round_id, position)
    if shown.shown_at is not None:
        return _item_view(round_, shown, shown.shown_at)
    with writing(session):
        return _item_view(round_, shown, rounds.mark_shown(session, round_id, position, at))


def answer_item(
    session: Session, *, player_id: PlayerId, round_id: RoundId, position: int, token: str, at: datetime
) -> Verdict:
    """Store the answer, once, and return the verdict on it.

    token: the value of the option's button. A second submission gets the first one's verdict, whatever it
    names, also after the round has closed.
    Raises RoundIsOver, ItemNotOpen or UnknownOption (quiz.game.rounds) and stores nothing then.
    """
    with writing(session):
        # Until the answer is stored, nobody closes the round without it, or lets it become somebody else's.
        lock_players(session, [player_id])
        round_ = rounds.load_round(session, player_id=player_id, round_id=round_id)
        if not 1 <= position <= round_.size:
            raise ItemNotOpen(f"This round has no item {position}.")
        [dealt] = rounds.load_dealt(session, round_id, position)
        verdict = round_.answer(dealt, token, at)
        if answers.add_answer(session, round_id, verdict.answer):
            if verdict.is_last:
                played = replace(round_, answers=(*round_.answers, verdict.answer))
                end_round(session, player_id, played, at)
            return verdict
        return rounds.load_round(session, player_id=player_id, round_id=round_id).verdict(dealt)


def result_of(session: Session, *, player_id: PlayerId, round_id: RoundId, at: datetime) -> RoundResult:
    """The round as it stands; `open_position` says where it goes on if it is not over."""
    with reading(session):
        round_ = rounds.load_round(session, player_id=player_id, round_id=round_id)
        answered = rounds.load_dealt(session, round_id, *range(1, round_.next_position))
        return round_.result(answered, at)


def open_round_of(session: Session, *, player_id: PlayerId, at: datetime) -> OpenRound | None:
    """The player's latest round that still takes answers."""
    with reading(session):
        round_ = rounds.load_latest_open_round(session, player_id=player_id, at=at)
    if round_ is None:
        return None
    return OpenRound(
        round_id=round_.id,
        mode=round_.mode,
        pack=round_.pack,
        pack_title=round_.pack_title,
        level=round_.level,
        is_relaxed=round_.is_relaxed,
        position=round_.next_position,
        size=round_.size,
        points=round_.points,
        started_at=round_.started_at,
        closes_at=round_.closes_at,
    )


def recent_facts(
    session: Session, *, player_id: PlayerId, since: datetime, at: datetime
) -> frozenset[FactId]:
    """What `Maker.deal` avoids: the facts of every item that was shown to the player since then, and of every
    item that an open round still has for them. Without those, a miss in one round could be made good in
    another that was started beside it.
    """
    with reading(session):
        return rounds.facts_met_since(session, player_id=player_id, since=since, at=at)


def _item_view(round_: Round, shown: ShownItem, shown_at: datetime) -> ItemView:
    options = zip(shown.tokens, shown.face.labels, strict=True)
    return ItemView(
        round_id=round_.id,
        mode=round_.mode,
        pack_title=round_.pack_title,
        round_level=round_.level,
        is_relaxed=round_.is_relaxed,
        position=round_.next_position,
        size=round_.size,
        level=shown.level,
        stem=shown.face.stem,
        is_negative=shown.face.is_negative,
        options=tuple(OptionView(token=token, label=label) for token, label in options),
        points=round_.points,
        right_count=round_.right_count,
        marks=tuple(answer.is_right for answer in round_.answers),
        streak=round_.streak,
        shown_at=shown_at,
    )
