"""`quiz check`: every problem of the packs, with its place."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from quiz.bank.reading import ENDINGS, MANIFEST, folders_of, read_packs
from quiz.cli.places import QUESTIONS, Commands, add_cache, cache_for, today
from quiz.errors import QuizError
from quiz.items.making import Maker
from quiz.items.silence import silent_families, silent_questions


def add_to(commands: Commands) -> None:
    check = commands.add_parser("check", help="check the packs and print every problem with its place")
    check.add_argument("path", nargs="?", type=Path, help="a folder of packs, one pack, or a file of one")
    add_cache(check)
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    root, only = _root_and_pack(options.path)
    folders = folders_of(root, only)
    if not folders or (only is not None and only not in folders):
        print(f"{root}: there is no pack here. A pack is a folder with a {MANIFEST}.", file=sys.stderr)
        return 1
    reading = read_packs(folders, only, cache_for(options))
    problems = reading.problems
    for problem in problems:
        print(problem)
    packs = [pack for slug, pack in reading.packs.items() if only in (None, slug)]
    for pack in packs:
        maker = Maker(pack, today())
        silent = list(silent_questions(maker))
        problems = (*problems, *silent)
        for problem in (*silent, *(silent_families(maker) if pack.facts else ())):
            print(problem)
        counts = [
            f"{len(pack.facts)} facts",
            f"{len(pack.entities)} names",
            f"{len(pack.questions)} handwritten questions",
            f"{len(pack.families)} families",
        ]
        print(f"{pack.slug}: {', '.join(counts)}.")
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}.", file=sys.stderr)
    return 1 if problems else 0


def _root_and_pack(path: Path | None) -> tuple[Path, str | None]:
    """The folder of packs, and the one pack that is asked about."""
    if path is None:
        return Path(os.environ.get("QUESTIONS") or QUESTIONS), None
    if not (path.is_dir() or path.is_file()):
        raise QuizError(f"{path}: there is no such file or folder.")
    resolved = path.resolve()
    start = resolved if resolved.is_dir() else resolved.parent
    for folder in [start, *start.parents]:
        if (folder / MANIFEST).is_file():
            return folder.parent, folder.name
    if any(start.glob(f"*/{MANIFEST}")):
        return path, None
    if any(each.suffix in ENDINGS for each in start.iterdir()):
        return start.parent, start.name  # a pack without its manifest, which is what will be told
    raise QuizError(f"{path}: there is no pack here. A pack is a folder with a {MANIFEST}.")
