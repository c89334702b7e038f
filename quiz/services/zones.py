"""Where players live. Each function here is one transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.game.rounds import PlayerId
from quiz.game.zones import (
    UNKNOWN,
    UnknownZone,
    ZoneIsFixed,
    ZoneSpan,
    checked_zone,
    free_from,
    local_date,
    zone_names,
)
from quiz.store import zones
from quiz.store.base import Session, reading, writing

__all__ = [
    "UnknownZone",
    "ZoneIsFixed",
    "ZoneSetting",
    "change_zone",
    "set_first_zone",
    "setting_of",
    "zone_names",
    "zone_of",
]

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSetting:
    """is_known: false where nobody has said it, and the zone is UTC.
    free_from: from when on it can be changed; None if it can be at any time.
    """

    zone: str
    is_known: bool
    free_from: datetime | None


def zone_of(session: Session, player_id: PlayerId) -> str:
    """The IANA name of the player's zone; UTC while nobody has said it."""
    return setting_of(session, player_id).zone


def setting_of(session: Session, player_id: PlayerId) -> ZoneSetting:
    with reading(session):
        spans = zones.load_spans(session, player_id)
    return ZoneSetting(
        zone=spans[-1].zone if spans else UNKNOWN, is_known=bool(spans), free_from=free_from(spans)
    )


def set_first_zone(session: Session, player_id: PlayerId, zone: str, at: datetime) -> str:
    """Take the zone from the player's browser, unless one is known; the player's zone then.

    Raises UnknownZone.
    """
    checked_zone(zone)
    with writing(session):
        spans = zones.load_spans(session, player_id)
        if spans:
            return spans[-1].zone
        zones.add_span(session, player_id, ZoneSpan(zone=zone, since=at))
    return zone


def change_zone(session: Session, player_id: PlayerId, zone: str, at: datetime) -> None:
    """Note that the player lives there from now on; nothing changes if that is known.

    Raises UnknownZone, or ZoneIsFixed with the date from which it can be changed.
    """
    checked_zone(zone)
    with writing(session):
        spans = zones.load_spans(session, player_id)
        if spans and spans[-1].zone == zone:
            return
        free = free_from(spans)
        if free is not None and at < free:
            raise ZoneIsFixed(local_date(spans[-1].zone, free))
        zones.add_span(session, player_id, ZoneSpan(zone=zone, since=_after(spans, at)))


def _after(spans: Sequence[ZoneSpan], at: datetime) -> datetime:
    """Now, or just after the last change where the server's clock has been set back behind it."""
    return max(at, spans[-1].since + _INSTANT) if spans else at
