"""What `quiz check` found, for people, for programs, and for the pages of GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from quiz.bank.excerpts import Excerpts
from quiz.bank.problems import Problem
from quiz.items.checkup import Checkup
from quiz.items.summing import Summary

FORMATS = ("text", "json", "github")


def tell(found: Checkup, excerpts: Excerpts, above: Path, form: str) -> str:
    """above: the folder that the problems' files are counted from."""
    match form:
        case "json":
            return json.dumps(_as_json(found, excerpts, above), ensure_ascii=False, indent=1)
        case "github":
            return "\n".join(_as_annotations(found, above))
        case _:
            return "\n".join(_as_text(found, excerpts))


def _as_text(found: Checkup, excerpts: Excerpts) -> Iterator[str]:
    for problem in (*found.problems, *found.hints):
        yield str(problem)
        lines = excerpts.of(problem)
        if lines is not None:
            margin = f"{problem.line:>5} | "
            yield f"{margin}{lines[0]}"
            yield f"{' ' * (len(margin) - 2)}| {lines[1]}"
    yield from (_summed_up(summary) for summary in found.summaries)
    if found.problems:
        yield f"{_count(len(found.problems), 'problem')}."


def _summed_up(summary: Summary) -> str:
    parts = [
        _count(count, noun)
        for count, noun in (
            (summary.facts, "fact"),
            (summary.names, "name"),
            (summary.questions, "handwritten question"),
            (summary.families, "family"),
        )
        if count
    ]
    said = f"{summary.pack}: {', '.join(parts) or 'nothing yet'}."
    if not summary.all_seats:
        return said
    levels = ", ".join(f"{level.capitalize()} {seats:,}" for level, seats in summary.seats.items())
    items = _count(summary.made, "item")
    if not summary.is_exact:
        items = f"about {summary.items:,} items ({summary.made} of the {summary.tried} that were tried)"
    ways = f"{_count(summary.all_seats, 'way')} to ask ({levels}), which make {items}"
    reach = f"of {_count(summary.reach, 'fact')} in reach {summary.asked:,} are asked about"
    return f"{said}\n  {ways}; {reach}."


def _count(count: int, noun: str) -> str:
    many = "families" if noun == "family" else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def _as_json(found: Checkup, excerpts: Excerpts, above: Path) -> dict[str, object]:
    return {
        "problems": [
            {
                "severity": severity,
                "file": problem.file,
                "path": str(above / problem.file),
                "line": problem.line,
                "column": problem.column,
                "message": problem.message,
                "remedy": problem.remedy,
                "excerpt": lines[0] if (lines := excerpts.of(problem)) is not None else None,
            }
            for severity, problems in (("error", found.problems), ("warning", found.hints))
            for problem in problems
        ],
        "packs": [
            {
                "pack": each.pack,
                "facts": each.facts,
                "names": each.names,
                "questions": each.questions,
                "families": each.families,
                "seats": {level.value: count for level, count in each.seats.items()},
                "tried": each.tried,
                "made": each.made,
                "facts_in_reach": each.reach,
                "facts_asked": each.asked,
            }
            for each in found.summaries
        ],
    }


def _as_annotations(found: Checkup, above: Path) -> Iterator[str]:
    """Workflow commands; their files are counted from the root of what was checked out."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    for command, problems in (("error", found.problems), ("warning", found.hints)):
        for problem in problems:
            properties = _properties(problem, Path(os.path.relpath(above / problem.file, root)))
            yield f"::{command} {properties}::{_escaped(f'{problem.message} {problem.remedy}'.rstrip())}"
    yield from (_summed_up(summary) for summary in found.summaries)


def _properties(problem: Problem, path: Path) -> str:
    given: Mapping[str, object] = {
        "file": path.as_posix(),
        "line": problem.line,
        "col": problem.column,
        "title": "quiz check",
    }
    return ",".join(
        f"{name}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in given.items()
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
