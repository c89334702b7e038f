"""What the templates of a player's page get."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.items.item import Level
from quiz.web.charts import BarChart, Calendar, LineChart
from quiz.web.contexts import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCrown:
    """won: when it was won; None until it is."""

    level: Level
    name: str
    won: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCrowns:
    """is_triple: all three levels' crowns are won."""

    pack_title: str
    levels: tuple[LevelCrown, ...]
    is_triple: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysContext:
    """The day streak. freezes: held; next_freeze: played dates until the next, None where no more is held."""

    length: int
    best: int
    freezes: int
    next_freeze: int | None
    is_today_in: bool
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentRound:
    """url: None where it is nobody's business but the player's. note: what else there is to say of it."""

    when: str
    mode: str
    what: str
    score: str
    url: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPlace:
    """rank: on a board of all time, which `url` leads to."""

    board: str
    rank: int
    score: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage(Page):
    """name: None for a guest. sign_up_url: where a guest can become somebody; None for anybody else.

    days: None where no Première was ever played.
    """

    TEMPLATE = "profiles/profile.html"

    name: str | None
    is_own: bool
    is_public: bool
    since: str
    sign_up_url: str | None
    answers: int
    right_percent: int
    crown_count: int
    triple_count: int
    crowns: tuple[PackCrowns, ...]
    days: DaysContext | None
    accuracy: tuple[BarChart, ...]
    ratings: tuple[LineChart, ...]
    rounds: tuple[RecentRound, ...]
    places: tuple[BestPlace, ...]
