"""What to play: packs and levels, and the round that was left unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request, url_for

from quiz.extensions import db
from quiz.game.modes import CIRCUIT_SIZE, COURSES, CROWN_AT, Course, OwnLevel
from quiz.game.scoring import BASE, SPEED_AT_MOST, SPEED_IS_FULL_UNTIL, SPEED_IS_GONE_AT
from quiz.services import play, site
from quiz.web.contexts import (
    DIFFICULTY_NAMES,
    LEVEL_NAMES,
    HomePage,
    LevelChoice,
    OwnChoice,
    PackCard,
    Resumable,
    SetupContext,
    SpeedTerms,
)
from quiz.web.forms import StartForm, new_request_key
from quiz.web.fragments import show
from quiz.web.players import current_player, expect_guest, now

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


def refuse(form: StartForm) -> Response:
    """The page again, with what was wrong with the form and what was chosen."""
    playable = playable_packs()
    slug = form.pack.data if form.pack.data in playable else next(iter(playable), None)
    again = StartForm(formdata=None, pack=slug, request_key=new_request_key(), relaxed=form.relaxed.data)
    again.level.errors = [error for errors in form.errors.values() for error in errors]
    return _home(playable, slug, again, form.level.data or "", status=422)


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
    if current_player() is None:
        expect_guest()
    setup = None if slug is None else _setup(playable, playable[slug], form, level)
    page = HomePage(
        title="A film quiz",
        setup=setup,
        resumable=_resumable(),
        size=CIRCUIT_SIZE,
        crown_at=CROWN_AT,
    )
    return show(page, *([setup] if setup else []), status=status)


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
        pack_title=round_.pack_title,
        level=round_.level,
        level_name=LEVEL_NAMES[round_.level],
        position=round_.position,
        size=round_.size,
        points=round_.points,
    )
