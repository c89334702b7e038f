"""The leaderboards: one page of a board, and where one stands oneself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date

from flask import Blueprint, Response, abort, request, url_for

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.game.standings import EVERYWHERE, Board, Kind, Period, Span, parse_period, period_of
from quiz.services import endings
from quiz.services.leaderboards import Leaderboard, Ranked, Spot, look
from quiz.services.play import CannotStore
from quiz.web.clubrooms import period_name
from quiz.web.contexts import StatusContext
from quiz.web.contexts_clubs import KIND_NAMES, SPAN_NAMES, Choice
from quiz.web.contexts_leaderboards import LeaderboardContext, LeaderboardPage, NoPlace, OwnPlace, RankedRow
from quiz.web.fragments import show
from quiz.web.home import library
from quiz.web.players import current_account, current_player, now

blueprint = Blueprint("leaderboards", __name__)

ABOUT: Mapping[Kind, str] = {
    Kind.POINTS: "The points of the Première and of the best five Circuits a day; a day begins at 0:00 UTC.",
    Kind.PREMIERE: "The points of each date's Première.",
    Kind.LONG_TAKE: "The longest Long take: how many answers were right, from easy to hard, before a miss.",
}
ABOUT_A_PACK = "The points of this pack's best five Circuits a day; a day begins at 0:00 UTC."
UNITS: Mapping[Kind, str] = {
    Kind.POINTS: "Points",
    Kind.PREMIERE: "Points",
    Kind.LONG_TAKE: "Right in a row",
}

_SPOT = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)


@blueprint.get("/leaderboards")
def board() -> Response:
    at = now()
    today = at.astimezone(UTC).date()
    chosen = _chosen(today)
    after, before = _spot("after"), _spot("before")
    player_id = current_player()
    session = db.session()
    with suppress(CannotStore):  # what is stored can be looked at all the same
        endings.close_rounds(session, at)
    found = look(session, chosen, player_id=player_id, after=after, before=before)
    context = _context(chosen, found, today, player_id)
    page = LeaderboardPage(title=f"{context.title} · Leaderboards", board=context)
    return show(page, context, StatusContext(text=_said(context)))


def _chosen(today: date) -> Board:
    """The board that the address names: this week's points of all packs, unless it says otherwise."""
    kind = request.args.get("board", Kind.POINTS.value)
    pack = request.args.get("pack", EVERYWHERE)
    key = request.args.get("period")
    period = period_of(Span.WEEK, today) if key is None else parse_period(key)
    if kind not in set(Kind) or period is None or (pack and pack not in library().makers):
        abort(404)
    return Board(kind=Kind(kind), scope=pack if _has_packs(Kind(kind)) else EVERYWHERE, period=period)


def _has_packs(kind: Kind) -> bool:
    return kind is not Kind.PREMIERE


def _spot(name: str) -> Spot | None:
    """Where on the board a page begins or ends, as the address says it: score.player."""
    given = request.args.get(name)
    if given is None:
        return None
    found = _SPOT.fullmatch(given)
    if found is None:
        abort(404)
    return Spot(score=int(found[1]), player_id=PlayerId(int(found[2])))


def _context(board: Board, found: Leaderboard, today: date, player_id: PlayerId | None) -> LeaderboardContext:
    scope = library().makers[board.scope].pack.title if board.scope else "all packs"
    kind = KIND_NAMES[board.kind]
    first, last = (found.rows[0], found.rows[-1]) if found.rows else (None, None)
    return LeaderboardContext(
        title=f"{kind}, {period_name(board.period)}" + (f", {scope}" if _has_packs(board.kind) else ""),
        about=ABOUT_A_PACK if board.scope and board.kind is Kind.POINTS else ABOUT[board.kind],
        unit=UNITS[board.kind],
        kinds=tuple(
            Choice(name=name, url=_url(board, kind=kind), is_current=kind is board.kind)
            for kind, name in KIND_NAMES.items()
        ),
        packs=_packs(board),
        spans=tuple(
            Choice(
                name=name,
                url=_url(board, period=period_of(span, today)),
                is_current=span is board.period.span,
            )
            for span, name in SPAN_NAMES.items()
        ),
        earlier=_beside(board, board.period.before, today),
        later=_beside(board, board.period.after, today),
        rows=_rows(found.rows, player_id),
        players=found.players,
        place=_place(board, found, player_id),
        top_url=_url(board) if found.has_higher else None,
        higher_url=_url(board, before=first) if first and found.has_higher else None,
        lower_url=_url(board, after=last) if last and found.has_lower else None,
    )


