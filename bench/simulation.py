"""How well play corrects a predicted difficulty: 400 simulated players, 800 items, and nothing of the bank.

    python -m bench.simulation [--short] [--seeds 1,2,3,4,5]

The truth is a two-parameter logistic with guessing .25: abilities and difficulties from N(0, 1), and
discriminations from a log-normal with sigma .3. The game sees none of that. It starts from a prediction that
correlates r with the truth and has the spread .45 (what one of r = .5 is worth; for r = 0 it is noise of that
size), rates with `quiz.game.rating` and chooses with `quiz.items.nearness`. Rounds have ten items, all fixed
when the round starts; no player meets an item twice; all players are new at once, which no site would see,
and is the hardest start.

How often players are right, and how often the most asked item is asked, is shown twice: with all targets in
one pool, a sixth of the players at each, as on a site where some play at ease and others do not; and with one
target for all. Of 800 items that are spread as the players are, too few are easy for all to have easy rounds
and no item to be asked too often: see `ceiling`.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from statistics import NormalDist, fmean, median

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
"""Rounds between two looks at whether the next mark is reached."""

SEEDS = (1, 2, 3, 4, 5)
TARGETS = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85)
BARS = (0.62, 0.70, 0.80, 0.84)
WITHIN = 0.03
MOST_EXPOSED = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How things stand when the median item has had so many answers.

    difficulty, ability: correlation of what is believed with the truth.
    mean: answers an item. exposure: the most asked item's, in medians. exposure_of_seen: in medians of those
    items alone that were asked at all.
    """

    median: float
    mean: float
    difficulty: float
    ability: float
    exposure: float
    exposure_of_seen: float
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How often players with one target were right, after their first round, which is aimed elsewhere.

    thirds: those of the least able third of them, the middle and the ablest.
    """

    success: float
    thirds: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """held: by target. end: after ROUNDS."""

    looks: tuple[Look, ...]
    held: Mapping[float, Held]
    end: Look


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
            exposure_of_seen=max(answers) / median(filter(None, answers)),
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
        aim = rating.aim(known, target, size=SIZE)
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
    seed: int, r: float = 0.5, targets: Sequence[float] = (rating.TARGET,), *, to_the_last_mark: bool = True
) -> Outcome:
    """Players take turns with the targets."""
    world = a_world(seed, r)
    looks: list[Look] = []
    later: list[list[bool]] = [[] for _ in range(PLAYERS)]
    ends: list[Look] = []
    for number in range(MOST_ROUNDS):
        if number >= ROUNDS and (len(looks) == len(MARKS) or not to_the_last_mark):
            break
        order = list(range(PLAYERS))
        world.chance.shuffle(order)
        for turn, player in enumerate(order, start=1):
            marks = play_round(world, player, number, seed, targets[player % len(targets)])
            if 0 < number < ROUNDS:
                later[player] += marks
            if turn % LOOK_EVERY == 0 and len(looks) < len(MARKS):
                found = world.look()
                if found.median >= MARKS[len(looks)]:
                    looks.append(found)
        ends.append(world.look())
    by_ability = sorted(range(PLAYERS), key=lambda player: world.abilities[player])
    return Outcome(
        looks=tuple(looks),
        held={
            target: held([later[player] for player in by_ability if player % len(targets) == at])
            for at, target in enumerate(targets)
        },
        end=ends[ROUNDS - 1],
    )


def held(marks: Sequence[Sequence[bool]]) -> Held:
    """marks: of players, the least able first."""
    third = len(marks) // 3
    parts = marks[:third], marks[third:-third], marks[-third:]
    return Held(
        success=fmean(chain.from_iterable(marks)),
        thirds=tuple(fmean(chain.from_iterable(part)) for part in parts),
    )


def ceiling(known: float, most: float = MOST_EXPOSED) -> float:
    """About the best success of all together while no item is asked oftener than so many medians.

    known: correlation of believed and true difficulty. As many answers as may be go to the easiest items,
    the others to the rest of the easier half, which the median takes, and none to the harder half. Each
    player has the same distance to all that is asked: the mean over a concave curve is highest at one point.
    """
    normal = NormalDist()
    steps = 200
    easier_half = [normal.inv_cdf((at + 0.5) / (2 * steps)) for at in range(steps)]
    easiest = min(
        (most * math.fsum(easier_half[:at]) + math.fsum(easier_half[at:])) / (most * at + steps - at)
        for at in range(steps)
    )
    return rating.chance_of_right(0.0, known * easiest)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    mean_x, mean_y = fmean(xs), fmean(ys)
    together = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = math.fsum((x - mean_x) ** 2 for x in xs) * math.fsum((y - mean_y) ** 2 for y in ys)
    return together / math.sqrt(spread) if spread else 0.0


def report(seeds: Sequence[int], *, is_short: bool = False) -> list[str]:
    """Print the tables; the bars that are missed where the prediction correlates .5."""
    print(f"{PLAYERS} players, {ITEMS} items, seeds {', '.join(map(str, seeds))}; bars in brackets")
    rs = (0.5,) if is_short else (0.5, 0.3, 0.0)
    print("\nCorrelation of believed and true difficulty, when the median item has so many answers")
    marks = "  ".join(f"{f'{mark} ({bar:.2f})':>10}" for mark, bar in zip(MARKS, BARS, strict=True))
    print("predicted with  " + marks)
    missed = {r: _report_correlations(seeds, r) for r in rs}
    print(f"\nSuccess in rounds 2 to {ROUNDS} (± {WITHIN}), and that of thirds by true ability")
    print(f"All targets in one pool; no item asked oftener than {MOST_EXPOSED:.0f} times the median")
    for r in rs:
        missed[r] += _report_rounds(seeds, r, TARGETS)
    if not is_short:
        print("\nOne target for all")
        for r, target in product(rs, TARGETS):
            missed[r] += _report_rounds(seeds, r, (target,))
    return missed[rs[0]]


def run(_report: Report) -> None:
    """The short form, as one of the benchmarks."""
    print("\nDifficulty corrected by play (in full: python -m bench.simulation)")
    report(SEEDS, is_short=True)


def _report_correlations(seeds: Sequence[int], r: float) -> list[str]:
    looks = [simulate(seed, r).looks for seed in seeds]
    found = [fmean(each[at].difficulty for each in looks) for at in range(len(MARKS))]
    abilities = [fmean(each[at].ability for each in looks) for at in range(len(MARKS))]
    print(f"r = {r:.1f}         " + "  ".join(f"{value:10.3f}" for value in found))
    print("  of abilities  " + "  ".join(f"{value:10.3f}" for value in abilities))
    return [
        f"correlation after {mark} answers"
        for mark, bar, value in zip(MARKS, BARS, found, strict=True)
        if value < bar
    ]


def _report_rounds(seeds: Sequence[int], r: float, targets: Sequence[float]) -> list[str]:
    outcomes = [simulate(seed, r, targets, to_the_last_mark=False) for seed in seeds]
    missed = []
    for target in targets:
        found = [each.held[target] for each in outcomes]
        success = fmean(each.success for each in found)
        thirds = [fmean(third) for third in zip(*(each.thirds for each in found), strict=True)]
        print(
            f"r = {r:.1f}  target {target:.2f}  right {success:.3f}  thirds "
            + "  ".join(f"{third:.3f}" for third in thirds)
        )
        if abs(success - target) > WITHIN:
            missed.append(f"target {target:.2f} ({success:.3f})")
    ends = [each.end for each in outcomes]
    exposure = fmean(end.exposure for end in ends)
    print(
        f"         most asked item: {exposure:.1f} medians,"
        f" {fmean(end.exposure_of_seen for end in ends):.1f} of the items asked;"
        f" never asked: {fmean(end.unseen for end in ends):.1f}"
    )
    if exposure > MOST_EXPOSED:
        missed.append(f"exposure with {', '.join(f'{target:.2f}' for target in targets)} ({exposure:.1f})")
        known = fmean(end.difficulty for end in ends)
        print(
            f"         right at best with {MOST_EXPOSED:.0f} medians: {ceiling(known):.3f} on what was known"
            f" of the items, {ceiling(1.0):.3f} on the truth"
        )
    return missed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.simulation", description=__doc__)
    parser.add_argument("--short", action="store_true", help="r = .5 and all targets in one pool alone")
    parser.add_argument("--seeds", default=",".join(map(str, SEEDS)), help="numbers, with commas between")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    missed = report(seeds, is_short=options.short)
    print(f"\nMissed: {'; '.join(missed) or 'nothing'}. It took {time.perf_counter() - started:.0f} s.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
