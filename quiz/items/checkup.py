"""Everything that is to be said of packs that were read: what keeps them from loading, what they mean to ask
and do not, and what they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quiz.bank.pack import Pack
from quiz.bank.problems import Problem
from quiz.bank.reading import Reading, collector_paused
from quiz.items.making import Maker
from quiz.items.silence import silent_families, silent_questions
from quiz.items.summing import Summary, sum_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Of one pack that loaded. problems: to be mended. hints: families that make nothing."""

    problems: tuple[Problem, ...]
    hints: tuple[Problem, ...]
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """problems: those of packs that did not load come first, each pack's others after them."""

    problems: tuple[Problem, ...]
    hints: tuple[Problem, ...]
    summaries: tuple[Summary, ...]


class Checker:
    """Looks at packs again and again, and only at those that have changed since."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], Findings] = {}

    def check(self, reading: Reading, only: str | None, today: date) -> Checkup:
        """only: the one pack that is asked about."""
        found = [
            self._findings(pack, reading.hashes[slug], today)
            for slug, pack in reading.packs.items()
            if only in (None, slug)
        ]
        return Checkup(
            problems=(*reading.problems, *(problem for each in found for problem in each.problems)),
            hints=tuple(hint for each in found for hint in each.hints),
            summaries=tuple(each.summary for each in found),
        )

    def _findings(self, pack: Pack, content_hash: str, today: date) -> Findings:
        known = self._known.get((content_hash, today))
        if known is None:
            with collector_paused():
                known = _look_at(Maker(pack, today))
            self._known[content_hash, today] = known
        return known


def _look_at(maker: Maker) -> Findings:
    return Findings(
        problems=tuple(silent_questions(maker)),
        hints=tuple(silent_families(maker)) if maker.pack.facts and maker.pack.families else (),
        summary=sum_up(maker),
    )
