"""What rounds earn on the leaderboards, and who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import count

from quiz.game.modes import Mode
from quiz.game.rounds import EndedRound, PlayerId
from quiz.game.standings import Counted, boards_of, length_of, scores_of, scores_with
from quiz.services import profiles
from quiz.store import counts, standings
from quiz.store.base import Session, reading, writing
from quiz.store.standings import Standing

_GATHERED = 1_024
_AT_ONCE = 2_048
"""Moves that the counts take over in one go. The more at once, the fewer a player has to wait for, and the
longer; a look at a board reads those of it that are still open.
"""
_LOOK_EVERY = 8
_ends = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """How many rows were not what the answers say."""

    rounds: int = 0
    standings: int = 0
    profiles: int = 0

    def __add__(self, other: Restated) -> Restated:
        return Restated(
            rounds=self.rounds + other.rounds,
            standings=self.standings + other.standings,
            profiles=self.profiles + other.profiles,
        )


def credit(session: Session, ended: EndedRound) -> None:
    """Let a round that has just ended count on the leaderboards, unless it counts for nothing or is held.

    Part of the caller's transaction, which has locked the player.
    """
    if not ended.round.is_counted or ended.is_held:
        return
    counted = _counted(ended)
    boards = {board.key: board for board in boards_of(counted)}
    if not counted.score or not boards:
        return
    others: list[Counted] = []
    if counted.mode is Mode.CIRCUIT:
        circuits = standings.circuits_of_day(session, ended.player_id, counted.day)
        others = [circuit for id_, circuit in circuits.items() if id_ != ended.round.id]
    is_listed, before = standings.listing_and_standings(session, ended.player_id, list(boards))
    known = {boards[key]: standing.score for (_, key), standing in before.items()}
    after = before | {
        (ended.player_id, board.key): Standing(score=score, is_listed=is_listed)
        for board, score in scores_with(counted, others, known).items()
    }
    standings.write_standings(session, before, after)


def restate(session: Session, player_id: PlayerId) -> Restated:
    """Work out anew, from rounds and answers, all that the player has earned, and write what differs.

    That is: what each round earned, the standings, the crowns and the tallies. Part of the caller's
    transaction. Whoever changes which of a player's rounds and answers count, or whether the player is
    listed, calls this afterwards.
    """
    return restate_all(session, [player_id])


def restate_all(session: Session, player_ids: Sequence[PlayerId]) -> Restated:
    """The same for several players, with fewer statements."""
    listed = standings.lock_players(session, player_ids)
    rounds = standings.earned_rounds(session, listed)
    corrected = standings.correct_rounds(session, rounds)
    counted: dict[PlayerId, list[Counted]] = {player_id: [] for player_id in listed}
    for round_ in rounds:
        if round_.counted is not None:
            counted[round_.player_id].append(round_.counted)
    after = {
        (player_id, board.key): Standing(score=score, is_listed=listed[player_id])
        for player_id, played in counted.items()
        for board, score in scores_of(played).items()
    }
    return Restated(
        rounds=corrected,
        standings=standings.write_standings(session, standings.standings_of(session, listed), after),
        profiles=sum(profiles.restate(session, player_id) for player_id in sorted(listed)),
    )


def settle_now_and_then(session: Session) -> None:
    """To be called when a round has ended, in no transaction: lets the counts take over what has gathered."""
    if next(_ends) % _LOOK_EVERY == 0:
        settle(session)


def settle(session: Session, *, at_least: int = _GATHERED) -> None:
    """Let the counts take over the open moves, if these are so many; a transaction of its own.

    It changes no rank, and nobody waits for it.
    """
    with reading(session):
        if not counts.have_gathered(session, at_least):
            return
    with writing(session):
        moves = counts.claim_moves(session, _AT_ONCE)
        if len(moves) >= at_least:  # else somebody else is at it
            counts.take_over(session, moves)


def _counted(ended: EndedRound) -> Counted:
    round_ = ended.round
    is_long_take = round_.mode is Mode.LONG_TAKE
    return Counted(
        mode=round_.mode,
        pack=round_.pack,
        day=round_.premiere_date or ended.ended_at.astimezone(UTC).date(),
        score=length_of(round_.answers) if is_long_take else round_.points,
    )
