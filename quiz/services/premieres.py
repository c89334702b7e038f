"""The Première of each date. Each function here is one transaction of its own, or says more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from quiz.errors import QuizError
from quiz.game.modes import Mixed, Mode
from quiz.game.premieres import (
    FRESH_DAYS,
    NEEDS_FACTS,
    SIZE,
    SIZES,
    closes_at,
    dates_to_draw,
    first_secret,
    is_open,
    turn_of,
)
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import FactId, Item, Level
from quiz.services import play, site
from quiz.store import premieres, rounds
from quiz.store.base import Session, reading, writing
from quiz.store.premieres import Premiere

if TYPE_CHECKING:
    from quiz.items.library import Library
    from quiz.items.making import Maker
    from quiz.services.ratings import LearntSoFar

__all__ = [
    "NoPremiere",
    "PremiereIsClosed",
    "PremiereView",
    "ensure_drawn",
    "has_enough",
    "look",
    "secret_facts",
    "start",
]

_SEED_BITS = 63
_KEY_BYTES = 18


class NoPremiere(QuizError):
    """Nothing was drawn for the date."""


class PremiereIsClosed(QuizError):
    """It is not that date where the player lives, nor has it just been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiereView:
    """A Première as one player sees it.

    round_id: of the player's round; None before it starts. position: of its open item; None once it is over.
    right_count, points: so far.
    """

    day: date
    pack: str
    pack_title: str
    closes_at: datetime
    round_id: RoundId | None = None
    position: int | None = None
    right_count: int = 0
    points: int = 0


# What was drawn, or could not be, when this process looked last: by database, as a process may have several.
_looked: WeakKeyDictionary[object, object] = WeakKeyDictionary()


def ensure_drawn(session: Session, library: Library, at: datetime, learnt: LearntSoFar) -> None:
    """Draw what must be there by now and is not, a transaction for each date; most often nothing.

    Of two processes that draw the same date at once, one wins, and both go on with what it drew. Nothing that
    happens to the packs afterwards changes what is drawn.
    """
    days = dates_to_draw(at)
    rota = site.packs_in_rota(session, sorted(library.makers))
    state = days, rota, library.content_hash, library.today
    if _looked.get(session.get_bind()) == state:
        return
    with reading(session):
        drawn = premieres.drawn_dates(session, days[0])
    makers = {slug: library.makers[slug] for slug in rota if has_enough(library.makers[slug])}
    for day in days:
        if day not in drawn and makers:
            _draw(session, makers, day, at, learnt)
    _looked[session.get_bind()] = state


def secret_facts(session: Session, at: datetime) -> frozenset[FactId]:
    """The facts of the Premières that are drawn and not over everywhere: no other mode deals them."""
    with reading(session):
        return premieres.facts_from(session, first_secret(at))


def look(
    session: Session, *, day: date, zone: str, player_id: PlayerId | None, at: datetime
) -> PremiereView | None:
    """The Première of a date that is open in that zone; None if it is not, or if nothing was drawn."""
    if not is_open(day, zone, at):
        return None
    with reading(session):
        found = premieres.load_premiere(session, day)
        if found is None:
            return None
        round_ = rounds.load_premiere_round(session, player_id, day) if player_id is not None else None
    view = PremiereView(day=day, pack=found.pack, pack_title=found.pack_title, closes_at=closes_at(day, zone))
    if round_ is None:
        return view
    return PremiereView(
        day=day,
        pack=found.pack,
        pack_title=found.pack_title,
        closes_at=round_.closes_at,
        round_id=round_.id,
        position=None if round_.is_over(at) else round_.next_position,
        right_count=round_.right_count,
        points=round_.points,
    )


def start(session: Session, *, player_id: PlayerId, day: date, zone: str, at: datetime) -> RoundId:
    """The player's round of that Première: started now, unless it was before.

    Raises PremiereIsClosed or NoPremiere.
    """
    if not is_open(day, zone, at):
        raise PremiereIsClosed("That Première is not open.")
    with reading(session):
        before = rounds.load_premiere_round(session, player_id, day)
        if before is not None:
            return before.id
        found = premieres.load_premiere(session, day)
        if found is None:
            raise NoPremiere("There is no Première on that date.")
        items = premieres.load_items(session, day)
    return play.start_round(
        session,
        player_id=player_id,
        pack=found.pack,
        pack_title=found.pack_title,
        level=Mixed.MIXED,
        is_relaxed=False,
        items=items,
        at=at,
        # A date has one round, whatever is clicked; the key is there for the other modes.
        request_key=secrets.token_urlsafe(_KEY_BYTES),
        mode=Mode.PREMIERE,
        closes_at=closes_at(day, zone),
        premiere_date=day,
    )


def has_enough(maker: Maker) -> bool:
    """Whether the pack can take a turn in the rota."""
    facts: set[str] = set()
    for seat in maker.every_seat():
        facts.update([seat.question.id] if seat.question else [row.id for row in seat.facts])
        if len(facts) >= NEEDS_FACTS:
            return True
    return False


def _draw(
    session: Session, makers: Mapping[str, Maker], day: date, at: datetime, learnt: LearntSoFar
) -> None:
    with reading(session):
        order = turn_of(list(makers), premieres.last_pack_before(session, day))
        asked = premieres.asked_since(session, day - timedelta(days=FRESH_DAYS))
    # Nobody who has the packs could tell beforehand what is asked.
    seed = secrets.randbits(_SEED_BITS)
    for pack in order:
        maker = makers[pack]
        difficulties = learnt.of(session, pack).difficulties
        items = _longest_unasked(maker, seed, asked, difficulties)
        if len(items) == SIZE:
            with writing(session):
                found = Premiere(day=day, pack=pack, pack_title=maker.pack.title)
                premieres.add_premiere(session, found, _easy_to_hard(items, difficulties), at)
            return


def _longest_unasked(
    maker: Maker, seed: int, asked: Mapping[FactId, date], learnt: Mapping[str, float]
) -> tuple[Item, ...]:
    """Ten items on none of the facts asked; where too few others are left, on those asked longest ago."""
    days = sorted(set(asked.values()), reverse=True)

    def without(last: int) -> tuple[Item, ...]:
        never = frozenset(fact for fact, day in asked.items() if day in days[:last])
        return maker.deal_mixed(SIZES, seed, frozenset(), learnt, never)

    items = without(len(days))
    if len(items) == SIZE:
        return items
    # What does not succeed looks at everything there is, which takes long; so this goes up until it fails.
    kept, items = 0, without(0)
    while kept < len(days):
        kept += 1 + kept // 8
        more = without(kept)
        if len(more) < SIZE:
            break
        items = more
    return items


def _easy_to_hard(items: tuple[Item, ...], learnt: Mapping[str, float]) -> list[Item]:
    levels = list(Level)
    return sorted(items, key=lambda item: (levels.index(item.level), learnt.get(item.seat, item.difficulty)))
