from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quiz.items.chance import Stream
from quiz.items.nearness import Aim, order_near

samples = st.dictionaries(st.integers(0, 1000), st.floats(-3, 3), max_size=60)
aims = st.builds(
    Aim,
    target=st.floats(-4, 4),
    breadth=st.floats(0, 1),
    rests_from=st.floats(1, 5),
    strays=st.integers(0, 2),
    strays_from=st.floats(0, 1),
)
LINE = {number: number / 10 for number in range(-40, 41)}


def order(
    sample: dict[int, float],
    aim: Aim,
    *,
    seed: int = 1,
    size: int = 10,
    asked: dict[int, int] | None = None,
    kinds: int = 1,
) -> list[int]:
    return order_near(
        sample,
        aim,
        size,
        Stream(seed),
        asked=lambda each: (asked or {}).get(each, 0),
        kind=lambda each: each % kinds,
    )


@given(samples, aims, st.integers(1, 12), st.integers(0, 99))
def test_every_one_of_the_sample_is_tried_once(
    sample: dict[int, float], aim: Aim, size: int, seed: int
) -> None:
    assert sorted(order(sample, aim, seed=seed, size=size)) == sorted(sample)


@given(samples, aims, st.integers(0, 99))
def test_the_same_seed_gives_the_same_order(sample: dict[int, float], aim: Aim, seed: int) -> None:
    assert order(sample, aim, seed=seed) == order(sample, aim, seed=seed)


@given(st.floats(-4, 4), st.integers(0, 99))
def test_a_round_without_strays_is_near_its_target(target: float, seed: int) -> None:
    nearest = sorted(LINE, key=lambda each: abs(LINE[each] - target))[:16]

    assert set(order(LINE, Aim(target=target, breadth=0.2), seed=seed)[:10]) <= set(nearest)


def test_chance_decides_among_the_near() -> None:
    rounds = {tuple(order(LINE, Aim(target=0.0, breadth=0.3), seed=seed)[:10]) for seed in range(20)}

    assert len(rounds) == 20


def test_what_was_asked_least_comes_first_among_the_near() -> None:
    asked = {each: 100 for each in LINE if each % 4}
    found = Counter(
        bool(asked.get(each))
        for seed in range(20)
        for each in order(LINE, Aim(target=0.0, breadth=0.5), seed=seed, asked=asked)[:10]
    )

    assert found[False] > found[True]


def test_kinds_take_turns() -> None:
    aim = Aim(target=0.0, breadth=0.5)
    found = Counter(each % 2 for seed in range(20) for each in order(LINE, aim, seed=seed, kinds=2)[:10])

    assert abs(found[0] - found[1]) <= 10


def test_what_was_asked_far_too_often_comes_last() -> None:
    worn = {each: 500 for each in LINE if abs(each) <= 6}

    found = order(LINE, Aim(target=0.0, breadth=0.2, rests_from=3), asked=worn)
    without_limit = order(LINE, Aim(target=0.0, breadth=0.1), asked=worn)

    assert set(found[-len(worn) :]) == set(worn)
    assert set(without_limit[:8]) <= set(worn)


def test_a_stray_is_where_nobody_aims() -> None:
    far = [
        abs(each)
        for seed in range(20)
        for each in order(LINE, Aim(target=0.0, breadth=0.1, strays=1), seed=seed)[:10]
        if abs(each) > 6
    ]

    assert 10 <= len(far) <= 20


def test_a_stray_comes_from_the_share_that_it_may_come_from() -> None:
    half = sorted(LINE, key=abs)[: len(LINE) // 2 + 1]
    aim = Aim(target=0.0, breadth=0.1, strays=2, strays_from=0.5)

    found = {each for seed in range(20) for each in order(LINE, aim, seed=seed)[:10]}

    assert found <= set(half)
    assert max(map(abs, found)) > 12
