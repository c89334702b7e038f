"""Every table, so that whoever has the metadata from here has all of it."""

from __future__ import annotations

from quiz.store.answers import AnswerRow
from quiz.store.base import Base
from quiz.store.players import PlayerRow
from quiz.store.ratings import FirstAttemptRow, FoldOrderRow, ItemRatingRow, PlayerRatingRow
from quiz.store.rounds import DealtFactRow, RoundItemRow, RoundRow

__all__ = [
    "AnswerRow",
    "DealtFactRow",
    "FirstAttemptRow",
    "FoldOrderRow",
    "ItemRatingRow",
    "PlayerRatingRow",
    "PlayerRow",
    "RoundItemRow",
    "RoundRow",
    "metadata",
]

metadata = Base.metadata
