"""The posters of Premières, as the first page and the page of the Première show them."""

from __future__ import annotations

from calendar import month_abbr
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, session, url_for

from quiz.extensions import db
from quiz.game.premieres import SIZE, next_date, open_dates
from quiz.game.rounds import PlayerId
from quiz.game.zones import local_date
from quiz.services import premieres
from quiz.services.play import CannotStore
from quiz.services.premieres import PremiereView
from quiz.web.contexts_premiere import PosterContext, PosterState
from quiz.web.dates import long_date
from quiz.web.forms import PremiereForm
from quiz.web.places import Place
from quiz.web.players import PREMIERES, current_account
from quiz.web.streaks import time_until

_REMEMBERED_FOR = timedelta(days=4)
"""A date is open nowhere any more then."""


def draw(at: datetime) -> None:
    """See that what must be drawn is. A page is shown also while the database takes nothing."""
    library = current_app.extensions["shelf"].library()
    with suppress(CannotStore):
        premieres.ensure_drawn(db.session(), library, at, current_app.extensions["learnt"])


def views(player_id: PlayerId | None, place: Place, at: datetime) -> list[PremiereView]:
    """Of every date that is open for the player and has a Première, today's first."""
    found = (
        premieres.look(db.session(), day=day, zone=place.zone, player_id=player_id, at=at)
        for day in open_dates(place.zone, at)
    )
    return [view for view in found if view is not None]


def next_one(place: Place, at: datetime) -> str:
    day, opens = next_date(place.zone, at)
    return f"The next Première opens in {time_until(opens, at)}, on {long_date(day)}."


def was_started_here(day: date) -> bool:
    """Whether this browser remembers that the date's Première was started in it, whoever did."""
    return day.isoformat() in session.get(PREMIERES, [])


def remember(day: date) -> None:
    """Let the browser remember it, and forget those that are open nowhere any more."""
    known = {date.fromisoformat(each) for each in session.get(PREMIERES, [])} | {day}
    session[PREMIERES] = sorted(each.isoformat() for each in known if day - each < _REMEMBERED_FOR)


def may_start(view: PremiereView) -> bool:
    """A guest has one try in a browser, whatever became of the one who started it; an account has its own."""
    return view.round_id is not None or current_account() is not None or not was_started_here(view.day)


def poster_of(view: PremiereView, place: Place, at: datetime, *, is_page: bool) -> PosterContext:
    """is_page: it is the page's own."""
    state = _state(view)
    url = None
    if view.round_id is not None and view.position is None:
        url = url_for("play.result", round_id=view.round_id)
    elif view.round_id is not None:
        url = url_for("play.item", round_id=view.round_id, position=view.position)
    form = PremiereForm(formdata=None, day=view.day.isoformat()) if state is PosterState.OPEN else None
    return PosterContext(
        state=state,
        day=view.day.isoformat(),
        number=view.day.day,
        month=month_abbr[view.day.month],
        name=long_date(view.day),
        pack_title=view.pack_title,
        is_page=is_page,
        is_past=view.day != local_date(place.zone, at),
        until=_until(view.closes_at, place),
        next_one=next_one(place, at),
        right_count=view.right_count,
        size=SIZE,
        points=view.points,
        position=view.position or SIZE,
        url=url,
        form=form,
        zone_is_wanted=not place.is_known,
    )


def _state(view: PremiereView) -> PosterState:
    if view.round_id is not None:
        return PosterState.DONE if view.position is None else PosterState.STARTED
    return PosterState.OPEN if may_start(view) else PosterState.TAKEN


def _until(closes_at: datetime, place: Place) -> str:
    if not place.is_known:
        return "three hours after midnight where you are"
    local = closes_at.astimezone(ZoneInfo(place.zone))
    city = place.zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{local:%H:%M} on {long_date(local.date())} ({city} time)"
