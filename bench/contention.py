"""32 writers who end rounds in the same bucket of scores at once, on PostgreSQL.

What the histogram of scores costs them: the same rounds end once with the moves that it lives on, and once
without.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from statistics import median
from threading import Barrier as ThreadBarrier

from sqlalchemy.orm import Session

from bench.crowds import NOW, NoPostgresql, all_but_answered, database, engine_of, fill
from bench.report import Report, load
from quiz.game.rounds import PlayerId, RoundId
from quiz.services import play
from quiz.services import standings as services
from quiz.store import standings as store

PROCESSES, THREADS = 8, 4
WRITERS = PROCESSES * THREADS
ROUNDS_EACH = 25
SETTLED_PLAYERS = 1_000

Ready = tuple[PlayerId, RoundId, str]


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


def _no_moves(_session: Session, _moves: list[dict[str, object]]) -> None:
    pass


def _rate(url: str, day: int, *, has_moves: bool) -> float:
    """day: another one each time, so that everybody begins with the same score again."""
    processes = multiprocessing.get_context("spawn")
    start = processes.Barrier(PROCESSES + 1)
    spans: Queue[tuple[float, float]] = processes.Queue()
    workers = [
        processes.Process(target=_work, args=(url, number, day, has_moves, start, spans))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    start.wait()
    found = [spans.get() for _ in range(WRITERS)]
    for worker in workers:
        worker.join()
    return WRITERS * ROUNDS_EACH / (max(end for _, end in found) - min(begin for begin, _ in found))


def _work(
    url: str,
    number: int,
    day: int,
    has_moves: bool,
    start: Barrier,
    spans: Queue[tuple[float, float]],  # noqa: FBT001
) -> None:
    if not has_moves:
        setattr(store, "_add_moves", _no_moves)  # noqa: B010  it is the store's own
    engine = engine_of(url, THREADS)
    at = NOW + timedelta(days=day)
    ready: list[list[Ready]] = []
    with Session(engine) as session:
        for thread in range(THREADS):
            first = (number * THREADS + thread) * ROUNDS_EACH // 5
            # Five rounds a player, all of which count for the day.
            players = [PlayerId(1 + first + turn // 5) for turn in range(ROUNDS_EACH)]
            ready.append([(player, *all_but_answered(session, player, at=at)) for player in players])
    together = ThreadBarrier(THREADS)

    def end_all(rounds: list[Ready]) -> tuple[float, float]:
        with Session(engine) as session:
            together.wait()
            began = time.time()
            for player_id, round_id, token in rounds:
                play.answer_item(
                    session, player_id=player_id, round_id=round_id, position=10, token=token, at=at
                )
                services.settle(session)
            return began, time.time()

    start.wait()
    with ThreadPoolExecutor(THREADS) as threads:
        for span in threads.map(end_all, ready):
            spans.put(span)
    engine.dispose()
