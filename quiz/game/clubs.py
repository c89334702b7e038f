"""Clubs: the codes that let somebody in, and who stands where among the members."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NewType

from quiz.game.rounds import PlayerId

ClubId = NewType("ClubId", int)

LETTERS = "CDFHJKMNPRTVWXY34679"
"""What codes are made of: none that looks like another, and no vowels, so that no word comes of it."""

CODE_LENGTH = 10
"""Twenty letters at ten places: 43 bits."""

MOST_MEMBERS = 500
"""A club's boards are put in order whenever they are looked at."""

MOST_CLUBS = 50
"""That one player may be in."""

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    player_id: PlayerId
    name: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    rank: int
    scorer: Scorer


def new_code(below: Callable[[int], int]) -> str:
    """below: a number from 0 up to one less than its argument, by chance that nobody can guess."""
    return "".join(LETTERS[below(len(LETTERS))] for _ in range(CODE_LENGTH))


def read_code(written: str) -> str | None:
    """The code as it is kept, however somebody wrote it down; None if it is none."""
    code = "".join(character for character in written.upper() if character.isalnum())
    is_code = len(code) == CODE_LENGTH and set(code) <= set(LETTERS)
    return code if is_code else None


def shown_code(code: str) -> str:
    """In two halves, to be read aloud."""
    middle = CODE_LENGTH // 2
    return f"{code[:middle]}-{code[middle:]}"


def tidy_name(written: str) -> str:
    """A club's name in one way to write each letter, without spaces around it or two in a row."""
    return " ".join(unicodedata.normalize("NFC", written).split())


def problem_with_name(name: str) -> str | None:
    """Why a club cannot be called so, for whoever typed it. name: as `tidy_name` makes it."""
    if not name:
        return "Give the club a name."
    if len(name) > LONGEST_NAME:
        return f"A club's name has {LONGEST_NAME} characters at most; this one has {len(name)}."
    if any(unicodedata.category(character)[0] == "C" for character in name):
        return "The name holds a character that cannot be seen. Leave it out."
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        return "The name needs a letter or a digit."
    return None


def places(scorers: Iterable[Scorer]) -> tuple[Placed, ...]:
    """Best first; equal scores share a rank: 1, 2, 2, 4."""
    ordered = sorted(scorers, key=lambda each: (-each.score, each.name.casefold(), each.player_id))
    ranks: dict[int, int] = {}
    for place, scorer in enumerate(ordered, start=1):
        ranks.setdefault(scorer.score, place)
    return tuple(Placed(rank=ranks[scorer.score], scorer=scorer) for scorer in ordered)
