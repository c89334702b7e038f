"""What was read before, by the content of its files, in a folder that may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import pydantic
import yaml

from quiz.bank.digests import Memory

MOST_BYTES = 300_000_000
UNFINISHED_FOR_S = 3600.0


class Cache:
    """Memories of packs: `SLUG.json`, whose first line is the SHA-256 of the rest with the reader's version.

    A file that is missing, damaged or from another version of the reader counts as none; one that cannot be
    written is done without. Several processes may read and write at once.
    """

    def __init__(self, folder: Path, version: str | None = None) -> None:
        """version: of the reader that makes and takes the memories; this one's if not said."""
        self._folder = folder
        self._version = version or reader_version()

    def beside(self, name: str) -> Cache:
        """Another cache in a folder of this one, for other versions of the same packs."""
        return Cache(self._folder / name, self._version)

    def memory(self, slug: str) -> Memory | None:
        path = self._folder / f"{slug}.json"
        try:
            checksum, _, body = path.read_bytes().partition(b"\n")
            if checksum != self._checksum(body):
                return None
            memory = Memory.model_validate_json(body)
            os.utime(path)  # so that what is used stays longest
        except (OSError, ValueError):
            return None
        return memory

    def keep(self, slug: str, memory: Memory) -> None:
        with contextlib.suppress(OSError):
            body = memory.model_dump_json().encode()
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, unfinished = tempfile.mkstemp(dir=self._folder, prefix=".unfinished-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(self._checksum(body) + b"\n" + body)
                Path(unfinished).replace(self._folder / f"{slug}.json")
            except OSError:
                Path(unfinished).unlink(missing_ok=True)
                raise
            self._clear()

    def _checksum(self, body: bytes) -> bytes:
        return hashlib.sha256(self._version.encode() + body).hexdigest().encode()

    def _clear(self) -> None:
        """Delete what nobody will ask for: what was never finished, and the longest unused of too much."""
        for path in self._folder.glob(".unfinished-*"):
            if time.time() - path.stat().st_mtime > UNFINISHED_FOR_S:
                path.unlink(missing_ok=True)
        stats = {path: path.stat() for path in self._folder.glob("*.json")}
        size = 0
        for path in sorted(stats, key=lambda path: stats[path].st_mtime_ns, reverse=True):
            size += stats[path].st_size
            if size > MOST_BYTES:
                path.unlink(missing_ok=True)


@cache
def reader_version() -> str:
    """Changes with every change of the code that reads packs, and of what it rests on.

    Where the code itself cannot be read, no two processes have one version.
    """
    digest = hashlib.sha256(f"{sys.version} {pydantic.VERSION} {yaml.__version__}".encode())
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest() if sources else secrets.token_hex()
