"""The leaderboards: which there are, what a round earns on them, and the ranks that scores make.

Boards keep UTC. Nobody stands on a board with nothing: a score is 1 or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quiz.game.modes import Mode
from quiz.game.rounds import Answer

BEST_CIRCUITS = 5
"""Of a day; so that nobody climbs by repeating."""

EVERYWHERE = ""
"""The scope of a board of all packs."""

BUCKET = 256
STEPS = 3
"""Players are counted in buckets of 1, 256 and 256² scores: a rank sums some hundreds of counts at most."""

FIRST_YEAR, LAST_YEAR = 2000, 9998

_DAY = timedelta(days=1)
_DAY_KEY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_WEEK_KEY = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_MONTH_KEY = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


class Kind(StrEnum):
    """What a board orders players by."""

    POINTS = "points"
    PREMIERE = "premiere"
    LONG_TAKE = "long-take"


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """first: its first day; of all time, the first that can be."""

    span: Span
    first: date

    @property
    def key(self) -> str:
        match self.span:
            case Span.DAY:
                return self.first.isoformat()
            case Span.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year:04}-W{week:02}"
            case Span.MONTH:
                return f"{self.first.year:04}-{self.first.month:02}"
            case Span.ALL:
                return Span.ALL.value

    @property
    def before(self) -> Period | None:
        """The one before it; None for all time, and where nothing can have been played."""
        if self.span is Span.ALL:
            return None
        before = period_of(self.span, self.first - _DAY)
        return before if before.first.year >= FIRST_YEAR else None

    @property
    def after(self) -> Period | None:
        """The one after it; None for all time."""
        if self.span is Span.ALL:
            return None
        beyond = {Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 31}[self.span]
        return period_of(self.span, self.first + beyond * _DAY)


def period_of(span: Span, day: date) -> Period:
    """The period of that length in which the day is. A week is ISO's: its year is that of its Thursday."""
    match span:
        case Span.DAY:
            return Period(span=span, first=day)
        case Span.WEEK:
            return Period(span=span, first=day - day.weekday() * _DAY)
        case Span.MONTH:
            return Period(span=span, first=day.replace(day=1))
        case Span.ALL:
            return Period(span=span, first=date(FIRST_YEAR, 1, 1))


def periods_of(day: date) -> tuple[Period, ...]:
    return tuple(period_of(span, day) for span in Span)


