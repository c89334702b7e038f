"""How long packs take to load, beside a loader that keeps no places and checks nothing.

    python -m bench.loading CASE FOLDER CACHE

runs one case in this process and prints what it took. Times are without Python's own start and its imports.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from bench.report import Report, Row
from bench.synthetic import write_bank
from quiz.bank.cache import Cache
from quiz.bank.reading import Reading, folders_of, read_packs
from quiz.items.library import open_library

MEGABYTE = 1024.0
TODAY = date(2026, 11, 20)
NEW_FILM = "\n  - name: A Film That Was Added Just Now\n    country: France\n    source: catalogue@2025\n"

Figures = dict[str, float]


def run(report: Report) -> None:
    for facts in report.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            root, cache = Path(folder) / "questions", Path(folder) / "cache"
            size = write_bank(root, facts)
            found = _measured(root, cache, report.rounds)
            files = sum(path.is_file() for path in root.rglob("*"))
            title = f"Loading {facts:,} facts: {size / 1e6:.1f} MB of YAML and CSV in {files} files"
            rows = [_row(facts, case, found[case]) for case in CASES]
            plain, *others = rows
            report.table(title, others, plain=plain)
            memory = [each["megabytes"] for each in found["served"]]
            bar = _bar(facts, "memory")
            report.table("  Memory", [Row("the whole process that is ready to play", memory, "MB", bar=bar)])


def _row(facts: int, case: str, found: list[Figures]) -> Row:
    seconds, cpu = [each["seconds"] for each in found], [each["cpu"] for each in found]
    return Row(NAMES[case], seconds, "s", _bar(facts, case), cpu)


def _measured(root: Path, cache: Path, rounds: int) -> dict[str, list[Figures]]:
    """Each case as often, in turns, so that what else the machine does falls on all of them alike."""
    _in_a_process("cold", root, cache)
    found: dict[str, list[Figures]] = {case: [] for case in CASES}
    for _ in range(rounds):
        for case in CASES:
            with tempfile.TemporaryDirectory(prefix="bench-cache-") as folder:
                own = Path(folder) / "cache"
                if case != "cold":
                    shutil.copytree(cache, own)
                found[case].append(_in_a_process(case, root, own))
    return found


def _in_a_process(case: str, root: Path, cache: Path) -> Figures:
    command = [sys.executable, "-m", "bench.loading", case, str(root), str(cache)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(figure) for name, figure in json.loads(done.stdout).items()}


def _bar(facts: int, case: str) -> str:
    """What it is to stay under, where something was set."""
    bars = {
        (100_000, "cold"): "under 8 s",
        (100_000, "warm"): "under 1 s",
        (10_000, "cold"): "under 1 s",
        (30_000, "edited"): "under 0.5 s",
        (100_000, "memory"): "under 500 MB",
    }
    return bars.get((facts, case), "")


def plainly(root: Path, cache: Path) -> object:
    """Lists and dicts of texts and numbers, as the libraries give them."""
    del cache
    return [
        list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        if path.suffix == ".csv"
        else yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        for path in sorted(root.rglob("*.*"))
        if path.is_file()
    ]


def read(root: Path, cache: Path) -> Reading:
    reading = read_packs(folders_of(root), cache=Cache(cache))
    if reading.problems:
        raise RuntimeError("\n".join(map(str, reading.problems)))
    return reading


def served(root: Path, cache: Path) -> object:
    return open_library(read(root, cache), TODAY)


CASES: dict[str, Callable[[Path, Path], object]] = {
    "plain": plainly,
    "cold": read,
    "warm": read,
    "edited": read,
    "served": served,
}
NAMES = {
    "plain": "plain: libyaml's safe loader, csv.DictReader",
    "cold": "cold: all read, checked and kept",
    "warm": "warm: nothing has changed",
    "edited": "warm but for a film added to one file",
    "served": "warm, and ready to play",
}


def main() -> None:
    case, root, cache = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    edited = max(root.rglob("films-*.yaml"), key=lambda path: path.stat().st_size)
    before = edited.read_bytes()
    try:
        if case == "edited":
            edited.write_bytes(before + NEW_FILM.encode())
        started, worked = time.perf_counter(), time.process_time()
        made = CASES[case](root, cache)
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    finally:
        edited.write_bytes(before)
    del made
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": most}))


if __name__ == "__main__":
    main()
