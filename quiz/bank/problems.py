"""What is wrong in a pack, where, and how to mend it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from quiz.errors import QuizError

NEAR = 0.7
"""How alike two words must be, from 0 to 1, for the one to be meant by the other."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a pack's text; line and column count from 1, the column in characters."""

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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if one is like it at all; case does not count."""
    folded = {name.casefold(): name for name in known if _could_be_near(len(word), len(name))}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=NEAR)
    return folded[near[0]] if near else None


def _could_be_near(one: int, other: int) -> bool:
    """Whether words of these lengths can be alike: spares comparing a name with each of thousands."""
    return 2 * min(one, other) >= NEAR * (one + other)


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
    return f" It mixes alphabets: its `{other}` is a {unicodedata.name(other).lower()}."


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """`a, b or c`."""
    all_words = list(words)
    head, tail = all_words[:-1], all_words[-1:]
    return f"{', '.join(head)} {last} {tail[0]}" if head else "".join(tail)