def parse_period(key: str) -> Period | None:
    """The period that is written so; None if none is."""
    try:
        if key == Span.ALL:
            return period_of(Span.ALL, date(FIRST_YEAR, 1, 1))
        if found := _DAY_KEY.fullmatch(key):
            period = Period(span=Span.DAY, first=date(*(int(part) for part in found.groups())))
        elif found := _WEEK_KEY.fullmatch(key):
            period = Period(span=Span.WEEK, first=date.fromisocalendar(int(found[1]), int(found[2]), 1))
        elif found := _MONTH_KEY.fullmatch(key):
            period = Period(span=Span.MONTH, first=date(int(found[1]), int(found[2]), 1))
        else:
            return None
    except ValueError:
        return None
    return period if FIRST_YEAR <= period.first.year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """scope: a pack, or EVERYWHERE."""

    kind: Kind
    scope: str
    period: Period

    @property
    def key(self) -> str:
        """What it is called in the database: `points/binoche/2026-W48`, `premiere//all`."""
        return f"{self.kind}/{self.scope}/{self.period.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A round that has ended and counts.

    pack: empty where the items come from several.
    day: the UTC date on which it ended; a Première's own.
    score: its points; of a Long take, its length.
    """

    mode: Mode
    pack: str
    day: date
    score: int


def length_of(answers: Iterable[Answer]) -> int:
    """Of a Long take: how many answers were right, which all came before the miss that ended it."""
    return sum(answer.is_right and answer.is_counted for answer in answers)


def boards_of(round_: Counted) -> tuple[Board, ...]:
    """Those that a round may change."""
    return tuple(
        Board(kind=kind, scope=scope, period=period)
        for kind, scope in _races(round_)
        for period in periods_of(round_.day)
    )


def scores_of(rounds: Iterable[Counted]) -> dict[Board, int]:
    """What all the rounds of one player that count add up to, on every board on which they stand."""
    days: dict[tuple[Kind, str, date], list[Counted]] = {}
    for round_ in rounds:
        for kind, scope in _races(round_):
            days.setdefault((kind, scope, round_.day), []).append(round_)
    scores: dict[Board, int] = {}
    for (kind, scope, day), played in days.items():
        earned = _score_of_day(kind, played)
        for period in periods_of(day):
            board = Board(kind=kind, scope=scope, period=period)
            scores[board] = _joined(kind, scores.get(board, 0), earned)
    return {board: score for board, score in scores.items() if score}


def scores_with(round_: Counted, others: Sequence[Counted], before: Mapping[Board, int]) -> dict[Board, int]:
    """The scores of `boards_of(round_)` once it counts; only those that it changes.

    others: what else counts of the same day; before: what the player's scores were without the round.
    """
    after = {}
    for kind, scope in _races(round_):
        rivals = [other for other in others if (kind, scope) in _races(other)]
        earned = _score_of_day(kind, [*rivals, round_])
        if kind is not Kind.LONG_TAKE:
            earned -= _score_of_day(kind, rivals)
        for period in periods_of(round_.day):
            board = Board(kind=kind, scope=scope, period=period)
            score = _joined(kind, before.get(board, 0), earned)
            if score != before.get(board, 0):
                after[board] = score
    return after


def points_of_day(premiere: int, circuits: Iterable[int]) -> int:
    return premiere + sum(sorted(circuits, reverse=True)[:BEST_CIRCUITS])


def buckets_above(score: int) -> Iterator[tuple[int, int, int | None]]:
    """Step, first and last bucket that together hold every greater score, each once; None for no last one."""
    below = score
    for step in range(STEPS - 1):
        yield step, below + 1, (below // BUCKET + 1) * BUCKET - 1
        below //= BUCKET
    yield STEPS - 1, below + 1, None


def ranks_of(scores: Sequence[int], ranks: Mapping[int, int]) -> tuple[int, ...]:
    """The ranks of players who stand one after the other, the best first; equal scores share one: 1, 2, 2, 4.

    ranks: of the first of the scores and of the next lower one, from which the others can be counted.
    """
    found: list[int] = []
    for place, score in enumerate(scores):
        if place and score == scores[place - 1]:
            found.append(found[-1])
        elif score in ranks:
            found.append(ranks[score])
        else:
            second = next(at for at, other in enumerate(scores) if other != scores[0])
            found.append(found[second] + place - second)
    return tuple(found)


def _races(round_: Counted) -> tuple[tuple[Kind, str], ...]:
    """Where a round counts: the kinds and scopes of its boards."""
    scopes = (EVERYWHERE, round_.pack) if round_.pack else (EVERYWHERE,)
    match round_.mode:
        case Mode.CIRCUIT:
            return tuple((Kind.POINTS, scope) for scope in scopes)
        case Mode.PREMIERE:
            return (Kind.POINTS, EVERYWHERE), (Kind.PREMIERE, EVERYWHERE)
        case Mode.LONG_TAKE:
            return tuple((Kind.LONG_TAKE, scope) for scope in scopes)
        case Mode.SECOND_VIEWING:
            return ()


def _score_of_day(kind: Kind, rounds: Sequence[Counted]) -> int:
    """What the rounds of one day earn on a board of that kind."""
    if kind is Kind.LONG_TAKE:
        return max((round_.score for round_ in rounds), default=0)
    premieres = sum(round_.score for round_ in rounds if round_.mode is Mode.PREMIERE)
    return points_of_day(premieres, (round_.score for round_ in rounds if round_.mode is Mode.CIRCUIT))


def _joined(kind: Kind, score: int, more: int) -> int:
    """The score of a period whose days earned these two."""
    return max(score, more) if kind is Kind.LONG_TAKE else score + more
