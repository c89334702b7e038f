"""A round, from its start to its result."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, url_for

from quiz.extensions import db
from quiz.game.modes import CIRCUIT_SIZE, Course, course_of, start_of_week
from quiz.game.rounds import ItemNotOpen, PlayerId, RoundId, RoundIsOver
from quiz.items.item import Item, Level
from quiz.services import endings, fairness, play, ratings
from quiz.web import home, views
from quiz.web.forms import AnswerForm, StartForm, text_of
from quiz.web.fragments import see_other, show
from quiz.web.players import current_player, now, player_or_guest

if TYPE_CHECKING:
    from quiz.items.making import Maker

blueprint = Blueprint("play", __name__, url_prefix="/rounds")

_SEED_BITS = 63


@blueprint.post("")
def start() -> Response:
    form = StartForm()
    if not form.validate():
        return home.refuse(form)
    maker = home.playable_packs().get(text_of(form.pack))
    level = course_of(text_of(form.level))
    if maker is None:
        form.pack.errors = ["That pack is not played here any more. Choose another."]
        return home.refuse(form)
    if level not in home.courses_of(maker):
        form.level.errors = ["This pack has no questions at that level. Choose another."]
        return home.refuse(form)
    request_key = text_of(form.request_key)
    player_id = player_or_guest()
    round_id = play.start_round(
        db.session(),
        player_id=player_id,
        pack=maker.pack.slug,
        pack_title=maker.pack.title,
        level=level,
        is_relaxed=form.relaxed.data,
        items=_deal(maker, level, player_id, is_relaxed=form.relaxed.data),
        at=now(),
        request_key=request_key,
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
    return views.answered(verdict)


@blueprint.get("/<round_id>/result")
def result(round_id: RoundId) -> Response:
    found = play.result_of(db.session(), player_id=_player(), round_id=round_id, at=now())
    if found.open_position is not None:
        return see_other(url_for("play.item", round_id=round_id, position=found.open_position))
    maker = home.playable_packs().get(found.pack)
    is_played = maker is not None and found.level in home.courses_of(maker)
    suspicions = fairness.suspicions_of(db.session(), round_id)
    return show(views.result_page(found, maker if is_played else None, suspicions))


def _player() -> PlayerId:
    """Who plays; nobody has no round, and whether there is one is not told."""
    player_id = current_player()
    if player_id is None:
        raise play.RoundNotFound("There is no such round.")
    return player_id


def _deal(maker: Maker, level: Course, player_id: PlayerId, *, is_relaxed: bool) -> tuple[Item, ...]:
    """A Circuit's items; a fact that was asked this week comes back only when the level is used up."""
    at = now()
    session = db.session()
    pack = maker.pack.slug
    seed = secrets.randbits(_SEED_BITS)
    endings.close_rounds(session, at, player_id=player_id)
    recent = play.recent_facts(session, player_id=player_id, since=start_of_week(at), at=at)
    learnt = learnt_so_far().of(session, pack)
    if isinstance(level, Level):
        return maker.deal(level, seed, CIRCUIT_SIZE, recent, learnt.difficulties)
    ratings.fold_rounds_of(session, player_id)
    aim = ratings.aim_for(session, player_id=player_id, pack=pack, size=CIRCUIT_SIZE, is_relaxed=is_relaxed)
    return maker.deal_near(aim, seed, CIRCUIT_SIZE, recent, learnt.difficulties, learnt.answers)


def learnt_so_far() -> ratings.LearntSoFar:
    """What play has taught, as this process knows it."""
    found: ratings.LearntSoFar = current_app.extensions["learnt"]
    return found
