"""How well play corrects a predicted difficulty: 400 simulated players, 800 items, and nothing of the bank.

    python -m bench.simulation [--short] [--seeds 1,2,3,4,5]

The truth is a two-parameter logistic with guessing .25: abilities and difficulties from N(0, 1), and
discriminations from a log-normal with sigma .3. The game sees none of that. It starts from a prediction that
correlates r with the truth and has the spread .45 (what one of r = .5 is worth; for r = 0 it is noise of that
size), rates with `quiz.game.rating` and chooses with `quiz.items.nearness`. Rounds have ten items, all fixed
when the round starts; no player meets an item twice; all players are new at once, which no site would see,
and is the hardest start.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

from bench.report import Report
from quiz.game import rating
from quiz.game.rating import NEWCOMER, Rating
from quiz.items.chance import Stream
from quiz.items.dealing import SAMPLE
from quiz.items.nearness import order_near

PLAYERS, ITEMS, SIZE = 400, 800, 10
LUCK = 0.25
SHARPNESS_SIGMA = 0.3
PREDICTION_SPREAD = 0.45
MARKS = (3, 7, 14, 22)
ROUNDS = 6
"""Sixty answers a player, over which success and exposure are measured."""

MOST_ROUNDS = 20
LOOK_EVERY = 20

SEEDS = (1, 2, 3, 4, 5)
TARGETS = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85)
BARS = (0.62, 0.70, 0.80, 0.84)
WITHIN = 0.03
MOST_EXPOSED = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How things stand when the median item has had so many answers.

    difficulty, ability: correlation of what is believed with the truth.
    mean: answers an item. exposure: the most asked item's, in medians.
    """

    median: float
    mean: float
    difficulty: float
    ability: float
    exposure: float
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """success: after each player's first round, which is aimed elsewhere; first: in it.

    exposure, unseen: after ROUNDS.
    """

    looks: tuple[Look, ...]
    first: float
    success: float
    exposure: float
    unseen: int


@dataclass(slots=True)
class World:
    """The truth, and what the game believes."""

    chance: random.Random
    abilities: list[float]
    difficulties: list[float]
    sharpness: list[float]
    players: list[Rating]
    items: list[Rating]
    met: list[set[int]] = field(default_factory=list)

    def is_right(self, player: int, item: int) -> bool:
        logit = self.sharpness[item] * (self.abilities[player] - self.difficulties[item])
        return self.chance.random() < LUCK + (1 - LUCK) / (1 + math.exp(-logit))

    def look(self) -> Look:
        answers = [item.answers for item in self.items]
        middle = median(answers)
        return Look(
            median=middle,
            mean=fmean(answers),
            difficulty=correlation([item.believed for item in self.items], self.difficulties),
            ability=correlation([player.believed for player in self.players], self.abilities),
            exposure=max(answers) / middle if middle else math.inf,
            unseen=answers.count(0),
        )


def a_world(seed: int, r: float) -> World:
    chance = random.Random(f"{seed} {r}")
    difficulties = [chance.gauss(0, 1) for _ in range(ITEMS)]
    rest = math.sqrt(1 - r * r)
    return World(
        chance=chance,
        abilities=[chance.gauss(0, 1) for _ in range(PLAYERS)],
        difficulties=difficulties,
        sharpness=[math.exp(chance.gauss(0, SHARPNESS_SIGMA)) for _ in range(ITEMS)],
        players=[NEWCOMER] * PLAYERS,
        items=[
            Rating.of_prediction(PREDICTION_SPREAD * (r * true + rest * chance.gauss(0, 1)))
            for true in difficulties
        ],
        met=[set() for _ in range(PLAYERS)],
    )


def play_round(world: World, player: int, number: int, seed: int, target: float) -> list[bool]:
    """One round of a player's: dealt, answered and rated."""
    known = world.players[player]
    if known.answers < rating.NEW_UNTIL:
        aim = rating.aim_of_round(known, size=SIZE, is_relaxed=False)
    else:
        strays = 0 if target > rating.TARGET else rating.STRAYS
        aim = rating.aim(known, target, size=SIZE, strays=strays)
    stream = Stream(seed, number, player)
    drawn = dict.fromkeys(stream.below(ITEMS) for _ in range(SAMPLE))
    sample = {item: world.items[item].believed for item in drawn if item not in world.met[player]}
    order = order_near(
        sample, aim, SIZE, stream, asked=lambda item: world.items[item].answers, kind=lambda _: ""
    )
    marks = []
    for item in order[:SIZE]:
        is_right = world.is_right(player, item)
        world.players[player], world.items[item] = rating.rate(
            world.players[player], world.items[item], is_right=is_right
        )
        world.met[player].add(item)
        marks.append(is_right)
    return marks


