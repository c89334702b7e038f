"""What the page of a result shows, by mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import current_app, url_for

from quiz.game.fairness import Decision, Suspicion
from quiz.game.modes import CROWN_AT, Mode
from quiz.game.rounds import RoundResult, Verdict
from quiz.game.standings import BEST_CIRCUITS
from quiz.items.item import Level
from quiz.services.challenges import may_be_made
from quiz.services.reviews import Due
from quiz.services.streaks import DayStreak
from quiz.web.citations import readable
from quiz.web.contexts import LEVEL_NAMES, AgainContext, Link, ResultPage, Reviewed
from quiz.web.dates import long_date
from quiz.web.forms import LongTakeForm, StartForm, ViewingForm, new_request_key
from quiz.web.forms_challenges import ChallengeForm
from quiz.web.held import held_result
from quiz.web.sharing import share_of
from quiz.web.streaks import days_until, streak_context
from quiz.web.views import frames_of, lines_named, where_of, why_not

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.items.making import Maker


def result_page(
    result: RoundResult,
    *,
    maker: Maker | None,
    at: datetime,
    suspicions: Mapping[Suspicion, Decision | None] | None = None,
    streak: DayStreak | None = None,
    due: Due | None = None,
    is_guest: bool = False,
) -> ResultPage:
    """maker: of the round's pack; None where that is no longer played at this level.
    suspicions: what it is flagged for, and what was decided. streak: of a Première. due: of a Second viewing.
    """
    held = held_result(suspicions or {})
    reviewed = [_reviewed(verdict) for verdict in result.verdicts]
    is_long_take = result.mode is Mode.LONG_TAKE
    where = where_of(result.mode, result.pack_title, result.level)
    is_crowned = result.is_crowned and held is None
    shown = len(result.verdicts) if is_long_take else result.size
    return ResultPage(
        title=f"{_headline(result)} · {where}",
        level=result.level,
        where=f"{where} · no clock" if result.is_relaxed else where,
        headline=_headline(result),
        count=result.right_count,
        size=None if is_long_take else result.size,
        count_words="in a row" if is_long_take else "right",
        points=result.points if result.mode.pays else None,
        best_streak=result.best_streak if result.mode.pays else None,
        is_crowned=is_crowned,
        notes=_notes(result, due, at, is_crowned=is_crowned, is_guest=is_guest),
        frames=frames_of(
            [verdict.is_right for verdict in result.verdicts],
            shown,
            urls=[f"#question-{position}" for position in range(1, shown + 1)],
        ),
        is_many=is_long_take,
        lines=lines_named(result.lines),
        misses=tuple(look for look in reviewed if not look.is_right),
        rights=tuple(look for look in reviewed if look.is_right),
        streak=None if streak is None else streak_context(streak),
        share=share_of(result, streak),
        again=_again(result, due, is_played=maker is not None),
        links=tuple(_links(result, is_played=maker is not None)),
        held=held,
        challenge=_challenge_form(result),
        challenge_url=None
        if result.challenge is None
        else url_for("challenges.challenge", token=result.challenge),
    )


def _headline(result: RoundResult) -> str:
    if result.mode is Mode.LONG_TAKE:
        return f"{result.right_count} in a row"
    return f"{result.right_count} of {result.size} right"


def _notes(
    result: RoundResult, due: Due | None, at: datetime, *, is_crowned: bool, is_guest: bool
) -> tuple[str, ...]:
    """What follows from the round."""
    notes = []
    if is_crowned:
        notes.append(f"You win the {LEVEL_NAMES[result.level]} crown.")
    if result.is_expired:
        notes.append(_closed(result))
    match result.mode:
        case Mode.CIRCUIT:
            if not is_crowned and not result.is_expired:
                notes.append(_towards_a_crown(result))
        case Mode.LONG_TAKE if result.is_complete and not result.misses:
            notes.append("You came to the end of it, and missed nothing.")
        case Mode.LONG_TAKE if result.is_complete:
            notes.append("The first miss ends a Long take. It pays no points: its length counts.")
        case Mode.SECOND_VIEWING:
            notes += _viewing_notes(due, at)
        case _:
            pass
    return (*notes, *_board_notes(result, is_guest=is_guest))


def _board_notes(result: RoundResult, *, is_guest: bool) -> list[str]:
    """Where it counts; guests are on no leaderboard, and lose nothing by signing up later."""
    if is_guest and result.mode is not Mode.SECOND_VIEWING:
        return ["Guests are not on the leaderboards. Sign up, and what you earned counts there."]
    if result.mode is Mode.CIRCUIT:
        return [f"Your best {BEST_CIRCUITS} Circuits of a day count on the leaderboards."]
    if result.premiere_date is not None:
        return [f"It counts on the leaderboards of {long_date(result.premiere_date)}."]
    return []


def _viewing_notes(due: Due | None, at: datetime) -> list[str]:
    notes = ["It pays no points. What you missed again comes back soonest, the rest later."]
    if due is not None and due.next_at is not None and not due.count:
        notes.append(f"The next one is due {days_until(due.next_at, at)}.")
    return notes


def _closed(result: RoundResult) -> str:
    left = result.size - len(result.verdicts)
    if result.mode is Mode.LONG_TAKE:
        return "The take closed before a miss. Its length counts."
    questions = "question" if left == 1 else "questions"
    closed = f"The round closed with {left} {questions} unanswered."
    if result.mode is Mode.PREMIERE:
        return f"{closed} What it earned counts; the day streak takes all ten."
    return f"{closed} What it earned counts." if result.mode.pays else closed


def _towards_a_crown(result: RoundResult) -> str:
    if isinstance(result.level, Level):
        return f"{CROWN_AT} right answers win the {LEVEL_NAMES[result.level]} crown."
    return "These answers go into your level. Crowns are won at Berlin, Venice and Cannes."


def _reviewed(verdict: Verdict) -> Reviewed:
    item = verdict.item
    return Reviewed(
        position=verdict.position,
        stem=item.stem,
        is_right=verdict.is_right,
        key=item.options[item.key].label,
        chosen=() if verdict.is_right else item.options[verdict.chosen].label,
        why_not=why_not(verdict),
        explanation=item.explanation,
        sources=readable(item.sources),
        points=verdict.points if verdict.mode.pays else None,
    )


def _challenge_form(result: RoundResult) -> ChallengeForm | None:
    if not may_be_made(result.mode, result.challenge, is_complete=result.is_complete):
        return None
    return ChallengeForm(formdata=None, round_id=result.round_id)


def _again(result: RoundResult, due: Due | None, *, is_played: bool) -> AgainContext | None:
    key = new_request_key()
    relaxed = (("relaxed", "y"),) if result.is_relaxed else ()
    if result.mode is Mode.SECOND_VIEWING and due is not None and due.count:
        form = ViewingForm(formdata=None, request_key=key)
        return AgainContext(url=url_for("play.start_viewing"), label="Go on with what is due", form=form)
    if not is_played or result.challenge is not None:
        return None
    if result.mode is Mode.CIRCUIT:
        return AgainContext(
            url=url_for("play.start"),
            label="Play again",
            form=StartForm(formdata=None, pack=result.pack, request_key=key),
            fields=(("level", result.level.value), *relaxed),
        )
    if result.mode is Mode.LONG_TAKE:
        return AgainContext(
            url=url_for("play.start_long_take"),
            label="Another take",
            form=LongTakeForm(formdata=None, pack=result.pack, request_key=key),
            fields=relaxed,
        )
    return None


def _links(result: RoundResult, *, is_played: bool) -> list[Link]:
    links = []
    board = _board_url(result)
    if board is not None:
        links.append(Link(label="See the leaderboard", url=board))
    if result.mode is Mode.CIRCUIT and is_played:
        relaxed = "y" if result.is_relaxed else None
        url = url_for("home.home", pack=result.pack, level=result.level, relaxed=relaxed)
        links.append(Link(label="Change pack or level", url=url))
    else:
        links.append(Link(label="What else to play", url=url_for("home.home")))
    links.append(Link(label="Your profile", url=url_for("profiles.own")))
    return links


def _board_url(result: RoundResult) -> str | None:
    """Where the round stands, if it stands anywhere and there are boards."""
    endpoint = "leaderboards.board"
    if endpoint not in current_app.view_functions or result.challenge is not None:
        return None
    match result.mode:
        case Mode.CIRCUIT:
            return url_for(endpoint, pack=result.pack)
        case Mode.PREMIERE:
            return url_for(endpoint, board="premiere", period=result.premiere_date)
        case Mode.LONG_TAKE:
            return url_for(endpoint, board="long-take", pack=result.pack)
        case Mode.SECOND_VIEWING:
            return None
