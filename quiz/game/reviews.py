"""When what was missed is due again: FSRS, with days as its steps, and nothing left to chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from fsrs import Card, Rating, Scheduler

SIZE = 10
"""How many a Second viewing brings at most."""

CardText = NewType("CardText", str)
"""A card as the scheduler writes it, in JSON."""

# Steps of minutes are for lists that are learnt by heart in one sitting; and with a chance in the dates, the
# same answers would not give the same ones when they are worked out anew.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """What a seat of a pack asked when it was missed last. due_at: from when on it is to come back."""

    pack: str
    seat: str
    item_id: str
    due_at: datetime
    card: CardText


def missed(pack: str, seat: str, item_id: str, at: datetime, before: ReviewCard | None) -> ReviewCard:
    """The card after a miss. before: the seat's card so far."""
    return _rated(pack, seat, item_id, at, Rating.Again, before)


def viewed(before: ReviewCard, item_id: str, at: datetime, *, is_right: bool) -> ReviewCard:
    """The card after it has come back. item_id: what was asked this time."""
    rating = Rating.Good if is_right else Rating.Again
    return _rated(before.pack, before.seat, item_id, at, rating, before)


def _rated(
    pack: str, seat: str, item_id: str, at: datetime, rating: Rating, before: ReviewCard | None
) -> ReviewCard:
    # The card's own id would be the time of day; ours is the player, the pack and the seat.
    card = Card(card_id=0, due=at) if before is None else Card.from_json(before.card)
    # A round that was left open is noted late: what came after it stays as it was.
    rated, _ = _SCHEDULER.review_card(card, rating, max(at, card.last_review or at))
    return ReviewCard(pack=pack, seat=seat, item_id=item_id, due_at=rated.due, card=CardText(rated.to_json()))
