"""Players, as administrators find them, and what can be done to their accounts."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request, url_for

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.services import administration, oversight
from quiz.services.accounts import LINK_LASTS, Account, Refused, Role
from quiz.web.admin import blueprint, id_in_address, me
from quiz.web.admin_lines import GUEST, deed_line, flag_line, moment, player_line, round_line
from quiz.web.contexts_admin import AccountPart, PlayerPage, PlayersPage
from quiz.web.dates import short_date
from quiz.web.forms import text_of
from quiz.web.forms_accounts import ButtonForm, NameForm
from quiz.web.forms_admin import ROLE_NAMES, RoleForm
from quiz.web.fragments import see_other, show
from quiz.web.players import now, requires

__all__ = ["blueprint"]

_PLAYERS_A_PAGE = 25
_LONGEST_QUERY = 100
_DONE = {
    "name": "The name is changed.",
    "role": "The role is changed.",
    "suspended": "The account is suspended.",
    "readmitted": "The account is open again.",
    "hidden": "The player is off the leaderboards.",
    "shown": "The player is on the leaderboards again.",
    "flags-cleared": "All flags that waited are cleared.",
    "flags-upheld": "All flags that waited are upheld: those rounds count for nothing.",
}


@blueprint.get("/players")
@requires(Role.ADMINISTRATOR)
def players() -> Response:
    query = request.args.get("q", "").strip()[:_LONGEST_QUERY]
    after, before = id_in_address("after"), id_in_address("before")
    found = oversight.find_players(db.session(), query, _PLAYERS_A_PAGE + 1, after=after, before=before)
    is_more = len(found) > _PLAYERS_A_PAGE
    # Going back, the one too many stands at the other end.
    shown = found[1:] if before is not None and is_more else found[:_PLAYERS_A_PAGE]
    has_newer = is_more if before is not None else after is not None
    has_older = before is not None or is_more
    wanted = query or None
    return show(
        PlayersPage(
            title="Players",
            query=query,
            players=tuple(player_line(each) for each in shown),
            newer_url=url_for("admin.players", q=wanted, before=shown[0].player_id)
            if shown and has_newer
            else None,
            older_url=url_for("admin.players", q=wanted, after=shown[-1].player_id)
            if shown and has_older
            else None,
        )
    )


@blueprint.get("/players/<int(max=2147483647):player_id>")
@requires(Role.ADMINISTRATOR)
def player(player_id: PlayerId) -> Response:
    return show(replace(_page(player_id), done=_DONE.get(request.args.get("done", ""))))


@blueprint.post("/players/<int(max=2147483647):player_id>/name")
@requires(Role.ADMINISTRATOR)
def rename(player_id: PlayerId) -> Response:
    form = NameForm()
    why = None
    if form.validate():
        refused = administration.rename(
            db.session(), by=me(), player_id=player_id, name=text_of(form.name), at=now()
        )
        if refused is None:
            return _done(player_id, "name")
        why = refused.why
    if why is not None:
        form.name.errors = [why]
    page = _page(player_id)
    account = None if page.account is None else replace(page.account, name_form=form)
    return show(replace(page, account=account), status=422)


@blueprint.post("/players/<int(max=2147483647):player_id>/role")
@requires(Role.ADMINISTRATOR)
def change_role(player_id: PlayerId) -> Response:
    form = RoleForm()
    if not form.validate():
        return _refuse(player_id, "There is no such role. Choose one from the list.")
    refused = administration.change_role(
        db.session(), by=me(), player_id=player_id, role=Role(text_of(form.role)), at=now()
    )
    return _done_unless(refused, player_id, "role")


@blueprint.post("/players/<int(max=2147483647):player_id>/suspend")
@requires(Role.ADMINISTRATOR)
def suspend(player_id: PlayerId) -> Response:
    refused = administration.suspend(db.session(), by=me(), player_id=player_id, is_suspended=True, at=now())
    return _done_unless(refused, player_id, "suspended")


@blueprint.post("/players/<int(max=2147483647):player_id>/readmit")
@requires(Role.ADMINISTRATOR)
def readmit(player_id: PlayerId) -> Response:
    refused = administration.suspend(db.session(), by=me(), player_id=player_id, is_suspended=False, at=now())
    return _done_unless(refused, player_id, "readmitted")


@blueprint.post("/players/<int(max=2147483647):player_id>/hide")
@requires(Role.ADMINISTRATOR)
def hide(player_id: PlayerId) -> Response:
    administration.hide(db.session(), by=me(), player_id=player_id, is_hidden=True, at=now())
    return _done(player_id, "hidden")


@blueprint.post("/players/<int(max=2147483647):player_id>/show")
@requires(Role.ADMINISTRATOR)
def show_again(player_id: PlayerId) -> Response:
    administration.hide(db.session(), by=me(), player_id=player_id, is_hidden=False, at=now())
    return _done(player_id, "shown")


@blueprint.post("/players/<int(max=2147483647):player_id>/reset-link")
@requires(Role.ADMINISTRATOR)
def make_link(player_id: PlayerId) -> Response:
    """The page with the link, and no redirect: its secret stands in no address but its own."""
    secret = administration.make_link(db.session(), by=me(), player_id=player_id, at=now())
    link = url_for("accounts.reset", secret=secret, _external=True)
    return show(replace(_page(player_id), link=link))


def _done(player_id: PlayerId, what: str) -> Response:
    return see_other(url_for("admin.player", player_id=player_id, done=what))


def _done_unless(refused: Refused | None, player_id: PlayerId, what: str) -> Response:
    return _done(player_id, what) if refused is None else _refuse(player_id, refused.why)


def _refuse(player_id: PlayerId, why: str) -> Response:
    return show(replace(_page(player_id), refused=why), status=422)


def _page(player_id: PlayerId) -> PlayerPage:
    view = oversight.player_view(db.session(), player_id)
    account = view.account
    name = GUEST.capitalize() if account is None else account.name
    return PlayerPage(
        title=f"{name} · Players",
        player_id=player_id,
        name=name,
        since=short_date(view.person.since),
        profile_url=url_for("profiles.player", name=name) if view.person.is_listed else None,
        account=None if account is None else _account_part(account),
        flags=tuple(flag_line(flag) for flag in view.flags),
        waiting=sum(flag.decision is None for flag in view.flags),
        rounds=tuple(round_line(played) for played in view.rounds),
        deeds=tuple(deed_line(entry) for entry in view.deeds),
        button=ButtonForm(formdata=None),
        link_hours=int(LINK_LASTS.total_seconds() // 3600),
    )


def _account_part(account: Account) -> AccountPart:
    return AccountPart(
        name=account.name,
        email=account.email,
        role=ROLE_NAMES[account.role],
        since=short_date(account.made_at),
        is_hidden=account.is_hidden,
        suspended=None if account.suspended_at is None else moment(account.suspended_at),
        is_self=account.player_id == me(),
        name_form=NameForm(formdata=None, name=account.name),
        role_form=RoleForm(formdata=None, role=account.role.value),
        roles=tuple((role.value, name) for role, name in ROLE_NAMES.items()),
    )
