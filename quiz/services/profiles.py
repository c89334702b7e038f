"""What a player's rounds add up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from quiz.game import profiles as rules
from quiz.game.rounds import EndedRound, PlayerId
from quiz.store import profiles
from quiz.store.base import Session

__all__ = ["note", "restate"]

K = TypeVar("K")
V = TypeVar("V")


def note(session: Session, ended: EndedRound) -> None:
    """Add a round that has just ended to its player's crowns and tallies.

    Part of the caller's transaction.
    """
    if not rules.is_tallied(ended.round, is_held=ended.is_held):
        return
    profiles.add_to_tallies(session, ended.player_id, rules.add_up(rules.batches_of(ended)))
    crown = rules.crown_of(ended)
    if crown is not None:
        profiles.add_crown(session, ended.player_id, crown, ended.ended_at)


def restate(session: Session, player_id: PlayerId) -> int:
    """Work out the player's crowns and tallies anew, from rounds and answers; returns how many rows changed.

    Part of the caller's transaction.
    """
    tallies = profiles.tallies_of(session, player_id)
    true_tallies = rules.add_up(profiles.counted_batches(session, player_id))
    crowns = profiles.crowns_of(session, player_id)
    true_crowns = rules.first_won(profiles.crowned_rounds(session, player_id))
    profiles.drop_tallies(session, player_id, sorted(tallies.keys() - true_tallies.keys()))
    profiles.put_tallies(session, player_id, _differing(true_tallies, tallies))
    profiles.drop_crowns(session, player_id, sorted(crowns.keys() - true_crowns.keys()))
    profiles.put_crowns(session, player_id, _differing(true_crowns, crowns))
    return _changes(tallies, true_tallies) + _changes(crowns, true_crowns)


def _differing(new: Mapping[K, V], old: Mapping[K, V]) -> dict[K, V]:
    return {key: value for key, value in new.items() if old.get(key) != value}


def _changes(old: Mapping[K, V], new: Mapping[K, V]) -> int:
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())
