"""Challenges: making one of a finished round, taking one up, and how everybody did."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, request, url_for

from quiz.extensions import db
from quiz.game.rounds import PlayerId, RoundId
from quiz.services import challenges
from quiz.services.challenges import (
    ChallengeRound,
    ChallengeView,
    Compared,
    Given,
    OwnChallenge,
    Stand,
    Waits,
)
from quiz.web.contexts import LEVEL_NAMES
from quiz.web.contexts_challenges import (
    ChallengePage,
    ComparedContext,
    GivenContext,
    SumContext,
    TakenContext,
)
from quiz.web.dates import long_date
from quiz.web.forms import text_of
from quiz.web.forms_challenges import ChallengeForm, TakeUpForm
from quiz.web.fragments import see_other, show
from quiz.web.players import current_player, expect_guest, now, player_or_guest

blueprint = Blueprint("challenges", __name__, url_prefix="/challenges")

_SECOND = timedelta(seconds=1)


@blueprint.post("")
def make() -> Response:
    form = ChallengeForm()
    player_id = current_player()
    if not form.validate() or player_id is None:
        abort(422)
    round_id = RoundId(text_of(form.round_id))
    token = challenges.make(db.session(), player_id=player_id, round_id=round_id, at=now())
    return see_other(url_for("challenges.challenge", token=token))


@blueprint.get("/<token>")
def challenge(token: str) -> Response:
    player_id = current_player()
    if player_id is None:
        expect_guest()
    against = request.args.get("against", type=int)
    view = challenges.look(db.session(), token, player_id=player_id, at=now(), against=against)
    return show(_page(view, player_id))


@blueprint.post("/<token>")
def take_up(token: str) -> Response:
    form = TakeUpForm()
    if not form.validate():
        abort(422)
    # Nobody becomes a guest by a challenge that is not there.
    challenges.look(db.session(), token, player_id=None, at=now())
    try:
        started = challenges.take_up(db.session(), token, player_id=player_or_guest(), at=now())
    except OwnChallenge:
        return see_other(url_for("challenges.challenge", token=token))
    if isinstance(started, Waits):
        return see_other(url_for("challenges.challenge", token=token))
    return see_other(url_for("play.item", round_id=started, position=1))


def _page(view: ChallengeView, player_id: PlayerId | None) -> ChallengePage:
    made_of = view.made_of
    here = url_for("challenges.challenge", token=view.token)
    is_closed = view.stand is not Stand.NEW or view.waits is not None
    challenger = _name(made_of)
    return ChallengePage(
        title="Your challenge" if view.stand is Stand.OWN else f"{challenger} challenges you",
        level=view.level,
        stand=view.stand,
        challenger=challenger,
        pack_title=made_of.pack_title,
        level_name=LEVEL_NAMES[view.level],
        size=made_of.size,
        is_relaxed=made_of.is_relaxed,
        right_count=made_of.right_count,
        points=made_of.points,
        form=None if is_closed else TakeUpForm(formdata=None),
        url=here,
        link=url_for("challenges.challenge", token=view.token, _external=True)
        if view.stand is Stand.OWN
        else None,
        waits_until=None if view.waits is None else moment(view.waits.until),
        round_url=_round_url(view),
        own=None if view.own is None or view.against is None else _sum(view.own, "You"),
        other=None if view.against is None else _sum(view.against, _name(view.against)),
        compared=tuple(_compared(each, is_relaxed=made_of.is_relaxed) for each in view.compared),
        taken=tuple(_taken(number, each, view, player_id) for number, each in enumerate(view.taken)),
    )


def moment(at: datetime) -> str:
    return f"{long_date(at)}, {at:%H:%M} UTC"


def _name(round_: ChallengeRound) -> str:
    return round_.name or "A guest"


def _round_url(view: ChallengeView) -> str | None:
    if view.own is None:
        return None
    if view.stand is Stand.PLAYING:
        return url_for("play.item", round_id=view.own.id, position=1)
    return url_for("play.result", round_id=view.own.id)


def _sum(round_: ChallengeRound, name: str) -> SumContext:
    return SumContext(name=name, right_count=round_.right_count, points=round_.points)


def _compared(item: Compared, *, is_relaxed: bool) -> ComparedContext:
    return ComparedContext(
        position=item.position,
        stem=item.stem,
        own=_given(item.own, is_relaxed=is_relaxed),
        other=_given(item.other, is_relaxed=is_relaxed),
    )


def _given(given: Given | None, *, is_relaxed: bool) -> GivenContext | None:
    if given is None:
        return None
    seconds = "" if is_relaxed else f"{given.elapsed / _SECOND:.1f}"
    return GivenContext(is_right=given.is_right, points=given.points, seconds=seconds)


def _taken(
    number: int, round_: ChallengeRound, view: ChallengeView, player_id: PlayerId | None
) -> TakenContext:
    is_own = round_.player_id == player_id
    is_shown = view.against is not None and view.against.id == round_.id
    is_linked = round_.is_over and not is_own and not is_shown
    return TakenContext(
        name=_name(round_),
        is_own=is_own,
        right_count=round_.right_count if round_.is_over else None,
        points=round_.points if round_.is_over else None,
        url=url_for("challenges.challenge", token=view.token, against=number) if is_linked else None,
    )
