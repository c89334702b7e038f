"""What the pages of a round show, made from what the services return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, url_for

from quiz.extensions import db
from quiz.game.modes import Course, Mixed, Mode
from quiz.game.rounds import RoundId, RoundResult, Verdict
from quiz.game.scoring import PointKind, PointLine
from quiz.items.item import Phrase, plain
from quiz.services.play import ItemView, RoundNotFound, result_of
from quiz.web.citations import readable
from quiz.web.contexts import (
    LEVEL_NAMES,
    MODE_NAMES,
    POINT_NAMES,
    Figure,
    Frame,
    FrameState,
    ItemContext,
    JudgedOption,
    Line,
    Mark,
    OptionContext,
    RoundPage,
    ScoreContext,
    StatusContext,
    VerdictContext,
)
from quiz.web.forms import AnswerForm
from quiz.web.fragments import see_other, show, wants_partial
from quiz.web.players import current_player, now

FRAMES_IN_VIEW = 9
"""Of a round whose end is open: those answered last, and the open one."""


def where_of(mode: Mode, pack_title: str, level: Course) -> str:
    """Which round it is, in words."""
    match mode:
        case Mode.CIRCUIT:
            return f"{pack_title} · {LEVEL_NAMES[level]}"
        case Mode.SECOND_VIEWING:
            return MODE_NAMES[mode]
        case _:
            return f"{MODE_NAMES[mode]} · {pack_title}"


def item_page(view: ItemView) -> RoundPage:
    where = where_of(view.mode, view.pack_title, view.round_level)
    size = _told_size(view.mode, view.size)
    is_mixed = view.round_level is Mixed.MIXED
    return RoundPage(
        title=_title(view.position, size, view.pack_title or where),
        level=view.round_level,
        where=where,
        score=ScoreContext(
            frames=_in_view(
                view.mode,
                frames_of(
                    view.marks,
                    view.size,
                    current=view.position,
                    is_open=True,
                    urls=_addresses(view.round_id, view.size),
                ),
            ),
            figures=_figures(
                view.mode, view.points, view.streak, view.right_count, is_relaxed=view.is_relaxed
            ),
            is_many=view.mode.ends_at_a_miss,
            is_out_of_band=wants_partial(),
        ),
        item=ItemContext(
            url=url_for("play.answer", round_id=view.round_id, position=view.position),
            position=view.position,
            size=size,
            level=view.level if is_mixed else None,
            level_name=LEVEL_NAMES[view.level],
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
    size = _told_size(view.mode, view.size)
    text = f"Question {view.position}." if size is None else f"Question {view.position} of {size}."
    return show(page, *filter(None, (page.item, page.score)), StatusContext(text=text))


def verdict_page(verdict: Verdict, so_far: RoundResult | None = None) -> RoundPage:
    """so_far: the round as it stands, for a verdict that may be looked back at; the latest one needs none."""
    item = verdict.item
    latest = so_far.verdicts[-1] if so_far else verdict
    following = None if verdict.is_last else verdict.position + 1
    next_position = so_far.open_position if so_far else following
    where = where_of(verdict.mode, verdict.pack_title, verdict.level)
    size = _told_size(verdict.mode, verdict.size)
    return RoundPage(
        title=_title(verdict.position, size, verdict.pack_title or where),
        level=verdict.level,
        where=where,
        score=ScoreContext(
            frames=_in_view(
                verdict.mode,
                frames_of(
                    latest.marks,
                    verdict.size,
                    current=verdict.position,
                    is_open=next_position is not None and latest.position > verdict.position,
                    urls=_addresses(verdict.round_id, verdict.size),
                ),
            ),
            figures=_figures(
                verdict.mode, latest.total, latest.streak, latest.right_count, is_relaxed=verdict.is_relaxed
            ),
            is_many=verdict.mode.ends_at_a_miss,
            is_out_of_band=wants_partial(),
        ),
        verdict=VerdictContext(
            position=verdict.position,
            size=size,
            level=item.level if verdict.level is Mixed.MIXED else None,
            level_name=LEVEL_NAMES[item.level],
            stem=item.stem,
            options=tuple(
                JudgedOption(label=option.label, mark=_mark(verdict, index), shortcut=index + 1)
                for index, option in enumerate(item.options)
            ),
            is_right=verdict.is_right,
            chosen=item.options[verdict.chosen].label,
            key=item.options[item.key].label,
            explanation=item.explanation,
            why_not=why_not(verdict),
            sources=readable(item.sources),
            points=verdict.points if verdict.mode.pays else None,
            ending=_ending(verdict),
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
    if verdict.mode.pays:
        said = f"Right, {verdict.points} points." if verdict.is_right else "Wrong, no points."
    else:
        said = " ".join(filter(None, ("Right." if verdict.is_right else "Wrong.", _ending(verdict))))
    return show(page, *filter(None, (page.verdict, page.score)), StatusContext(text=said))


def answered(verdict: Verdict) -> Response:
    """The verdict to a partial; a page goes to where it stands, so that a reload sends nothing again."""
    if wants_partial():
        return _show_verdict(verdict, verdict_page(verdict))
    return see_other(url_for("play.item", round_id=verdict.round_id, position=verdict.position))


def _title(position: int, size: int | None, where: str) -> str:
    return f"Question {position} · {where}" if size is None else f"Question {position} of {size} · {where}"


def _told_size(mode: Mode, size: int) -> int | None:
    return None if mode.ends_at_a_miss else size


def _figures(
    mode: Mode, points: int, streak: int, right_count: int, *, is_relaxed: bool
) -> tuple[Figure, ...]:
    if mode.pays:
        figures = [
            Figure(id="points", name="Points", value=str(points)),
            Figure(id="streak", name="Right in a row", value=str(streak)),
        ]
    elif mode.ends_at_a_miss:
        figures = [Figure(id="length", name="Right in a row", value=str(right_count))]
    else:
        figures = [Figure(id="right", name="Right", value=str(right_count))]
    if is_relaxed:
        figures.append(Figure(id="clock", name="Clock", value="none"))
    return tuple(figures)


def _in_view(mode: Mode, frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """All of a round of ten; of one whose end is open, as many near the current one as a phone shows."""
    if not mode.ends_at_a_miss:
        return frames
    known = tuple(frame for frame in frames if frame.state is not FrameState.AHEAD)
    current = next((frame.position for frame in known if frame.is_current), len(known))
    last = min(max(current + FRAMES_IN_VIEW // 2, FRAMES_IN_VIEW), len(known))
    return known[max(last - FRAMES_IN_VIEW, 0) : last]


def _ending(verdict: Verdict) -> str:
    if not (verdict.mode.ends_at_a_miss and verdict.is_last):
        return ""
    if verdict.is_right:
        return f"That was the last one there is: {verdict.right_count} in a row."
    if not verdict.right_count:
        return "Cut. Your Long take ends with its first question."
    questions = "question" if verdict.right_count == 1 else "questions"
    return f"Cut. Your Long take is {verdict.right_count} {questions} long."


def _addresses(round_id: RoundId, size: int) -> list[str]:
    """Of each item of the round."""
    return [url_for("play.item", round_id=round_id, position=position) for position in range(1, size + 1)]


def frames_of(
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


def lines_named(lines: Iterable[PointLine]) -> tuple[Line, ...]:
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


def why_not(verdict: Verdict) -> Phrase:
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
