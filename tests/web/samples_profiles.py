"""What the templates of players' pages may be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from quiz.game.profiles import Tally
from quiz.items.item import Level
from quiz.web.charts import DayState, Reading, bar_chart, calendar, line_chart
from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_profiles import (
    BestPlace,
    DaysContext,
    LevelCrown,
    PackCrowns,
    ProfilePage,
    RecentRound,
)

TODAY = date(2026, 11, 25)


def a_profile() -> ProfilePage:
    chart = bar_chart(
        "packs", title="By pack", kind="Pack", tallies=[("Blue <1993>", "…", Tally(answers=4, right_count=3))]
    )
    assert chart is not None
    levels = tuple(
        LevelCrown(level=level, name=level, won="25 Nov 2026" if level is Level.BERLIN else None)
        for level in Level
    )
    states = {TODAY - timedelta(days=number): state for number, state in enumerate(DayState)}
    return ProfilePage(
        title="Name <1993>",
        name="Name <1993>",
        is_own=True,
        is_public=False,
        since="25 November 2026",
        sign_up_url=None,
        answers=4,
        right_percent=75,
        crown_count=1,
        triple_count=1,
        crowns=(PackCrowns(pack_title="Blue <1993>", levels=levels, is_triple=True),),
        days=DaysContext(
            length=1, best=2, freezes=1, next_freeze=3, is_today_in=False, calendar=calendar(states, TODAY)
        ),
        accuracy=(chart,),
        ratings=(line_chart("rating-1", title="Blue", readings=[Reading(when="25 Nov 2026", value=1500)]),),
        rounds=(
            RecentRound(
                when="25 Nov 2026", mode="Circuit", what="Blue <1993>", score="3", url="/r", note="Waits"
            ),
        ),
        places=(BestPlace(board="Points", rank=1, score="3 points", url="/l"),),
    )


def a_guests_profile() -> ProfilePage:
    return replace(
        a_profile(),
        name=None,
        sign_up_url="/sign-up",
        since="",
        answers=0,
        crowns=(),
        days=None,
        accuracy=(),
        ratings=(),
        rounds=(),
        places=(),
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_profile,
    a_guests_profile,
    lambda: replace(a_profile(), is_own=False, rounds=()),
]
