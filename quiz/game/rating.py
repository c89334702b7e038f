"""How able a player is and how difficult an item, learnt from each other: Elo that knows of guessing.

Both stand on one scale, in logits. A player of ability a chooses the key of an item of difficulty b with
the chance P = g + (1 - g) / (1 + exp(b - a)), where g is the luck of a guess. A step goes along the gradient
of that model's likelihood, (P - g) / ((1 - g) P) · (x - P): a right answer that luck explains teaches less.
See R. Pelánek, "Applications of the Elo rating system in adaptive educational systems" (2016), for the step
that decays, and lichess for the rest: only the first attempt at an item counts, and who is new moves others
less.

The constants without a source were set by `bench/simulation.py`, which says what they hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from quiz.items.nearness import Aim

OPTIONS = 4
"""Options that most items have."""

FIRST_STEP = 1.2
DECAY = 0.06
INFORMATION = 0.15
"""What one answer tells about a value whose variance is 1 before it: near the most that four options can."""

PROVISIONAL = 0.5
"""How much less an answer moves the one side while nothing is known of the other."""

NOISE = 0.35
"""The part of a deviation from the prediction that is noise, for each unit of the step."""

IS_A_GUESS_BEFORE = timedelta(seconds=1)
"""Nobody has read an item by then: the answer tells nothing of player or item, be it right or wrong."""

WITHOUT_A_CLOCK = 0.5
"""How far an answer of a relaxed round moves its item, as it may have been looked up. The player it moves as
any other does: those who always play so have a level of their own, too.
"""

TARGET = 0.75
EASY_TARGET = 0.85
"""The success that a round without a clock and a player's first items are aimed at."""

MOST_SUCCESS = 0.99
"""Beyond it lies no difficulty that an item has."""

NEW_UNTIL = 5
"""Rated answers after which a player is no longer new."""

STRAYS = 1
"""Of a round, unless it is a newcomer's."""

STRAY_SUCCESS = 0.62
"""That of an item of difficulty 0, which strays have on the whole."""

STRAYS_FROM = 0.8
EASY_STRAYS_FROM = 0.55
"""The share of the items, the nearest first, that strays come from. The farthest are left to players of
another level. Of an easy round little more than half are near enough, so that the median item is asked even
where nobody plays other rounds.
"""

EASY_STRAY_SUCCESS = 0.7

ITEM_DOUBT = 1.4
"""The variance that stands for all that is not known of an item: how far off its difficulty still is, and how
sharply it tells those who know from those who do not.
"""

EASY_ITEM_DOUBT = 2.5
"""In an easy round: for a weak player hardly any item is easy, for which the others' rounds make up."""

BREADTH = 0.05
EASY_BREADTH = 0.02
"""Of an easy round: easy items are few, and those that are a little harder are no longer easy."""

NEWCOMERS_BREADTH = 0.12
RESTS_FROM = 2.9
"""All newcomers have the same ability as far as is known, and would all be asked the same; so what was asked
so many times as often as the mean rests. But not for those who have asked for an easy round: a small pool has
not enough that is easy to keep to both.
"""

DOUBT_BREADTH = 0.1
"""What a player's doubt adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An ability or a difficulty, in logits, as the rated answers so far have moved it.

    predicted: where it stood before the first.
    """

    value: float = 0.0
    answers: int = 0
    predicted: float = 0.0

    @classmethod
    def of_prediction(cls, predicted: float) -> Rating:
        return cls(value=predicted, predicted=predicted)

    @property
    def step(self) -> float:
        return FIRST_STEP / (1 + DECAY * self.answers)

    @property
    def doubt(self) -> float:
        """The variance left: 1 before the first answer."""
        return 1 / (1 + INFORMATION * self.answers)

    @property
    def believed(self) -> float:
        """The best guess at the truth, which goes from the prediction to the value as answers come.

        The value itself swings to both sides with every answer, and whoever picks the lowest of many such
        values picks those that swung down.
        """
        return self.predicted + (1 - NOISE * self.step) * (self.value - self.predicted)


NEWCOMER = Rating()


def chance_of_right(ability: float, difficulty: float, *, options: int = OPTIONS) -> float:
    luck = 1 / options
    return luck + (1 - luck) * _logistic(ability - difficulty)


