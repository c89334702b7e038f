"""What administrators look at, line by line, as it is read."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import url_for

from quiz.game.fairness import Decision, Suspicion
from quiz.services.accounts import Role
from quiz.services.oversight import Deed, Entry, Flag, FoundAccount, PlayedRound
from quiz.web.contexts import LEVEL_NAMES, MODE_NAMES
from quiz.web.contexts_admin import DeedLine, FlagLine, PlayerLine, RoundLine
from quiz.web.dates import short_date
from quiz.web.forms_admin import ROLE_NAMES

SUSPICION_NAMES = {
    Suspicion.SPEED: "Faster than reading",
    Suspicion.SAME_ANSWERS: "Same answers as another",
    Suspicion.RATING_JUMP: "Far above the rating",
}
GUEST = "a guest"
NOBODY = "a deleted account"

_DEEDS = {
    Deed.RENAMED: "{by} gave {player} another name.",
    Deed.GAVE_ROLE: "{by} gave {player} the role of {about}.",
    Deed.SUSPENDED: "{by} suspended {player}.",
    Deed.READMITTED: "{by} readmitted {player}.",
    Deed.HID: "{by} took {player} off the leaderboards.",
    Deed.SHOWED: "{by} put {player} back on the leaderboards.",
    Deed.MADE_LINK: "{by} made a reset link for {player}.",
    Deed.CLEARED: "{by} cleared a round of {player} ({about}).",
    Deed.UPHELD: "{by} left out a round of {player} ({about}).",
    Deed.SET_PACK: "{by} set how the pack {about} is offered.",
    Deed.SET_SITE: "{by} changed the site’s name or its sign-up.",
}


def moment(at: datetime) -> str:
    """25 Nov 2026, 18:05 UTC."""
    return f"{short_date(at)}, {at.astimezone(UTC):%H:%M} UTC"


def player_line(found: FoundAccount) -> PlayerLine:
    states = (("suspended", found.is_suspended), ("hidden", found.is_hidden))
    return PlayerLine(
        url=url_for("admin.player", player_id=found.player_id),
        name=found.name,
        role=ROLE_NAMES[found.role],
        states=tuple(state for state, holds in states if holds),
        since=short_date(found.made_at),
    )


def round_line(played: PlayedRound) -> RoundLine:
    state = "" if played.is_counted else "does not count"
    clock = ", no clock" if played.is_relaxed else ""
    return RoundLine(
        what=f"{MODE_NAMES[played.mode]}: {played.pack_title}, {LEVEL_NAMES[played.level]}{clock}",
        right_count=played.right_count,
        size=played.size,
        points=played.points,
        ended=moment(played.ended_at),
        state="held" if played.is_held else state,
    )


def flag_line(flag: Flag) -> FlagLine:
    decision = None
    if flag.decision is not None and flag.decided_at is not None:
        word = "Cleared" if flag.decision is Decision.CLEARED else "Upheld"
        decision = f"{word} by {flag.decided_by or NOBODY}, {moment(flag.decided_at)}"
    return FlagLine(
        url=url_for("admin.flag", round_id=flag.round.id, suspicion=flag.suspicion.value),
        suspicion=SUSPICION_NAMES[flag.suspicion],
        player=flag.player or GUEST,
        player_url=url_for("admin.player", player_id=flag.player_id),
        round=round_line(flag.round),
        raised=moment(flag.made_at),
        decision=decision,
    )


def deed_line(entry: Entry) -> DeedLine:
    about = entry.about
    if entry.deed is Deed.GAVE_ROLE:
        about = ROLE_NAMES[Role(about)].lower()
    if entry.deed in {Deed.CLEARED, Deed.UPHELD}:
        about = SUSPICION_NAMES[Suspicion(about.partition(" ")[0])].lower()
    is_to_somebody = entry.player_id is not None
    # A name may hold braces; so the sentence is cut where the player's name stands, and then filled in.
    before, _, after = _DEEDS[entry.deed].partition("{player}")
    by = entry.by or NOBODY.capitalize()
    return DeedLine(
        at=moment(entry.at),
        before=before.format(by=by, about=about),
        after=after.format(by=by, about=about),
        player=(entry.player or GUEST) if is_to_somebody else None,
        player_url=url_for("admin.player", player_id=entry.player_id) if is_to_somebody else None,
    )
