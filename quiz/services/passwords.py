"""Passwords: which are good enough, their hashes, and whether one is right.

A hash takes a fifth of a second and 64 MB, on purpose. So none is made while a transaction is open, few are
made at once, and whoever comes while many wait is sent away: those who play need the threads, too.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quiz.errors import QuizError

SHORTEST = 8
LONGEST = 200

_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
_WAITING_AT_MOST = 16

# RFC 9106's second choice, but on one thread: of two cores one is left to those who play.
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(_AT_ONCE)
_places = threading.BoundedSemaphore(_AT_ONCE + _WAITING_AT_MOST)

NOBODYS = "$argon2id$v=19$m=65536,t=3,p=1$/t3n/cX6telK8AuC9ugywg$3WNnH0VdkGGlWiiXiEyDjGIlEMnFY4xPo+S6IwEEmhc"
"""The hash of a password that nobody knows: to try one against it takes as long as against somebody's."""


class TooBusy(QuizError):
    """So many passwords are waiting that one more would keep those who play from their answers."""


def problem_with(password: str, *, name: str, email: str | None = None) -> str | None:
    """Why that password is not good enough; None if it is."""
    length = len(password)
    if length < SHORTEST:
        return f"A password has {SHORTEST} characters or more; this one has {length}."
    if length > LONGEST:
        return f"A password has {LONGEST} characters at most; this one has {length}."
    if password.casefold().strip() in {name.casefold(), (email or "").casefold()}:
        return "That password is known to everybody who sees your name. Choose another."
    if len(set(password)) == 1:
        return "One character over and over is the first thing that somebody would try. Choose another."
    return None


def hash_of(password: str) -> str:
    """Raises TooBusy."""
    with _turn():
        return _hasher.hash(_prepared(password))


def is_right(password: str, hashed: str) -> bool:
    """Raises TooBusy."""
    with _turn():
        try:
            return _hasher.verify(hashed, _prepared(password))
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(hashed: str) -> bool:
    """Whether a hash of today would be a stronger one."""
    return _hasher.check_needs_rehash(hashed)


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise TooBusy("Too many people are signing in at once.")
    try:
        with _turns:
            yield
    finally:
        _places.release()


def _prepared(password: str) -> str:
    """The same password from whichever keyboard: they write an accented letter in one of two ways."""
    return unicodedata.normalize("NFKC", password)
