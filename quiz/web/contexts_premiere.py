"""What shows the Première of a date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quiz.web.contexts import Fragment, Page, ShareContext, StreakContext
from quiz.web.forms import PremiereForm


class PosterState(StrEnum):
    """open: it can be started. started: it goes on. done: played to its end, or closed before.
    taken: it was started in this browser, as somebody else.
    """

    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterContext(Fragment):
    """A date's Première. day: its ISO date. number, month: as a calendar has them. name: the date in words.

    is_page: it is the page's own, and its heading the first one. is_past: the date is over; hours are left.
    until: to when it is open, in words. next_one: when the next opens.
    url: of the open item, or of the result; None before the start.
    zone_is_wanted: nobody knows where the player lives, and the browser may say it.
    """

    TEMPLATE = "premiere/_poster.html"
    NAME = "poster"

    state: PosterState
    day: str
    number: int
    month: str
    name: str
    pack_title: str
    is_page: bool
    is_past: bool
    until: str
    next_one: str
    right_count: int
    size: int
    points: int
    position: int
    url: str | None
    form: PremiereForm | None
    zone_is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PremierePage(Page):
    """posters: today's, and yesterday's while it is open. share: of today's result."""

    TEMPLATE = "premiere/premiere.html"

    posters: tuple[PosterContext, ...]
    streak: StreakContext | None
    share: ShareContext | None
    next_one: str
    zone: str
    zone_is_known: bool
