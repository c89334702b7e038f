"""The packs that the game serves: read from a folder, watched, and the last good version kept."""

from __future__ import annotations

import gc
import io
import logging
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from stat import S_ISREG

from quiz.bank.cache import Cache
from quiz.bank.problems import Problem
from quiz.bank.reading import Files, Reading, folders_of, read_packs
from quiz.items.library import Library, open_library

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0


class Shelf:
    """The library of a folder of packs, renewed when a file or the date changes.

    A pack that no longer loads goes on being served as it last was; its problems stand in
    `library().problems`.
    Safe to use from several threads.

    today: the date on which facts are held to be in date.
    last_good: a folder where each pack is kept as it last loaded, for the next start; None to forget it then.
    cache: what was read before, so that an edit costs the reading of one pack.
    """

    def __init__(
        self,
        questions: Path,
        today: Callable[[], date],
        last_good: Path | None = None,
        cache: Cache | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._questions = questions
        self._today = today
        self._lock = threading.Lock()
        self._look_every_s = look_every_s
        self._looked_at = float("-inf")
        self._stamp: frozenset[tuple[str, int, int]] = frozenset()
        self._kept = _Kept(last_good)
        self._cache = cache
        self._library: Library | None = None

    def library(self) -> Library:
        """The library as it is now.

        Looks at the folder once a second at most, and reads it when something changed.
        """
        known = self._library
        now = time.monotonic()
        if known is not None and now - self._looked_at < self._look_every_s:
            return known
        if not self._lock.acquire(blocking=known is None) and known is not None:
            return known  # another thread is looking; nobody waits for it
        try:
            return self._look() if known is None else self._look_again(known)
        finally:
            self._looked_at = time.monotonic()
            self._lock.release()

    def _look_again(self, known: Library) -> Library:
        """The folder may be away for a moment, as when it is moved, mounted or checked out anew."""
        try:
            library = self._look() if self._holds_something() else None
            # it may go while it is read, and would be read as one without packs
            if library is not None and (library is known or self._holds_something()):
                return library
            reason = "it is empty"
        except OSError as error:
            reason = error.strerror or type(error).__name__
        return self._served_as_it_was(known, reason)

    def _holds_something(self) -> bool:
        return any(self._questions.iterdir())

    def _served_as_it_was(self, known: Library, reason: str) -> Library:
        away = Problem(
            self._questions.name,
            1,
            1,
            f"The folder of the packs cannot be read: {reason}.",
            "Put it back; until then the packs are served as they were.",
        )
        if away not in known.problems:
            log.error("pack_problem %s", away)
        others = (problem for problem in known.problems if problem.remedy != away.remedy)
        self._library = replace(known, problems=(*others, away))
        # so that all is read when it is back, and this problem goes
        self._stamp = frozenset()
        return self._library

    def _look(self) -> Library:
        today = self._today()
        stamp = self._stamp_of_folder()
        if self._library is not None and stamp == self._stamp and self._library.today == today:
            return self._library
        library = open_library(self._read(), today)
        for problem in library.problems:
            log.error("pack_problem %s", problem)
        self._stamp = stamp
        if self._library is None:
            # most servers serve one library as long as they run: nobody need look for garbage in it. The next
            # reading thaws it
            gc.freeze()
        self._library = library
        return library

    def _read(self) -> Reading:
        """The folder read, with the last good version of each pack that does not load."""
        folders: dict[str, Files] = dict(folders_of(self._questions))
        first = reading = read_packs(folders, cache=self._cache)
        while broken := folders.keys() - reading.packs.keys():
            # one round for each depth: an old pack may ask for an old version of what it uses
            kept = {slug: files for slug in broken if (files := self._kept.files(slug)) != folders[slug]}
            usable = {slug: files for slug, files in kept.items() if files}
            if not usable:
                break
            folders |= usable
            reading = read_packs(folders, cache=self._cache)
        for slug in first.packs:
            self._kept.keep(slug, folders[slug])
        return replace(reading, problems=first.problems)

    def _stamp_of_folder(self) -> frozenset[tuple[str, int, int]]:
        stamps: set[tuple[str, int, int]] = set()
        for path in self._questions.rglob("*"):
            try:
                status = path.stat()
            except OSError:
                continue  # deleted while we look: the next look sees it
            if S_ISREG(status.st_mode):  # of any ending: some keep a pack from loading just by being there
                stamps.add((str(path), status.st_mtime_ns, status.st_size))
        return frozenset(stamps)


class _Kept:
    """The files of each pack as it last loaded, in memory and, where a folder is given,
    as `SLUG.zip` in it.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files: dict[str, Files] = {}

    def files(self, slug: str) -> Files:
        """The files that loaded last; none if there are none, or if they cannot be read."""
        if slug not in self._files and self._folder is not None:
            try:
                with zipfile.ZipFile(self._folder / f"{slug}.zip") as archive:
                    self._files[slug] = {name: archive.read(name) for name in archive.namelist()}
            except (OSError, zipfile.BadZipFile):
                return {}
        return self._files.get(slug, {})

    def keep(self, slug: str, files: Files) -> None:
        if self.files(slug) == files:
            return
        self._files[slug] = files
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = self._folder / f".{slug}.zip"
            unfinished.write_bytes(_zipped(files))
            unfinished.replace(self._folder / f"{slug}.zip")
        except OSError as problem:
            # the game goes on without: it is lost only if a mistake and a restart come together
            log.warning("last_good_not_kept %s", problem.strerror)


def _zipped(files: Files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if isinstance(text, bytes):
                archive.writestr(name, text)
    return content.getvalue()
