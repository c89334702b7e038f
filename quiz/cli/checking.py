"""`quiz check`: every problem of the packs, with its place; and what the packs hold."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from quiz.bank.excerpts import Excerpts
from quiz.bank.reading import ENDINGS, MANIFEST, folders_of, read_packs
from quiz.cli import telling
from quiz.cli.places import QUESTIONS, Commands, add_cache, cache_for, today
from quiz.cli.schema import renew_schemas
from quiz.cli.watching import watch
from quiz.errors import QuizError
from quiz.items.checkup import Checker


def add_to(commands: Commands) -> None:
    check = commands.add_parser("check", help="check the packs and print every problem with its place")
    check.add_argument("path", nargs="?", type=Path, help="a folder of packs, one pack, or a file of one")
    check.add_argument("--format", choices=telling.FORMATS, default="text")
    check.add_argument("--watch", action="store_true", help="check again after each edit, until Ctrl-C")
    add_cache(check)
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    root, only = root_and_pack(options.path)
    checker = Checker()
    if options.watch:
        return watch(root, lambda: _check_once(options, root, only, checker))
    return _check_once(options, root, only, checker)


def _check_once(options: argparse.Namespace, root: Path, only: str | None, checker: Checker) -> int:
    folders = folders_of(root, only)
    if not folders or (only is not None and only not in folders):
        print(f"{root}: there is no pack here. A pack is a folder with a {MANIFEST}.", file=sys.stderr)
        return 1
    reading = read_packs(folders, only, cache_for(options))
    renew_schemas(root, reading)
    found = checker.check(reading, only, today())
    print(telling.tell(found, Excerpts(folders), root.absolute().parent, options.format), flush=True)
    return 1 if found.problems else 0


def root_and_pack(path: Path | None) -> tuple[Path, str | None]:
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
