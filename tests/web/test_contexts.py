"""Each template renders from its context alone, with everything undefined an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, render_template

from quiz.game.modes import OwnLevel
from quiz.items.item import Citation, Level
from quiz.web import contexts
from quiz.web.contexts import Fragment, Page
from quiz.web.forms import AnswerForm, StartForm
from quiz.web.forms_challenges import ChallengeForm
from tests.factories.items import a_phrase
from tests.web import samples_accounts, samples_admin, samples_challenges, samples_clubs, samples_profiles

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
        stem=STEM,
        is_negative=True,
        options=(contexts.OptionContext(token="a1", label=NAME, shortcut=1),),
        form=AnswerForm(formdata=None),
    )


def a_verdict(*, is_right: bool = True) -> contexts.VerdictContext:
    return contexts.VerdictContext(
        position=3,
        size=10,
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
        lines=LINES,
        next_position=None if is_right else 4,
        next_url="/rounds/r/items/4",
    )


def a_score(*, is_out_of_band: bool = False) -> contexts.ScoreContext:
    return contexts.ScoreContext(
        frames=FRAMES, points=100, streak=1, is_relaxed=True, is_out_of_band=is_out_of_band
    )


def a_start_form() -> StartForm:
    return StartForm(formdata=None, pack="binoche", level="berlin", relaxed=True, request_key="k" * 20)


def a_setup(*, is_own: bool = False) -> contexts.SetupContext:
    return contexts.SetupContext(
        packs=tuple(
            contexts.PackCard(slug=slug, title=slug, about="About.", url="/", is_chosen=slug == "a")
            for slug in ("a", "b")
        ),
        pack_title="a",
        levels=tuple(
            contexts.LevelChoice(level=level, name=level, difficulty="easy", points=100, is_chosen=False)
            for level in Level
        ),
        own=contexts.OwnChoice(
            level=OwnLevel.YOURS, name="At your level", fewest=100, most=200, is_chosen=is_own
        ),
        speed=contexts.SpeedTerms(points=20, full_seconds=5, gone_seconds=20),
        form=a_start_form(),
    )


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
        pack_title="a",
        level_name="Cannes",
        size=10,
        right_count=8,
        points=800,
        best_streak=8,
        is_relaxed=is_whole,
        is_crowned=is_whole,
        crown_at=8,
        unanswered=0 if is_whole else 1,
        frames=FRAMES,
        lines=LINES if is_whole else (),
        misses=(a_look(is_right=False),) if is_whole else (),
        rights=(a_look(is_right=True),) if is_whole else (),
        again=a_start_form() if is_whole else None,
        change_url="/",
    )


def a_round_page(item: contexts.ItemContext | None) -> contexts.RoundPage:
    return contexts.RoundPage(
        title="Question 3",
        level=Level.BERLIN,
        pack_title="a",
        level_name="Berlin",
        score=a_score(),
        item=item,
        verdict=None if item else a_verdict(),
    )


def a_home(*, is_empty: bool) -> contexts.HomePage:
    resumable = contexts.Resumable(
        url="/rounds/r/items/3",
        pack_title="a",
        level=Level.VENICE,
        level_name="Venice",
        position=3,
        size=10,
        points=100,
    )
    return contexts.HomePage(
        title="Home",
        setup=None if is_empty else a_setup(),
        resumable=None if is_empty else resumable,
        size=10,
        crown_at=8,
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
    a_setup,
    lambda: a_setup(is_own=True),
    lambda: replace(a_result(is_whole=True), level=OwnLevel.YOURS, is_crowned=False, crown_at=None),
    lambda: replace(a_result(is_whole=True), challenge=ChallengeForm(formdata=None, round_id="r")),
    lambda: replace(a_result(is_whole=True), challenge_url="/challenges/t", crown_at=None),
    lambda: a_home(is_empty=False),
    lambda: a_home(is_empty=True),
    an_error,
    lambda: contexts.ErrorPage(title="Nothing", error=an_error()),
    *samples_accounts.SAMPLES,
    *samples_admin.SAMPLES,
    *samples_challenges.SAMPLES,
    *samples_clubs.SAMPLES,
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
