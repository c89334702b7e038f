"""What the benchmarks found, as tables; and the machine that they ran on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


def machine() -> str:
    """CPU, cores and Python; figures of two machines do not compare, their ratios may."""
    cpu = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.is_file():
        names = [
            line.partition(":")[2] for line in about.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = names[0].strip() if names else cpu
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cpu}, {os.cpu_count()} cores, {load()}; {python}; {platform.system()} {platform.release()}"


def load() -> str:
    """What else the machine does; a figure that was measured beside much says little."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """runs: figures of one thing, each measured alone. cpu: the seconds of work in each.

    bar: what the figure is to stay under.
    """

    name: str
    runs: Sequence[float]
    unit: str
    bar: str = ""
    cpu: Sequence[float] = ()

    @property
    def figure(self) -> float:
        return median(self.runs)


@dataclass(slots=True)
class Report:
    """Tables, printed one by one as they are filled."""

    rounds: int
    sizes: Sequence[int]
    players: Sequence[int] = ()
    rows: list[Row] = field(default_factory=list)

    def print_machine(self) -> None:
        print(machine())
        print(
            f"Median of {self.rounds} runs (least to most). Time passes faster than work on a busy machine."
        )

    def table(self, title: str, rows: Sequence[Row], *, plain: Row | None = None) -> None:
        """plain: what each is compared with; it is told first."""
        print(f"\n{title}")
        for row in [*([plain] if plain else []), *rows]:
            ratio = _ratio(row, plain) if plain is not None and row is not plain else ""
            least, most = min(row.runs), max(row.runs)
            spread = f"({_short(least)} to {_short(most)})" if len(row.runs) > 1 else ""
            work = f"cpu {_short(median(row.cpu))} s" if row.cpu else ""
            told = f"{_short(row.figure):>7} {row.unit:<3} {spread:<18} {work:<13} {ratio:<15} {row.bar}"
            print(f"  {row.name:<45}{told}".rstrip())


def _ratio(row: Row, plain: Row) -> str:
    """By the work where it is known: it depends less on what else the machine does."""
    if row.unit != plain.unit or not row.figure or not plain.figure:
        return ""
    times = median(plain.cpu) / median(row.cpu) if row.cpu and plain.cpu else plain.figure / row.figure
    if row.unit.endswith("/s"):
        times = 1 / times
    return f"{times:.2g} x as fast" if times >= 1 else f"{1 / times:.2g} x as slow"


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
