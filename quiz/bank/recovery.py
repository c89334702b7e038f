"""What else is wrong in a file of YAML, behind the place where libyaml gave up."""

from __future__ import annotations

import re
from collections.abc import Callable

from quiz.bank.problems import PackHasProblems, Problem
from quiz.bank.slips import INDENT_WITH_SPACES

MOST_LETTERS = 1_000_000
"""Read again and again, all in all: a file that is wrong in many places must not take long either."""

_SECTION = re.compile(r"[^\s#-][^#]*:\s*(#.*)?$")
_ENTRY = re.compile(r"(?P<indent> +)(?:- |\S[^#]*:(?:\s|$))")


def with_others(
    parse: Callable[[str, str], object], text: str, file: str, first: PackHasProblems
) -> tuple[Problem, ...]:
    """The problems found first, and those of the entries behind them, each read by itself.

    parse: raises PackHasProblems with what is wrong up to where it gives up.
    """
    lines = text.split("\n")
    found = list(first.problems)
    left = MOST_LETTERS - len(text)
    seen = _last(found)
    rest = _behind(lines, seen)
    while rest is not None and left >= 0:
        left -= len(text)
        try:
            parse("\n".join(rest), file)
            break
        except PackHasProblems as error:
            new = [problem for problem in error.problems if problem.line > seen]
        if not new:
            break
        seen = _last(new)
        rest = _behind(lines, seen)
        # who uses tabs uses many; one word is enough
        found += [each for each in new if each.remedy != INDENT_WITH_SPACES or not _is_told(each, found)]
    return tuple(found)


def _last(problems: list[Problem]) -> int:
    return max(problem.line for problem in problems)


def _is_told(problem: Problem, problems: list[Problem]) -> bool:
    return any(problem.remedy == each.remedy for each in problems)


def _behind(lines: list[str], line: int) -> list[str] | None:
    """The lines of a file from the first entry behind a line on, under the name of their section; empty lines
    stand for all others, so that each stays where it is. None if nothing is left.
    """
    header = next((at for at in range(line - 1, -1, -1) if _SECTION.match(lines[at])), None)
    entries = (_ENTRY.match(each) for each in lines[(header or 0) + 1 :])
    indent = next((len(entry["indent"]) for entry in entries if entry), 0)
    for at in range(line, len(lines)):
        entry = _ENTRY.match(lines[at])
        if _SECTION.match(lines[at]):
            return [""] * at + lines[at:]
        if entry and len(entry["indent"]) == indent and header is not None:
            kept = [""] * at + lines[at:]
            kept[header] = lines[header]
            return kept
    return None
