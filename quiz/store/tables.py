"""Every table, so that whoever has the metadata from here has all of it."""

from __future__ import annotations

from quiz.store.accounts import AccountRow, ResetLinkRow
from quiz.store.administration import AuditEntryRow
from quiz.store.answers import AnswerRow
from quiz.store.base import Base
from quiz.store.challenges import ChallengeRow
from quiz.store.clubs import ClubMemberRow, ClubRow
from quiz.store.flags import FlagRow
from quiz.store.players import PlayerRow
from quiz.store.premieres import PremiereFactRow, PremiereItemRow, PremiereRow
from quiz.store.profiles import CrownRow, TallyRow
from quiz.store.ratings import FirstAttemptRow, FoldOrderRow, ItemRatingRow, PlayerRatingRow, RatingMergeRow
from quiz.store.reviews import ReviewCardRow
from quiz.store.rounds import DealtFactRow, RoundItemRow, RoundRow
from quiz.store.site import PackSettingRow, SiteSettingRow
from quiz.store.standings import StandingCountRow, StandingMoveRow, StandingRow
from quiz.store.zones import PlayerZoneRow

__all__ = [
    "AccountRow",
    "AnswerRow",
    "AuditEntryRow",
    "ChallengeRow",
    "ClubMemberRow",
    "ClubRow",
    "CrownRow",
    "DealtFactRow",
    "FirstAttemptRow",
    "FlagRow",
    "FoldOrderRow",
    "ItemRatingRow",
    "PackSettingRow",
    "PlayerRatingRow",
    "PlayerRow",
    "PlayerZoneRow",
    "PremiereFactRow",
    "PremiereItemRow",
    "PremiereRow",
    "RatingMergeRow",
    "ResetLinkRow",
    "ReviewCardRow",
    "RoundItemRow",
    "RoundRow",
    "SiteSettingRow",
    "StandingCountRow",
    "StandingMoveRow",
    "StandingRow",
    "TallyRow",
    "metadata",
]

metadata = Base.metadata
