"""The difficulty predicted before anybody has played, in logits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quiz.bank.pack import Entity, Value
from quiz.items.chance import chance
from quiz.items.fame import Fame
from quiz.items.item import Level
from quiz.items.seats import Seat

FAME_WEIGHT = 2.0
LIKENESS_WEIGHT = 0.6
OF_LEVEL = {Level.BERLIN: -0.3, Level.VENICE: 0.0, Level.CANNES: 0.3}
OF_HANDWRITTEN = {Level.BERLIN: -0.8, Level.VENICE: 0.0, Level.CANNES: 0.8}


def of_seat(seat: Seat, fame: Fame) -> float:
    """From the family, and from how well known the things are that the seat names, the pack's theme apart."""
    if seat.question is not None:
        return OF_HANDWRITTEN[Level(seat.question.level)]
    harder = seat.family.harder if seat.family is not None else 0.0
    named: list[Value | None] = [value for _, value in seat.binding]
    named = named or [value for row in seat.facts for value in row.values]
    known = [fame.of(value) for value in named if isinstance(value, Entity) and not fame.is_theme(value)]
    return harder + FAME_WEIGHT * (0.5 - (sum(known) / len(known) if known else 0.5))


def of_item(seat_difficulty: float, level: Level, alike: Sequence[float]) -> float:
    """The seat's, shifted by how much the wrong options resemble the key (0 to 1 each)."""
    mean = sum(alike) / len(alike) if alike else 0.5
    return seat_difficulty + OF_LEVEL[level] + LIKENESS_WEIGHT * (mean - 0.5)


def levels_of(difficulties: Mapping[Seat, float]) -> dict[Seat, Level]:
    """The level of each seat: thirds of the pack by predicted difficulty, so that every pack has all three.

    Seats of equal difficulty are told apart by chance. A handwritten question has the level that its
    author gave it.
    """
    generated = [seat for seat in difficulties if seat.question is None]
    ordered = sorted(generated, key=lambda seat: (difficulties[seat], chance("level", seat.name)))
    ladder = tuple(Level)
    levels = {seat: ladder[len(ladder) * at // len(ordered)] for at, seat in enumerate(ordered)}
    return levels | {seat: Level(seat.question.level) for seat in difficulties if seat.question is not None}
