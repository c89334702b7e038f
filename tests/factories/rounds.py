"""Rounds in a database, and how to play them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from quiz.game.modes import Course
from quiz.game.rounds import PlayerId, RoundId, Verdict
from quiz.items.item import Item, Level
from quiz.services import play
from quiz.services.accounts import new_guest
from quiz.store.base import Session
from tests.factories.items import some_items

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
"""A Monday, so that an ISO week starts twelve hours before."""

READING = timedelta(seconds=4)
"""What an answer takes that nobody doubts; it earns all points for speed."""

_keys = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A stored round, its player and the items that were dealt to it."""

    id: RoundId
    player_id: PlayerId
    items: tuple[Item, ...]

    def item(self, position: int) -> Item:
        return self.items[position - 1]

    def show(self, session: Session, position: int, *, at: datetime = NOON) -> play.ItemView:
        """The open item, shown. Fails if the round has it not to show."""
        view = play.show_item(session, player_id=self.player_id, round_id=self.id, position=position, at=at)
        assert isinstance(view, play.ItemView), view
        return view

    def token(self, session: Session, position: int, *, is_right: bool = True, at: datetime = NOON) -> str:
        """The form's value for the key of the open item, or for a distractor."""
        options = self.show(session, position, at=at).options
        key = self.item(position).key
        return options[key if is_right else (key + 1) % len(options)].token

    def answer(
        self,
        session: Session,
        position: int,
        *,
        is_right: bool = True,
        at: datetime = NOON,
        took: timedelta | None = None,
    ) -> Verdict:
        """Show the item and answer it so much later; if None, answer what was shown long enough before."""
        shown_at = at - READING if took is None else at
        token = self.token(session, position, is_right=is_right, at=shown_at)
        return self.send(session, position, token, at=at if took is None else at + took)

    def send(self, session: Session, position: int, token: str, *, at: datetime = NOON) -> Verdict:
        return play.answer_item(
            session, player_id=self.player_id, round_id=self.id, position=position, token=token, at=at
        )


def a_player(session: Session, *, at: datetime = NOON) -> PlayerId:
    return new_guest(session, key=f"guest-{next(_keys)}", at=at)


def a_round(
    session: Session,
    *,
    answered: int = 0,
    took: timedelta | None = None,
    size: int = 10,
    items: Sequence[Item] | None = None,
    player_id: PlayerId | None = None,
    level: Course = Level.BERLIN,
    is_relaxed: bool = False,
    at: datetime = NOON,
) -> Played:
    """A round of that many items, the first of them answered, right and after as long as it `took`.

    items: instead of `size` items made by hand.
    player_id: of a guest made for it, if None.
    """
    dealt = tuple(items or some_items(size, level=level if isinstance(level, Level) else Level.VENICE))
    player_id = player_id or a_player(session, at=at)
    round_id = play.start_round(
        session,
        player_id=player_id,
        pack="binoche",
        pack_title="Juliette Binoche",
        level=level,
        is_relaxed=is_relaxed,
        items=dealt,
        at=at,
        request_key=f"round-{next(_keys)}",
    )
    played = Played(id=round_id, player_id=player_id, items=dealt)
    for position in range(1, answered + 1):
        played.answer(session, position, at=at, took=took)
    return played
