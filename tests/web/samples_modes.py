"""Contexts of the first page, the Première and what a result offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from quiz.game.modes import OwnLevel
from quiz.items.item import Level
from quiz.web import contexts, contexts_home, contexts_premiere
from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_premiere import PosterState
from quiz.web.forms import PremiereForm, StartForm, ViewingForm


def a_start_form() -> StartForm:
    return StartForm(formdata=None, pack="binoche", level="berlin", relaxed=True, request_key="k" * 20)


def a_setup(*, is_own: bool = False) -> contexts_home.SetupContext:
    return contexts_home.SetupContext(
        packs=tuple(
            contexts_home.PackCard(slug=slug, title=slug, about="About.", url="/", is_chosen=slug == "a")
            for slug in ("a", "b")
        ),
        pack_title="a",
        levels=tuple(
            contexts_home.LevelChoice(level=level, name=level, difficulty="easy", points=100, is_chosen=False)
            for level in Level
        ),
        own=contexts_home.OwnChoice(
            level=OwnLevel.YOURS, name="At your level", fewest=100, most=200, is_chosen=is_own
        ),
        speed=contexts_home.SpeedTerms(points=20, full_seconds=5, gone_seconds=20),
        form=a_start_form(),
    )


def a_streak(*, length: int = 5, is_today_in: bool = True) -> contexts.StreakContext:
    return contexts.StreakContext(
        length=length, best=8, freezes=1, freezes_at_most=2, is_today_in=is_today_in, words=("A freeze.",)
    )


def a_share() -> contexts.ShareContext:
    return contexts.ShareContext(text="Triple Crown\n🟦⬛", lines=2)


def an_again() -> contexts.AgainContext:
    return contexts.AgainContext(
        url="/rounds", label="Play again", form=a_start_form(), fields=(("level", "berlin"),)
    )


def a_poster(state: PosterState) -> contexts_premiere.PosterContext:
    is_open = state is PosterState.OPEN
    return contexts_premiere.PosterContext(
        state=state,
        day="2026-11-25",
        number=25,
        month="Nov",
        name="25 November 2026",
        pack_title="a <1993>",
        is_page=not is_open,
        is_past=False,
        until="03:00 on 26 November 2026 (Paris time)",
        next_one="The next Première opens in 5 hours.",
        right_count=8,
        size=10,
        points=1240,
        position=3,
        url=None if is_open or state is PosterState.TAKEN else "/rounds/r/result",
        form=PremiereForm(formdata=None, day="2026-11-25") if is_open else None,
        zone_is_wanted=is_open,
    )


def a_premiere_page(*, is_empty: bool) -> contexts_premiere.PremierePage:
    return contexts_premiere.PremierePage(
        title="Première",
        posters=() if is_empty else (a_poster(PosterState.DONE), a_poster(PosterState.OPEN)),
        streak=None if is_empty else a_streak(length=1),
        share=None if is_empty else a_share(),
        next_one="The next Première opens in 5 hours.",
        zone="UTC",
        zone_is_known=not is_empty,
    )


def a_viewing(count: int) -> contexts_home.ViewingContext:
    form = ViewingForm(formdata=None, request_key="k" * 20) if count else None
    return contexts_home.ViewingContext(count=count, next_due="" if count else "in 2 days", form=form)


def a_home() -> contexts_home.HomePage:
    return contexts_home.HomePage(
        title="Home",
        poster=a_poster(PosterState.OPEN),
        streak=a_streak(is_today_in=False),
        setup=a_setup(),
        viewing=a_viewing(1),
        resumable=contexts_home.Resumable(
            url="/rounds/r/items/3", where="a · Venice", level=Level.VENICE, so_far="question 3 of 10"
        ),
        size=10,
        crown_at=8,
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_setup,
    lambda: a_setup(is_own=True),
    a_home,
    lambda: replace(a_home(), viewing=a_viewing(0)),
    lambda: contexts_home.HomePage(title="Home", setup=None, size=10, crown_at=8),
    lambda: a_poster(PosterState.OPEN),
    lambda: replace(a_poster(PosterState.OPEN), is_page=False, is_past=True),
    lambda: a_poster(PosterState.STARTED),
    lambda: a_poster(PosterState.DONE),
    lambda: a_poster(PosterState.TAKEN),
    a_streak,
    lambda: a_streak(length=0, is_today_in=False),
    a_share,
    lambda: a_premiere_page(is_empty=False),
    lambda: a_premiere_page(is_empty=True),
]
