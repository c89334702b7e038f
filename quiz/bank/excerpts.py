"""The line that a problem is about, with a caret under the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from quiz.bank.manifest import Files
from quiz.bank.nodes import INVISIBLE, LINE_BREAKS
from quiz.bank.problems import Problem

WIDEST = 100
"""Characters of a line that are shown; of a longer one, those around the place."""

BEFORE = 60
"""Characters in front of the place that are shown of such a line."""

_CUT = "…"
_HIDDEN = "\N{REPLACEMENT CHARACTER}"


class Excerpts:
    """The lines of some files, each file parted into lines when one of it is first asked for."""

    def __init__(self, folders: Mapping[str, Files]) -> None:
        self._contents = {file: content for files in folders.values() for file, content in files.items()}
        self._lines: dict[str, list[str]] = {}

    def of(self, problem: Problem) -> tuple[str, str] | None:
        """A line as a terminal can show it, and what to print below it; None of a file that was not read."""
        content = self._contents.get(problem.file)
        if not isinstance(content, bytes):
            return None
        if problem.file not in self._lines:
            text = content.decode("utf-8-sig", "replace")
            self._lines[problem.file] = LINE_BREAKS.sub("\n", text).split("\n")
        lines = self._lines[problem.file]
        if problem.line > len(lines) or not lines[problem.line - 1].strip():
            return None
        return excerpt(lines[problem.line - 1], problem.column)


def excerpt(line: str, column: int) -> tuple[str, str]:
    """column: counted from 1, in characters."""
    at = min(column - 1, len(line))
    shown, lead = line, line[:at]
    if len(line) > WIDEST:
        first = max(0, at - BEFORE)
        last = first + WIDEST
        cut = _CUT if first else ""
        shown = cut + line[first:last] + (_CUT if last < len(line) else "")
        lead = cut + line[first:at]
    return _visible(shown).rstrip(), " " * sum(map(_width, _visible(lead))) + "^"


def _visible(text: str) -> str:
    """Without the signs by which a file could move the cursor, turn the text around or colour it."""
    return INVISIBLE.sub(_HIDDEN, text.replace("\t", " "))


def _width(character: str) -> int:
    """Columns of a terminal that a character takes."""
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
