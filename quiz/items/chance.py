"""Chance that an edit elsewhere does not shift: each draw is keyed, none is from a shared stream."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def chance(*keys: object) -> float:
    """A number in [0, 1) that depends on the keys alone, the same on every machine."""
    digest = blake2b("\x1f".join(map(str, keys)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def shuffled(values: Iterable[T], *keys: object, name: object = None) -> list[T]:
    """The values in an order of chance; `name` gives each its key (its own text by default)."""
    label = name if callable(name) else str
    return sorted(values, key=lambda value: chance(*keys, label(value)))
