"""Where the packs are, and the library of those that are good."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from quiz.bank.cache import Cache
from quiz.bank.reading import folders_of, read_packs
from quiz.errors import QuizError
from quiz.items.library import Library, open_library
from quiz.items.making import Maker
from quiz.settings import cache_folder

# argparse gives the type of its subparsers no public name
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

QUESTIONS = Path(__file__).resolve().parent.parent.parent / "questions"


def add_questions(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--questions", type=Path, help="the folder of packs (default: QUESTIONS, or the project's own)"
    )
    add_cache(command)


def add_cache(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--no-cache", action="store_true", help="read every file, and keep nothing for later"
    )


def cache_for(options: argparse.Namespace) -> Cache | None:
    """What was read before: kept where CACHE says, or with what else this machine keeps."""
    return None if options.no_cache else Cache(cache_folder(os.environ))


def today() -> date:
    return datetime.now(UTC).date()


def questions(options: argparse.Namespace) -> Path:
    folder = options.questions or Path(os.environ.get("QUESTIONS") or QUESTIONS)
    if not folder.is_dir():
        raise QuizError(f"{folder}: there is no such folder of packs.")
    return folder


def read_library(options: argparse.Namespace) -> Library:
    library = open_library(read_packs(folders_of(questions(options)), cache=cache_for(options)), today())
    for problem in library.problems:
        print(problem, file=sys.stderr)
    return library


def maker_of(library: Library, pack: str) -> Maker:
    if pack not in library.makers:
        known = ", ".join(library.makers) or "none"
        raise QuizError(f"There is no pack {pack} to ask about. Playable packs: {known}.")
    return library.makers[pack]
