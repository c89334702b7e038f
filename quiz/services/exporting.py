"""Everything that the site keeps of a player, for them to take along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from quiz.game.premieres import closes_everywhere, first_secret, opens_anywhere
from quiz.game.rounds import PlayerId
from quiz.items.item import Phrase
from quiz.store import exporting
from quiz.store.base import Session, reading
from quiz.store.exporting import Row

__all__ = ["export"]

_OPEN = (
    "Questions of a Première that is still open somewhere on earth are left out, and so is whatever else asks"
    " about the same facts. Download the file again once it is over."
)
_OPEN_AT_ONCE = 4


def export(session: Session, player_id: PlayerId, at: datetime) -> dict[str, Any]:
    """Of plain values, to be written as JSON. No item is in it that has no answer yet."""
    days = open_days(at)
    with reading(session):
        secret = exporting.facts_of_premieres(session, days)
        hidden = exporting.places_of_facts(session, player_id, secret)
        seats = exporting.seats_of_premieres(session, days)
        rounds = exporting.round_rows(session, player_id)
        answered = exporting.answered_rows(session, player_id)
        cards = exporting.card_rows(session, player_id)
        rest = {
            **exporting.earned_rows(session, player_id),
            "clubs": exporting.club_rows(session, player_id),
            "flags": exporting.flag_rows(session, player_id),
            "challenges": exporting.challenge_rows(session, player_id),
        }
        account = exporting.account_rows(session, player_id)
        zones = exporting.zone_rows(session, player_id)
    premieres = {row["id"] for row in rounds if row["premiere_date"] in days}
    told: dict[str, list[Row]] = {}
    untold: set[str] = set()
    for row in answered:
        if row["round_id"] in premieres or (row["round_id"], row["position"]) in hidden:
            untold.add(row["item_id"])
        else:
            told.setdefault(row["round_id"], []).append(_answered(row))
    found = {
        "exported_at": at,
        "left_out": _OPEN if days else None,
        "account": account[0] if account else None,
        "zones": zones,
        "rounds": [row | {"answered": told.get(row["id"], [])} for row in rounds],
        "review_cards": [
            card for card in cards if card["item_id"] not in untold and card["seat"] not in seats
        ],
        **rest,
    }
    return {name: _plain(value) for name, value in found.items()}


def open_days(at: datetime) -> frozenset[date]:
    """The dates whose Premières can be played somewhere on earth at that moment."""
    first = first_secret(at)
    near = (first + timedelta(days=each) for each in range(_OPEN_AT_ONCE))
    return frozenset(day for day in near if opens_anywhere(day) <= at < closes_everywhere(day))


def _answered(row: Mapping[str, Any]) -> Row:
    face, back = row["face"], row["back"]
    labels = [_text(label) for label in face.labels]
    return {
        "position": row["position"],
        "question": _text(face.stem),
        "options": labels,
        "key": labels[row["key_index"]],
        "chosen": labels[row["option_index"]],
        "is_right": row["is_right"],
        "explanation": _text(back.explanation),
        "sources": [asdict(source) for source in back.sources],
        "facts": list(back.facts),
        "item": row["item_id"],
        "family": row["family"],
        "level": row["level"],
        "answered_at": row["answered_at"],
        "elapsed_ms": row["elapsed_ms"],
        "points": row["base_points"] + row["speed_points"] + row["streak_points"],
        "is_counted": row["is_counted"],
    }


def _text(phrase: Phrase) -> str:
    return "".join(part.text for part in phrase)


def _plain(value: object) -> object:
    """The same as JSON has it: times as ISO 8601 writes them."""
    if isinstance(value, date):  # which a datetime is, too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
