"""What the templates of clubs may be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_clubs import (
    BoardRow,
    Choice,
    ClubBoardContext,
    ClubCard,
    ClubPage,
    ClubSettingsPage,
    ClubsPage,
    JoinPage,
    MemberContext,
)
from quiz.web.forms_clubs import ClubForm, CodeForm, PlainForm

NAME = "Club <1993>"


def a_board() -> ClubBoardContext:
    choices = (
        Choice(name="Points", url="/a", is_current=True),
        Choice(name="Première", url="/b", is_current=False),
    )
    return ClubBoardContext(
        title="Points, all time",
        unit="Points",
        kinds=choices,
        spans=choices,
        before_url="/before",
        after_url="/after",
        rows=(
            BoardRow(rank=1, name=NAME, url="/players/a", score=9, is_own=True),
            BoardRow(rank=2, name=NAME, url=None, score=8, is_own=False),
        ),
    )


def some_members() -> tuple[MemberContext, ...]:
    return tuple(
        MemberContext(
            id=number,
            name=NAME,
            url="/players/a" if number == 1 else None,
            joined="25 November 2026",
            is_owner=number == 1,
            is_own=number == 1,
        )
        for number in (1, 2)
    )


def a_club() -> ClubPage:
    return ClubPage(
        title=NAME,
        club_name=NAME,
        code="CDFHJ-KMNPR",
        join_url="http://localhost/clubs/join/CDFHJKMNPR",
        board=a_board(),
        members=some_members(),
        leave=PlainForm(formdata=None),
        leave_url="/leave",
        settings_url=None,
    )


def clubs() -> ClubsPage:
    return ClubsPage(
        title="Clubs",
        clubs=(ClubCard(name=NAME, url="/clubs/1", members=1, is_owned=True),),
        new=ClubForm(formdata=None),
        code=CodeForm(formdata=None),
        sign_up_url="/sign-up",
        sign_in_url="/sign-in",
    )


def an_invitation() -> JoinPage:
    return JoinPage(
        title="Join",
        club_name=NAME,
        url="/clubs/join/CDFHJKMNPR",
        form=PlainForm(formdata=None),
        refused="The club is full.",
        sign_up_url="/sign-up",
        sign_in_url="/sign-in",
    )


def some_settings() -> ClubSettingsPage:
    return ClubSettingsPage(
        title="Settings",
        club_name=NAME,
        club_url="/clubs/1",
        code="CDFHJ-KMNPR",
        members=some_members(),
        name_form=ClubForm(formdata=None, name=NAME),
        form=PlainForm(formdata=None),
        refused="No.",
        rename_url="/name",
        code_url="/code",
        remove_url="/remove",
        owner_url="/owner",
        dissolve_url="/dissolve",
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_board,
    lambda: replace(a_board(), rows=(), before_url=None, after_url=None),
    a_club,
    lambda: replace(a_club(), leave=None, settings_url="/settings"),
    clubs,
    lambda: replace(clubs(), clubs=()),
    lambda: replace(clubs(), new=None, code=None),
    an_invitation,
    lambda: replace(an_invitation(), form=None, refused=None),
    some_settings,
    lambda: replace(some_settings(), refused=None),
]
