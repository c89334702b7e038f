"""Each template renders from its context alone, with everything undefined an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, render_template

from quiz.items.item import Citation, Level
from quiz.web import contexts
from quiz.web.contexts import Fragment, Page
from quiz.web.forms import AnswerForm
from quiz.web.forms_challenges import ChallengeForm
from tests.factories.items import a_phrase
from tests.web import (
    samples_accounts,
    samples_admin,
    samples_challenges,
    samples_clubs,
    samples_leaderboards,
    samples_modes,
    samples_profiles,
)

STEM = a_phrase("Who directed {title}?", title="Blue & White <1993>")
NAME = a_phrase("Somebody")
SOURCES = (
    Citation(title="The Record", publisher="The Festival", date="1993", url="https://festival.example/1993"),
    Citation(title="A feature", publisher="A magazine"),
)
FRAMES = tuple(
    contexts.Frame(
        position=position, state=state, is_current=position == 3, url="/r" if position < 3 else None
    )
    for position, state in enumerate(contexts.FrameState, start=1)
)
LINES = (contexts.Line(name="Right", points=100),)


def an_item() -> contexts.ItemContext:
    return contexts.ItemContext(
        url="/rounds/r/items/3",
        position=3,
        size=10,
        level=None,
        level_name="Berlin",
        stem=STEM,
        is_negative=True,
        options=(contexts.OptionContext(token="a1", label=NAME, shortcut=1),),
        form=AnswerForm(formdata=None),
    )


def a_verdict(*, is_right: bool = True) -> contexts.VerdictContext:
    return contexts.VerdictContext(
        position=3,
        size=10,
        level=None,
        level_name="Berlin",
        stem=STEM,
        options=tuple(
            contexts.JudgedOption(label=NAME, mark=mark, shortcut=shortcut)
            for shortcut, mark in enumerate(contexts.Mark, start=1)
        ),
        is_right=is_right,
        chosen=NAME,
        key=NAME,
        explanation=STEM,
        why_not=() if is_right else STEM,
        sources=SOURCES,
        points=100,
        ending="",
        lines=LINES,
        next_position=None if is_right else 4,
        next_url="/rounds/r/items/4",
    )


def a_score(*, is_out_of_band: bool = False) -> contexts.ScoreContext:
    figures = (contexts.Figure(id="points", name="Points", value="100"),)
    return contexts.ScoreContext(frames=FRAMES, figures=figures, is_out_of_band=is_out_of_band)


def a_look(*, is_right: bool) -> contexts.Reviewed:
    return contexts.Reviewed(
        position=1,
        stem=STEM,
        is_right=is_right,
        key=NAME,
        chosen=() if is_right else NAME,
        why_not=() if is_right else STEM,
        explanation=STEM,
        sources=SOURCES,
        points=100 if is_right else 0,
    )


def a_result(*, is_whole: bool) -> contexts.ResultPage:
    return contexts.ResultPage(
        title="Result",
        level=Level.CANNES,
        where="a · Cannes",
        headline="8 of 10 right",
        count=8,
        size=10,
        count_words="right",
        points=800,
        best_streak=8,
        is_crowned=is_whole,
        notes=("You win the Cannes crown.", "It counts.") if is_whole else (),
        frames=FRAMES,
        is_many=not is_whole,
        lines=LINES if is_whole else (),
        misses=(a_look(is_right=False),) if is_whole else (),
        rights=(a_look(is_right=True),) if is_whole else (),
        streak=samples_modes.a_streak() if is_whole else None,
        share=samples_modes.a_share() if is_whole else None,
        again=samples_modes.an_again() if is_whole else None,
        links=(contexts.Link(label="Home", url="/"),),
    )


def a_round_page(item: contexts.ItemContext | None) -> contexts.RoundPage:
    return contexts.RoundPage(
        title="Question 3",
        level=Level.BERLIN,
        where="a · Berlin",
        score=a_score(),
        item=item,
        verdict=None if item else a_verdict(),
    )


def an_error() -> contexts.ErrorContext:
    return contexts.ErrorContext(
        status=404, headline="Nothing", explanation="Nothing is here.", way_out=("/", "Home")
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    an_item,
    a_verdict,
    lambda: a_verdict(is_right=False),
    lambda: replace(a_verdict(), is_repeated=True, points=0, lines=()),
    a_score,
    lambda: a_score(is_out_of_band=True),
    lambda: contexts.StatusContext(text="Right."),
    lambda: contexts.TitleContext(text="Question 3"),
    lambda: a_round_page(an_item()),
    lambda: a_round_page(None),
    lambda: a_result(is_whole=True),
    lambda: a_result(is_whole=False),
    lambda: replace(a_result(is_whole=True), size=None, points=None, best_streak=None, lines=()),
    lambda: replace(an_item(), size=None, level=Level.VENICE),
    lambda: replace(a_verdict(), size=None, level=Level.VENICE, points=None, ending="Cut.", lines=()),
    lambda: replace(a_result(is_whole=True), challenge=ChallengeForm(formdata=None, round_id="r")),
    lambda: replace(a_result(is_whole=True), challenge_url="/challenges/t"),
    an_error,
    lambda: contexts.ErrorPage(title="Nothing", error=an_error()),
    *samples_accounts.SAMPLES,
    *samples_admin.SAMPLES,
    *samples_challenges.SAMPLES,
    *samples_clubs.SAMPLES,
    *samples_leaderboards.SAMPLES,
    *samples_modes.SAMPLES,
    *samples_profiles.SAMPLES,
]


@pytest.mark.parametrize("make", SAMPLES)
def test_a_template_needs_its_context_alone(app: Flask, make: Callable[[], Page | Fragment]) -> None:
    with app.test_request_context():
        context = make()
        html = render_template(context.TEMPLATE, **context.names())
    assert html.strip()
    assert "<1993>" not in html
    assert "Undefined" not in html


def test_every_context_is_tried(app: Flask) -> None:
    with app.test_request_context():
        tried = {type(make()).__name__ for make in SAMPLES}
    # By name: a dataclass with slots is a second class, and the first one stays among the subclasses.
    assert tried == {kind.__name__ for kind in (*Page.__subclasses__(), *Fragment.__subclasses__())}


def test_every_template_but_the_layout_is_tried(app: Flask) -> None:
    own = {name for name in app.jinja_env.list_templates() if not name.startswith("macros/")}
    with app.test_request_context():
        tried = {make().TEMPLATE for make in SAMPLES}
    assert own - tried == {"layout.html"}
