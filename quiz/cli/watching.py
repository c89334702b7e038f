"""Something done again after each edit of a folder, until Ctrl-C."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from quiz.bank.reading import stamp_of
from quiz.errors import QuizError

LOOK_EVERY_S = 0.3
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(folder: Path, act: Callable[[], int]) -> int:
    """Act now and whenever a file below the folder has changed; 0 when Ctrl-C ends it."""
    try:
        while True:
            stamp = stamp_of(folder)
            _begin()
            try:
                act()
            except QuizError as error:
                print(error)  # a folder that is away for a moment comes back
            print(f"{datetime.now().astimezone():%H:%M:%S} Waiting for edits; Ctrl-C ends.", flush=True)
            while stamp_of(folder) == stamp:
                time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        print()
        return 0


def _begin() -> None:
    if sys.stdout.isatty():
        print(_CLEAR, end="")
