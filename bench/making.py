"""How fast items are made and rounds dealt, beside a generator that proves nothing and scans the bank.

    python -m bench.making CASE FOLDER

runs one case in this process and prints its figures.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bench.report import Report, Row
from bench.synthetic import write_bank
from quiz.bank.pack import Pack
from quiz.bank.reading import folders_of, read_packs
from quiz.items.item import Level
from quiz.items.making import Maker

TODAY = date(2026, 11, 20)
ITEMS, DEALS = 3_000, 200
BARS = {2_000: "at least 2,000", 100_000: "at least 1,000"}

Figures = dict[str, float]


def run(report: Report) -> None:
    for facts in report.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            root = Path(folder) / "questions"
            write_bank(root, facts)
            found: dict[str, list[Figures]] = {case: [] for case in CASES}
            for _ in range(report.rounds):
                for case in CASES:
                    found[case].append(_in_a_process(case, root))
            rates = {
                case: Row(NAMES[case], [each["rate"] for each in figures], "items/s", _bar(facts, case))
                for case, figures in found.items()
            }
            plain = rates.pop("plain")
            report.table(f"Making items from {facts:,} facts", list(rates.values()), plain=plain)
            deals = [
                Row(
                    f"choosing the ten items of a round, {name}",
                    [each[name] for each in found["proven"]],
                    "ms",
                    bar,
                )
                for name, bar in (("median", "under 5 ms" if facts in BARS else ""), ("p99", ""))
            ]
            report.table("  ... and rounds", deals)


def _bar(facts: int, case: str) -> str:
    return BARS.get(facts, "") if case == "proven" else ""


def _in_a_process(case: str, root: Path) -> Figures:
    command = [sys.executable, "-m", "bench.making", case, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(figure) for name, figure in json.loads(done.stdout).items()}


def proven(pack: Pack) -> Figures:
    """Ours: every option proven, with its reasons in words, as rounds store it."""
    maker = Maker(pack, TODAY)
    gc.collect()
    gc.freeze()
    levels = list(Level)
    for number in range(DEALS):
        maker.deal(levels[number % len(levels)], number)  # what many seats share is found once
    started = time.perf_counter()
    made = sum(1 for _ in islice(maker.items(1), ITEMS))
    rate = made / (time.perf_counter() - started)
    took = []
    for number in range(DEALS):
        started = time.perf_counter()
        maker.deal(levels[number % len(levels)], DEALS + number)
        took.append(1000 * (time.perf_counter() - started))
    return {"rate": rate, "median": median(took), "p99": quantiles(took, n=100)[-1]}


def plainly(pack: Pack) -> Figures:
    """A row, its film hidden or its person, and three values of the column that no row has beside it."""
    rows = [fact for each in pack.lineage() for fact in each.facts]
    chance = Random(1)
    started = time.perf_counter()
    made = 0
    for _ in range(ITEMS // 10):
        fact = chance.choice(rows)
        at = chance.randrange(len(fact.values))
        rest = [value for column, value in enumerate(fact.values) if column != at]
        column = [row for row in rows if row.relation is fact.relation]
        true = {row.values[at] for row in column if [v for c, v in enumerate(row.values) if c != at] == rest}
        others = sorted({str(row.values[at]) for row in column if row.values[at] not in true})
        if len(others) >= len("abc"):
            stem = f"Which {fact.relation.columns[at].name} goes with {', '.join(map(str, rest))}?"
            made += bool([stem, str(fact.values[at]), *chance.sample(others, len("abc"))])
    return {"rate": made / (time.perf_counter() - started)}


CASES: dict[str, Callable[[Pack], Figures]] = {"plain": plainly, "proven": proven}
NAMES = {
    "plain": "plain: scans the column, proves nothing",
    "proven": "proven, with reasons and sources",
}


def main() -> None:
    case, root = sys.argv[1], Path(sys.argv[2])
    reading = read_packs(folders_of(root))
    largest = max(reading.packs.values(), key=lambda pack: len(list(pack.lineage())))
    print(json.dumps(CASES[case](largest)))


if __name__ == "__main__":
    main()
