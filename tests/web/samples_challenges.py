"""What the template of a challenge may be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from quiz.items.item import Level
from quiz.services.challenges import Stand
from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_challenges import (
    ChallengePage,
    ComparedContext,
    GivenContext,
    SumContext,
    TakenContext,
)
from quiz.web.forms_challenges import TakeUpForm
from tests.factories.items import a_phrase

NAME = "Name <1993>"


def a_challenge() -> ChallengePage:
    return ChallengePage(
        title="A challenge",
        level=Level.VENICE,
        stand=Stand.NEW,
        challenger=NAME,
        pack_title="Blue <1993>",
        level_name="Venice",
        size=10,
        is_relaxed=True,
        right_count=8,
        points=900,
        form=TakeUpForm(formdata=None),
        url="/challenges/t",
        link=None,
        waits_until=None,
        round_url=None,
        own=None,
        other=None,
        compared=(),
        taken=(),
    )


def a_comparison() -> ChallengePage:
    given = GivenContext(is_right=True, points=100, seconds="4.2")
    stem = a_phrase("Who directed {title}?", title="Blue & White <1993>")
    return replace(
        a_challenge(),
        stand=Stand.OVER,
        form=None,
        round_url="/r",
        own=SumContext(name="You", right_count=1, points=100),
        other=SumContext(name=NAME, right_count=0, points=0),
        compared=(
            ComparedContext(
                position=1, stem=stem, own=given, other=replace(given, is_right=False, seconds="")
            ),
            ComparedContext(position=2, stem=None, own=None, other=None),
        ),
        taken=(
            TakenContext(name=NAME, is_own=True, right_count=1, points=100, url=None),
            TakenContext(name=NAME, is_own=False, right_count=None, points=None, url="/c"),
        ),
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_challenge,
    lambda: replace(a_challenge(), form=None, waits_until="26 November 2026, 15:00 UTC"),
    lambda: replace(a_challenge(), stand=Stand.PLAYING, form=None, round_url="/r"),
    lambda: replace(a_challenge(), stand=Stand.OWN, form=None, round_url="/r", link="http://localhost/c"),
    a_comparison,
]
