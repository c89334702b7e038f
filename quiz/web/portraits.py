"""What a player's page shows, made from what the services return."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from flask import current_app, url_for

from quiz.game.modes import Mode
from quiz.game.profiles import Tally, TallyKey, TallyKind
from quiz.game.standings import Kind
from quiz.game.streaks import FREEZES_AT_MOST, PLAYED_FOR_A_FREEZE
from quiz.items.item import Level
from quiz.items.seats import HANDWRITTEN
from quiz.services.profiles import DayStreak, Place, PlayedRound, Profile, RatedRound
from quiz.web import home
from quiz.web.charts import BarChart, DayState, LineChart, Reading, bar_chart, calendar, line_chart
from quiz.web.contexts import LEVEL_NAMES, MODE_NAMES
from quiz.web.contexts_clubs import KIND_NAMES
from quiz.web.contexts_profiles import (
    BestPlace,
    DaysContext,
    LevelCrown,
    PackCrowns,
    ProfilePage,
    RecentRound,
)
from quiz.web.dates import long_date, short_date

FAMILIES_SHOWN = 10
RATINGS_SHOWN = 60

_RATING_OF_A_NEWCOMER = 1500
_RATING_PER_LOGIT = 400 / math.log(10)
_DAY = timedelta(days=1)
_GAP = re.compile(r"\{[^}]*\}")


def own_page(profile: Profile) -> ProfilePage:
    return _page(profile, is_own=True)


def public_page(profile: Profile) -> ProfilePage:
    return _page(profile, is_own=False)


def newcomers_page() -> ProfilePage:
    """Of somebody who has not played yet."""
    return ProfilePage(
        title="Your profile",
        name=None,
        is_own=True,
        is_public=False,
        since="",
        sign_up_url=_sign_up_url(),
        answers=0,
        right_percent=0,
        crown_count=0,
        triple_count=0,
        crowns=_crowns({}, is_own=True),
        days=None,
        accuracy=(),
        ratings=(),
        rounds=(),
        places=(),
    )


def rating_of(ability: float) -> int:
    """Logits on the scale of Elo ratings, where a newcomer has 1500."""
    return round(_RATING_OF_A_NEWCOMER + _RATING_PER_LOGIT * ability)


def family_name(slug: str) -> str:
    return "Written by hand" if slug == HANDWRITTEN else slug.replace("-", " ").capitalize()


def _page(profile: Profile, *, is_own: bool) -> ProfilePage:
    person = profile.person
    answered = [tally for (kind, _), tally in profile.tallies.items() if kind is TallyKind.PACK]
    total = sum(answered, Tally(answers=0, right_count=0))
    crowns = _crowns(profile.crowns, is_own=is_own)
    return ProfilePage(
        title="Your profile" if is_own else f"{person.name}",
        name=person.name,
        is_own=is_own,
        is_public=person.is_listed,
        since=long_date(person.since),
        sign_up_url=_sign_up_url() if person.name is None else None,
        answers=total.answers,
        right_percent=round(100 * total.share),
        crown_count=len(profile.crowns),
        triple_count=sum(pack.is_triple for pack in crowns),
        crowns=crowns,
        days=None if profile.streak is None else _days(profile.streak, profile.played),
        accuracy=_accuracy(profile.tallies),
        ratings=_ratings(profile.ratings),
        rounds=tuple(_recent(round_, is_own=is_own) for round_ in profile.rounds),
        places=tuple(_place(place) for place in profile.places),
    )


def _sign_up_url() -> str | None:
    return url_for("accounts.sign_up") if "accounts.sign_up" in current_app.view_functions else None


def _crowns(won: Mapping[tuple[str, Level], datetime], *, is_own: bool) -> tuple[PackCrowns, ...]:
    """Of the packs in which there is one; on one's own page, also of those in which one can be won."""
    levels = {slug: maker.levels for slug, maker in home.playable_packs().items()} if is_own else {}
    packs = [*levels, *sorted({pack for pack, _ in won} - levels.keys())]
    return tuple(
        PackCrowns(
            pack_title=pack_title(pack),
            levels=tuple(
                LevelCrown(
                    level=level,
                    name=LEVEL_NAMES[level],
                    won=short_date(won[pack, level]) if (pack, level) in won else None,
                )
                for level in Level
                if (pack, level) in won or level in levels.get(pack, tuple(Level))
            ),
            is_triple=all((pack, level) in won for level in Level),
        )
        for pack in packs
    )


