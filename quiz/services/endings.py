"""What a round counts for, worked out once, when it ends: in the transaction that ends it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime

from quiz.game.modes import Mode
from quiz.game.rounds import EndedRound, PlayerId, Round, RoundId
from quiz.services import fairness, profiles, reviews, standings
from quiz.store import rounds
from quiz.store.base import Session, reading, writing
from quiz.store.rounds import RoundNotFound
from quiz.store.standings import lock_players

_AT_ONCE = 50


def end_round(session: Session, player_id: PlayerId, round_: Round, at: datetime) -> None:
    """Note that the round has ended, and all that follows from it, once.

    Part of the caller's transaction, which has locked the player before it loaded the round.
    """
    answered = range(1, round_.next_position)
    dealt = rounds.load_dealt(session, round_.id, *answered) if answered else ()
    ended = EndedRound(round=round_, player_id=player_id, dealt=dealt, ended_at=at)
    # What was seen before, or by somebody who could tell, says nothing of anybody's ability.
    is_rated = round_.mode is not Mode.SECOND_VIEWING and round_.is_counted
    choices = choices_of(ended)
    if not rounds.mark_ended(session, ended, choices, is_rated=is_rated):
        return
    ended = fairness.look(session, ended, choices)
    profiles.note(session, ended)
    reviews.note(session, ended)
    standings.credit(session, ended)


def close_rounds(session: Session, at: datetime, *, player_id: PlayerId | None = None) -> None:
    """End the rounds, of one player or of all, that have closed before they were played to their end.

    Takes the oldest few of them, each in a transaction of its own.
    """
    with reading(session):
        closed = rounds.closed_rounds(session, at, _AT_ONCE, player_id=player_id)
    for owner, round_id in closed:
        _close(session, owner, round_id)


def choices_of(ended: EndedRound) -> str:
    """The same for two rounds in which the same was chosen for the same items; empty if nothing was."""
    chosen = [
        f"{dealt.item.id} {dealt.item.options[answer.option_index].value}" for dealt, answer in ended.answered
    ]
    return hashlib.sha256("\n".join(sorted(chosen)).encode()).hexdigest()[:32] if chosen else ""


def _close(session: Session, player_id: PlayerId, round_id: RoundId) -> None:
    # It may have become an account's since it was looked for; whoever looks next finds it there.
    with suppress(RoundNotFound), writing(session):
        lock_players(session, [player_id])
        round_ = rounds.load_round(session, player_id=player_id, round_id=round_id)
        end_round(session, player_id, round_, round_.closes_at)
