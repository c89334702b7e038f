"""Flags: raised where a round ends, or where its answers are folded into the ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from quiz.game import fairness
from quiz.game.fairness import Decision, Evidence, SameAnswers, Suspicion
from quiz.game.modes import Mode
from quiz.game.rating import Attempt, Rating
from quiz.game.rounds import EndedRound, RoundId
from quiz.services import standings
from quiz.store import flags
from quiz.store.base import Session, reading

__all__ = ["look", "look_at_rating", "suspicions_of"]

_SECOND = timedelta(seconds=1)


def look(session: Session, ended: EndedRound, choices: str) -> EndedRound:
    """Flag a round that has just ended if it is hard to believe, and say so in what is returned.

    What it counts for then waits for an administrator. So does the round of another player in which the same
    was chosen, whose points are taken back until then. Part of the caller's transaction.
    choices: the digest of what was chosen for what.
    """
    if not ended.round.is_counted or ended.round.mode is Mode.SECOND_VIEWING:
        return ended  # it counts for nothing
    evidence: list[Evidence] = [found for found in (fairness.too_fast(ended),) if found is not None]
    evidence.extend(_same_answers(session, ended, choices))
    for found in evidence:
        flags.raise_flag(session, ended.round.id, ended.player_id, found, ended.ended_at)
    return replace(ended, is_held=True) if evidence else ended


def look_at_rating(
    session: Session,
    round_id: RoundId,
    player: Rating,
    items: Mapping[str, Rating],
    attempts: Sequence[Attempt],
) -> None:
    """Flag a round that is folded into the ratings, if it is far above what they said before it.

    Part of the caller's transaction. See `quiz.game.fairness.rating_jump` for the arguments.
    """
    evidence = fairness.rating_jump(player, items, attempts)
    if evidence is None:
        return
    ended = flags.ended_round(session, round_id)
    if ended is not None and flags.raise_flag(session, round_id, ended.player_id, evidence, ended.ended_at):
        standings.restate(session, ended.player_id)


def suspicions_of(session: Session, round_id: RoundId) -> Mapping[Suspicion, Decision | None]:
    """What the round is flagged for, and what was decided; None where nobody has.

    A transaction of its own.
    """
    with reading(session):
        return flags.decisions_on(session, round_id)


def _same_answers(session: Session, ended: EndedRound, choices: str) -> Iterator[SameAnswers]:
    """The evidence against this round; that against the other's is the same, and is stored on the way."""
    if not fairness.may_be_the_same(ended):
        return
    flags.wait_for_the_same(session, choices)
    chance = fairness.chance_of_the_same(ended)
    for other in flags.rounds_with_choices(session, ended, choices, within=fairness.SAME_WITHIN):
        apart = abs(other.ended_at - ended.ended_at)
        others = flags.count_of_premiere(session, ended, within=apart)
        if not fairness.is_no_coincidence(chance, others):
            return  # those that follow are further apart
        evidence = SameAnswers(
            other_round=other.id,
            answered=len(ended.dealt),
            misses=len(ended.dealt) - ended.round.right_count,
            apart_s=apart // _SECOND,
            chance=chance,
            others=max(others, 1),
        )
        mirrored = replace(evidence, other_round=ended.round.id)
        if flags.raise_flag(session, other.id, other.player_id, mirrored, ended.ended_at):
            standings.restate(session, other.player_id)
        yield evidence
