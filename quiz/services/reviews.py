"""What a player missed, and when it comes back in a Second viewing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quiz.game.modes import Mode
from quiz.game.reviews import ReviewCard, missed, viewed
from quiz.game.rounds import EndedRound, PlayerId
from quiz.store import reviews
from quiz.store.base import Session, reading

__all__ = ["Due", "due_of", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """next_at: when the next ones will be due; None if there are no others."""

    count: int
    next_at: datetime | None


def note(session: Session, ended: EndedRound) -> None:
    """Plan when what was missed in a round comes back, and what has come back. Part of the caller's
    transaction.
    """
    is_viewing = ended.round.mode is Mode.SECOND_VIEWING
    answered = [
        (dealt.item, answer)
        for dealt, answer in ended.answered
        # Items that were dealt before their seats were kept cannot be asked again.
        if dealt.item.seat and (is_viewing or not answer.is_right)
    ]
    if not answered:
        return
    known = reviews.load_cards(session, ended.player_id, {(item.pack, item.seat) for item, _ in answered})
    cards: dict[tuple[str, str], ReviewCard] = {}
    for item, answer in answered:
        place = (item.pack, item.seat)
        before = cards.get(place) or known.get(place)
        at = answer.answered_at
        if not is_viewing:
            cards[place] = missed(item.pack, item.seat, item.id, at, before)
        elif before is not None:
            cards[place] = viewed(before, item.id, at, is_right=answer.is_right)
    reviews.save_cards(session, ended.player_id, list(cards.values()))


def due_of(session: Session, player_id: PlayerId, at: datetime) -> Due:
    with reading(session):
        return Due(
            count=reviews.count_due(session, player_id, at),
            next_at=reviews.next_due(session, player_id, at),
        )