def difficulty_for(ability: float, success: float, *, options: int = OPTIONS) -> float:
    """The difficulty at which a player of that ability is right with that chance.

    Raises ValueError if luck alone gives as much, or nothing does.
    """
    luck = 1 / options
    if not luck < success < 1:
        raise ValueError(f"success is {success}; it lies between {luck}, which luck gives, and 1")
    return ability - math.log((success - luck) / (1 - success))


def rate(
    player: Rating, item: Rating, *, is_right: bool, options: int = OPTIONS, is_relaxed: bool = False
) -> tuple[Rating, Rating]:
    """The player's and the item's rating after the player's first answer to the item."""
    luck = 1 / options
    expected = chance_of_right(player.value, item.value, options=options)
    surprise = (expected - luck) / ((1 - luck) * expected) * (is_right - expected)
    weight = WITHOUT_A_CLOCK if is_relaxed else 1.0
    return (
        _moved(player, player.step / (1 + PROVISIONAL * item.doubt) * surprise),
        _moved(item, -weight * item.step / (1 + PROVISIONAL * player.doubt) * surprise),
    )


def counts(elapsed: timedelta) -> bool:
    """Whether an answer that took so long is rated."""
    return elapsed >= IS_A_GUESS_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A player's first answer to what a seat asks. predicted: the item's difficulty before anybody played."""

    seat: str
    predicted: float
    options: int
    is_right: bool
    elapsed: timedelta


def fold(
    player: Rating, items: Mapping[str, Rating], attempts: Iterable[Attempt], *, is_relaxed: bool
) -> tuple[Rating, Mapping[str, Rating]]:
    """The player's rating after a round, and those of the items that it moved, by seat.

    items: of those that were rated before. attempts: in the order answered.
    """
    moved: dict[str, Rating] = {}
    for attempt in attempts:
        if not counts(attempt.elapsed):
            continue
        item = items.get(attempt.seat) or Rating.of_prediction(attempt.predicted)
        player, moved[attempt.seat] = rate(
            player, item, is_right=attempt.is_right, options=attempt.options, is_relaxed=is_relaxed
        )
    return player, moved


def better_known(own: Rating, other: Rating) -> Rating:
    """Of two ratings of one player, that which more answers have moved; their own if neither."""
    return other if other.answers > own.answers else own


def target_success(player: Rating, *, is_relaxed: bool) -> float:
    return EASY_TARGET if is_relaxed or player.answers < NEW_UNTIL else TARGET


def aim(player: Rating, success: float, *, size: int, options: int = OPTIONS) -> Aim:
    """What a round of that size asks, so that the player is right with that chance on the whole.

    What is not known of player and item draws the mean chance towards even odds, so that the target lies
    beyond that of two known values (a logistic over a normal, after D. MacKay 1992).
    """
    is_new = player.answers < NEW_UNTIL
    is_easy = success > TARGET and not is_new
    strays = 0 if is_new else min(STRAYS, size - 1)
    by_strays = strays * (EASY_STRAY_SUCCESS if is_easy else STRAY_SUCCESS)
    wanted = min((size * success - by_strays) / (size - strays), MOST_SUCCESS)
    away = difficulty_for(0.0, wanted, options=options)
    item_doubt = EASY_ITEM_DOUBT if is_easy else ITEM_DOUBT
    spread = math.sqrt(1 + math.pi * (player.doubt + item_doubt) / 8)
    breadth = EASY_BREADTH if is_easy else BREADTH
    return Aim(
        target=player.believed + spread * away,
        breadth=NEWCOMERS_BREADTH if is_new else breadth + DOUBT_BREADTH * player.doubt,
        rests_from=math.inf if is_easy else RESTS_FROM,
        strays=strays,
        strays_from=EASY_STRAYS_FROM if is_easy else STRAYS_FROM,
    )


def aim_of_round(player: Rating, *, size: int, is_relaxed: bool) -> Aim:
    """What a round at the player's own level asks."""
    return aim(player, target_success(player, is_relaxed=is_relaxed), size=size)


def _moved(rating: Rating, step: float) -> Rating:
    return replace(rating, value=rating.value + step, answers=rating.answers + 1)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
