"""What the templates of clubs get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quiz.game.standings import Kind, Span
from quiz.web.contexts import Fragment, Page
from quiz.web.forms_clubs import ClubForm, CodeForm, PlainForm

KIND_NAMES: Mapping[Kind, str] = {
    Kind.POINTS: "Points",
    Kind.PREMIERE: "Première",
    Kind.LONG_TAKE: "Long take",
}
SPAN_NAMES: Mapping[Span, str] = {
    Span.DAY: "Day",
    Span.WEEK: "Week",
    Span.MONTH: "Month",
    Span.ALL: "All time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubCard:
    name: str
    url: str
    members: int
    is_owned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubsPage(Page):
    """new, code: the forms; None for whoever has no account, who gets the ways in."""

    TEMPLATE = "clubs/clubs.html"

    clubs: tuple[ClubCard, ...]
    new: ClubForm | None
    code: CodeForm | None
    sign_up_url: str
    sign_in_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage(Page):
    """form: None for whoever has no account. refused: why the club does not let one in, if it does not."""

    TEMPLATE = "clubs/join.html"

    club_name: str
    url: str
    form: PlainForm | None
    refused: str | None
    sign_up_url: str
    sign_in_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link to another board."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """url: of the member's page; None where only members know of them."""

    rank: int
    name: str
    url: str | None
    score: int
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubBoardContext(Fragment):
    """unit: what the scores are. before_url, after_url: of the periods beside this one."""

    TEMPLATE = "clubs/_board.html"
    NAME = "board"

    title: str
    unit: str
    kinds: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    before_url: str | None
    after_url: str | None
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberContext:
    id: int
    name: str
    url: str | None
    joined: str
    is_owner: bool
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubPage(Page):
    """refused: why something was not done. leave: None for the owner, who has settings_url instead."""

    TEMPLATE = "clubs/club.html"

    club_name: str
    code: str
    join_url: str
    board: ClubBoardContext
    members: tuple[MemberContext, ...]
    leave: PlainForm | None
    leave_url: str
    settings_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubSettingsPage(Page):
    TEMPLATE = "clubs/settings.html"

    club_name: str
    club_url: str
    code: str
    members: tuple[MemberContext, ...]
    name_form: ClubForm
    form: PlainForm
    refused: str | None
    rename_url: str
    code_url: str
    remove_url: str
    owner_url: str
    dissolve_url: str
