"""What in a round is hard to believe. It is flagged and waits for somebody to look; nobody is punished by it.

Nothing here knows whether somebody cheated: each rule says how rarely an honest round would look like this.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from quiz.game.rating import ITEM_DOUBT, Attempt, Rating, chance_of_right, counts
from quiz.game.rounds import EndedRound
from quiz.items.item import Item, plain


class Suspicion(StrEnum):
    """What a round can be flagged for."""

    SPEED = "speed"
    SAME_ANSWERS = "same-answers"
    RATING_JUMP = "rating-jump"


class Decision(StrEnum):
    """What an administrator says to a flag: there is nothing in it, or the round stays out."""

    CLEARED = "cleared"
    UPHELD = "upheld"


REACTION = timedelta(milliseconds=250)
"""From seeing a signal to pressing a button, where there is nothing to choose: 200 to 300 ms (R. D. Luce,
"Response Times", 1986).
"""

CHARACTERS_A_SECOND = 200
"""Nobody reads faster: silent readers of English do 238 words a minute on average and hardly anybody more
than 400, some 24 and 40 characters a second (M. Brysbaert, "How many words do we read per minute?", Journal
of Memory and Language 109, 2019); who claims more than 1,000 words skims. This is twice that again.
"""

FAST_FROM = 5
"""Right answers of a round that are too fast; all of them in a round with fewer answers."""

LUCK_AT_MOST = 1 / 200
"""Whoever presses anything at once is fast too, and right now and then. So many right ones must come about by
luck less often than this: of ten fast answers seven, of eight six, of six or five five, and all of four.
"""

SAME_WITHIN = timedelta(hours=1)
SAME_MISSES_FROM = 3
"""Those who know everything answer alike. What is telling are the same mistakes."""

MOST_CHOSEN = 1 / 2
"""The share of the wrong answers that the most tempting distractor draws: a third if all tempt alike."""

COINCIDENCES_AT_MOST = 1 / 100
"""Matches as near as the one found that chance alone would bring about."""

JUMP_FROM = 4.0
"""Standard deviations."""

RATED_FROM = 30
"""Rated answers before the round; with fewer, hardly anything is known of the player."""

_ABILITIES = [step / 4 for step in range(-24, 33)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FastAnswer:
    """characters: of the stem and the options. least_ms: what nobody has read them in."""

    position: int
    characters: int
    options: int
    elapsed_ms: int
    least_ms: int
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFast:
    """answers: those given faster than anybody reads, right and wrong, of `answered` ones.

    luck: how often so many of them are right where each is a blind guess.
    """

    answers: tuple[FastAnswer, ...]
    answered: int
    right: int
    luck: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAnswers:
    """other_round: the id of another player's round, in which the same was chosen for the same items.

    apart_s: between the ends of the two.
    chance: at most, that one player who knows nothing of another answers so.
    others: how many rounds of the same items ended as near to this one.
    """

    other_round: str
    answered: int
    misses: int
    apart_s: int
    chance: float
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingJump:
    """Of the round's answers that are rated: how many were right and how many were to be expected, with the
    standard deviation of that. deviations: how many of those lie between.

    rated_before: the answers that the player's rating rested on.
    """

    answered: int
    right: int
    expected: float
    spread: float
    deviations: float
    rated_before: int


Evidence: TypeAlias = TooFast | SameAnswers | RatingJump

EVIDENCE: Mapping[Suspicion, type[TooFast | SameAnswers | RatingJump]] = {
    Suspicion.SPEED: TooFast,
    Suspicion.SAME_ANSWERS: SameAnswers,
    Suspicion.RATING_JUMP: RatingJump,
}


def suspicion_of(evidence: Evidence) -> Suspicion:
    return next(kind for kind, of in EVIDENCE.items() if isinstance(evidence, of))


def characters_of(item: Item) -> int:
    """What there is to read before one can choose."""
    return len(plain(item.stem)) + sum(len(plain(option.label)) for option in item.options)


def least_time(characters: int) -> timedelta:
    """Whoever answers faster has not read that much."""
    return REACTION + timedelta(seconds=1) * characters / CHARACTERS_A_SECOND


def too_fast(ended: EndedRound) -> TooFast | None:
    """Whether more answers than luck gives are right that nobody can have read the item for."""
    fast = []
    for dealt, answer in ended.answered:
        characters = characters_of(dealt.item)
        least = least_time(characters)
        if answer.elapsed < least:
            fast.append(
                FastAnswer(
                    position=dealt.position,
                    characters=characters,
                    options=len(dealt.item.options),
                    elapsed_ms=answer.elapsed // timedelta(milliseconds=1),
                    least_ms=least // timedelta(milliseconds=1),
                    is_right=answer.is_right,
                )
            )
    answered = len(ended.dealt)
    right = sum(answer.is_right for answer in fast)
    if not fast or right < min(FAST_FROM, answered):
        return None
    luck = luck_of([answer.options for answer in fast], right)
    return (
        TooFast(answers=tuple(fast), answered=answered, right=right, luck=luck)
        if luck < LUCK_AT_MOST
        else None
    )


def luck_of(options: Iterable[int], right: int) -> float:
    """How often at least so many are right, where one of each number of options is chosen blindly."""
    chances = [1.0]  # of 0, 1, 2 … right ones
    for size in options:
        hit = 1 / size
        chances = [
            before * (1 - hit) + (chances[count - 1] if count else 0.0) * hit
            for count, before in enumerate([*chances, 0.0])
        ]
    return sum(chances[right:])


def chance_of_the_same(ended: EndedRound) -> float:
    """At most, how often one player chooses the same in all of the round's items as another did in this.

    They are as able as makes it the most likely, and each mistake is the one that tempts the most. The items'
    difficulties are those with which they were dealt.
    """
    answers = [
        (dealt.item.difficulty, len(dealt.item.options), answer.is_right) for dealt, answer in ended.answered
    ]
    return max(
        math.prod(
            _chance_of_choice(ability, difficulty, options, is_right=is_right)
            for difficulty, options, is_right in answers
        )
        for ability in _ABILITIES
    )


def may_be_the_same(ended: EndedRound) -> bool:
    """Whether it is worth looking for a round in which the same was chosen."""
    misses = sum(not answer.is_right for answer in ended.round.answers)
    return misses >= SAME_MISSES_FROM and chance_of_the_same(ended) < COINCIDENCES_AT_MOST


def is_no_coincidence(chance: float, others: int) -> bool:
    """Whether too few were asked the same for two of them to answer alike by chance.

    others: how many ended their round as near to this one as the match did, that one included.

    Of a Première's patterns of answers, `chance` is 1 in 800 at the median for those with three misses, 1 in
    4,000 with four, and 1 in 40,000 with seven: three do where eight others have ended since, five where a
    hundred have. In a simulation (abilities of spread 1.2, difficulties off by 1, the worst distractor
    drawing half) this flags 1 of 4,000 honest rounds where 10 or 100 players an hour play the same Première,
    and fewer where more do. The same three mistakes within the hour, whoever else played, would flag 1 in
    670, 1 in 80, and with 1,000 players 1 in 11.
    """
    return chance * max(others, 1) < COINCIDENCES_AT_MOST


def rating_jump(
    player: Rating, items: Mapping[str, Rating], attempts: Sequence[Attempt]
) -> RatingJump | None:
    """Whether a round has far more right answers than the player's rating lets one expect.

    player: the rating before the round. items: of those of its seats that were rated before it.
    attempts: the player's first ones at their seats, as those that follow are answered from memory.
    The variance is that of the answers themselves, of the ability, which all of them share, and of what is
    not known of each item.

    In a simulation of 44,400 honest rounds (abilities of spread 1.2, items of three levels, predictions off
    by 0.8) it flagged one. Of perfect rounds at hard items it flagged all by players of ability -3, who
    guess, two of three by those of -1, and one in twenty by those of 0.
    """
    rated = [attempt for attempt in attempts if counts(attempt.elapsed)]
    if player.answers < RATED_FROM or not rated:
        return None
    expected = chance_variance = slopes = item_variance = 0.0
    for attempt in rated:
        item = items.get(attempt.seat) or Rating.of_prediction(attempt.predicted)
        chance = chance_of_right(player.believed, item.believed, options=attempt.options)
        luck = 1 / attempt.options
        slope = (chance - luck) * (1 - chance) / (1 - luck)
        expected += chance
        chance_variance += chance * (1 - chance)
        slopes += slope
        item_variance += slope**2 * ITEM_DOUBT * item.doubt
    right = sum(attempt.is_right for attempt in rated)
    spread = math.sqrt(chance_variance + slopes**2 * player.doubt + item_variance)
    deviations = (right - expected) / spread
    if deviations <= JUMP_FROM:
        return None
    return RatingJump(
        answered=len(rated),
        right=right,
        expected=expected,
        spread=spread,
        deviations=deviations,
        rated_before=player.answers,
    )


def _chance_of_choice(ability: float, difficulty: float, options: int, *, is_right: bool) -> float:
    right = chance_of_right(ability, difficulty, options=options)
    return right if is_right else (1 - right) * max(MOST_CHOSEN, 1 / max(options - 1, 1))
