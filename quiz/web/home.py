"""What to play: packs and levels, and the round that was left unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request, url_for
from wtforms import StringField

from quiz.extensions import db
from quiz.game.modes import CIRCUIT_SIZE, COURSES, CROWN_AT, Course, OwnLevel
from quiz.game.rounds import PlayerId
from quiz.game.scoring import BASE, SPEED_AT_MOST, SPEED_IS_FULL_UNTIL, SPEED_IS_GONE_AT
from quiz.services import play, reviews, site, streaks
from quiz.web import posters
from quiz.web.contexts import DIFFICULTY_NAMES, LEVEL_NAMES
from quiz.web.contexts_home import (
    HomePage,
    LevelChoice,
    OwnChoice,
    PackCard,
    Resumable,
    SetupContext,
    SpeedTerms,
    ViewingContext,
)
from quiz.web.forms import LongTakeForm, StartForm, ViewingForm, new_request_key, text_of
from quiz.web.fragments import show, wants_partial
from quiz.web.places import place_of
from quiz.web.players import current_player, expect_guest, now
from quiz.web.streaks import days_until, streak_context
from quiz.web.views import where_of

if TYPE_CHECKING:
    from quiz.items.library import Library
    from quiz.items.making import Maker

blueprint = Blueprint("home", __name__)

SPEED = SpeedTerms(
    points=SPEED_AT_MOST,
    full_seconds=int(SPEED_IS_FULL_UNTIL.total_seconds()),
    gone_seconds=int(SPEED_IS_GONE_AT.total_seconds()),
)


@blueprint.get("/")
def home() -> Response:
    playable = playable_packs()
    slug = request.args.get("pack") or next(iter(playable), None)
    if slug is not None and slug not in playable:
        abort(404)
    # Without a token there is no cookie before the first page, so the form is not filled from the address.
    is_relaxed = "relaxed" in request.args
    form = StartForm(formdata=None, pack=slug, relaxed=is_relaxed, request_key=new_request_key())
    return _home(playable, slug, form, request.args.get("level", ""))


def refuse(form: StartForm | LongTakeForm, level: StringField | None = None) -> Response:
    """The page again, with what was wrong with the form and what was chosen. level: the field of that."""
    playable = playable_packs()
    slug = form.pack.data if form.pack.data in playable else next(iter(playable), None)
    again = StartForm(formdata=None, pack=slug, request_key=new_request_key(), relaxed=form.relaxed.data)
    again.level.errors = [error for errors in form.errors.values() for error in errors]
    return _home(playable, slug, again, "" if level is None else text_of(level), status=422)


def library() -> Library:
    found: Library = current_app.extensions["shelf"].library()
    return found


def playable_packs() -> Mapping[str, Maker]:
    """The packs that have something to ask, and that the host offers, by slug."""
    makers = {slug: maker for slug, maker in library().makers.items() if maker.levels}
    return {slug: makers[slug] for slug in site.enabled_packs(db.session(), makers)}


def courses_of(maker: Maker) -> tuple[Course, ...]:
    """What can be chosen for a pack that has something to ask."""
    return (*maker.levels, *OwnLevel)


def _home(
    playable: Mapping[str, Maker], slug: str | None, form: StartForm, level: str, status: int = 200
) -> Response:
    at = now()
    player_id = current_player()
    if player_id is None:
        expect_guest()
    setup = None if slug is None else _setup(playable, playable[slug], form, level)
    if setup is not None and wants_partial():
        # The rest of the page stays as it is.
        return show(_page(setup), setup, status=status)
    posters.draw(at)
    place = place_of(player_id)
    views = posters.views(player_id, place, at)[:1]
    streak = None if player_id is None else streaks.day_streak_of(db.session(), player_id, at)
    page = replace(
        _page(setup),
        poster=next((posters.poster_of(view, place, at, is_page=False) for view in views), None),
        streak=None if streak is None or not (streak.length or streak.best) else streak_context(streak),
        viewing=_viewing(player_id, at),
        resumable=_resumable(),
    )
    return show(page, *([setup] if setup else []), status=status)


def _page(setup: SetupContext | None) -> HomePage:
    return HomePage(title="A film quiz", setup=setup, size=CIRCUIT_SIZE, crown_at=CROWN_AT)


def _setup(playable: Mapping[str, Maker], maker: Maker, form: StartForm, level: str) -> SetupContext:
    levels = maker.levels
    kept_level = level if level in COURSES else None
    kept_relaxed = "y" if form.relaxed.data else None
    chosen = level if level in courses_of(maker) else levels[0]
    return SetupContext(
        packs=tuple(
            PackCard(
                slug=slug,
                title=other.pack.title,
                about=other.pack.about,
                url=url_for("home.home", pack=slug, level=kept_level, relaxed=kept_relaxed),
                is_chosen=other is maker,
            )
            for slug, other in playable.items()
        ),
        pack_title=maker.pack.title,
        levels=tuple(
            LevelChoice(
                level=level,
                name=LEVEL_NAMES[level],
                difficulty=DIFFICULTY_NAMES[level],
                points=BASE[level],
                is_chosen=level == chosen,
            )
            for level in levels
        ),
        own=OwnChoice(
            level=OwnLevel.YOURS,
            name="At your level",
            fewest=min(BASE[level] for level in levels),
            most=max(BASE[level] for level in levels),
            is_chosen=chosen == OwnLevel.YOURS,
        ),
        speed=SPEED,
        form=form,
    )


def _resumable() -> Resumable | None:
    player_id = current_player()
    if player_id is None:
        return None
    round_ = play.open_round_of(db.session(), player_id=player_id, at=now())
    if round_ is None:
        return None
    return Resumable(
        url=url_for("play.item", round_id=round_.round_id, position=round_.position),
        where=where_of(round_.mode, round_.pack_title, round_.level),
        level=round_.level,
        so_far=_so_far(round_),
    )


def _so_far(round_: play.OpenRound) -> str:
    if round_.mode.ends_at_a_miss:
        return f"{round_.position - 1} in a row"
    so_far = f"question {round_.position} of {round_.size}"
    return f"{so_far} · {round_.points} points" if round_.mode.pays else so_far


def _viewing(player_id: PlayerId | None, at: datetime) -> ViewingContext | None:
    """None where nothing was missed yet."""
    if player_id is None:
        return None
    due = reviews.due_of(db.session(), player_id, at)
    if not due.count and due.next_at is None:
        return None
    return ViewingContext(
        count=due.count,
        next_due="" if due.next_at is None else days_until(due.next_at, at),
        form=ViewingForm(formdata=None, request_key=new_request_key()) if due.count else None,
    )
