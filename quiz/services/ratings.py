"""What play teaches about items and players. Each function here is one transaction of its own, or says more.

The answers of a round are folded into the ratings when it takes no more, each after it was stored.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from quiz.game.rating import NEWCOMER, Attempt, Rating, aim_of_round, better_known, fold
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.nearness import Aim
from quiz.services import fairness
from quiz.store import ratings
from quiz.store.base import Session, reading, writing
from quiz.store.ratings import RatingMerge

__all__ = [
    "Learnt",
    "LearntSoFar",
    "aim_for",
    "fold_round",
    "fold_rounds_of",
    "merge_ratings",
    "refold",
]

RELOAD_EVERY_S = 60.0
_SHARE_OF_TIME = 0.01
_LEFT_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What play has taught of a pack's items, by seat, as of one moment.

    difficulties: what is believed, in logits. answers: how many answers that rests on.
    """

    difficulties: Mapping[str, float]
    answers: Mapping[str, int]


def fold_round(session: Session, round_id: RoundId) -> bool:
    """Fold the answers of a round into the ratings, once; whether that was done now.

    A round that has not ended is left alone, and so is one that was folded.
    """
    with reading(session):
        if ratings.unfolded_round(session, round_id) is None:
            return False
    with writing(session):
        closed = ratings.unfolded_round(session, round_id)
        if closed is None:
            return False
        turn = ratings.take_turn(session, closed.pack)
        # Another process may have folded it while this one waited for its turn, which then stays unused.
        # And the guest whose it was may have become somebody else meanwhile.
        player_id = ratings.mark_folded(session, round_id, turn)
        if player_id is None:
            return False
        _fold(session, replace(closed, player_id=player_id))
        return True


def fold_rounds_of(session: Session, player_id: PlayerId) -> None:
    """Fold what the player has left over: rounds that closed by themselves, and any whose fold failed.

    A transaction for each.
    """
    with reading(session):
        left = ratings.unfolded_rounds_of(session, player_id)
    for round_id in left:
        fold_round(session, round_id)


def aim_for(session: Session, *, player_id: PlayerId, pack: str, size: int, is_relaxed: bool) -> Aim:
    """What a round at the player's own level is to ask."""
    with reading(session):
        rating = ratings.rating_of_player(session, player_id, pack)
    return aim_of_round(rating, size=size, is_relaxed=is_relaxed)


def refold(session: Session, pack: str) -> int:
    """Work out the ratings of a pack anew, from its answers alone; returns how many rounds they rest on.

    Rounds and merged guests are taken in the order in which they came, so that nothing changes unless answers
    did.
    """
    with writing(session):
        ratings.wait_for_turn(session, pack)
        ratings.forget(session, pack)
        rounds = ratings.folded_rounds(session, pack)
        refolded = _Refolded()
        merges = deque(ratings.merges(session, pack))
        for turn, closed in rounds:
            while merges and merges[0].fold < turn:
                refolded.merge(merges.popleft())
            refolded.fold(closed, ratings.attempts_of(session, closed.id))
        for merge in merges:
            refolded.merge(merge)
        ratings.keep_abilities(session, refolded.abilities)
        ratings.note_all_attempts(
            session,
            pack,
            [(who, seat) for who, seats in sorted(refolded.met.items()) for seat in sorted(seats)],
        )
        ratings.save_items(session, pack, refolded.items)
        for player_id, rating in sorted(refolded.players.items()):
            ratings.save_player(session, player_id, pack, rating)
    return len(rounds)


def merge_ratings(session: Session, packs: Iterable[str], guest: PlayerId, player_id: PlayerId) -> None:
    """Let a guest and a player be one in these packs, from now on: nobody's second answer is rated.

    What they have been rated for stays so. Part of the caller's transaction.
    packs: in the order of the alphabet, so that two who do this wait one for the other.
    """
    for pack in packs:
        merge = RatingMerge(fold=ratings.take_turn(session, pack), guest=guest, player_id=player_id)
        if not ratings.take_over_attempts(session, pack, merge):
            continue
        ratings.add_merge(session, pack, merge)
        of_guest = ratings.rating_of_player(session, guest, pack)
        own = ratings.rating_of_player(session, player_id, pack)
        if better_known(own, of_guest) is not own:
            ratings.save_player(session, player_id, pack, of_guest)
        ratings.drop_player(session, guest, pack)


