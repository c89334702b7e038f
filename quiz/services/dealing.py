"""Which items each mode deals. What a Première keeps secret is dealt in no other."""

from __future__ import annotations

import secrets
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from quiz.game.modes import CIRCUIT_SIZE, Course, start_of_week
from quiz.game.reviews import SIZE as VIEWING_SIZE
from quiz.game.rounds import PlayerId
from quiz.items.item import Item, Level
from quiz.services import endings, play, premieres, ratings, site
from quiz.store import reviews
from quiz.store.base import Session, reading, writing

if TYPE_CHECKING:
    from quiz.items.library import Library
    from quiz.items.making import Maker

__all__ = ["Dealer"]

LONG_TAKE_SIZES = MappingProxyType({Level.BERLIN: 15, Level.VENICE: 15, Level.CANNES: 20})
"""How many items of each level a Long take has ready."""

_CARDS_AT_ONCE = 4 * VIEWING_SIZE
"""Cards that are looked at for one viewing: some may have to wait, and some may be gone."""

_SEED_BITS = 63


class Dealer:
    """Deals the rounds of one player at one moment.

    Each method is several transactions of its own, most of which only read.
    """

    def __init__(
        self,
        session: Session,
        library: Library,
        learnt: ratings.LearntSoFar,
        *,
        player_id: PlayerId,
        at: datetime,
    ) -> None:
        self._session = session
        self._library = library
        self._learnt = learnt
        self._player_id = player_id
        self._at = at

    def circuit(self, maker: Maker, course: Course, *, is_relaxed: bool) -> tuple[Item, ...]:
        """A fact that was asked this week comes back only when the level is used up."""
        secret, recent = self._secret_and_recent()
        pack = maker.pack.slug
        learnt = self._learnt.of(self._session, pack)
        if isinstance(course, Level):
            return maker.deal(course, _seed(), CIRCUIT_SIZE, recent, learnt.difficulties, secret)
        ratings.fold_rounds_of(self._session, self._player_id)
        aim = ratings.aim_for(
            self._session, player_id=self._player_id, pack=pack, size=CIRCUIT_SIZE, is_relaxed=is_relaxed
        )
        return maker.deal_near(
            aim, _seed(), CIRCUIT_SIZE, recent, learnt.difficulties, learnt.answers, secret
        )

    def long_take(self, maker: Maker) -> tuple[Item, ...]:
        """From easy to hard, as far as is believed; what was asked this week comes back as in a Circuit."""
        secret, recent = self._secret_and_recent()
        learnt = self._learnt.of(self._session, maker.pack.slug).difficulties
        items = maker.deal_mixed(LONG_TAKE_SIZES, _seed(), recent, learnt, secret)
        levels = list(Level)
        return tuple(
            sorted(items, key=lambda item: (levels.index(item.level), learnt.get(item.seat, item.difficulty)))
        )

    def second_viewing(self) -> tuple[Item, ...]:
        """What is due, the longest first, proven by today's packs; none if nothing is, or all must wait.

        A card waits while its pack is away or not offered, while a Première keeps its fact, and while another
        open round has it. It is dropped once its pack can no longer ask it.
        """
        secret, _ = self._secret_and_recent()
        with reading(self._session):
            due = reviews.load_due(self._session, self._player_id, self._at, _CARDS_AT_ONCE)
        taken = secret | self._still_open()
        offered = site.enabled_packs(self._session, self._library.makers)
        items: list[Item] = []
        gone: list[tuple[str, str]] = []
        seed = _seed()
        for card in due:
            if card.pack not in offered:
                continue
            maker = self._library.makers[card.pack]
            item = maker.ask_again(card.item_id, card.seat, seed)
            if item is None or item.seat != card.seat:
                gone.append((card.pack, card.seat))
            elif len(items) < VIEWING_SIZE and taken.isdisjoint(item.rests_on):
                items.append(item)
                taken |= item.rests_on
        if gone:
            with writing(self._session):
                reviews.drop_cards(self._session, self._player_id, gone)
        return tuple(items)

    def _secret_and_recent(self) -> tuple[frozenset[str], frozenset[str]]:
        premieres.ensure_drawn(self._session, self._library, self._at, self._learnt)
        endings.close_rounds(self._session, self._at, player_id=self._player_id)
        secret = premieres.secret_facts(self._session, self._at)
        recent = play.recent_facts(
            self._session, player_id=self._player_id, since=start_of_week(self._at), at=self._at
        )
        return secret, recent

    def _still_open(self) -> frozenset[str]:
        """The facts that open rounds of the player will ask."""
        return play.recent_facts(self._session, player_id=self._player_id, since=self._at, at=self._at)


def _seed() -> int:
    """Nobody can tell what is dealt."""
    return secrets.randbits(_SEED_BITS)
