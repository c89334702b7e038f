"""The Première: today's, and yesterday's while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from flask import Blueprint, Response, abort, session, url_for

from quiz.extensions import db
from quiz.game.premieres import is_open
from quiz.game.rounds import PlayerId
from quiz.game.zones import local_date
from quiz.services import endings, play, premieres, streaks
from quiz.services.premieres import PremiereView
from quiz.services.streaks import DayStreak
from quiz.web import posters
from quiz.web.contexts import ShareContext
from quiz.web.contexts_premiere import PremierePage
from quiz.web.forms import PremiereForm, text_of
from quiz.web.fragments import see_other, show
from quiz.web.places import place_of, settle
from quiz.web.players import current_player, expect_guest, now, player_or_guest
from quiz.web.sharing import share_of
from quiz.web.streaks import streak_context

blueprint = Blueprint("premiere", __name__, url_prefix="/premiere")


@blueprint.get("")
def premiere() -> Response:
    at = now()
    player_id = current_player()
    if player_id is None:
        expect_guest()
    else:
        with suppress(play.CannotStore):
            endings.close_rounds(db.session(), at, player_id=player_id)
    posters.draw(at)
    place = place_of(player_id)
    views = posters.views(player_id, place, at)
    streak = None if player_id is None else streaks.day_streak_of(db.session(), player_id, at)
    page = PremierePage(
        title="Première",
        posters=tuple(
            posters.poster_of(view, place, at, is_page=number == 0) for number, view in enumerate(views)
        ),
        streak=None if streak is None else streak_context(streak),
        share=_share(views, player_id, streak),
        next_one=posters.next_one(place, at),
        zone=place.zone,
        zone_is_known=place.is_known,
    )
    return show(page)


@blueprint.post("")
def start() -> Response:
    form = PremiereForm()
    if not form.validate():
        abort(422)
    at = now()
    player_id = player_or_guest()
    zone = settle(player_id, text_of(form.zone))
    posters.draw(at)
    day = _day(text_of(form.day), zone)
    view = premieres.look(db.session(), day=day, zone=zone, player_id=player_id, at=at)
    if view is None or not posters.may_start(view):
        # The page says why.
        return see_other(url_for("premiere.premiere"))
    round_id = premieres.start(db.session(), player_id=player_id, day=day, zone=zone, at=at)
    posters.remember(day)
    session.permanent = True
    return see_other(url_for("play.item", round_id=round_id, position=view.position or 1))


def _day(shown: str, zone: str) -> date:
    """The date that was shown; today's where that is not open: the page is old, or did not know the zone."""
    with suppress(ValueError):
        day = date.fromisoformat(shown)
        if is_open(day, zone, now()):
            return day
    return local_date(zone, now())


def _share(
    views: Sequence[PremiereView], player_id: PlayerId | None, streak: DayStreak | None
) -> ShareContext | None:
    """Of today's result, once there is one."""
    round_id = views[0].round_id if views and views[0].position is None else None
    if player_id is None or round_id is None:
        return None
    return share_of(play.result_of(db.session(), player_id=player_id, round_id=round_id, at=now()), streak)
