"""A result as a text of symbols: how it went, and nothing of what was asked."""

from __future__ import annotations

from flask import url_for

from quiz.game.modes import Mode
from quiz.game.rounds import RoundResult
from quiz.items.item import Level
from quiz.services.streaks import DayStreak
from quiz.web.contexts import LEVEL_NAMES, MODE_NAMES, ShareContext
from quiz.web.dates import long_date
from quiz.web.site import site_name

# Squares that stand out on a light ground and on a dark one: the white one has an edge, the black one too.
RIGHT = {Level.BERLIN: "🟦", Level.VENICE: "⬜", Level.CANNES: "🟥"}
MISSED = "⬛"

_IN_A_LINE = 10


def share_of(result: RoundResult, streak: DayStreak | None) -> ShareContext | None:
    """None for what nobody else would want to know. streak: of a Première."""
    if result.mode is Mode.SECOND_VIEWING or not result.verdicts:
        return None
    lines = [_title(result), _words(result, streak), *_squares(result), _link(result)]
    return ShareContext(text="\n".join(lines), lines=len(lines))


def _title(result: RoundResult) -> str:
    if result.premiere_date is not None:
        # The pack may be a secret still where the date has not come.
        what = f"{MODE_NAMES[Mode.PREMIERE]} of {long_date(result.premiere_date)}"
    elif result.mode is Mode.LONG_TAKE:
        what = f"{MODE_NAMES[Mode.LONG_TAKE]}, {result.pack_title}"
    else:
        what = f"{result.pack_title}, {LEVEL_NAMES[result.level]}"
    return f"{site_name()} · {what}"


def _words(result: RoundResult, streak: DayStreak | None) -> str:
    if result.mode is Mode.LONG_TAKE:
        return f"{result.right_count} in a row"
    words = [f"{result.right_count} of {result.size}", f"{result.points} points"]
    if streak is not None and streak.length:
        words.append(f"day streak {streak.length}")
    return ", ".join(words)


def _squares(result: RoundResult) -> list[str]:
    squares = [RIGHT[verdict.item.level] if verdict.is_right else MISSED for verdict in result.verdicts]
    return ["".join(squares[at : at + _IN_A_LINE]) for at in range(0, len(squares), _IN_A_LINE)]


def _link(result: RoundResult) -> str:
    if result.mode is Mode.PREMIERE:
        return url_for("premiere.premiere", _external=True)
    level = result.level.value if isinstance(result.level, Level) else None
    return url_for("home.home", pack=result.pack, level=level, _external=True)