def _days(streak: DayStreak, played: AbstractSet[date]) -> DaysContext:
    # Yesterday's may still be open; whoever lives where it is over sees so a day later.
    first, last = min(played), streak.today - 2 * _DAY
    missed = (first + number * _DAY for number in range((last - first).days + 1))
    states = dict.fromkeys(missed, DayState.MISSED)
    states |= dict.fromkeys(streak.frozen, DayState.FROZEN) | dict.fromkeys(played, DayState.PLAYED)
    has_all_freezes = streak.freezes == FREEZES_AT_MOST
    return DaysContext(
        length=streak.length,
        best=streak.best,
        freezes=streak.freezes,
        next_freeze=None if has_all_freezes else PLAYED_FOR_A_FREEZE - streak.played_for_next,
        is_today_in=streak.is_today_in,
        calendar=calendar(states, streak.today),
    )


def pack_title(slug: str) -> str:
    """Also of a pack that is not played here any more."""
    maker = home.library().makers.get(slug)
    return slug.replace("-", " ").capitalize() if maker is None else maker.pack.title


def _accuracy(tallies: Mapping[TallyKey, Tally]) -> tuple[BarChart, ...]:
    def of(kind: TallyKind) -> list[tuple[str, Tally]]:
        return sorted((name, tally) for (of_kind, name), tally in tallies.items() if of_kind is kind)

    packs = sorted((pack_title(name), "", tally) for name, tally in of(TallyKind.PACK))
    decades = sorted((int(name), tally) for name, tally in of(TallyKind.DECADE))
    families = sorted(
        ((family_name(name), _wording(name), tally) for name, tally in of(TallyKind.FAMILY)),
        key=lambda each: (-each[2].answers, each[0]),
    )
    charts = (
        bar_chart("packs", title="By pack", kind="Pack", tallies=packs),
        bar_chart(
            "decades",
            title="By decade",
            kind="Decade",
            tallies=[(f"{decade}s", "", tally) for decade, tally in decades],
        ),
        bar_chart(
            "families", title="By kind of question", kind="Kind", tallies=families, shown=FAMILIES_SHOWN
        ),
    )
    return tuple(chart for chart in charts if chart is not None)


def _wording(family: str) -> str:
    """How a family asks, with nothing in its gaps."""
    for maker in home.library().makers.values():
        found = maker.bank.families.get(family)
        if found is not None:
            return _GAP.sub("…", found.ask[0])
    return ""


def _ratings(rated: Iterable[RatedRound]) -> tuple[LineChart, ...]:
    """One for each pack, that played last first."""
    by_pack: dict[str, list[Reading]] = {}
    for round_ in rated:
        reading = Reading(when=short_date(round_.ended_at), value=rating_of(round_.rating))
        by_pack.setdefault(round_.pack, []).append(reading)
    return tuple(
        line_chart(f"rating-{number}", title=pack_title(pack), readings=readings[:RATINGS_SHOWN][::-1])
        for number, (pack, readings) in enumerate(by_pack.items(), start=1)
    )


def _recent(round_: PlayedRound, *, is_own: bool) -> RecentRound:
    what = [round_.pack_title] if round_.pack else []
    if isinstance(round_.level, Level):
        what.append(LEVEL_NAMES[round_.level])
    if round_.premiere_date is not None:
        what.append(long_date(round_.premiere_date))
    return RecentRound(
        when=short_date(round_.ended_at),
        mode="Challenge" if round_.challenge is not None else MODE_NAMES[round_.mode],
        what=" · ".join(what),
        score=_score(round_),
        url=url_for("play.result", round_id=round_.id) if is_own else None,
        note=_note(round_),
    )


def _note(round_: PlayedRound) -> str:
    if round_.challenge is not None:
        return "for the comparison alone"
    return "" if round_.is_counted and not round_.is_held else "does not count"


def _place(place: Place) -> BestPlace:
    of_pack = f", {pack_title(place.board.scope)}" if place.board.scope else ""
    unit = "right in a row" if place.board.kind is Kind.LONG_TAKE else "points"
    return BestPlace(
        board=f"{KIND_NAMES[place.board.kind]}{of_pack}",
        rank=place.rank,
        score=f"{place.score} {unit}",
        url=url_for(
            "leaderboards.board",
            board=place.board.kind.value,
            pack=place.board.scope or None,
            period=place.board.period.key,
        ),
    )


def _score(round_: PlayedRound) -> str:
    if round_.mode is Mode.LONG_TAKE:
        return f"{round_.right_count} right in a row"
    right = f"{round_.right_count} of {round_.size} right"
    return f"{right}, {round_.points} points" if round_.mode.pays else right
