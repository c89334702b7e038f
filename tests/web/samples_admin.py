"""The administrators' pages, each made from its context alone."""

from __future__ import annotations

from collections.abc import Callable

from quiz.web.contexts import Page
from quiz.web.contexts_admin import (
    AccountPart,
    AdminPage,
    DeedLine,
    EvidenceTable,
    FlagLine,
    FlagPage,
    FlagsPage,
    LogPage,
    PackLine,
    PacksPage,
    PlayerLine,
    PlayerPage,
    PlayersPage,
    RoundLine,
    SitePage,
)
from quiz.web.forms_accounts import ButtonForm, NameForm
from quiz.web.forms_admin import DecisionForm, PackForm, RoleForm, SiteForm

NAME = "Blue & White <1993>"

PLAYERS = (
    PlayerLine(url="/p/1", name=NAME, role="Author", states=("suspended", "hidden"), since="25 Nov 2026"),
)
ROUNDS = tuple(
    RoundLine(what=f"Circuit: {NAME}", right_count=8, size=10, points=1000, ended="today", state=state)
    for state in ("", "held", "does not count")
)
DEEDS = (
    DeedLine(at="today", before=f"{NAME} took ", after=" off.", player=NAME, player_url="/p/1"),
    DeedLine(at="today", before=f"{NAME} changed the site.", after="", player=None, player_url=None),
)


def a_flag(decision: str | None = None) -> FlagLine:
    return FlagLine(
        url="/f",
        suspicion="Faster than reading",
        player=NAME,
        player_url="/p/1",
        round=ROUNDS[1],
        raised="today",
        decision=decision,
    )


def an_overview(*, is_quiet: bool) -> AdminPage:
    return AdminPage(
        title="Admin",
        name=NAME,
        is_sign_up_open=is_quiet,
        undecided="0" if is_quiet else "99+",
        offered=2,
        in_rota=1,
        problems=0 if is_quiet else 2,
        newest=PLAYERS,
        deeds=() if is_quiet else DEEDS,
    )


def players(*, query: str = "", are_there: bool = True) -> PlayersPage:
    return PlayersPage(
        title="Players",
        query=query,
        players=PLAYERS if are_there else (),
        newer_url="/newer" if are_there else None,
        older_url="/older" if are_there else None,
    )


def a_player(*, is_guest: bool = False, is_out: bool = False) -> PlayerPage:
    account = AccountPart(
        name=NAME,
        email=None if is_out else "a@example.org",
        role="Author",
        since="today",
        is_hidden=is_out,
        suspended="today" if is_out else None,
        is_self=is_out,
        name_form=NameForm(formdata=None, name=NAME),
        role_form=RoleForm(formdata=None, role="author"),
        roles=(("player", "Player"), ("author", "Author")),
    )
    return PlayerPage(
        title=NAME,
        player_id=1,
        name=NAME,
        since="today",
        profile_url=None if is_out or is_guest else "/players/x",
        account=None if is_guest else account,
        flags=() if is_guest else (a_flag(),),
        waiting=0 if is_guest else 2,
        rounds=() if is_guest else ROUNDS,
        deeds=() if is_guest else DEEDS,
        button=ButtonForm(formdata=None),
        done="The name is changed." if is_out else None,
        refused="No." if is_out else None,
        link="http://localhost/reset/abc" if is_out else None,
        link_hours=24,
    )


def flags(*, are_decided: bool, are_there: bool = True) -> FlagsPage:
    return FlagsPage(
        title="Flags",
        flags=(a_flag("Cleared by x, today" if are_decided else None),) if are_there else (),
        are_decided=are_decided,
        next_url="/next" if are_there else None,
        is_first=not are_there,
    )


def a_flag_page(decision: str | None = None) -> FlagPage:
    return FlagPage(
        title="Flag",
        flag=a_flag(decision),
        words=("One.", "Two."),
        caution="Mind.",
        table=EvidenceTable(caption="What", columns=("A", "B"), rows=((NAME, "2"),)),
        other_player=None if decision else NAME,
        other_url=None if decision else "/p/2",
        url="/f",
        form=DecisionForm(formdata=None),
        done="Done." if decision else None,
    )


def packs(*, are_there: bool) -> PacksPage:
    line = PackLine(slug="a", title=NAME, offer="rota", levels="Berlin", warnings=("It lacks.",), url="/a")
    empty = PackLine(slug="b", title=NAME, offer="off", levels="", warnings=(), url="/b")
    return PacksPage(
        title="Packs",
        packs=(line, empty) if are_there else (),
        problems=2 if are_there else 0,
        form=PackForm(formdata=None),
        done=NAME if are_there else None,
    )


def the_site(*, is_done: bool) -> SitePage:
    form = SiteForm(formdata=None, name=NAME, sign_up="open")
    form.name.errors = [] if is_done else ["Give the site a name."]
    return SitePage(title="Site", form=form, done=is_done)


SAMPLES: list[Callable[[], Page]] = [
    lambda: an_overview(is_quiet=True),
    lambda: an_overview(is_quiet=False),
    players,
    lambda: players(query=NAME, are_there=False),
    lambda: players(are_there=False),
    a_player,
    lambda: a_player(is_guest=True),
    lambda: a_player(is_out=True),
    lambda: flags(are_decided=True),
    lambda: flags(are_decided=False),
    lambda: flags(are_decided=False, are_there=False),
    a_flag_page,
    lambda: a_flag_page("Cleared by x, today"),
    lambda: packs(are_there=True),
    lambda: packs(are_there=False),
    lambda: the_site(is_done=True),
    lambda: the_site(is_done=False),
    lambda: LogPage(title="Log", deeds=DEEDS, older_url="/older", is_first=False),
    lambda: LogPage(title="Log", deeds=(), older_url=None, is_first=True),
]
