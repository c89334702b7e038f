"""How long a look at a leaderboard and the end of a round take, with ever more players.

Each figure is of whole transactions, as the game makes them. The bars: under 10 ms at the 99th percentile
with a million players, and less than twice the time with ten times the players.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import median, quantiles

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench import contention
from bench.crowds import KINDS, NOW, NoPostgresql, all_but_answered, database, engine_of, fill
from bench.report import Report, load
from quiz.game.rounds import PlayerId
from quiz.game.standings import EVERYWHERE, Board, Kind, Span, period_of
from quiz.services import play, standings
from quiz.services.leaderboards import Spot, look
from quiz.store.base import writing

SAMPLES = 500
PLAIN_SAMPLES = 100
WARM_UP = 30

POINTS = Board(kind=Kind.POINTS, scope=EVERYWHERE, period=period_of(Span.ALL, NOW.date()))
LENGTHS = Board(kind=Kind.LONG_TAKE, scope=EVERYWHERE, period=period_of(Span.ALL, NOW.date()))


@dataclass(frozen=True, slots=True)
class Crowd:
    """middle: the score at the middle of the board of points."""

    session: Session
    players: int
    middle: int
    chance: random.Random

    def anybody(self) -> PlayerId:
        return PlayerId(self.chance.randint(1, self.players))


Figures = dict[str, list[float]]
"""Of each act, how long it took each time, in ms."""

LOOKS: dict[str, Callable[[Crowd], object]] = {
    "the first page": lambda crowd: look(crowd.session, POINTS),
    "a page in the middle": lambda crowd: look(
        crowd.session, POINTS, after=Spot(score=crowd.middle, player_id=crowd.anybody())
    ),
    "oneself, five on each side, and the first page": lambda crowd: look(
        crowd.session, POINTS, player_id=crowd.anybody()
    ),
    "the same where thousands tie": lambda crowd: look(crowd.session, LENGTHS, player_id=crowd.anybody()),
}
PLAIN: dict[str, Callable[[Crowd], object]] = {
    "plainly: a page in the middle by OFFSET": lambda crowd: _ask(
        crowd,
        "SELECT player_id, score FROM standing WHERE board = :board AND is_listed"
        " ORDER BY score DESC, player_id DESC LIMIT 50 OFFSET :half",
    ),
    "plainly: a row is written": lambda crowd: _write(crowd),  # noqa: PLW0108  it stands below
    "plainly: a rank by COUNT": lambda crowd: _ask(
        crowd, "SELECT count(*) FROM standing WHERE board = :board AND is_listed AND score > :middle"
    ),
}
THE_END = "the last answer of a round, and all that follows"


def run(report: Report) -> None:
    for kind in KINDS:
        medians: dict[int, Figures] = {}
        for players in report.players:
            try:
                with database(kind) as url:
                    fill(url, players)
                    medians[players] = _measured(url, players)
            except NoPostgresql as reason:
                print(f"\n{kind}: not measured. {reason}")
                break
            _tell(f"{kind}, {players:,} players, {load()}", medians[players])
        for fewer, more in pairwise(medians):
            print(f"  From {fewer:,} to {more:,} players, of the median (bar: under 2 times)")
            for name in (*LOOKS, THE_END):
                ratio = median(medians[more][name]) / median(medians[fewer][name])
                print(f"    {name:<52}{ratio:>7.2f} x")
    contention.run(report)


def _measured(url: str, players: int) -> Figures:
    engine = engine_of(url)
    figures: Figures = {}
    with Session(engine) as session:
        half = {"board": POINTS.key, "half": players // 2}
        query = "SELECT score FROM standing WHERE board = :board ORDER BY score LIMIT 1 OFFSET :half"
        middle = session.scalars(text(query), half).one()
        session.rollback()
        crowd = Crowd(session, players, middle, random.Random(1))
        for acts, times in ((LOOKS, SAMPLES), (PLAIN, PLAIN_SAMPLES)):
            for name, act in acts.items():
                figures[name] = [_milliseconds(partial(act, crowd)) for _ in range(times + WARM_UP)]
        figures[THE_END] = [_ending(crowd) for _ in range(SAMPLES + WARM_UP)]
    engine.dispose()
    return {name: taken[WARM_UP:] for name, taken in figures.items()}


def _ending(crowd: Crowd) -> float:
    player_id = crowd.anybody()
    round_id, token = all_but_answered(crowd.session, player_id)

    def end() -> None:
        play.answer_item(
            crowd.session, player_id=player_id, round_id=round_id, position=10, token=token, at=NOW
        )
        standings.settle_now_and_then(crowd.session)

    return _milliseconds(end)


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def _ask(crowd: Crowd, query: str) -> None:
    with crowd.session.begin():
        values = {"board": POINTS.key, "half": crowd.players // 2, "middle": crowd.middle}
        crowd.session.execute(text(query), values).all()


def _write(crowd: Crowd) -> None:
    """What the disk and the database take for the least that can be kept."""
    with writing(crowd.session):
        query = "UPDATE account SET email = :email WHERE player_id = :player_id"
        values = {"email": f"{crowd.chance.random()}@example.org", "player_id": crowd.anybody()}
        crowd.session.execute(text(query), values)


def _tell(title: str, figures: Figures) -> None:
    gc.collect()
    print(f"\n{title}\n  {'':<54}{'median':>10}{'99th':>10}{'most':>10}")
    for name, taken in figures.items():
        last = quantiles(taken, n=100)[-1] if len(taken) >= 100 else max(taken)
        print(f"  {name:<54}{median(taken):>7.2f} ms{last:>7.2f} ms{max(taken):>7.1f} ms")
