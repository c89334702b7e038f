"""32 writers who end rounds in the same bucket of scores at once, on PostgreSQL.

What the histogram of scores costs them: they end rounds with the moves that it lives on, and without, in
short turns, so that what else the machine does falls on both alike.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
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
from quiz.services import play
from quiz.services import standings as services
from quiz.store import standings as store

PROCESSES, THREADS = 4, 8
WRITERS = PROCESSES * THREADS
TURNS = 16
ROUNDS_A_TURN = 3
SETTLED_PLAYERS = 1_000

Ready = tuple[PlayerId, RoundId, str]
Span = tuple[int, float, float]
"""A turn, and when one writer began it and ended it."""

_ADD_MOVES = "_add_moves"
_with_moves = getattr(store, _ADD_MOVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one process does; its number says for which players."""

    url: str
    number: int


def run(report: Report) -> None:
    del report
    try:
        with database("postgresql") as url:
            fill(url, SETTLED_PLAYERS)
            took = _turns(url)
    except NoPostgresql as reason:
        print(f"\nContention: not measured. {reason}")
        return
    rates = {has_moves: [_PER_TURN / each for each in took[has_moves::2]] for has_moves in (False, True)}
    print(f"\n{WRITERS} writers at once in one bucket, rounds ended a second, {load()}")
    for has_moves, name in ((False, "without the histogram"), (True, "with it")):
        told = ", ".join(f"{rate:.0f}" for rate in rates[has_moves])
        print(f"  {name:<25}{median(rates[has_moves]):>7.0f}/s  (each turn: {told})")
    ratio = sum(took[0::2]) / sum(took[1::2])
    print(f"  {'ratio, of all turns':<25}{ratio:>7.2f}    (bar: 0.8 or more)")


_PER_TURN = WRITERS * ROUNDS_A_TURN


def _turns(url: str) -> list[float]:
    """How many seconds each turn took: without moves and with them, in turn."""
    processes = multiprocessing.get_context("spawn")
    together = processes.Barrier(WRITERS)
    spans: Queue[list[Span]] = processes.Queue()
    workers = [
        processes.Process(target=_work, args=(Job(url=url, number=number), together, spans))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found = [span for _ in range(WRITERS) for span in spans.get()]
    for worker in workers:
        worker.join()
    return [
        max(ended for turn, _, ended in found if turn == each)
        - min(began for turn, began, _ in found if turn == each)
        for each in range(2, TURNS)  # the first ones warm up
    ]


def _work(job: Job, together: Barrier, spans: Queue[list[Span]]) -> None:
    engine = engine_of(job.url, THREADS)
    with Session(engine) as session:
        ready = [_ready(session, job.number * THREADS + thread) for thread in range(THREADS)]

    def write(turns: Sequence[Sequence[Ready]]) -> list[Span]:
        taken = []
        with Session(engine) as session:
            for turn, rounds in enumerate(turns):
                together.wait()
                # Each thread of this process sets the same, and none goes on before all have.
                setattr(store, _ADD_MOVES, _with_moves if turn % 2 else _no_moves)
                together.wait()
                began = time.time()
                for player_id, round_id, token in rounds:
                    _end(session, player_id, round_id, token, turn)
                    if turn % 2:
                        services.settle_now_and_then(session)
                taken.append((turn, began, time.time()))
        return taken

    with ThreadPoolExecutor(THREADS) as threads:
        for span in threads.map(write, ready):
            spans.put(span)
    engine.dispose()


def _ready(session: Session, writer: int) -> list[list[Ready]]:
    """For each turn rounds of a day of its own, on which everybody begins with the same score."""
    players = [PlayerId(1 + writer * ROUNDS_A_TURN + number) for number in range(ROUNDS_A_TURN)]
    return [
        [(player, *all_but_answered(session, player, at=NOW + timedelta(days=turn))) for player in players]
        for turn in range(TURNS)
    ]


def _end(session: Session, player_id: PlayerId, round_id: RoundId, token: str, turn: int) -> None:
    at = NOW + timedelta(days=turn)
    play.answer_item(session, player_id=player_id, round_id=round_id, position=10, token=token, at=at)


def _no_moves(_session: Session, _moves: list[dict[str, object]]) -> None:
    pass
