"""What the pages of a round show, made from what the services return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Response, url_for

from quiz.extensions import db
from quiz.game.fairness import Decision, Suspicion
from quiz.game.modes import CROWN_AT
from quiz.game.rounds import RoundId, RoundResult, Verdict
from quiz.game.scoring import PointKind, PointLine
from quiz.items.item import Level, Phrase, plain
from quiz.services.challenges import may_be_made
from quiz.services.play import ItemView, RoundNotFound, result_of
from quiz.web.citations import readable
from quiz.web.contexts import (
    LEVEL_NAMES,
    POINT_NAMES,
    Frame,
    FrameState,
    ItemContext,
    JudgedOption,
    Line,
    Mark,
    OptionContext,
    ResultPage,
    Reviewed,
    RoundPage,
    ScoreContext,
    StatusContext,
    VerdictContext,
)
from quiz.web.forms import AnswerForm, StartForm, new_request_key
from quiz.web.forms_challenges import ChallengeForm
from quiz.web.fragments import see_other, show, wants_partial
from quiz.web.held import held_result
from quiz.web.players import current_player, now

if TYPE_CHECKING:
    from quiz.items.making import Maker


def item_page(view: ItemView) -> RoundPage:
    return RoundPage(
        title=_title(view.position, view.size, view.pack_title),
        level=view.round_level,
        pack_title=view.pack_title,
        level_name=LEVEL_NAMES[view.round_level],
        score=ScoreContext(
            frames=_frames(
                view.marks,
                view.size,
                current=view.position,
                is_open=True,
                urls=_addresses(view.round_id, view.size),
            ),
            points=view.points,
            streak=view.streak,
            is_relaxed=view.is_relaxed,
            is_out_of_band=wants_partial(),
        ),
        item=ItemContext(
            url=url_for("play.answer", round_id=view.round_id, position=view.position),
            position=view.position,
            size=view.size,
            stem=view.stem,
            is_negative=view.is_negative,
            options=tuple(
                OptionContext(token=option.token, label=option.label, shortcut=shortcut)
                for shortcut, option in enumerate(view.options, start=1)
            ),
            form=AnswerForm(formdata=None),
        ),
    )


def show_item(view: ItemView) -> Response:
    page = item_page(view)
    status = StatusContext(text=f"Question {view.position} of {view.size}.")
    return show(page, *filter(None, (page.item, page.score)), status)


def verdict_page(verdict: Verdict, so_far: RoundResult | None = None) -> RoundPage:
    """so_far: the round as it stands, for a verdict that may be looked back at; the latest one needs none."""
    item = verdict.item
    latest = so_far.verdicts[-1] if so_far else verdict
    following = None if verdict.is_last else verdict.position + 1
    next_position = so_far.open_position if so_far else following
    return RoundPage(
        title=_title(verdict.position, verdict.size, verdict.pack_title),
        level=verdict.level,
        pack_title=verdict.pack_title,
        level_name=LEVEL_NAMES[verdict.level],
        score=ScoreContext(
            frames=_frames(
                latest.marks,
                verdict.size,
                current=verdict.position,
                is_open=next_position is not None and latest.position > verdict.position,
                urls=_addresses(verdict.round_id, verdict.size),
            ),
            points=latest.total,
            streak=latest.streak,
            is_relaxed=verdict.is_relaxed,
            is_out_of_band=wants_partial(),
        ),
        verdict=VerdictContext(
            position=verdict.position,
            size=verdict.size,
            stem=item.stem,
            options=tuple(
                JudgedOption(label=option.label, mark=_mark(verdict, index), shortcut=index + 1)
                for index, option in enumerate(item.options)
            ),
            is_right=verdict.is_right,
            chosen=item.options[verdict.chosen].label,
            key=item.options[item.key].label,
            explanation=item.explanation,
            why_not=_why_not(verdict),
            sources=readable(item.sources),
            points=verdict.points,
            lines=_lines_of(verdict),
            next_position=next_position,
            next_url=_next_url(verdict.round_id, next_position),
            is_repeated=not verdict.answer.is_counted,
        ),
    )


def show_verdict(verdict: Verdict) -> Response:
    """The verdict as one comes to it, or comes back to it when the round has gone on."""
    player_id = current_player()
    if player_id is None:
        raise RoundNotFound("There is no such round.")
    so_far = result_of(db.session(), player_id=player_id, round_id=verdict.round_id, at=now())
    return _show_verdict(verdict, verdict_page(verdict, so_far))


def _show_verdict(verdict: Verdict, page: RoundPage) -> Response:
    said = f"Right, {verdict.points} points." if verdict.is_right else "Wrong, no points."
    return show(page, *filter(None, (page.verdict, page.score)), StatusContext(text=said))


def answered(verdict: Verdict) -> Response:
    """The verdict to a partial; a page goes to where it stands, so that a reload sends nothing again."""
    if wants_partial():
        return _show_verdict(verdict, verdict_page(verdict))
    return see_other(url_for("play.item", round_id=verdict.round_id, position=verdict.position))


def result_page(
    result: RoundResult, maker: Maker | None, suspicions: Mapping[Suspicion, Decision | None] | None = None
) -> ResultPage:
    """maker: of the round's pack; None where that is no longer played at this level.
    suspicions: what it is flagged for, and what was decided.
    """
    held = held_result(suspicions or {})
    reviewed = [_reviewed(verdict) for verdict in result.verdicts]
    marks = [verdict.is_right for verdict in result.verdicts]
    return ResultPage(
        title=f"{result.right_count} of {result.size} right · {result.pack_title}",
        level=result.level,
        pack_title=result.pack_title,
        level_name=LEVEL_NAMES[result.level],
        size=result.size,
        right_count=result.right_count,
        points=result.points,
        best_streak=result.best_streak,
        is_relaxed=result.is_relaxed,
        is_crowned=result.is_crowned and held is None,
        crown_at=CROWN_AT if isinstance(result.level, Level) and result.challenge is None else None,
        unanswered=result.size - len(result.verdicts),
        frames=_frames(
            marks, result.size, urls=[f"#question-{position}" for position in range(1, result.size + 1)]
        ),
        lines=_lines(result.lines),
        misses=tuple(look for look in reviewed if not look.is_right),
        rights=tuple(look for look in reviewed if look.is_right),
        again=None if maker is None else _again(result),
        change_url=_change_url(result, is_played=maker is not None),
        held=held,
        challenge=_challenge_form(result),
        challenge_url=None if result.challenge is None else _challenge_url(result.challenge),
    )


def _title(position: int, size: int, pack_title: str) -> str:
    return f"Question {position} of {size} · {pack_title}"


def _addresses(round_id: RoundId, size: int) -> list[str]:
    """Of each item of the round."""
    return [url_for("play.item", round_id=round_id, position=position) for position in range(1, size + 1)]


def _frames(
    marks: Sequence[bool],
    size: int,
    *,
    urls: Sequence[str],
    current: int | None = None,
    is_open: bool = False,
) -> tuple[Frame, ...]:
    """urls: of each item; those to come are not linked, nor is the current one."""
    states = [FrameState.RIGHT if mark else FrameState.WRONG for mark in marks]
    if is_open:
        states.append(FrameState.OPEN)
    states.extend([FrameState.AHEAD] * (size - len(states)))
    return tuple(
        Frame(
            position=position,
            state=state,
            is_current=position == current,
            url=None if state is FrameState.AHEAD or position == current else url,
        )
        for position, (state, url) in enumerate(zip(states, urls, strict=True), start=1)
    )


def _lines(lines: Iterable[PointLine]) -> tuple[Line, ...]:
    return tuple(Line(name=POINT_NAMES[line.kind], points=line.points) for line in lines)


def _lines_of(verdict: Verdict) -> tuple[Line, ...]:
    """One answer's lines. That for right ones in a row says how many, this one included, as the score does;
    a single one is none.
    """
    return tuple(
        Line(name=f"For {verdict.streak} right in a row", points=line.points)
        if line.kind is PointKind.STREAK
        else Line(name=POINT_NAMES[line.kind], points=line.points)
        for line in verdict.lines
        if line.kind is not PointKind.STREAK or line.points
    )


def _mark(verdict: Verdict, index: int) -> Mark:
    if index == verdict.item.key:
        return Mark.CHOSEN_KEY if index == verdict.chosen else Mark.KEY
    return Mark.CHOSEN_WRONG if index == verdict.chosen else Mark.OTHER


def _why_not(verdict: Verdict) -> Phrase:
    """Why the chosen option is wrong; nothing where the explanation, shown above it, has said so already."""
    if verdict.is_right:
        return ()
    reason = verdict.item.options[verdict.chosen].reason
    return () if _bare(reason) in _bare(verdict.item.explanation) else reason


def _bare(phrase: Phrase) -> str:
    """The words of a phrase, to compare: without case, double spaces and the point at the end."""
    return " ".join(plain(phrase).casefold().split()).rstrip(" .")


def _next_url(round_id: RoundId, position: int | None) -> str:
    if position is None:
        return url_for("play.result", round_id=round_id)
    return url_for("play.item", round_id=round_id, position=position)


def _reviewed(verdict: Verdict) -> Reviewed:
    item = verdict.item
    return Reviewed(
        position=verdict.position,
        stem=item.stem,
        is_right=verdict.is_right,
        key=item.options[item.key].label,
        chosen=() if verdict.is_right else item.options[verdict.chosen].label,
        why_not=_why_not(verdict),
        explanation=item.explanation,
        sources=readable(item.sources),
        points=verdict.points,
    )


def _challenge_form(result: RoundResult) -> ChallengeForm | None:
    if not may_be_made(result.mode, result.challenge, is_complete=result.is_complete):
        return None
    return ChallengeForm(formdata=None, round_id=result.round_id)


def _challenge_url(token: str) -> str:
    return url_for("challenges.challenge", token=token)


def _again(result: RoundResult) -> StartForm:
    return StartForm(
        formdata=None,
        pack=result.pack,
        level=result.level.value,
        relaxed=result.is_relaxed,
        request_key=new_request_key(),
    )


def _change_url(result: RoundResult, *, is_played: bool) -> str:
    """The first page, with what was played chosen where it still is."""
    if not is_played:
        return url_for("home.home")
    relaxed = "y" if result.is_relaxed else None
    return url_for("home.home", pack=result.pack, level=result.level, relaxed=relaxed)
