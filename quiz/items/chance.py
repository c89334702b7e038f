"""Chance that an edit elsewhere does not shift: each draw is keyed, none is from a shared stream."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_BITS = 64
_MASK: int = 2**_BITS - 1
_SIZE = float(2**_BITS)
_STEP = 0x9E3779B97F4A7C15


def chance(*keys: object) -> float:
    """A number in [0, 1) that depends on the keys alone, the same on every machine."""
    return position(*keys) / _SIZE


def position(*keys: object) -> int:
    """A place on a ring of 2**64, which depends on the keys alone."""
    digest = blake2b("\x1f".join(map(str, keys)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def mixed(number: int) -> int:
    """Another place on the ring, as if thrown anew: the end of SplitMix64 (Steele, Lea & Flood 2014)."""
    number &= _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def mixed_all(numbers: Iterable[int]) -> list[int]:
    """`mixed` of each: many at once take half the time."""
    found = []
    for number in numbers:
        at = number & _MASK
        at = ((at ^ (at >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        at = ((at ^ (at >> 27)) * 0x94D049BB133111EB) & _MASK
        found.append(at ^ (at >> 31))
    return found


class Stream:
    """Numbers that follow from a key, one after the other: SplitMix64."""

    __slots__ = ("_state",)

    def __init__(self, *keys: object) -> None:
        self._state = position(*keys)

    def number(self) -> int:
        """The next one, below 2**64."""
        self._state = (self._state + _STEP) & _MASK
        at = self._state
        at = ((at ^ (at >> 30)) * 0xBF58476D1CE4E5B9) & _MASK  # `mixed`, without the call
        at = ((at ^ (at >> 27)) * 0x94D049BB133111EB) & _MASK
        return at ^ (at >> 31)

    def below(self, limit: int) -> int:
        return (self.number() * limit) >> _BITS

    def chance(self) -> float:
        return self.number() / _SIZE


def shuffled(values: Iterable[T], *keys: object, name: object = None) -> list[T]:
    """The values in an order of chance; `name` gives each its key (its own text by default)."""
    label = name if callable(name) else str
    return sorted(values, key=lambda value: chance(*keys, label(value)))
