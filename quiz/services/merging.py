"""A guest who turns out to be somebody with an account: what they played becomes the account's."""

from __future__ import annotations

from quiz.game.merging import counted_from, later_premieres, repeated_answers
from quiz.game.rounds import PlayerId
from quiz.services.ratings import merge_ratings
from quiz.services.standings import restate_all
from quiz.store import merging, players
from quiz.store.base import Session
from quiz.store.reviews import take_over_cards
from quiz.store.standings import lock_players
from quiz.store.zones import take_over_zones

__all__ = ["merge"]


def merge(session: Session, guest: PlayerId, account: PlayerId) -> None:
    """Let the account have all that the guest has, and nothing count twice. Part of the caller's transaction.

    Of a date's Premières the first one started counts, and of two answers to a fact within seven days the
    first. The guest has no key after this, so that it cannot be merged again.
    """
    # First what folding waits for, then the players, then their rounds, as everybody locks them.
    merge_ratings(session, merging.packs_played(session, guest), guest, account)
    lock_players(session, [guest, account])
    merging.uncount_rounds(session, later_premieres(merging.started_premieres(session, [guest, account])))
    given = merging.answers_in_common(session, guest, account)
    repeated = repeated_answers(given)
    merging.uncount_answers(session, repeated)
    first = [answer for answer in given if answer.place not in repeated]
    still_open = merging.open_items_in_common(session, guest, account)
    merging.count_later(session, counted_from(still_open, first))
    merging.move_rounds(session, guest, account)
    take_over_cards(session, guest, account)
    take_over_zones(session, guest, account)
    players.change_key(session, guest, None)
    restate_all(session, [guest, account])
