"""Where a browser says that it is: a time zone, in a form or in a cookie that `zone.js` sets."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.game.zones import UNKNOWN, UnknownZone, checked_zone
from quiz.services import zones
from quiz.web.players import now

COOKIE = "zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """is_known: false where nobody has said it, and the zone is UTC."""

    zone: str
    is_known: bool


def place_of(player_id: PlayerId | None) -> Place:
    """Where the player lives; of whom nobody knows it, where the browser says that it is."""
    if player_id is not None:
        setting = zones.setting_of(db.session(), player_id)
        if setting.is_known:
            return Place(zone=setting.zone, is_known=True)
    told = _known(request.cookies.get(COOKIE, ""))
    return Place(zone=told or UNKNOWN, is_known=told is not None)


def settle(player_id: PlayerId, told: str) -> str:
    """The player's zone, once the form has told the browser's, if it did."""
    zone = _known(told) or _known(request.cookies.get(COOKIE, ""))
    if zone is None:
        return zones.zone_of(db.session(), player_id)
    return zones.set_first_zone(db.session(), player_id, zone, now())


def _known(name: str) -> str | None:
    try:
        return checked_zone(name)
    except UnknownZone:
        return None
