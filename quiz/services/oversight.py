"""What administrators look at. Each function here is one transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.game.fairness import SameAnswers, Suspicion
from quiz.game.rounds import PlayerId, RoundId
from quiz.services.administration import FlagNotFound, NoSuchAccount
from quiz.store import accounts, administration, flagged, people
from quiz.store.accounts import Account
from quiz.store.administration import Deed, Entry, FoundAccount, PlayedRound
from quiz.store.base import Session, reading
from quiz.store.flagged import Cursor, Flag
from quiz.store.people import Person

__all__ = [
    "Cursor",
    "Deed",
    "Entry",
    "Flag",
    "FlagView",
    "FoundAccount",
    "Overview",
    "PlayedRound",
    "PlayerView",
    "find_players",
    "flag_view",
    "flags_decided",
    "flags_undecided",
    "log_of_deeds",
    "overview",
    "player_view",
]

COUNT_AT_MOST = 100
_LATEST = 5
_OF_A_PLAYER = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """undecided: how many flags wait; counted up to COUNT_AT_MOST."""

    undecided: int
    newest: list[FoundAccount]
    deeds: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerView:
    """account: None for a guest, and for whoever has deleted it. The latest of each come first."""

    person: Person
    account: Account | None
    rounds: list[PlayedRound]
    flags: list[Flag]
    deeds: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """other: the round that the same was answered in, whose it is, and their name if they have one."""

    flag: Flag
    other: tuple[PlayerId, str | None, PlayedRound] | None


def overview(session: Session) -> Overview:
    with reading(session):
        return Overview(
            undecided=flagged.count_undecided(session, COUNT_AT_MOST),
            newest=administration.find_accounts(session, "", _LATEST),
            deeds=administration.entries(session, _LATEST),
        )


def find_players(
    session: Session, text: str, limit: int, *, after: PlayerId | None = None, before: PlayerId | None = None
) -> list[FoundAccount]:
    """Accounts with that text in their names, those who came last first; after or before one of them."""
    with reading(session):
        return administration.find_accounts(session, text, limit, after=after, before=before)


def player_view(session: Session, player_id: PlayerId) -> PlayerView:
    """Raises NoSuchAccount if there is no such player; a guest is one here."""
    with reading(session):
        person = people.person(session, player_id)
        if person is None:
            raise NoSuchAccount("There is no such player.")
        return PlayerView(
            person=person,
            account=accounts.account_of(session, player_id),
            rounds=administration.ended_rounds(session, player_id, _OF_A_PLAYER),
            flags=flagged.of_player(session, player_id, _OF_A_PLAYER),
            deeds=administration.entries(session, _OF_A_PLAYER, player_id=player_id),
        )


def flags_undecided(session: Session, limit: int, after: Cursor | None = None) -> list[Flag]:
    """The oldest first."""
    with reading(session):
        return flagged.undecided(session, limit, after)


def flags_decided(session: Session, limit: int, after: Cursor | None = None) -> list[Flag]:
    """The latest decision first."""
    with reading(session):
        return flagged.decided(session, limit, after)


def flag_view(session: Session, round_id: RoundId, suspicion: Suspicion) -> FlagView:
    """Raises FlagNotFound."""
    with reading(session):
        flag = flagged.one(session, round_id, suspicion)
        if flag is None:
            raise FlagNotFound("There is no such flag.")
        other = None
        if isinstance(flag.evidence, SameAnswers):
            round_ = flag.evidence.other_round
            other = administration.played_rounds(session, [round_]).get(round_)
        return FlagView(flag=flag, other=other)


def log_of_deeds(session: Session, limit: int, before: int | None = None) -> list[Entry]:
    """The latest first."""
    with reading(session):
        return administration.entries(session, limit, before=before)
