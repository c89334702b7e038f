from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from quiz.game.modes import Mode
from quiz.game.rounds import (
    Dealt,
    ItemNotOpen,
    OptionToken,
    Round,
    RoundId,
    RoundIsOver,
    UnknownOption,
    Verdict,
)
from quiz.game.scoring import PointKind
from quiz.items.item import Item, Level
from tests.factories.items import an_item, some_items
from tests.factories.rounds import NOON

DAY = timedelta(hours=24)


def a_started_round(size: int = 10, *, is_relaxed: bool = False) -> Round:
    return Round(
        id=RoundId("r"),
        mode=Mode.CIRCUIT,
        pack="binoche",
        pack_title="Juliette Binoche",
        level=Level.BERLIN,
        is_relaxed=is_relaxed,
        size=size,
        started_at=NOON,
        closes_at=NOON + DAY,
    )


def dealt(position: int, item: Item | None = None, *, is_shown: bool = True) -> Dealt:
    item = item or some_items()[position - 1]
    tokens = tuple(OptionToken(f"{position}-{index}") for index in range(len(item.options)))
    return Dealt(position=position, item=item, tokens=tokens, shown_at=NOON if is_shown else None)


def play_on(round_: Round, marks: str) -> tuple[Round, Verdict]:
    """The round after so many more answers, right (+) or wrong (-), and the last verdict."""
    verdict = None
    for mark in marks:
        card = dealt(round_.next_position)
        chosen = (card.item.key + (mark == "-")) % len(card.tokens)
        verdict = round_.answer(card, card.tokens[chosen], NOON + timedelta(seconds=3))
        round_ = replace(round_, answers=(*round_.answers, verdict.answer))
    assert verdict is not None
    return round_, verdict


def test_a_right_answer_gets_its_points_line_by_line() -> None:
    _, verdict = play_on(a_started_round(), "++")

    assert [(line.kind, line.points) for line in verdict.lines] == [
        (PointKind.BASE, 100),
        (PointKind.SPEED, 20),
        (PointKind.STREAK, 10),
    ]
    assert (verdict.points, verdict.total, verdict.streak, verdict.right_count) == (130, 250, 2, 2)


def test_a_wrong_answer_earns_nothing_and_ends_the_streak() -> None:
    _, verdict = play_on(a_started_round(), "++-")

    assert not verdict.is_right
    assert (verdict.lines, verdict.points, verdict.total, verdict.streak) == ((), 0, 250, 0)


def test_an_item_pays_by_its_own_level() -> None:
    card = dealt(1, an_item(level=Level.CANNES))

    verdict = a_started_round().answer(card, card.tokens[card.item.key], NOON)

    assert verdict.lines[0].points == 200


def test_a_relaxed_round_has_no_clock() -> None:
    card = dealt(1)

    verdict = a_started_round(is_relaxed=True).answer(card, card.tokens[card.item.key], NOON)

    assert [line.kind for line in verdict.lines] == [PointKind.BASE, PointKind.STREAK]


def test_a_second_submission_gets_the_first_verdict_back() -> None:
    round_, first = play_on(a_started_round(), "+")
    card = dealt(1)
    wrong = card.tokens[(card.item.key + 1) % 4]

    assert round_.answer(card, wrong, NOON + timedelta(seconds=9)) == first


@pytest.mark.parametrize("after", [DAY, DAY * 7])
def test_a_second_submission_after_the_close_still_gets_the_first_verdict(after: timedelta) -> None:
    round_, first = play_on(a_started_round(), "-")

    assert round_.answer(dealt(1), "whatever", NOON + after) == first


def test_the_verdict_on_an_early_item_stays_as_it_was() -> None:
    round_, first = play_on(a_started_round(), "+")
    later, _ = play_on(round_, "+-+")

    assert later.verdict(dealt(1)) == first


def test_an_item_ahead_of_the_open_one_takes_no_answer() -> None:
    with pytest.raises(ItemNotOpen):
        a_started_round().answer(dealt(2), "2-0", NOON)


def test_an_item_that_was_never_shown_takes_no_answer() -> None:
    with pytest.raises(ItemNotOpen):
        a_started_round().answer(dealt(1, is_shown=False), "1-0", NOON)


def test_another_item_s_option_is_unknown() -> None:
    with pytest.raises(UnknownOption):
        a_started_round().answer(dealt(1), "2-0", NOON)


def test_a_round_takes_answers_until_24_hours_after_its_start() -> None:
    just_in_time = a_started_round().answer(dealt(1), "1-0", NOON + DAY - timedelta(microseconds=1))

    assert just_in_time.position == 1
    with pytest.raises(RoundIsOver):
        a_started_round().answer(dealt(1), "1-0", NOON + DAY)


def test_a_clock_that_is_set_back_counts_as_no_time() -> None:
    card = dealt(1)

    verdict = a_started_round().answer(card, card.tokens[card.item.key], NOON - timedelta(seconds=30))

    assert verdict.answer.elapsed == timedelta()
    assert verdict.points == 120


def test_time_is_counted_in_whole_milliseconds() -> None:
    card = dealt(1)
    at = NOON + timedelta(seconds=5, microseconds=900)

    verdict = a_started_round().answer(card, card.tokens[card.item.key], at)

    assert verdict.answer.elapsed == timedelta(seconds=5)
    assert verdict.points == 120


def test_only_the_last_verdict_is_last() -> None:
    round_, before = play_on(a_started_round(3), "++")
    _, last = play_on(round_, "+")

    assert (before.is_last, last.is_last) == (False, True)


@pytest.mark.parametrize(("marks", "is_crowned"), [("+++++++---", False), ("-+++-+++++", True)])
def test_eight_right_of_ten_win_the_crown(marks: str, is_crowned: bool) -> None:  # noqa: FBT001
    round_, _ = play_on(a_started_round(), marks)

    result = round_.result([dealt(position) for position in range(1, 11)], NOON)

    assert (result.is_complete, result.is_crowned) == (True, is_crowned)


def test_the_result_adds_up_line_by_line() -> None:
    round_, _ = play_on(a_started_round(5), "++-++")

    result = round_.result([dealt(position) for position in range(1, 6)], NOON)

    assert [(line.kind, line.points) for line in result.lines] == [
        (PointKind.BASE, 400),
        (PointKind.SPEED, 80),
        (PointKind.STREAK, 20),
    ]
    assert result.points == 500
    assert (result.right_count, result.best_streak) == (4, 2)
    assert [verdict.position for verdict in result.misses] == [3]


def test_a_round_that_is_not_over_says_where_it_goes_on() -> None:
    round_, _ = play_on(a_started_round(3), "+")

    result = round_.result([dealt(1)], NOON)

    assert (result.open_position, result.is_complete, result.is_expired) == (2, False, False)


def test_a_round_that_closed_unfinished_keeps_what_it_earned() -> None:
    round_, _ = play_on(a_started_round(3), "+")

    result = round_.result([dealt(1)], NOON + DAY)

    assert (result.open_position, result.is_complete, result.is_expired) == (None, False, True)
    assert result.points == 120
