"""What the template of a challenge gets."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.items.item import Phrase
from quiz.services.challenges import Stand
from quiz.web.contexts import Page
from quiz.web.forms_challenges import TakeUpForm


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenContext:
    """One answer. seconds: how long it took, as it is read; empty where no clock ran."""

    is_right: bool
    points: int
    seconds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedContext:
    """stem: None where whoever looks has not answered the item."""

    position: int
    stem: Phrase | None
    own: GivenContext | None
    other: GivenContext | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumContext:
    name: str
    right_count: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenContext:
    """Somebody who took the challenge up. right_count, points: None while they play.

    url: to the comparison with them; None where there is none, or where it is the one shown.
    """

    name: str
    is_own: bool
    right_count: int | None
    points: int | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengePage(Page):
    """stand: how whoever looks stands to it. form: to take it up; None where that cannot be.

    link: to be sent to friends; None for those who have it. waits_until: None where nothing keeps it closed.
    round_url: of one's own round, to go on with or to look back at.
    own, other: the sums of a comparison; None where there is none.
    """

    TEMPLATE = "challenges/challenge.html"

    stand: Stand
    challenger: str
    pack_title: str
    level_name: str
    size: int
    is_relaxed: bool
    right_count: int
    points: int
    form: TakeUpForm | None
    url: str
    link: str | None
    waits_until: str | None
    round_url: str | None
    own: SumContext | None
    other: SumContext | None
    compared: tuple[ComparedContext, ...]
    taken: tuple[TakenContext, ...]