class _Refolded:
    """The ratings of a pack as they grow."""

    def __init__(self) -> None:
        self.players: dict[PlayerId, Rating] = {}
        self.items: dict[str, Rating] = {}
        self.met: dict[PlayerId, set[str]] = {}
        self.abilities: dict[RoundId, float | None] = {}

    def fold(self, closed: ratings.ClosedRound, answered: Iterable[Attempt]) -> None:
        who = closed.player_id
        met = self.met.setdefault(who, set())
        attempts = [attempt for attempt in answered if attempt.seat not in met]
        met.update(attempt.seat for attempt in attempts)
        after, moved = fold(
            self.players.get(who, NEWCOMER), self.items, attempts, is_relaxed=closed.is_relaxed
        )
        self.items.update(moved)
        if moved:
            self.players[who] = after
        self.abilities[closed.id] = self.players[who].value if who in self.players else None

    def merge(self, merge: RatingMerge) -> None:
        self.met.setdefault(merge.player_id, set()).update(self.met.pop(merge.guest, ()))
        of_guest = self.players.pop(merge.guest, None)
        own = self.players.get(merge.player_id, NEWCOMER)
        if of_guest is not None:
            self.players[merge.player_id] = better_known(own, of_guest)


class LearntSoFar:
    """What play has taught, as rounds are dealt by it: loaded now and then, and shared by all requests.

    Loading takes a hundredth of the time at most, however much there is. Safe to use from several threads.
    """

    def __init__(self, reload_every_s: float = RELOAD_EVERY_S) -> None:
        self._reload_every_s = reload_every_s
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Learnt, float]] = {}

    def of(self, session: Session, pack: str) -> Learnt:
        """What is known of a pack, as of a minute ago or less. A transaction of its own, or several."""
        known = self._known.get(pack)
        now = time.monotonic()
        if known is not None and now < known[1]:
            return known[0]
        if not self._lock.acquire(blocking=known is None) and known is not None:
            return known[0]  # another thread loads; nobody waits for it
        try:
            learnt = self._load(session, pack)
            took = time.monotonic() - now
            self._known[pack] = learnt, now + max(self._reload_every_s, took / _SHARE_OF_TIME)
            return learnt
        finally:
            self._lock.release()

    def _load(self, session: Session, pack: str) -> Learnt:
        with reading(session):
            left = ratings.unfolded_rounds(session, _LEFT_AT_ONCE)
        for round_id in left:
            fold_round(session, round_id)
        with reading(session):
            found = dict(ratings.ratings_of_items(session, pack))
        return Learnt(
            difficulties=MappingProxyType({seat: rating.believed for seat, rating in found.items()}),
            answers=MappingProxyType({seat: rating.answers for seat, rating in found.items()}),
        )


def _fold(session: Session, closed: ratings.ClosedRound) -> None:
    answered = ratings.attempts_of(session, closed.id)
    new = ratings.note_first_attempts(
        session, closed.player_id, closed.pack, [attempt.seat for attempt in answered]
    )
    attempts = [attempt for attempt in answered if attempt.seat in new]
    before = ratings.rating_of_player(session, closed.player_id, closed.pack)
    items = dict(ratings.ratings_of_items(session, closed.pack, new))
    fairness.look_at_rating(session, closed.id, before, items, attempts)
    after, moved = fold(before, items, attempts, is_relaxed=closed.is_relaxed)
    if moved:
        ratings.save_items(session, closed.pack, moved)
        ratings.save_player(session, closed.player_id, closed.pack, after)
    is_rated = after is not NEWCOMER
    ratings.keep_abilities(session, {closed.id: after.value if is_rated else None})
