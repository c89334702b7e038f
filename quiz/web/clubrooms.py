"""What the pages of a club show, made from what the services return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from flask import url_for

from quiz.game.clubs import Placed, shown_code
from quiz.game.rounds import PlayerId
from quiz.game.standings import EVERYWHERE, Board, Kind, Period, Span, parse_period, period_of
from quiz.services.clubs import ClubView
from quiz.web.contexts_clubs import (
    KIND_NAMES,
    SPAN_NAMES,
    BoardRow,
    Choice,
    ClubBoardContext,
    ClubPage,
    ClubSettingsPage,
    MemberContext,
)
from quiz.web.dates import long_date, month
from quiz.web.forms_clubs import ClubForm, PlainForm


def chosen_board(chosen: Mapping[str, str], at: datetime) -> Board | None:
    """The board that an address names: the week's points unless it says otherwise; None if there is none."""
    today = at.astimezone(UTC).date()
    kind = chosen.get("board", Kind.POINTS)
    period = parse_period(chosen["period"]) if "period" in chosen else period_of(Span.WEEK, today)
    if kind not in set(Kind) or period is None or period.first > today + timedelta(days=1):
        return None
    return Board(kind=Kind(kind), scope=EVERYWHERE, period=period)


def board_context(
    view: ClubView, board: Board, placed: Sequence[Placed], player_id: PlayerId, at: datetime
) -> ClubBoardContext:
    today = at.astimezone(UTC).date()
    listed = {member.player_id for member in view.members if member.is_listed}
    before, after = board.period.before, board.period.after
    return ClubBoardContext(
        title=f"{KIND_NAMES[board.kind]}, {period_name(board.period)}",
        unit="Right in a row" if board.kind is Kind.LONG_TAKE else "Points",
        kinds=tuple(
            Choice(name=name, url=_url(view, kind, board.period), is_current=kind is board.kind)
            for kind, name in KIND_NAMES.items()
        ),
        spans=tuple(
            Choice(
                name=name,
                url=_url(view, board.kind, period_of(span, today)),
                is_current=span is board.period.span,
            )
            for span, name in SPAN_NAMES.items()
        ),
        before_url=None if before is None else _url(view, board.kind, before),
        after_url=None if after is None or after.first > today else _url(view, board.kind, after),
        rows=tuple(
            BoardRow(
                rank=each.rank,
                name=each.scorer.name,
                url=_player_url(each.scorer.name) if each.scorer.player_id in listed else None,
                score=each.scorer.score,
                is_own=each.scorer.player_id == player_id,
            )
            for each in placed
        ),
    )


def period_name(period: Period) -> str:
    match period.span:
        case Span.DAY:
            return long_date(period.first)
        case Span.WEEK:
            return f"week of {long_date(period.first)}"
        case Span.MONTH:
            return month(period.first)
        case Span.ALL:
            return "all time"


def club_page(view: ClubView, board: ClubBoardContext, player_id: PlayerId) -> ClubPage:
    club = view.club
    return ClubPage(
        title=club.name,
        club_name=club.name,
        code=shown_code(club.code),
        join_url=url_for("clubs.invitation", code=club.code, _external=True),
        board=board,
        members=_members(view, player_id),
        leave=None if view.is_owner else PlainForm(formdata=None),
        leave_url=url_for("clubs.leave", club_id=club.id),
        settings_url=url_for("clubs.settings", club_id=club.id) if view.is_owner else None,
    )


def settings_page(
    view: ClubView, form: ClubForm | None, refused: str | None, player_id: PlayerId
) -> ClubSettingsPage:
    club = view.club
    return ClubSettingsPage(
        title=f"Settings of {club.name}",
        club_name=club.name,
        club_url=url_for("clubs.club", club_id=club.id),
        code=shown_code(club.code),
        members=_members(view, player_id),
        name_form=form or ClubForm(formdata=None, name=club.name),
        form=PlainForm(formdata=None),
        refused=refused,
        rename_url=url_for("clubs.rename", club_id=club.id),
        code_url=url_for("clubs.change_code", club_id=club.id),
        remove_url=url_for("clubs.remove", club_id=club.id),
        owner_url=url_for("clubs.hand_over", club_id=club.id),
        dissolve_url=url_for("clubs.dissolve", club_id=club.id),
    )


def _members(view: ClubView, player_id: PlayerId) -> tuple[MemberContext, ...]:
    return tuple(
        MemberContext(
            id=member.player_id,
            name=member.name,
            url=_player_url(member.name) if member.is_listed else None,
            joined=long_date(member.joined_at),
            is_owner=member.player_id == view.club.owner_id,
            is_own=member.player_id == player_id,
        )
        for member in view.members
    )


def _url(view: ClubView, kind: Kind, period: Period) -> str:
    return url_for("clubs.club", club_id=view.club.id, board=kind.value, period=period.key)


def _player_url(name: str) -> str:
    return url_for("profiles.player", name=name)
