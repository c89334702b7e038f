"""Why a result does not count, in words for its player."""

from __future__ import annotations

from collections.abc import Mapping

from quiz.game.fairness import Decision, Suspicion
from quiz.web.contexts import HeldResult

_REASONS = {
    Suspicion.SPEED: "Several right answers came faster than anybody can read the questions.",
    Suspicion.SAME_ANSWERS: "Somebody else gave the very same answers within an hour, mistakes included.",
    Suspicion.RATING_JUMP: "It is far above what your earlier rounds in this pack lead one to expect.",
}


def held_result(suspicions: Mapping[Suspicion, Decision | None]) -> HeldResult | None:
    """None where nothing keeps the result from counting."""
    open_ = [kind for kind, decision in suspicions.items() if decision is None]
    upheld = [kind for kind, decision in suspicions.items() if decision is Decision.UPHELD]
    if not open_ and not upheld:
        return None
    return HeldResult(
        is_decided=bool(upheld),
        reasons=tuple(_REASONS[kind] for kind in Suspicion if kind in (upheld or open_)),
    )