def simulate(
    seed: int, r: float = 0.5, target: float = rating.TARGET, *, to_the_last_mark: bool = True
) -> Outcome:
    world = a_world(seed, r)
    looks: list[Look] = []
    first: list[bool] = []
    later: list[bool] = []
    after_rounds = world.look()
    for number in range(MOST_ROUNDS):
        if number >= ROUNDS and (len(looks) == len(MARKS) or not to_the_last_mark):
            break
        order = list(range(PLAYERS))
        world.chance.shuffle(order)
        for turn, player in enumerate(order, start=1):
            marks = play_round(world, player, number, seed, target)
            if number < ROUNDS:
                (later if number else first).extend(marks)
            if turn % LOOK_EVERY == 0 and len(looks) < len(MARKS):
                found = world.look()
                if found.median >= MARKS[len(looks)]:
                    looks.append(found)
        if number == ROUNDS - 1:
            after_rounds = world.look()
    return Outcome(
        looks=tuple(looks),
        first=fmean(first),
        success=fmean(later),
        exposure=after_rounds.exposure,
        unseen=after_rounds.unseen,
    )


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    mean_x, mean_y = fmean(xs), fmean(ys)
    together = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = math.fsum((x - mean_x) ** 2 for x in xs) * math.fsum((y - mean_y) ** 2 for y in ys)
    return together / math.sqrt(spread) if spread else 0.0


def report(seeds: Sequence[int], *, is_short: bool = False) -> bool:
    """Print the tables; whether every bar is held."""
    print(f"{PLAYERS} players, {ITEMS} items, seeds {', '.join(map(str, seeds))}; bars in brackets")
    rows = [_correlations(seeds, r) for r in ((0.5,) if is_short else (0.5, 0.3, 0.0))]
    print("\nCorrelation of believed and true difficulty, when the median item has so many answers")
    print(
        "predicted with  "
        + "  ".join(f"{f'{mark} ({bar:.2f})':>10}" for mark, bar in zip(MARKS, BARS, strict=True))
    )
    for r, found, abilities in rows:
        print(f"r = {r:.1f}         " + "  ".join(f"{value:10.3f}" for value in found))
        print("  of abilities  " + "  ".join(f"{value:10.3f}" for value in abilities))
    print(f"\nSuccess from the second round to the {ROUNDS}th, for each target (± {WITHIN})")
    print("target   held   first round   most exposed, in medians   never asked")
    held = True
    for target in (rating.TARGET, rating.EASY_TARGET) if is_short else TARGETS:
        outcomes = [simulate(seed, target=target, to_the_last_mark=False) for seed in seeds]
        success = fmean(each.success for each in outcomes)
        exposure = fmean(each.exposure for each in outcomes)
        held &= abs(success - target) <= WITHIN and (target != rating.TARGET or exposure <= MOST_EXPOSED)
        print(
            f"{target:6.2f} {success:6.3f} {fmean(each.first for each in outcomes):13.3f} {exposure:26.1f}"
            f" {fmean(each.unseen for each in outcomes):13.1f}"
        )
    return held and all(value >= bar for value, bar in zip(rows[0][1], BARS, strict=True))


def run(_report: Report) -> None:
    """The short form, as one of the benchmarks."""
    print("\nDifficulty corrected by play (in full: python -m bench.simulation)")
    report(SEEDS, is_short=True)


def _correlations(seeds: Sequence[int], r: float) -> tuple[float, list[float], list[float]]:
    """r, and at each mark the mean correlation of difficulties and of abilities."""
    looks = [simulate(seed, r).looks for seed in seeds]
    return (
        r,
        [fmean(each[at].difficulty for each in looks) for at in range(len(MARKS))],
        [fmean(each[at].ability for each in looks) for at in range(len(MARKS))],
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.simulation", description=__doc__)
    parser.add_argument("--short", action="store_true", help="r = .5 and two targets alone")
    parser.add_argument("--seeds", default=",".join(map(str, SEEDS)), help="numbers, with commas between")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    held = report(seeds, is_short=options.short)
    verdict = "All bars are held" if held else "NOT all bars are held"
    print(f"\n{verdict}, in {time.perf_counter() - started:.0f} s.")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
