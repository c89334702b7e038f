"""Which of many are asked at a wanted difficulty: by chance among the nearest, those asked least first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from quiz.items.chance import Stream

T = TypeVar("T", bound=Hashable)

AMONG = 4
"""Of so many that chance brings, the one asked least is taken: none is worn out, and none waits for ever."""

STRAY_AMONG = 20
"""The same for a stray, which is there to bring an answer to what has had none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a round is to be like.

    target: a difficulty, in logits.
    breadth: the share of the sample that counts as near. With more, the ends of a small pool are asked less.
    rests_from: what was asked more than so many times as often as the sample's mean (and one answer more)
    comes last. Without a limit, a pool with few items near the target is asked the same few all the time.
    strays: items of the round whose difficulty is left to chance. Without any, what is predicted to be too
    hard or too easy is never asked, and the prediction never corrected.
    strays_from: the share of the sample, the nearest first, that strays come from.
    """

    target: float
    breadth: float = 0.1
    rests_from: float = math.inf
    strays: int = 0
    strays_from: float = 1.0


def order_near(
    sample: Mapping[T, float],
    aim: Aim,
    size: int,
    stream: Stream,
    *,
    asked: Callable[[T], int],
    kind: Callable[[T], object],
) -> list[T]:
    """The whole sample, in the order in which a round of that size tries it.

    sample: the difficulty of each, in an order that does not depend on the target.
    asked: how often each was answered. kind: what should not come twice while there are others.
    """
    if not sample:
        return []
    limit = aim.rests_from * (fmean(asked(each) for each in sample) + 1)
    resting = {each for each in sample if asked(each) > limit}
    nearest = sorted(
        (each for each in sample if each not in resting), key=lambda each: abs(sample[each] - aim.target)
    )
    wanted = max(size - aim.strays, 1)
    near = nearest[: max(wanted + size // 5, round(aim.breadth * len(nearest)))]
    chosen, passed = _in_lots(_thrown(near, stream), wanted, asked, kind)
    taken = set(chosen)
    within = nearest[: math.ceil(aim.strays_from * len(nearest))]
    others = [each for each in _thrown(within, stream) if each not in taken]
    for _ in range(aim.strays):
        lot = others[:STRAY_AMONG]
        if lot:
            stray = min(lot, key=asked)
            others = [each for each in others[STRAY_AMONG:] if each != stray]
            taken.add(stray)
            chosen.insert(stream.below(len(chosen) + 1), stray)
    spare = [each for each in passed if each not in taken]
    taken.update(spare)
    last = sorted(resting, key=lambda each: abs(sample[each] - aim.target))
    return [*chosen, *spare, *(each for each in nearest if each not in taken), *last]


def _in_lots(
    thrown: list[T], wanted: int, asked: Callable[[T], int], kind: Callable[[T], object]
) -> tuple[list[T], list[T]]:
    """So many as are wanted, one of each lot of AMONG; and the others, those asked least first."""
    chosen: list[T] = []
    kinds: Counter[object] = Counter()
    passed: list[T] = []
    for start in range(0, len(thrown), AMONG):
        lot = thrown[start : start + AMONG]
        if len(chosen) < wanted:
            best = min(lot, key=lambda each: (kinds[kind(each)], asked(each)))
            chosen.append(best)
            kinds[kind(best)] += 1
            lot.remove(best)
        passed += lot
    passed.sort(key=asked)
    missing = wanted - len(chosen)
    return chosen + passed[:missing], passed[missing:]


def _thrown(values: list[T], stream: Stream) -> list[T]:
    return sorted(values, key=lambda _: stream.number())