def _packs(board: Board) -> tuple[Choice, ...]:
    if not _has_packs(board.kind):
        return ()
    titles = {EVERYWHERE: "All packs"} | {
        slug: maker.pack.title for slug, maker in library().makers.items() if maker.levels
    }
    return tuple(
        Choice(name=title, url=_url(board, scope=slug), is_current=slug == board.scope)
        for slug, title in titles.items()
    )


def _spans(board: Board, today: date) -> tuple[Choice, ...]:
    periods = {name: period_of(span, today) for span, name in SPAN_NAMES.items()}
    return tuple(
        Choice(name=name, url=_url(board, period=period), is_current=period.span is board.period.span)
        for name, period in periods.items()
    )


def _beside(board: Board, period: Period | None, today: date) -> Choice | None:
    """An earlier or later period, unless nothing can have been played in it yet."""
    if period is None or period.first > today:
        return None
    return Choice(name=period_name(period), url=_url(board, period=period), is_current=False)


def _rows(rows: Sequence[Ranked], player_id: PlayerId | None) -> tuple[RankedRow, ...]:
    return tuple(
        RankedRow(
            rank=row.rank,
            name=row.name,
            url=url_for("profiles.player", name=row.name),
            score=row.score,
            is_own=row.spot.player_id == player_id,
        )
        for row in rows
    )


def _place(board: Board, found: Leaderboard, player_id: PlayerId | None) -> OwnPlace | NoPlace:
    own = next((row for row in found.around if row.spot.player_id == player_id), None)
    if own is None:
        return _no_place()
    shown = {row.spot for row in found.rows}
    is_on_page = all(row.spot in shown for row in found.around)
    first = found.around[0]
    return OwnPlace(
        rank=own.rank,
        score=own.score,
        around=() if is_on_page else _rows(found.around, player_id),
        url=None if is_on_page or first is own else _url(board, after=first),
    )


def _no_place() -> NoPlace:
    account = current_account()
    if account is None:
        return NoPlace(
            why="Guests are not listed. Sign up, and what you have earned so far stands here too.",
            way_on=(url_for("accounts.sign_up"), "Sign up"),
        )
    if account.is_hidden:
        return NoPlace(
            why="You have hidden yourself from the leaderboards.",
            way_on=(url_for("accounts.settings"), "Settings"),
        )
    return NoPlace(why="You do not stand on this board.", way_on=None)


def _said(context: LeaderboardContext) -> str:
    """What the live region says when the page has changed."""
    if not context.rows:
        return "Nobody stands on this board."
    return f"Ranks {context.rows[0].rank} to {context.rows[-1].rank}, of {context.players} players."


def _url(
    board: Board,
    *,
    kind: Kind | None = None,
    scope: str | None = None,
    period: Period | None = None,
    after: Ranked | None = None,
    before: Ranked | None = None,
) -> str:
    """Of the same board, but for what is said; without what is so by itself."""
    kind = kind or board.kind
    pack = board.scope if scope is None else scope
    return url_for(
        "leaderboards.board",
        board=kind.value,
        pack=pack if pack and _has_packs(kind) else None,
        period=(period or board.period).key,
        after=_cursor(after),
        before=_cursor(before),
    )


def _cursor(row: Ranked | None) -> str | None:
    return None if row is None else f"{row.spot.score}.{row.spot.player_id}"
