"""Sets of options whose form does not tell the key.

Human writers make the key the longest option, the middle number, the one most like the others. Here the
rank that the key is to have in each of these is drawn by chance, uniformly, and the set nearest to it taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from quiz.items.chance import Stream

OPTIONS = 4

CENTRAL = 0.42
"""How often the key is wanted to be most like the others: oftener than one time in four, for it cannot always
be had."""

LONGER_THAN_OTHERS = 1.5
"""A key so many times as long as the longest of the others is much the longest (rule L6)."""

CENTRAL_WEIGHT = 1.0
ALONE_WEIGHT = 1.0
MUCH_LONGER_WEIGHT = 1.5
DISTANCE_WEIGHT = 0.08
"""What a set costs: for each rank that the key misses, 1; for a key that is most like the others where it
should not be, or the other way round; for each class of form in which one option stands alone; and for each
step down the list of candidates."""

NEARLY = 1e-9
"""Differences of costs that are only rounding."""

GIVEN_AWAY = 100.0
"""More than any set costs that may be taken."""

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d",
        r"^(?:(?:The|A|An|La|Le|Les|Il|El|Die|Der|Das)\b|L['’])",
        r"[()\[\]:]",
        r",",
        r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u206f]",
        r" ",
    )
)
"""Figures; an article in front; brackets; a comma; another script; more than one word."""

_ALL = 2 ** (len(_PATTERNS) + 1) - 1


@lru_cache(maxsize=50_000)
def classes_of(text: str) -> int:
    """What one sees of an option without reading it (the surface form of rule L5): a bit for each class."""
    seen = (text.isupper(), *(pattern.search(text) is not None for pattern in _PATTERNS))
    return sum(1 << at for at, is_so in enumerate(seen) if is_so)


def alone(classes: Iterable[int]) -> int:
    """The classes of form, as bits, that one option alone has, or alone has not."""
    has = twice = lacks = twice_lacks = 0
    for bits in classes:
        twice |= has & bits
        has |= bits
        missing = ~bits & _ALL
        twice_lacks |= lacks & missing
        lacks |= missing
    return (has & ~twice) | (lacks & ~twice_lacks)


def standing_alone(classes: Sequence[int], at: int) -> int:
    """The classes of form, as bits, in which one option is unlike all others; but for one word or several."""
    others = [bits for other, bits in enumerate(classes) if other != at]
    has: int = _ALL >> 1
    lacks: int = _ALL >> 1
    for bits in others:
        has &= ~bits
        lacks &= bits
    return (classes[at] & has) | (~classes[at] & lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is seen of an option by somebody who knows nothing of the subject.

    length: in letters. fame: how well known; asked: how often it is a key. classes: see `classes_of`.
    """

    length: int
    fame: float
    asked: int
    classes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The ranks that the key is to have: how many of the others are longer, better known, oftener asked; and
    whether it is the one most like the others.
    """

    longer: int
    more_famous: int
    oftener_asked: int
    is_central: bool

    @classmethod
    def drawn(cls, stream: Stream, central: float = CENTRAL) -> Target:
        """central: how often the key is wanted to be most like the others."""
        return cls(
            # the longest somewhat oftener: where it would be much the longest, it is not
            longer=0 if stream.below(4 * OPTIONS) == 0 else stream.below(OPTIONS),
            more_famous=stream.below(OPTIONS),
            # never the least asked: among wrong options those that come often are met more often
            oftener_asked=stream.below(OPTIONS - 1),
            is_central=stream.chance() < central,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Options to choose from. The first `len(fixed)` looks stand already; alike: by pairs of indexes."""

    looks: Sequence[Look]
    alike: Sequence[Sequence[float]]


def best_set(
    field: Field,
    fixed: Sequence[int],
    candidates: Sequence[int],
    wanted: int,
    target: Target,
    key: int | None = None,
    allowed: Callable[[tuple[int, ...]], bool] | None = None,
) -> tuple[int, ...] | None:
    """The `wanted` candidates that make, with what is fixed, the set nearest to the target.

    None if there is none, or if each makes the key the best known though it was to be the least.

    key: the index of the key; None if the one candidate is to be it. All indexes are those of the field.
    """
    best: tuple[int, ...] | None = None
    least = float("inf")
    beats = _Beats(field, key) if key is not None else None
    for at, chosen in enumerate(combinations(candidates, wanted)):
        if allowed is not None and not allowed(chosen):
            continue
        cost = DISTANCE_WEIGHT * at / wanted
        if cost < least:
            key_at = key if key is not None else chosen[0]
            beats_key = beats or _Beats(field, key_at)
            cost += _cost(field, beats_key, key_at, (*fixed, *chosen), target, least - cost + NEARLY)
        if cost < least:
            least, best = cost, chosen
    return best if least < GIVEN_AWAY else None


class _Beats:
    """By how much each option beats the key in length, in fame and in being asked: 0, a half, or 1."""

    def __init__(self, field: Field, key: int) -> None:
        mine = field.looks[key]
        self.longer = [_beats(other.length, mine.length) for other in field.looks]
        self.famous = [_beats(other.fame, mine.fame) for other in field.looks]
        self.asked = [_beats(other.asked, mine.asked) for other in field.looks]
        for each in (self.longer, self.famous, self.asked):
            each[key] = 0.0


def _cost(
    field: Field, beats: _Beats, key: int, chosen: Sequence[int], target: Target, limit: float
) -> float:
    """What a set costs; anything above the limit where it costs more."""
    longer = famous = asked = 0.0
    for at in chosen:
        longer += beats.longer[at]
        famous += beats.famous[at]
        asked += beats.asked[at]
    cost = abs(longer - target.longer) + abs(famous - target.more_famous) + abs(asked - target.oftener_asked)
    if cost > limit:
        return cost
    if longer == 0 and _is_much_longer(field.looks, key, chosen):
        cost += MUCH_LONGER_WEIGHT
    if target.more_famous == OPTIONS - 1 and famous == 0:
        # a winner among the nominees is often the best known; a guesser could live on it
        cost += GIVEN_AWAY
    cost += CENTRAL_WEIGHT * abs(_centrality(field, key, chosen) - target.is_central)
    looks = field.looks
    odd_forms = alone([looks[at].classes for at in chosen])
    return cost + ALONE_WEIGHT * odd_forms.bit_count() if odd_forms else cost


def _is_much_longer(looks: Sequence[Look], key: int, chosen: Sequence[int]) -> bool:
    return looks[key].length > LONGER_THAN_OTHERS * max([looks[at].length for at in chosen if at != key])


def _beats(other: float, mine: float) -> float:
    return 1.0 if other > mine else 0.5 if other == mine else 0.0


def _centrality(field: Field, key: int, chosen: Sequence[int]) -> float:
    """How likely the key is the choice of somebody who takes the option most like the others."""
    mine = field.alike[key]
    most = sum([mine[other] for other in chosen])
    equals = 1
    for at in chosen:
        if at != key:
            row = field.alike[at]
            likeness = sum([row[other] for other in chosen])
            if likeness > most:
                return 0.0
            equals += likeness == most
    return 1 / equals
