"""Clubs: who is in one sees how its members stand. Each function here is one transaction, or says more.

Only somebody with an account is in a club.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from quiz.errors import QuizError
from quiz.game import clubs as rules
from quiz.game.clubs import ClubId, Placed
from quiz.game.rounds import PlayerId
from quiz.game.standings import Board
from quiz.store import clubs
from quiz.store.base import Session, reading, writing
from quiz.store.clubs import Club, Member

__all__ = [
    "Club",
    "ClubNotFound",
    "ClubView",
    "Member",
    "NotAllowed",
    "Refused",
    "board_of",
    "change_code",
    "club_to_join",
    "clubs_of",
    "dissolve",
    "found",
    "hand_over",
    "join",
    "leave",
    "remove",
    "rename",
    "view",
]

_CODES_TRIED = 5


class ClubNotFound(QuizError):
    """There is no such club, or whoever asks is not in it: which of the two is not told."""


class NotAllowed(QuizError):
    """Only the owner of the club may do that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was not done, and why, for whoever asked."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubView:
    """A club as a member sees it."""

    club: Club
    members: tuple[Member, ...]
    is_owner: bool


def found(session: Session, *, player_id: PlayerId, name: str, at: datetime) -> ClubId | Refused:
    """Make a club, whose first member and owner is the player."""
    name = rules.tidy_name(name)
    problem = rules.problem_with_name(name)
    if problem is not None:
        return Refused(why=problem)
    with writing(session):
        if clubs.count_clubs(session, player_id) >= rules.MOST_CLUBS:
            return _in_too_many()
        for _ in range(_CODES_TRIED):
            code = rules.new_code(secrets.randbelow)
            club_id = clubs.add_club(session, name=name, code=code, owner_id=player_id, at=at)
            if club_id is not None:
                clubs.add_member(session, club_id, player_id, at)
                return club_id
    raise RuntimeError("No code is left for a club.")


def clubs_of(session: Session, player_id: PlayerId) -> list[tuple[Club, int]]:
    """The player's clubs, each with the number of its members."""
    with reading(session):
        return clubs.clubs_of(session, player_id)


def club_to_join(session: Session, written: str) -> Club | None:
    """The club with that code, however it is written. Who has the code may know its name."""
    code = rules.read_code(written)
    if code is None:
        return None
    with reading(session):
        return clubs.club_with_code(session, code)


def join(session: Session, *, player_id: PlayerId, written: str, at: datetime) -> ClubId | Refused:
    """Become a member; who is one already stays one. Raises ClubNotFound if no club has that code."""
    code = rules.read_code(written)
    with writing(session):
        club = None if code is None else clubs.club_with_code(session, code, for_change=True)
        if club is None:
            raise ClubNotFound("No club has that code.")
        if clubs.is_member(session, club.id, player_id):
            return club.id
        if clubs.count_members(session, club.id) >= rules.MOST_MEMBERS:
            return Refused(why=f"The club is full: it has {rules.MOST_MEMBERS} members.")
        if clubs.count_clubs(session, player_id) >= rules.MOST_CLUBS:
            return _in_too_many()
        clubs.add_member(session, club.id, player_id, at)
        return club.id


def view(session: Session, *, player_id: PlayerId, club_id: ClubId) -> ClubView:
    """Raises ClubNotFound, here and below, unless the player is in it."""
    with reading(session):
        club = _own_club(session, player_id, club_id)
        members = clubs.members_of(session, club_id)
    return ClubView(club=club, members=tuple(members), is_owner=club.owner_id == player_id)


def board_of(session: Session, *, player_id: PlayerId, club_id: ClubId, board: Board) -> tuple[Placed, ...]:
    """How the members stand on a board of all players, among themselves."""
    with reading(session):
        _own_club(session, player_id, club_id)
        return rules.places(clubs.scorers_of(session, club_id, board.key))


def leave(session: Session, *, player_id: PlayerId, club_id: ClubId) -> Refused | None:
    """The owner stays: they hand the club over first, or dissolve it."""
    with writing(session):
        club = _own_club(session, player_id, club_id, for_change=True)
        if club.owner_id == player_id:
            return Refused(why="Hand the club over to another member first, or dissolve it.")
        clubs.remove_member(session, club_id, player_id)
        return None


def rename(session: Session, *, player_id: PlayerId, club_id: ClubId, name: str) -> Refused | None:
    """Raises NotAllowed, here and below, unless the player owns the club."""
    name = rules.tidy_name(name)
    problem = rules.problem_with_name(name)
    with writing(session):
        _owned_club(session, player_id, club_id)
        if problem is not None:
            return Refused(why=problem)
        clubs.change_club(session, club_id, name=name)
        return None


def change_code(session: Session, *, player_id: PlayerId, club_id: ClubId) -> None:
    """Whoever has the code of before gets in no more. Members stay."""
    with writing(session):
        _owned_club(session, player_id, club_id)
        code = rules.new_code(secrets.randbelow)
        if clubs.club_with_code(session, code) is None:
            clubs.change_club(session, club_id, join_code=code)


def remove(session: Session, *, player_id: PlayerId, club_id: ClubId, member_id: PlayerId) -> Refused | None:
    with writing(session):
        _owned_club(session, player_id, club_id)
        if member_id == player_id:
            return Refused(why="You own the club: hand it over first, or dissolve it.")
        clubs.remove_member(session, club_id, member_id)
        return None


def hand_over(
    session: Session, *, player_id: PlayerId, club_id: ClubId, member_id: PlayerId
) -> Refused | None:
    with writing(session):
        _owned_club(session, player_id, club_id)
        if not clubs.is_member(session, club_id, member_id):
            return Refused(why="That player is not in the club any more.")
        clubs.change_club(session, club_id, owner_id=member_id)
        return None


def dissolve(session: Session, *, player_id: PlayerId, club_id: ClubId) -> None:
    """The club is gone, with all who are in it; what they have played stays theirs."""
    with writing(session):
        _owned_club(session, player_id, club_id)
        clubs.delete_club(session, club_id)


def _own_club(session: Session, player_id: PlayerId, club_id: ClubId, *, for_change: bool = False) -> Club:
    club = clubs.load_club(session, club_id, for_change=for_change)
    if club is None or not clubs.is_member(session, club_id, player_id):
        raise ClubNotFound("There is no such club.")
    return club


def _owned_club(session: Session, player_id: PlayerId, club_id: ClubId) -> Club:
    club = _own_club(session, player_id, club_id, for_change=True)
    if club.owner_id != player_id:
        raise NotAllowed("Only the owner of the club may do that.")
    return club


def _in_too_many() -> Refused:
    return Refused(why=f"You are in {rules.MOST_CLUBS} clubs; leave one first.")
