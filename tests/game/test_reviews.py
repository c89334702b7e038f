from __future__ import annotations

from datetime import UTC, datetime, timedelta

from quiz.game.reviews import ReviewCard, missed, viewed

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_miss(at: datetime = NOON, before: ReviewCard | None = None) -> ReviewCard:
    return missed("chess", "who:1", "id", at, before)


def test_what_was_missed_comes_back_the_next_day() -> None:
    assert a_miss().due_at == NOON + DAY


def test_what_is_right_each_time_comes_back_later_and_later() -> None:
    """As FSRS-6 has it with its default weights: Again, and then Good whenever it is due."""
    card = a_miss()
    waits = []
    for _ in range(3):
        at = card.due_at
        card = viewed(card, "id", at, is_right=True)
        waits.append((card.due_at - at).days)
    assert waits == [2, 6, 17]


def test_another_miss_brings_it_back_sooner() -> None:
    card = viewed(a_miss(), "id", NOON + DAY, is_right=True)
    right = viewed(card, "id", card.due_at, is_right=True)
    wrong = viewed(card, "id", card.due_at, is_right=False)
    assert wrong.due_at < right.due_at


def test_the_same_answers_give_the_same_card() -> None:
    cards = {viewed(a_miss(), "id", NOON + 2 * DAY, is_right=False) for _ in range(3)}
    assert len(cards) == 1


def test_a_card_keeps_the_item_that_was_asked_last() -> None:
    card = viewed(a_miss(), "another", NOON + DAY, is_right=True)
    assert (card.pack, card.seat, card.item_id) == ("chess", "who:1", "another")


def test_a_miss_that_is_noted_late_does_not_go_back_in_time() -> None:
    card = viewed(a_miss(), "id", NOON + DAY, is_right=True)
    late = a_miss(NOON + timedelta(hours=1), card)
    assert late.due_at > NOON + DAY
