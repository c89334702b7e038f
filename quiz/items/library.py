"""Every playable pack that loaded, ready to make items on one day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from quiz.bank.problems import Problem
from quiz.bank.reading import Reading, collector_paused
from quiz.items.making import Maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """makers: by pack, in the order of their titles. problems: of the packs that did not load.

    content_hash: of all that loaded; changes with any byte of any pack.
    """

    makers: Mapping[str, Maker]
    problems: tuple[Problem, ...]
    content_hash: str
    today: date


def open_library(reading: Reading, today: date) -> Library:
    """Make the packs that ask something ready to play."""
    playable = [
        pack for pack in reading.packs.values() if pack.is_playable and (pack.facts or pack.questions)
    ]
    with collector_paused():
        makers = {pack.slug: Maker(pack, today) for pack in sorted(playable, key=lambda pack: pack.title)}
    digest = hashlib.sha256(
        "".join(f"{slug}{reading.hashes[slug]}" for slug in sorted(reading.hashes)).encode()
    )
    return Library(
        makers=MappingProxyType(makers),
        problems=reading.problems,
        content_hash=digest.hexdigest(),
        today=today,
    )
