"""What the templates of the leaderboards may be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_clubs import Choice
from quiz.web.contexts_leaderboards import (
    LeaderboardContext,
    LeaderboardPage,
    NoPlace,
    OwnPlace,
    RankedRow,
)

NAME = "Player <1993>"
ROWS = (
    RankedRow(rank=1, name=NAME, url="/players/a", score=9, is_own=True),
    RankedRow(rank=2, name=NAME, url="/players/b", score=8, is_own=False),
)
CHOICES = (
    Choice(name=NAME, url="/a", is_current=True),
    Choice(name="Première", url="/b", is_current=False),
)


def a_board() -> LeaderboardContext:
    return LeaderboardContext(
        title=NAME,
        about="What counts.",
        unit="Points",
        kinds=CHOICES,
        packs=CHOICES,
        spans=CHOICES,
        earlier=CHOICES[0],
        later=CHOICES[1],
        rows=ROWS,
        players=2,
        place=OwnPlace(rank=1, score=9, around=ROWS, url="/around"),
        top_url="/top",
        higher_url="/higher",
        lower_url="/lower",
    )


def an_empty_board() -> LeaderboardContext:
    return replace(
        a_board(),
        packs=(),
        earlier=None,
        later=None,
        rows=(),
        players=0,
        place=NoPlace(why="Guests are not listed.", way_on=("/sign-up", "Sign up")),
        top_url=None,
        higher_url=None,
        lower_url=None,
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_board,
    lambda: replace(a_board(), place=OwnPlace(rank=1, score=9, around=(), url=None)),
    an_empty_board,
    lambda: replace(an_empty_board(), place=NoPlace(why="You do not stand here.", way_on=None)),
    lambda: LeaderboardPage(title="Leaderboards", board=a_board()),
]
