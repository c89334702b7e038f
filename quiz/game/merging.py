"""What counts once two players turn out to be one: nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import FactId

WITHIN = timedelta(days=7)
"""For so long after an answer to a fact, another one by the other of the two is no first one."""

Place = tuple[RoundId, int]
"""A round, and a position in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer of one of the two. facts: what its item asks about."""

    player_id: PlayerId
    place: Place
    facts: frozenset[FactId]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An item of one of the two that can still be answered."""

    player_id: PlayerId
    place: Place
    facts: frozenset[FactId]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedPremiere:
    player_id: PlayerId
    round_id: RoundId
    day: date
    started_at: datetime


def repeated_answers(given: Iterable[GivenAnswer]) -> frozenset[Place]:
    """The answers to what the other of the two had answered within seven days before.

    One that counts for nothing is nobody's first: a third, a week after the first, counts again.
    """
    latest: dict[FactId, dict[PlayerId, datetime]] = {}
    repeated: set[Place] = set()
    for answer in sorted(given, key=lambda answer: (answer.at, answer.place)):
        is_repeated = any(
            answer.at - at < WITHIN
            for fact in answer.facts
            for player_id, at in latest.get(fact, {}).items()
            if player_id != answer.player_id
        )
        if is_repeated:
            repeated.add(answer.place)
        else:
            for fact in answer.facts:
                latest.setdefault(fact, {})[answer.player_id] = answer.at
    return frozenset(repeated)


def counted_from(items: Iterable[OpenItem], first: Iterable[GivenAnswer]) -> dict[Place, datetime]:
    """From when on an answer counts to those of the items to which the other of the two has given one.

    first: the answers that count.
    """
    until: dict[FactId, dict[PlayerId, datetime]] = {}
    for answer in first:
        for fact in answer.facts:
            known = until.setdefault(fact, {})
            known[answer.player_id] = max(answer.at + WITHIN, known.get(answer.player_id, answer.at))
    found: dict[Place, datetime] = {}
    for item in items:
        ends = [
            end
            for fact in item.facts
            for player_id, end in until.get(fact, {}).items()
            if player_id != item.player_id
        ]
        if ends:
            found[item.place] = max(ends)
    return found


def later_premieres(started: Iterable[StartedPremiere]) -> frozenset[RoundId]:
    """Of each date, all but the one that was started first."""
    first: dict[date, RoundId] = {}
    later: set[RoundId] = set()
    for premiere in sorted(started, key=lambda premiere: (premiere.started_at, premiere.round_id)):
        if first.setdefault(premiere.day, premiere.round_id) != premiere.round_id:
            later.add(premiere.round_id)
    return frozenset(later)
