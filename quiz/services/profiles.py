"""What a player's rounds add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from quiz.errors import QuizError
from quiz.game import profiles as rules
from quiz.game.premieres import first_secret
from quiz.game.profiles import CrownKey, Tally, TallyKey, TallyKind
from quiz.game.rounds import EndedRound, PlayerId
from quiz.game.standings import EVERYWHERE, Board, Kind, Span, period_of
from quiz.game.streaks import DayStreak, day_streak
from quiz.store import histories, people, premieres, profiles, ranking, zones
from quiz.store.base import Session, reading
from quiz.store.histories import PlayedRound, RatedRound
from quiz.store.people import Person

__all__ = [
    "DayStreak",
    "Person",
    "Place",
    "PlayedRound",
    "Profile",
    "RatedRound",
    "UnknownPlayer",
    "note",
    "own_profile",
    "public_profile",
    "restate",
]

_LATEST_ROUNDS = 12
_LATEST_RATINGS = 240
_PACKS_RANKED = 6
_PLACES = 5
ALL_TIME = period_of(Span.ALL, date.min)

K = TypeVar("K")
V = TypeVar("V")


class UnknownPlayer(QuizError):
    """Nobody of that name can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a player stands on a board of all time."""

    board: Board
    rank: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a player's page tells of them. rounds, ratings: the latest, the last one first.

    places: the best first; none for those whom the leaderboards do not list.
    played: the dates with a finished Première. streak: None if there is none.
    """

    person: Person
    crowns: Mapping[CrownKey, datetime]
    tallies: Mapping[TallyKey, Tally]
    rounds: tuple[PlayedRound, ...]
    ratings: tuple[RatedRound, ...]
    places: tuple[Place, ...]
    played: frozenset[date]
    streak: DayStreak | None


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


def own_profile(session: Session, player_id: PlayerId, at: datetime) -> Profile:
    """All that the player has played. A transaction of its own. Raises UnknownPlayer if there is none."""
    with reading(session):
        person = people.person(session, player_id)
        if person is None:
            raise UnknownPlayer("There is no such player.")
        return _profile(session, person, profiles.tallies_of(session, player_id), at)


def public_profile(session: Session, name: str, at: datetime) -> Profile:
    """What anybody may know of the player of that name. A transaction of its own.

    Premières that are still open somewhere are in no tally and no rating, and of which pack they are is not
    told: what changes as somebody finishes theirs would tell what it asks about.
    Raises UnknownPlayer if there is none, or if they are not to be seen.
    """
    with reading(session):
        person = people.person_named(session, name)
        if person is None or not person.is_listed:
            raise UnknownPlayer("There is no such player.")
        tallies = profiles.tallies_of(session, person.id)
        secret_from = first_secret(at)
        secret = histories.premieres_since(session, person.id, secret_from)
        if secret:
            told = rules.add_up(profiles.counted_batches(session, person.id, rounds=secret))
            tallies = rules.without(tallies, told)
        return _profile(session, person, tallies, at, secret_from=secret_from)


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


def _profile(
    session: Session,
    person: Person,
    tallies: Mapping[TallyKey, Tally],
    at: datetime,
    *,
    secret_from: date | None = None,
) -> Profile:
    """secret_from: the first date whose Première is not to be told about; None on the player's own page."""
    played = premieres.credited_dates(session, person.id)
    rounds = histories.latest_rounds(session, person.id, _LATEST_ROUNDS, is_own=secret_from is None)
    ratings = histories.latest_ratings(session, person.id, _LATEST_RATINGS, secret_from=secret_from)
    return Profile(
        person=person,
        crowns=profiles.crowns_of(session, person.id),
        tallies=tallies,
        rounds=tuple(_told(round_, secret_from) for round_ in rounds),
        ratings=tuple(ratings),
        places=_places(session, person, tallies),
        played=played,
        streak=day_streak(played, zones.load_spans(session, person.id), at) if played else None,
    )


def _told(round_: PlayedRound, secret_from: date | None) -> PlayedRound:
    if secret_from is None or round_.premiere_date is None or round_.premiere_date < secret_from:
        return round_
    return replace(round_, pack="", pack_title="")


def _places(session: Session, person: Person, tallies: Mapping[TallyKey, Tally]) -> tuple[Place, ...]:
    if not person.is_listed:
        return ()
    packs = [name for kind, name in sorted(tallies) if kind is TallyKind.PACK][:_PACKS_RANKED]
    boards = [
        *(Board(kind=kind, scope=EVERYWHERE, period=ALL_TIME) for kind in Kind),
        *(Board(kind=Kind.POINTS, scope=pack, period=ALL_TIME) for pack in packs),
    ]
    found = []
    for board in boards:
        spot = ranking.spot_of(session, board.key, person.id)
        if spot is not None:
            ranks = ranking.surroundings(session, board.key, spot, spot.score, spot).ranks
            found.append(Place(board=board, rank=ranks[spot.score], score=spot.score))
    return tuple(sorted(found, key=lambda place: place.rank)[:_PLACES])


def _differing(new: Mapping[K, V], old: Mapping[K, V]) -> dict[K, V]:
    return {key: value for key, value in new.items() if old.get(key) != value}


def _changes(old: Mapping[K, V], new: Mapping[K, V]) -> int:
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())
