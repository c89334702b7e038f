"""What is wrong in a pack, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from quiz.errors import QuizError


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
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest known word, or an empty text when none is near."""
    names = list(known)
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return f"did you mean {folded[near[0]]}?" if near else ""


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """`a, b or c`."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} {last} {all_words[-1]}"
