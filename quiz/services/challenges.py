"""Challenges: a friend plays the ten items of a finished Circuit, and both see how they did.

What is played so counts for nothing but that. Each function here is a transaction of its own, or says more.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from quiz.errors import QuizError
from quiz.game.modes import Course, Mode
from quiz.game.premieres import closes_everywhere, first_secret
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import Phrase
from quiz.services import endings, play
from quiz.store import challenges, rounds
from quiz.store.answers import load_answers
from quiz.store.base import Session, reading, writing
from quiz.store.challenges import ChallengeRound

__all__ = [
    "ChallengeNotFound",
    "ChallengeRound",
    "ChallengeView",
    "Compared",
    "Given",
    "NoChallenge",
    "OwnChallenge",
    "Stand",
    "Waits",
    "challenge_of_round",
    "look",
    "make",
    "may_be_made",
    "take_up",
]

_TOKEN_BYTES = 24
_MOST_TAKEN = 200


class ChallengeNotFound(QuizError):
    """There is no such challenge."""


class NoChallenge(QuizError):
    """Nobody can be challenged with that round: it is no Circuit that was played to its end."""


class OwnChallenge(QuizError):
    """Whoever made a challenge knows its answers."""


class Stand(StrEnum):
    """How somebody stands to a challenge."""

    NEW = "new"
    OWN = "own"
    PLAYING = "playing"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A challenge cannot be taken up before then: it asks about something that a Première keeps secret."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer of a comparison."""

    is_right: bool
    points: int
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An item with two answers to it; None for one that was not given.

    stem: None where whoever looks has not answered it.
    """

    position: int
    stem: Phrase | None
    own: Given | None
    other: Given | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeView:
    """A challenge as somebody sees it.

    made_of: the challenger's round. own: that of whoever looks, which may be the same.
    taken: everybody who took it up; empty for whoever has not finished it.
    against: whom the own result is compared with; None if it is not, or if there is nobody.
    waits: why it cannot be taken up now.
    """

    token: str
    stand: Stand
    level: Course
    made_of: ChallengeRound
    own: ChallengeRound | None
    taken: tuple[ChallengeRound, ...]
    against: ChallengeRound | None
    compared: tuple[Compared, ...]
    waits: Waits | None


def may_be_made(mode: Mode, challenge: str | None, *, is_complete: bool) -> bool:
    """Whether a friend can be challenged with a round."""
    return mode is Mode.CIRCUIT and challenge is None and is_complete


def make(session: Session, *, player_id: PlayerId, round_id: RoundId, at: datetime) -> str:
    """The token of the challenge that the round makes; the same however often it is asked for.

    Raises RoundNotFound, or NoChallenge if the round is none to challenge with.
    """
    with writing(session):
        round_ = rounds.load_round(session, player_id=player_id, round_id=round_id)
        if not may_be_made(round_.mode, round_.challenge, is_complete=round_.is_complete):
            raise NoChallenge("Only a finished Circuit can be a challenge.")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        return challenges.add_challenge(session, round_id=round_id, token=token, at=at)


def challenge_of_round(session: Session, round_id: RoundId) -> str | None:
    """The token of the challenge that was made of the round; None if none was."""
    with reading(session):
        return challenges.token_of(session, round_id)


def look(
    session: Session, token: str, *, player_id: PlayerId | None, at: datetime, against: int | None = None
) -> ChallengeView:
    """The challenge as that player sees it. Transactions of its own. Raises ChallengeNotFound.

    against: the place in `taken` of whom to compare with; by default the challenger or, for them, whoever
    finished first.
    """
    if player_id is not None:
        endings.close_rounds(session, at, player_id=player_id)
    with reading(session):
        made_of = challenges.challenged_round(session, token, at)
        if made_of is None:
            raise ChallengeNotFound("There is no such challenge.")
        own = _own_round(session, token, made_of, player_id, at)
        stand = _stand(made_of, own)
        taken = _taken(session, token, stand, at)
        rival = _rival(stand, made_of, own, taken, against)
        return ChallengeView(
            token=token,
            stand=stand,
            level=made_of.level,
            made_of=made_of,
            own=own,
            taken=taken,
            against=rival,
            compared=() if own is None or rival is None else _compared(session, own, rival),
            waits=_waits(session, made_of.id, at) if stand is Stand.NEW else None,
        )


def take_up(session: Session, token: str, *, player_id: PlayerId, at: datetime) -> RoundId | Waits:
    """Start the challenge, once: whoever has started it gets the round that they have.

    Transactions of its own. Raises ChallengeNotFound or OwnChallenge.
    """
    with reading(session):
        made_of = challenges.challenged_round(session, token, at)
        if made_of is None:
            raise ChallengeNotFound("There is no such challenge.")
        if made_of.player_id == player_id:
            raise OwnChallenge("You have played these questions: the challenge is for others.")
        started = challenges.round_taken_by(session, token, player_id, at)
        if started is not None:
            return started.id
        waits = _waits(session, made_of.id, at)
        if waits is not None:
            return waits
        dealt = rounds.load_dealt(session, made_of.id, *range(1, made_of.size + 1))
    return play.start_round(
        session,
        player_id=player_id,
        pack=made_of.pack,
        pack_title=made_of.pack_title,
        level=made_of.level,
        is_relaxed=made_of.is_relaxed,
        items=[each.item for each in dealt],
        at=at,
        # Longer than what any form sends, so that no other round of the player has the same.
        request_key=f"{token}-{token}-{player_id}",
        challenge=token,
    )


def _own_round(
    session: Session, token: str, made_of: ChallengeRound, player_id: PlayerId | None, at: datetime
) -> ChallengeRound | None:
    if player_id is None:
        return None
    if made_of.player_id == player_id:
        return made_of
    return challenges.round_taken_by(session, token, player_id, at)


def _stand(made_of: ChallengeRound, own: ChallengeRound | None) -> Stand:
    if own is None:
        return Stand.NEW
    if own.id == made_of.id:
        return Stand.OWN
    return Stand.OVER if own.is_over else Stand.PLAYING


def _taken(session: Session, token: str, stand: Stand, at: datetime) -> tuple[ChallengeRound, ...]:
    """What others have done is for those to see who can do nothing more about their own."""
    if stand not in {Stand.OWN, Stand.OVER}:
        return ()
    return tuple(challenges.rounds_taken(session, token, _MOST_TAKEN, at))


def _rival(
    stand: Stand,
    made_of: ChallengeRound,
    own: ChallengeRound | None,
    taken: Sequence[ChallengeRound],
    against: int | None,
) -> ChallengeRound | None:
    if own is None or stand not in {Stand.OWN, Stand.OVER}:
        return None
    if against is not None and 0 <= against < len(taken):
        chosen = taken[against]
        if chosen.is_over and chosen.id != own.id:
            return chosen
    if stand is Stand.OVER:
        return made_of
    return next((each for each in taken if each.is_over), None)


def _compared(session: Session, own: ChallengeRound, other: ChallengeRound) -> tuple[Compared, ...]:
    answered = _answers(session, own)
    others = _answers(session, other)
    dealt = rounds.load_dealt(session, own.id, *answered)
    stems = {each.position: each.item.stem for each in dealt}
    return tuple(
        Compared(
            position=position,
            stem=stems.get(position),
            own=answered.get(position),
            other=others.get(position),
        )
        for position in range(1, own.size + 1)
    )


def _answers(session: Session, round_: ChallengeRound) -> dict[int, Given]:
    return {
        answer.position: Given(is_right=answer.is_right, points=answer.points, elapsed=answer.elapsed)
        for answer in load_answers(session, round_.id, is_relaxed=round_.is_relaxed)
    }


def _waits(session: Session, round_id: RoundId, at: datetime) -> Waits | None:
    day = challenges.last_secret_day(session, round_id, first_secret(at))
    return None if day is None else Waits(until=closes_everywhere(day))
