"""32 writers who end rounds in the same bucket of scores at once, on PostgreSQL.

What the histogram of scores costs them: the same rounds end once with the moves that it lives on, and once
without.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from statistics import median

from sqlalchemy.orm import Session

from bench.crowds import NOW, NoPostgresql, all_but_answered, database, engine_of, fill
from bench.report import Report, load
from quiz.game.rounds import PlayerId, RoundId
from quiz.game.standings import BEST_CIRCUITS
from quiz.services import play
from quiz.services import standings as services
from quiz.store import standings as store

PROCESSES, THREADS = 8, 4
WRITERS = PROCESSES * THREADS
ROUNDS_EACH = 3 * BEST_CIRCUITS
"""Of three players, for whom all of them count: so that nobody's last one writes less."""
SETTLED_PLAYERS = 1_000

Ready = tuple[PlayerId, RoundId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one process does; its number says for which players."""

    url: str
    number: int
    day: int
    has_moves: bool


def run(report: Report) -> None:
    try:
        with database("postgresql") as url:
            fill(url, SETTLED_PLAYERS)
            rates: dict[bool, list[float]] = {True: [], False: []}
            for turn in range(report.rounds):
                for has_moves in (True, False):
                    rates[has_moves].append(_rate(url, 2 * turn + has_moves, has_moves=has_moves))
    except NoPostgresql as reason:
        print(f"\nContention: not measured. {reason}")
        return
    print(f"\n{WRITERS} writers at once in one bucket, rounds ended a second, {load()}")
    for has_moves, name in ((False, "without the histogram"), (True, "with it")):
        told = ", ".join(f"{rate:.0f}" for rate in rates[has_moves])
        print(f"  {name:<25}{median(rates[has_moves]):>7.0f}/s  (each turn: {told})")
    ratios = [beside / alone for beside, alone in zip(rates[True], rates[False], strict=True)]
    print(f"  {'ratio':<25}{median(ratios):>7.2f}    (bar: 0.8 or more)")


def _rate(url: str, day: int, *, has_moves: bool) -> float:
    """day: another one each time, so that everybody begins with the same score again."""
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(PROCESSES)
    spans: Queue[tuple[float, float]] = processes.Queue()
    jobs = [Job(url=url, number=number, day=day, has_moves=has_moves) for number in range(PROCESSES)]
    workers = [processes.Process(target=_work, args=(job, start, spans)) for job in jobs]
    for worker in workers:
        worker.start()
    found = [spans.get() for _ in range(WRITERS)]
    for worker in workers:
        worker.join()
    return WRITERS * ROUNDS_EACH / (max(end for _, end in found) - min(began for began, _ in found))


def _work(job: Job, start: Barrier, spans: Queue[tuple[float, float]]) -> None:
    if not job.has_moves:
        setattr(store, "_add_moves", _no_moves)  # noqa: B010  it is the store's own
    engine = engine_of(job.url, THREADS)
    at = NOW + timedelta(days=job.day)
    ready: list[list[Ready]] = []
    with Session(engine) as session:
        for thread in range(THREADS):
            first = 1 + (job.number * THREADS + thread) * ROUNDS_EACH // BEST_CIRCUITS
            players = [PlayerId(first + turn // BEST_CIRCUITS) for turn in range(ROUNDS_EACH)]
            ready.append([(player, *all_but_answered(session, player, at=at)) for player in players])

    def end_all(rounds: list[Ready]) -> tuple[float, float]:
        with Session(engine) as session:
            began = time.time()
            for player_id, round_id, token in rounds:
                play.answer_item(
                    session, player_id=player_id, round_id=round_id, position=10, token=token, at=at
                )
                services.settle_now_and_then(session)
            return began, time.time()

    start.wait()
    with ThreadPoolExecutor(THREADS) as threads:
        for span in threads.map(end_all, ready):
            spans.put(span)
    engine.dispose()


def _no_moves(_session: Session, _moves: list[dict[str, object]]) -> None:
    pass
