"""What a player's rounds add up to: the crowns won, and how much was right of each kind of item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from quiz.game.modes import Mode
from quiz.game.rounds import EndedRound, Round, wins_crown
from quiz.items.item import Level

TALLIED = frozenset({Mode.CIRCUIT, Mode.PREMIERE, Mode.LONG_TAKE})
"""A Second viewing asks what was missed before: its answers would tell of that alone."""


class TallyKind(StrEnum):
    FAMILY = "family"
    DECADE = "decade"
    PACK = "pack"


TallyKey: TypeAlias = tuple[TallyKind, str]
"""A kind, and the name of the family or pack, or the first year of the decade."""

CrownKey: TypeAlias = tuple[str, Level]
"""A pack and the level of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many answers, and so many of them right."""

    answers: int
    right_count: int

    @property
    def share(self) -> float:
        """Of the answers that were right; 0 where there are none."""
        return self.right_count / self.answers if self.answers else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(answers=self.answers + other.answers, right_count=self.right_count + other.right_count)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(answers=self.answers - other.answers, right_count=self.right_count - other.right_count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Counted answers to items of one family, year and pack."""

    family: str
    year: int | None
    pack: str
    tally: Tally


def is_tallied(round_: Round, *, is_held: bool) -> bool:
    """Whether what was answered in a round that has ended says something of its player."""
    return round_.mode in TALLIED and round_.challenge is None and round_.is_counted and not is_held


def batches_of(ended: EndedRound) -> list[Batch]:
    """The answers of a round that count, one by one."""
    return [
        Batch(
            family=dealt.item.family,
            year=dealt.item.year,
            pack=dealt.item.pack,
            tally=Tally(answers=1, right_count=int(answer.is_right)),
        )
        for dealt, answer in ended.answered
        if answer.is_counted
    ]


def add_up(batches: Iterable[Batch]) -> dict[TallyKey, Tally]:
    """The tallies of these answers, in the order of their keys. An item without a year is in no decade."""
    sums: dict[TallyKey, Tally] = {}
    for batch in batches:
        keys = [(TallyKind.FAMILY, batch.family), (TallyKind.PACK, batch.pack)]
        if batch.year is not None:
            keys.append((TallyKind.DECADE, str(decade_of(batch.year))))
        for key in keys:
            sums[key] = sums.get(key, Tally(answers=0, right_count=0)) + batch.tally
    return dict(sorted(sums.items()))


def without(tallies: Mapping[TallyKey, Tally], part: Mapping[TallyKey, Tally]) -> dict[TallyKey, Tally]:
    """The tallies less a part of them; none is left with nothing."""
    rest = {key: tally - part[key] if key in part else tally for key, tally in tallies.items()}
    return {key: tally for key, tally in rest.items() if tally.answers > 0}


def decade_of(year: int) -> int:
    """The first year of its decade."""
    return year // 10 * 10


def crown_of(ended: EndedRound) -> CrownKey | None:
    """The crown that a round wins, if it does; only answers that count win one."""
    round_ = ended.round
    right_count = sum(answer.is_right and answer.is_counted for answer in round_.answers)
    level = round_.level
    if not isinstance(level, Level) or not wins_crown(round_.mode, level, right_count, round_.challenge):
        return None
    return round_.pack, level


def first_won(crowns: Iterable[tuple[CrownKey, datetime]]) -> dict[CrownKey, datetime]:
    """When each crown was won for the first time, in the order of their keys."""
    first: dict[CrownKey, datetime] = {}
    for key, at in crowns:
        first[key] = min(at, first.get(key, at))
    return dict(sorted(first.items()))
