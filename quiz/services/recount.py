"""Working out anew, from the answers, all that was ever earned: beside play, and a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quiz.game.standings import STEPS
from quiz.services.standings import Restated, restate_all
from quiz.store import counts
from quiz.store.base import Session, reading, writing
from quiz.store.standings import players_after

__all__ = ["Recounted", "recount"]

_PLAYERS_AT_ONCE = 50
"""Few enough that somebody whose round ends meanwhile does not wait for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """How far it has come, and how many rows it has changed: none, where all is well.

    counts: buckets of scores whose number of players was another.
    """

    players: int = 0
    restated: Restated = field(default_factory=Restated)
    counts: int = 0

    @property
    def changes(self) -> int:
        return self.restated.rounds + self.restated.standings + self.restated.profiles + self.counts


def recount(session: Session) -> Iterator[Recounted]:
    """Go through all players, then through all boards; tells from time to time what has been done so far.

    Each step is a transaction of its own: one that is broken off leaves nothing half done, and the next goes
    through everything again.
    """
    done = Recounted()
    for found in _players(session):
        done = Recounted(players=done.players + found.players, restated=done.restated + found.restated)
        yield done
    for corrected in _boards(session):
        done = Recounted(players=done.players, restated=done.restated, counts=done.counts + corrected)
        yield done


def _players(session: Session) -> Iterator[Recounted]:
    last = None
    while True:
        with reading(session):
            batch = players_after(session, last, _PLAYERS_AT_ONCE)
        if not batch:
            return
        with writing(session):
            restated = restate_all(session, batch)
        last = batch[-1]
        yield Recounted(players=len(batch), restated=restated)


def _boards(session: Session) -> Iterator[int]:
    board = ""
    while True:
        with reading(session):
            found = counts.next_board(session, board)
            if found is None:
                return
            board = found
            off = [step for step in range(STEPS) if counts.is_off(session, board, step)]
        corrected = 0
        for step in off:
            with writing(session):
                corrected += counts.correct(session, board, step)
        yield corrected
