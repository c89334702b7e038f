"""Flags: raised where a round ends, and decided by an administrator."""

from __future__ import annotations

from dataclasses import replace

from quiz.game import fairness
from quiz.game.modes import Mode
from quiz.game.rounds import EndedRound
from quiz.store import flags
from quiz.store.base import Session

__all__ = ["look"]


def look(session: Session, ended: EndedRound) -> EndedRound:
    """Flag a round that has just ended if it is hard to believe, and say so in what is returned.

    What it counts for then waits for an administrator. Part of the caller's transaction.
    """
    if not ended.round.is_counted or ended.round.mode is Mode.SECOND_VIEWING:
        return ended  # it counts for nothing
    evidence = fairness.too_fast(ended)
    if evidence is None:
        return ended
    flags.raise_flag(session, ended.round.id, ended.player_id, evidence, ended.ended_at)
    return replace(ended, is_held=True)
