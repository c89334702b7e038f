"""A round: the items dealt to one player, the answers so far, and the verdict on each.

Nothing here reads a clock or a die: `at` is the server's time in UTC, and tokens come from outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from quiz.errors import QuizError
from quiz.game import scoring
from quiz.game.modes import CROWN_AT, ROUND_CLOSES_AFTER, Course, OwnLevel
from quiz.game.scoring import PointLine
from quiz.game.streaks import answer_streak, best_answer_streak
from quiz.items.item import Item

RoundId = NewType("RoundId", str)
"""Opaque and unguessable; safe in a URL."""

PlayerId = NewType("PlayerId", int)

OptionToken = NewType("OptionToken", str)
"""What stands for an option in one round's forms; it tells nothing of the option."""

_MILLISECOND = timedelta(milliseconds=1)


class ItemNotOpen(QuizError):
    """The answer names an item that is not the round's open one, or that was never shown."""


class RoundIsOver(QuizError):
    """The round takes no more answers: 24 hours have passed since it started, or all items are answered."""


class UnknownOption(QuizError):
    """The answer names an option that the open item does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """An item as it was dealt to one round.

    position: from 1.
    tokens: one for each option, in the order shown.
    shown_at: when it was first shown, which starts its clock; None if it has not been yet.
    """

    position: int
    item: Item
    tokens: tuple[OptionToken, ...]
    shown_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The one answer to an item, with all that was decided when it came in.

    elapsed: from the first showing to the answer, in whole milliseconds.
    lines: empty for a wrong answer.
    streak_before: right answers in a row before this one.
    """

    position: int
    option_index: int
    answered_at: datetime
    elapsed: timedelta
    lines: tuple[PointLine, ...]
    is_right: bool
    streak_before: int

    @property
    def points(self) -> int:
        return scoring.total(self.lines)

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
    """

    round_id: RoundId
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

    @property
    def chosen(self) -> int:
        """Index of the option that the player chose; `item.key` is that of the right one."""
        return self.answer.option_index

    @property
    def is_right(self) -> bool:
        return self.answer.is_right

    @property
    def lines(self) -> tuple[PointLine, ...]:
        return self.answer.lines

    @property
    def points(self) -> int:
        return self.answer.points

    @property
    def streak(self) -> int:
        """Right answers in a row, this one included."""
        return self.answer.streak

    @property
    def is_last(self) -> bool:
        return self.position == self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """A round as it stands, with the verdicts so far in the order asked.

    lines: the round's points, one line for each kind that occurs.
    is_complete: every item is answered.
    is_expired: it closed before that; what it earned counts.
    """

    round_id: RoundId
    pack: str
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    started_at: datetime
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
        return self.level is not OwnLevel.YOURS and self.right_count >= CROWN_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round's frame and its answers; the items themselves are handed in where one is needed.

    answers: in the order of their positions, which are answered one after the other from 1.
    """

    id: RoundId
    pack: str
    pack_title: str
    level: Course
    is_relaxed: bool
    size: int
    started_at: datetime
    answers: tuple[Answer, ...]

    @property
    def closes_at(self) -> datetime:
        return self.started_at + ROUND_CLOSES_AFTER

    @property
    def next_position(self) -> int:
        """The first position without an answer; `size + 1` if there is none."""
        return len(self.answers) + 1

    @property
    def is_complete(self) -> bool:
        return len(self.answers) == self.size

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
        return self.is_complete or at >= self.closes_at

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
            pack=self.pack,
            pack_title=self.pack_title,
            level=self.level,
            is_relaxed=self.is_relaxed,
            size=self.size,
            started_at=self.started_at,
            verdicts=tuple(self.verdict(dealt) for dealt in answered),
            right_count=self.right_count,
            points=self.points,
            best_streak=best_answer_streak(answer.is_right for answer in self.answers),
            lines=scoring.lines_by_kind(line for answer in self.answers for line in answer.lines),
            is_complete=self.is_complete,
            is_expired=self.is_over(at) and not self.is_complete,
        )

    def _judge(self, dealt: Dealt, option_index: int, shown_at: datetime, at: datetime) -> Answer:
        # The server's clock may be set back between the two, and a stored answer keeps whole milliseconds:
        # judged on those, its points can be counted again from the row.
        elapsed = max(at - shown_at, timedelta()) // _MILLISECOND * _MILLISECOND
        is_right = option_index == dealt.item.key
        counted = None if self.is_relaxed else elapsed
        return Answer(
            position=dealt.position,
            option_index=option_index,
            answered_at=at,
            elapsed=elapsed,
            lines=scoring.points(dealt.item.level, elapsed=counted, before=self.streak) if is_right else (),
            is_right=is_right,
            streak_before=self.streak,
        )

    def _verdict(self, item: Item, answers: tuple[Answer, ...]) -> Verdict:
        return Verdict(
            round_id=self.id,
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
        )
