"""What one can change about oneself, take along, and delete."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Response, make_response, request, url_for

from quiz.extensions import db
from quiz.game.zones import local_date
from quiz.services import accounts, exporting, leaving, zones
from quiz.services.accounts import Account, Refused, Role
from quiz.services.passwords import TooBusy
from quiz.web import limits
from quiz.web.accounts import BUSY, blueprint, refuse, refused_pages, waiting
from quiz.web.contexts_accounts import SettingsPage, ZoneChoice
from quiz.web.dates import long_date
from quiz.web.forms import text_of
from quiz.web.forms_accounts import (
    ButtonForm,
    DeleteForm,
    EmailForm,
    ListingForm,
    NameForm,
    PasswordForm,
    ZoneForm,
)
from quiz.web.fragments import see_other, show
from quiz.web.players import begin_session, current_account, end_session, now, requires

__all__ = ["blueprint"]

_DONE = {
    "name": "Your name is changed.",
    "password": "Your password is changed. Everywhere else you are signed out.",
    "email": "Your e-mail address is changed.",
    "listing": "Your place on the leaderboards is changed.",
    "zone": "Your time zone is changed.",
}


@blueprint.get("/settings")
@requires(Role.PLAYER)
def settings() -> Response:
    return show(_page(done=_DONE.get(request.args.get("done", ""))))


@blueprint.post("/settings/name")
@requires(Role.PLAYER)
def change_name() -> Response:
    form = NameForm()
    refused = None
    if form.validate():
        refused = accounts.change_name(db.session(), _own().player_id, text_of(form.name))
        if refused is None:
            return _done("name")
    return show(replace(_page(), name_form=_with(form, refused)), status=422)


@blueprint.post("/settings/password")
@requires(Role.PLAYER)
@limits.limited(limits.PASSWORD)
def change_password() -> Response:
    form = PasswordForm()
    if not form.validate():
        return show(replace(_page(), password_form=form), status=422)
    try:
        changed = accounts.change_password(
            db.session(), _own().player_id, old=text_of(form.old), new=text_of(form.new)
        )
    except TooBusy:
        return _busy(replace(_page(), password_form=refuse(form, Refused(field="old", why=BUSY))))
    if isinstance(changed, Refused):
        return show(replace(_page(), password_form=refuse(form, changed)), status=422)
    begin_session(changed)
    return _done("password")


@blueprint.post("/settings/email")
@requires(Role.PLAYER)
def change_email() -> Response:
    form = EmailForm()
    refused = None
    if form.validate():
        refused = accounts.change_email(db.session(), _own().player_id, text_of(form.email))
        if refused is None:
            return _done("email")
    return show(replace(_page(), email_form=_with(form, refused)), status=422)


@blueprint.post("/settings/listing")
@requires(Role.PLAYER)
def change_listing() -> Response:
    accounts.hide(db.session(), _own().player_id, is_hidden=bool(ListingForm().hidden.data))
    return _done("listing")


@blueprint.post("/settings/zone")
@requires(Role.PLAYER)
def change_zone() -> Response:
    form = ZoneForm()
    try:
        zones.change_zone(db.session(), _own().player_id, form.zone.data or "", now())
    except zones.UnknownZone:
        why = "There is no time zone of that name. Choose one from the list."
    except zones.ZoneIsFixed as fixed:
        why = (
            "The time zone can be changed once in 30 days, so that no date comes twice:"
            f" yours again from {long_date(fixed.free_from)} on."
        )
    else:
        return _done("zone")
    page = _page()
    return show(
        replace(page, zone=replace(page.zone, form=refuse(page.zone.form, Refused(field="zone", why=why)))),
        status=422,
    )


@blueprint.get("/settings/export")
@requires(Role.PLAYER)
def export() -> Response:
    taken = exporting.export(db.session(), _own().player_id, now())
    response = make_response(json.dumps(taken, ensure_ascii=False, indent=1))
    response.content_type = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=triple-crown.json"
    return response


@blueprint.post("/settings/delete")
@requires(Role.PLAYER)
@limits.limited(limits.PASSWORD)
def delete() -> Response:
    form = DeleteForm()
    if not form.validate():
        return show(replace(_page(), delete_form=form), status=422)
    try:
        refused = leaving.delete_account(db.session(), _own().player_id, text_of(form.current))
    except TooBusy:
        return _busy(replace(_page(), delete_form=refuse(form, Refused(field="current", why=BUSY))))
    if refused is not None:
        return show(replace(_page(), delete_form=refuse(form, refused)), status=422)
    end_session()
    return see_other(url_for("accounts.sign_in", note="deleted"))


def _password_refused(why: str) -> Response:
    refused = Refused(field="old", why=why)
    return show(replace(_page(), password_form=refuse(PasswordForm(), refused)), status=429)


def _delete_refused(why: str) -> Response:
    refused = Refused(field="current", why=why)
    return show(replace(_page(), delete_form=refuse(DeleteForm(), refused)), status=429)


refused_pages["accounts.change_password"] = _password_refused
refused_pages["accounts.delete"] = _delete_refused


def _own() -> Account:
    account = current_account()
    if account is None:
        raise LookupError("nobody is signed in, where somebody has to be")
    return account


def _with(form: NameForm | EmailForm, refused: Refused | None) -> NameForm | EmailForm:
    return form if refused is None else refuse(form, refused)


def _busy(page: SettingsPage) -> Response:
    return waiting(show(page, status=503))


def _done(what: str) -> Response:
    return see_other(url_for("accounts.settings", done=what))


def _page(done: str | None = None) -> SettingsPage:
    """As it is when nothing was sent."""
    account = _own()
    return SettingsPage(
        title="Settings",
        name=account.name,
        done=done,
        name_form=NameForm(formdata=None, name=account.name),
        password_form=PasswordForm(formdata=None),
        email_form=EmailForm(formdata=None, email=account.email),
        listing_form=ListingForm(formdata=None, hidden=account.is_hidden),
        zone=_zone(account),
        delete_form=DeleteForm(formdata=None),
        sign_out_form=ButtonForm(formdata=None),
    )


def _zone(account: Account) -> ZoneChoice:
    known = zones.setting_of(db.session(), account.player_id)
    form = ZoneForm(formdata=None, zone=known.zone)
    form.zone.choices = [(name, name) for name in dict.fromkeys((known.zone, *zones.zone_names()))]
    free_on = None
    if known.free_from is not None and known.free_from > now():
        free_on = long_date(local_date(known.zone, known.free_from))
    return ZoneChoice(
        zone=known.zone,
        is_known=known.is_known,
        free_on=free_on,
        form=form,
    )
