"""The packs that the game serves: read from a folder, watched, and the last good version kept."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from quiz.bank.pack import Pack
from quiz.bank.reading import Reading, folders_of, read_packs
from quiz.items.library import Library, open_library

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0


class Shelf:
    """The library of a folder of packs, renewed when a file or the date changes.

    A pack that no longer loads goes on being served as it last was, as long as this process lives; its
    problems stand
    in `library().problems`. Safe to use from several threads.

    today: the date on which facts are held to be in date.
    """

    def __init__(self, questions: Path, today: Callable[[], date]) -> None:
        self._questions = questions
        self._today = today
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._stamp: frozenset[tuple[str, int, int]] = frozenset()
        self._good: dict[str, tuple[Pack, str]] = {}
        self._library: Library | None = None

    def library(self) -> Library:
        """The library as it is now. Looks at the folder once a second at most;
        reads it when something changed.
        """
        known = self._library
        now = time.monotonic()
        if known is not None and now - self._looked_at < LOOK_EVERY_S:
            return known
        if known is not None and not self._lock.acquire(blocking=False):
            return known  # another thread is looking; nobody waits for it
        if known is None:
            self._lock.acquire()
        try:
            return self._look()
        finally:
            self._looked_at = time.monotonic()
            self._lock.release()

    def _look(self) -> Library:
        today = self._today()
        stamp = self._stamp_of_folder()
        if self._library is not None and stamp == self._stamp and self._library.today == today:
            return self._library
        library = open_library(self._with_last_good(read_packs(folders_of(self._questions))), today)
        for problem in library.problems:
            log.error("pack_problem %s", problem)
        self._stamp = stamp
        self._library = library
        return library

    def _with_last_good(self, reading: Reading) -> Reading:
        """The reading, with each broken pack as it last was;
        packs are immutable, so the old ones stay whole.
        """
        self._good |= {slug: (pack, reading.hashes[slug]) for slug, pack in reading.packs.items()}
        broken = {
            Path(problem.file).parts[1] for problem in reading.problems if len(Path(problem.file).parts) > 1
        }
        kept = {slug: self._good[slug] for slug in broken if slug in self._good and slug not in reading.packs}
        return Reading(
            packs={**reading.packs, **{slug: pack for slug, (pack, _) in kept.items()}},
            problems=reading.problems,
            hashes={**reading.hashes, **{slug: digest for slug, (_, digest) in kept.items()}},
        )

    def _stamp_of_folder(self) -> frozenset[tuple[str, int, int]]:
        stamps: set[tuple[str, int, int]] = set()
        for path in self._questions.rglob("*"):
            try:
                status = path.stat()
            except OSError:
                continue  # deleted while we look: the next look sees it
            if path.suffix in (".yaml", ".yml", ".csv"):
                stamps.add((str(path), status.st_mtime_ns, status.st_size))
        return frozenset(stamps)
