"""`python -m bench`: every benchmark, or those that are named.

A benchmark is a module of this package with `run(report)`; add it to BENCHMARKS.
"""

from __future__ import annotations

import argparse

from bench import loading, making, simulation, standings
from bench.report import Report

BENCHMARKS = {
    "loading": loading.run,
    "making": making.run,
    "simulation": simulation.run,
    "standings": standings.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast it is, and beside what.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all if none is said"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--facts", type=int, nargs="+", default=[2_000, 10_000, 30_000, 100_000])
    parser.add_argument("--players", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    options = parser.parse_args()
    if unknown := set(options.names) - BENCHMARKS.keys():
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    report = Report(rounds=options.rounds, sizes=options.facts, players=options.players)
    report.print_machine()
    for name, run in BENCHMARKS.items():
        if name in (options.names or BENCHMARKS):
            run(report)


if __name__ == "__main__":
    main()
