"""A round, from its start to its result."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, abort, current_app, url_for

from quiz.extensions import db
from quiz.game.modes import Mixed, Mode, course_of
from quiz.game.rounds import ItemNotOpen, PlayerId, RoundId, RoundIsOver
from quiz.services import fairness, play, ratings, reviews, standings, streaks
from quiz.services.dealing import Dealer
from quiz.web import home, views
from quiz.web.forms import AnswerForm, LongTakeForm, StartForm, ViewingForm, text_of
from quiz.web.fragments import see_other, show
from quiz.web.players import current_account, current_player, now, player_or_guest
from quiz.web.results import result_page

blueprint = Blueprint("play", __name__, url_prefix="/rounds")

_NOT_PLAYED = "That pack is not played here any more. Choose another."
_NOTHING_LEFT = "All that this pack could ask is kept for a Première just now. Choose another."


@blueprint.post("")
def start() -> Response:
    form = StartForm()
    if not form.validate():
        return home.refuse(form, form.level)
    maker = home.playable_packs().get(text_of(form.pack))
    level = course_of(text_of(form.level))
    if maker is None:
        form.pack.errors = [_NOT_PLAYED]
        return home.refuse(form, form.level)
    if level not in home.courses_of(maker):
        form.level.errors = ["This pack has no questions at that level. Choose another."]
        return home.refuse(form, form.level)
    player_id = player_or_guest()
    items = _dealer(player_id).circuit(maker, level, is_relaxed=form.relaxed.data)
    if not items:
        form.pack.errors = [_NOTHING_LEFT]
        return home.refuse(form, form.level)
    round_id = play.start_round(
        db.session(),
        player_id=player_id,
        pack=maker.pack.slug,
        pack_title=maker.pack.title,
        level=level,
        is_relaxed=form.relaxed.data,
        items=items,
        at=now(),
        request_key=text_of(form.request_key),
    )
    return see_other(url_for("play.item", round_id=round_id, position=1))


@blueprint.post("/long-take")
def start_long_take() -> Response:
    form = LongTakeForm()
    if not form.validate():
        return home.refuse(form)
    maker = home.playable_packs().get(text_of(form.pack))
    if maker is None:
        form.pack.errors = [_NOT_PLAYED]
        return home.refuse(form)
    player_id = player_or_guest()
    items = _dealer(player_id).long_take(maker)
    if not items:
        form.pack.errors = [_NOTHING_LEFT]
        return home.refuse(form)
    round_id = play.start_round(
        db.session(),
        player_id=player_id,
        pack=maker.pack.slug,
        pack_title=maker.pack.title,
        level=Mixed.MIXED,
        is_relaxed=form.relaxed.data,
        items=items,
        at=now(),
        request_key=text_of(form.request_key),
        mode=Mode.LONG_TAKE,
    )
    return see_other(url_for("play.item", round_id=round_id, position=1))


@blueprint.post("/second-viewing")
def start_viewing() -> Response:
    form = ViewingForm()
    if not form.validate():
        abort(422)
    player_id = current_player()
    items = () if player_id is None else _dealer(player_id).second_viewing()
    if player_id is None or not items:
        # Nothing is due any more, or all of it waits: the first page says when the next is.
        return see_other(url_for("home.home", _anchor="viewing"))
    round_id = play.start_round(
        db.session(),
        player_id=player_id,
        pack="",
        pack_title="",
        level=Mixed.MIXED,
        is_relaxed=True,
        items=items,
        at=now(),
        request_key=text_of(form.request_key),
        mode=Mode.SECOND_VIEWING,
    )
    return see_other(url_for("play.item", round_id=round_id, position=1))


@blueprint.get("/<round_id>/items/<int:position>")
def item(round_id: RoundId, position: int) -> Response:
    shown = play.show_item(db.session(), player_id=_player(), round_id=round_id, position=position, at=now())
    match shown:
        case play.ItemView():
            return views.show_item(shown)
        case play.RedirectTo(position=None):
            return see_other(url_for("play.result", round_id=round_id))
        case play.RedirectTo(position=elsewhere):
            return see_other(url_for("play.item", round_id=round_id, position=elsewhere))
        case verdict:
            return views.show_verdict(verdict)


@blueprint.post("/<round_id>/items/<int:position>")
def answer(round_id: RoundId, position: int) -> Response:
    form = AnswerForm()
    if not form.validate():
        abort(422)
    try:
        verdict = play.answer_item(
            db.session(),
            player_id=_player(),
            round_id=round_id,
            position=position,
            token=text_of(form.option),
            at=now(),
        )
    except (ItemNotOpen, RoundIsOver):
        return see_other(url_for("play.item", round_id=round_id, position=position))
    if verdict.is_last:
        # The verdict is stored. If this fails, the next round's start makes it good.
        with suppress(play.CannotStore):
            ratings.fold_round(db.session(), round_id)
            standings.settle_now_and_then(db.session())
    return views.answered(verdict)


@blueprint.get("/<round_id>/result")
def result(round_id: RoundId) -> Response:
    player_id = _player()
    at = now()
    session = db.session()
    found = play.result_of(session, player_id=player_id, round_id=round_id, at=at)
    if found.open_position is not None:
        return see_other(url_for("play.item", round_id=round_id, position=found.open_position))
    maker = home.playable_packs().get(found.pack)
    courses = (*home.courses_of(maker), Mixed.MIXED) if maker is not None else ()
    page = result_page(
        found,
        maker=maker if found.level in courses else None,
        at=at,
        suspicions=fairness.suspicions_of(session, round_id),
        streak=streaks.day_streak_of(session, player_id, at) if found.mode is Mode.PREMIERE else None,
        due=reviews.due_of(session, player_id, at) if found.mode is Mode.SECOND_VIEWING else None,
        is_guest=current_account() is None,
    )
    return show(page)


def _player() -> PlayerId:
    """Who plays; nobody has no round, and whether there is one is not told."""
    player_id = current_player()
    if player_id is None:
        raise play.RoundNotFound("There is no such round.")
    return player_id


def _dealer(player_id: PlayerId) -> Dealer:
    return Dealer(db.session(), home.library(), learnt_so_far(), player_id=player_id, at=now())


def learnt_so_far() -> ratings.LearntSoFar:
    """What play has taught, as this process knows it."""
    found: ratings.LearntSoFar = current_app.extensions["learnt"]
    return found
