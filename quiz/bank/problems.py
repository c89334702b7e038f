"""What is wrong in a pack, where, and how to mend it."""

from __future__ import annotations

import difflib
import functools
import heapq
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from quiz.errors import QuizError

NEAR = 0.77
"""How alike two words must be, from 0 to 1, for the one to be meant by the other."""

LIKELIEST = 24

NEAR_IF_SHORT, SHORT = 0.66, 4
"""... and words of four letters or fewer, in which one letter weighs more."""


class Place(NamedTuple):
    """A place in a pack's text; line and column count from 1, the column in characters.

    A tuple, for every cell of every row has one.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that keeps a pack from loading."""

    file: str
    line: int
    column: int
    message: str
    remedy: str

    @classmethod
    def at(cls, place: Place, message: str, remedy: str) -> Problem:
        return cls(place.file, place.line, place.column, message, remedy)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message} {self.remedy}".rstrip()


class PackHasProblems(QuizError):
    """A pack could not be read; `problems` lists every reason found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def quoted(text: str) -> str:
    """A text as YAML's double quotes hold it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def sentence(text: str) -> str:
    """The text with a capital at its beginning, and otherwise as it is."""
    return text[:1].upper() + text[1:]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if one is like it at all; case does not count."""
    pairs = _pairs(word)
    names = [name for name in known if _could_be_near(len(word), len(name))]
    # comparing with each of thousands of names takes seconds: only the likeliest are compared to the letter
    likeliest = heapq.nlargest(LIKELIEST, names, key=lambda name: len(pairs & _pairs(name)))
    folded = {name.casefold(): name for name in likeliest}
    cutoff = NEAR if len(word) > SHORT else NEAR_IF_SHORT
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else None


def _could_be_near(one: int, other: int) -> bool:
    return 2 * min(one, other) >= NEAR_IF_SHORT * (one + other)


@functools.lru_cache(maxsize=50_000)
def _pairs(word: str) -> frozenset[str]:
    """Each letter of a word with the one behind it."""
    folded = f" {word.casefold()} "
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest known word, or an empty text when none is near."""
    near = nearest(word, known)
    return f"did you mean {near}?" if near is not None else ""


def foreign_letter(name: str) -> str:
    """A word on a letter of another alphabet among the others, as a Cyrillic `а` can be; or nothing."""
    alphabets: dict[str, str] = {}
    for letter in filter(str.isalpha, name):
        alphabets.setdefault(unicodedata.name(letter, "").split(" ")[0], letter)
    if set(alphabets) != {"LATIN", "CYRILLIC"} and set(alphabets) != {"LATIN", "GREEK"}:
        return ""
    other = next(letter for alphabet, letter in alphabets.items() if alphabet != "LATIN")
    return f" It mixes alphabets: its `{other}` is a {unicodedata.name(other).capitalize()}."


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """`a, b or c`."""
    all_words = list(words)
    head, tail = all_words[:-1], all_words[-1:]
    return f"{', '.join(head)} {last} {tail[0]}" if head else "".join(tail)
