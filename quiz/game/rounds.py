"""A round: the items dealt to one player, the answers so far, and the verdict on each.

Nothing here reads a clock or a die: `at` is the server's time in UTC, and tokens come from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from quiz.errors import QuizError
from quiz.game import scoring
from quiz.game.modes import CROWN_AT, Course, Mode
from quiz.game.scoring import PointLine
from quiz.game.streaks import answer_streak, best_answer_streak
from quiz.items.item import Item, Level

RoundId = NewType("RoundId", str)
"""Opaque and unguessable; safe in a URL."""

PlayerId = NewType("PlayerId", int)

OptionToken = NewType("OptionToken", str)
"""What stands for an option in one round's forms; it tells nothing of the option."""

_MILLISECOND = timedelta(milliseconds=1)


class ItemNotOpen(QuizError):
    """The answer names an item that is not the round's open one, or that was never shown."""


class RoundIsOver(QuizError):
    """The round takes no more answers: it has closed, or has been played to its end."""


class UnknownOption(QuizError):
    """The answer names an option that the open item does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """An item as it was dealt to one round.

    position: from 1.
    tokens: one for each option, in the order shown.
    shown_at: when it was first shown, which starts its clock; None if it has not been yet.
    counts_from: an answer before then counts for nothing, as the player has given one as somebody else.
    """

    position: int
    item: Item
    tokens: tuple[OptionToken, ...]
    shown_at: datetime | None
    counts_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The one answer to an item, with all that was decided when it came in.

    elapsed: from the first showing to the answer, in whole milliseconds.
    lines: empty for a wrong answer, and where the mode pays none.
    streak_before: right answers in a row before this one.
    is_counted: false where the player had answered the fact before, as somebody else.
    """

    position: int
    option_index: int
    answered_at: datetime
    elapsed: timedelta
    lines: tuple[PointLine, ...]
    is_right: bool
    streak_before: int
    is_counted: bool = True

    @property
    def points(self) -> int:
        return scoring.total(self.lines) if self.is_counted else 0

    @property
    def streak(self) -> int:
        """Right answers in a row, this one included."""
        return self.streak_before + 1 if self.is_right else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the game says to one answer; the same however often it is asked for.

    level: the round's; the item has its own.
    size: how many items the round has.
    total: the round's points up to and including this answer.
    right_count: the round's right answers up to and including this one.
    marks: whether each answer up to and including this one was right.
    is_last: the round ends with it.
    """

    round_id: RoundId
    mode: Mode
    pack_title: str
    level: Course
    is_relaxed: bool
    position: int
    size: int
    item: Item
    answer: Answer
    total: int
    right_count: int
    marks: tuple[bool, ...]
    is_last: bool

    @property
    def chosen(self) -> int:
        """Index of the option that the player chose; `item.key` is that of the right one."""
        return self.answer.option_index

    @property
    def is_right(self) -> bool:
        return self.answer.is_right

    @property
    def lines(self) -> tuple[PointLine, ...]:
        return self.answer.lines if self.answer.is_counted else ()

    @property
    def points(self) -> int:
        return self.answer.points

    @property
    def streak(self) -> int:
        """Right answers in a row, this one included."""
        return self.answer.streak


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """A round as it stands, with the verdicts so far in the order asked.

    lines: the round's points, one line for each kind that occurs.
    is_complete: it was played to its end.
    is_expired: it closed before that; what it earned counts.
    """

    round_id: RoundId
    mode: Mode
    pack: str
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    started_at: datetime
    premiere_date: date | None
    challenge: str | None
    verdicts: tuple[Verdict, ...]
    right_count: int
    points: int
    best_streak: int
    lines: tuple[PointLine, ...]
    is_complete: bool
    is_expired: bool

    @property
    def open_position(self) -> int | None:
        """Where play goes on; None once the round is over."""
        return None if self.is_complete or self.is_expired else len(self.verdicts) + 1

    @property
    def misses(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.is_right)

    @property
    def is_crowned(self) -> bool:
        """Whether it wins the crown of its level."""
        right_count = sum(verdict.is_right and verdict.answer.is_counted for verdict in self.verdicts)
        return wins_crown(self.mode, self.level, right_count, self.challenge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round's frame and its answers; the items themselves are handed in where one is needed.

    pack: empty where the items come from several.
    closes_at: from then on it takes no answers.
    premiere_date: the date whose Première it is; None in the other modes.
    challenge: the token of the challenge that it takes up; such a round is for the comparison alone.
    is_counted: false where it counts for nothing: for that reason, or as a date's second Première.
    has_ended: what it earned is worked out, so that it takes no answers, whatever the clock says.
    answers: in the order of their positions, which are answered one after the other from 1.
    """

    id: RoundId
    mode: Mode
    pack: str
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    started_at: datetime
    closes_at: datetime
    premiere_date: date | None = None
    challenge: str | None = None
    is_counted: bool = True
    has_ended: bool = False
    answers: tuple[Answer, ...] = ()

    @property
    def next_position(self) -> int:
        """The first position without an answer; `size + 1` if there is none."""
        return len(self.answers) + 1

    @property
    def is_complete(self) -> bool:
        """Whether it was played to its end."""
        return is_played_out(self.mode, self.size, self.answers)

    @property
    def points(self) -> int:
        return sum(answer.points for answer in self.answers)

    @property
    def right_count(self) -> int:
        return sum(answer.is_right for answer in self.answers)

    @property
    def streak(self) -> int:
        """Right answers in a row up to now."""
        return answer_streak(answer.is_right for answer in self.answers)

    def is_over(self, at: datetime) -> bool:
        return self.has_ended or self.is_complete or at >= self.closes_at

    def is_answered(self, position: int) -> bool:
        return 1 <= position <= len(self.answers)

    def answer(self, dealt: Dealt, token: str, at: datetime) -> Verdict:
        """The verdict on choosing the option that `token` stands for.

        An item that is answered already gets its first verdict again, whatever option is named now.
        Raises RoundIsOver, ItemNotOpen or UnknownOption.
        """
        if self.is_answered(dealt.position):
            return self.verdict(dealt)
        if self.is_over(at):
            raise RoundIsOver("This round is over.")
        if dealt.position != self.next_position or dealt.shown_at is None:
            raise ItemNotOpen(f"Item {dealt.position} of this round is not open.")
        if token not in dealt.tokens:
            raise UnknownOption("That is not one of the options.")
        answer = self._judge(dealt, dealt.tokens.index(OptionToken(token)), dealt.shown_at, at)
        return self._verdict(dealt.item, (*self.answers, answer))

    def verdict(self, dealt: Dealt) -> Verdict:
        """The verdict on an item that is answered. Raises ItemNotOpen if it is not."""
        if not self.is_answered(dealt.position):
            raise ItemNotOpen(f"Item {dealt.position} of this round has no answer yet.")
        return self._verdict(dealt.item, self.answers[: dealt.position])

    def result(self, answered: Iterable[Dealt], at: datetime) -> RoundResult:
        """The round as it stands.

        answered: the items that have an answer, in the order asked.
        """
        return RoundResult(
            round_id=self.id,
            mode=self.mode,
            pack=self.pack,
            pack_title=self.pack_title,
            level=self.level,
            is_relaxed=self.is_relaxed,
            size=self.size,
            started_at=self.started_at,
            premiere_date=self.premiere_date,
            challenge=self.challenge,
            verdicts=tuple(self.verdict(dealt) for dealt in answered),
            right_count=self.right_count,
            points=self.points,
            best_streak=best_answer_streak(answer.is_right for answer in self.answers),
            lines=scoring.lines_by_kind(
                line for answer in self.answers if answer.is_counted for line in answer.lines
            ),
            is_complete=self.is_complete,
            is_expired=self.is_over(at) and not self.is_complete,
        )

    def _judge(self, dealt: Dealt, option_index: int, shown_at: datetime, at: datetime) -> Answer:
        # The server's clock may be set back between the two, and a stored answer keeps whole milliseconds:
        # judged on those, its points can be counted again from the row.
        elapsed = max(at - shown_at, timedelta()) // _MILLISECOND * _MILLISECOND
        is_right = option_index == dealt.item.key
        lines: tuple[PointLine, ...] = ()
        if is_right and self.mode.pays:
            counted = None if self.is_relaxed else elapsed
            lines = scoring.points(dealt.item.level, elapsed=counted, before=self.streak)
        return Answer(
            position=dealt.position,
            option_index=option_index,
            answered_at=at,
            elapsed=elapsed,
            lines=lines,
            is_right=is_right,
            streak_before=self.streak,
            is_counted=dealt.counts_from is None or at >= dealt.counts_from,
        )

    def _verdict(self, item: Item, answers: tuple[Answer, ...]) -> Verdict:
        return Verdict(
            round_id=self.id,
            mode=self.mode,
            pack_title=self.pack_title,
            level=self.level,
            is_relaxed=self.is_relaxed,
            position=len(answers),
            size=self.size,
            item=item,
            answer=answers[-1],
            total=sum(answer.points for answer in answers),
            right_count=sum(answer.is_right for answer in answers),
            marks=tuple(answer.is_right for answer in answers),
            is_last=is_played_out(self.mode, self.size, answers),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRound:
    """A round that takes no more answers, as all that it counts for is worked out.

    dealt: the items that have an answer, in the order asked.
    is_held: what it counts for waits for an administrator.
    """

    round: Round
    player_id: PlayerId
    dealt: tuple[Dealt, ...]
    ended_at: datetime
    is_held: bool = False

    @property
    def answered(self) -> Iterator[tuple[Dealt, Answer]]:
        """Each item with its answer, in the order asked."""
        return zip(self.dealt, self.round.answers, strict=True)


def is_played_out(mode: Mode, size: int, answers: Sequence[Answer]) -> bool:
    """Whether a round ends with the last of these answers: all are in, or a Long take has its first miss."""
    if mode.ends_at_a_miss and answers and not answers[-1].is_right:
        return True
    return len(answers) == size


def wins_crown(mode: Mode, level: Course, right_count: int, challenge: str | None) -> bool:
    """Whether a round wins the crown of its level: a Circuit that nobody else has played before.

    right_count: of the answers that count.
    """
    return mode is Mode.CIRCUIT and isinstance(level, Level) and challenge is None and right_count >= CROWN_AT
