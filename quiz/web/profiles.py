"""A player's page: one's own, and what others may see."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from quiz.extensions import db
from quiz.services import profiles
from quiz.web import portraits
from quiz.web.fragments import see_other, show
from quiz.web.players import current_account, current_player, now

blueprint = Blueprint("profiles", __name__)


@blueprint.get("/profile")
def own() -> Response:
    """Who has not played yet has the empty page of a guest."""
    player_id = current_player()
    if player_id is None:
        return show(portraits.newcomers_page())
    return show(portraits.own_page(profiles.own_profile(db.session(), player_id, now())))


@blueprint.get("/players/<name>")
def player(name: str) -> Response:
    at = now()
    try:
        found = profiles.public_profile(db.session(), name, at)
    except profiles.UnknownPlayer:
        if _is_own(name):
            return see_other(url_for("profiles.own"))
        raise
    if found.person.name != name:
        return see_other(url_for("profiles.player", name=found.person.name))
    return show(portraits.public_page(found))


def _is_own(name: str) -> bool:
    """Whether it is the name of who asks, be they hidden from others."""
    account = current_account()
    return account is not None and account.name == name
