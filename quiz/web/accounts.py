"""Signing up, in and out, and what one can change about oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf import FlaskForm

from quiz.extensions import db
from quiz.services import accounts, site
from quiz.services.accounts import Account, Refused
from quiz.services.passwords import TooBusy
from quiz.web import limits
from quiz.web.contexts_accounts import ResetPage, SignInPage, SignUpPage
from quiz.web.forms import text_of
from quiz.web.forms_accounts import ResetForm, SignInForm, SignUpForm
from quiz.web.fragments import see_other, show
from quiz.web.players import begin_session, current_account, current_guest, end_session, now

F = TypeVar("F", bound=FlaskForm)

blueprint = Blueprint("accounts", __name__)

BUSY = "So many people are signing in just now that this has to wait. Try again in a few seconds."
_BUSY_FOR_S = 3
_TOLD_IN_SECONDS = 90
_NOTES = {
    "reset": "Your password is changed. Sign in with the new one.",
    "deleted": "Your account is deleted, and you are signed out.",
    "first": "That page is for those who have an account. Sign in to see it.",
}


@blueprint.get("/sign-up")
def sign_up() -> Response:
    if current_account() is not None:
        return see_other(_next_url())
    return _sign_up_page(SignUpForm(formdata=None, next=request.args.get("next", "")))


@blueprint.post("/sign-up")
@limits.limited(limits.SIGN_UP)
def make_account() -> Response:
    form = SignUpForm()
    if current_account() is not None:
        return see_other(_next_url())
    if not _is_open():
        return _sign_up_page(form, status=403)
    if not form.validate():
        return _sign_up_page(form, status=422)
    try:
        made = accounts.sign_up(
            db.session(),
            name=text_of(form.name),
            password=text_of(form.password),
            email=text_of(form.email),
            guest=current_guest(),
            at=now(),
        )
    except TooBusy:
        return _sign_up_page(refuse(form, Refused(field="password", why=BUSY)), status=503)
    if isinstance(made, Refused):
        return _sign_up_page(refuse(form, made), status=422)
    return _signed_in(made)


@blueprint.get("/sign-in")
def sign_in() -> Response:
    if current_account() is not None:
        return see_other(_next_url())
    note = "first" if request.args.get("next") else request.args.get("note", "")
    return _sign_in_page(SignInForm(formdata=None, next=request.args.get("next", "")), note=note)


@blueprint.post("/sign-in")
@limits.limited(limits.SIGN_IN)
@limits.limited_by_name(limits.SIGN_IN_BY_NAME)
def begin() -> Response:
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, status=422)
    try:
        found = accounts.sign_in(
            db.session(),
            name=text_of(form.name),
            password=text_of(form.password),
            guest=current_guest(),
        )
    except TooBusy:
        return _sign_in_page(refuse(form, Refused(field="password", why=BUSY)), status=503)
    if isinstance(found, Refused):
        return _sign_in_page(refuse(form, found), status=422)
    return _signed_in(found)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    # A guest has nothing to sign out of. One who was left behind so would be nobody's: what they played would
    # be lost, or no account's, and its Première could be played again.
    if current_account() is not None:
        end_session()
    return see_other(url_for("home.home"))


@blueprint.get("/reset/<secret>")
def reset(secret: str) -> Response:
    owner = accounts.owner_of_link(db.session(), secret, now())
    return _reset_page(owner, ResetForm(formdata=None))


@blueprint.post("/reset/<secret>")
@limits.limited(limits.PASSWORD)
def set_anew(secret: str) -> Response:
    form = ResetForm()
    if not form.validate():
        return _reset_page(accounts.owner_of_link(db.session(), secret, now()), form, status=422)
    try:
        done = accounts.reset_password(db.session(), secret, text_of(form.new), now())
    except TooBusy:
        done = Refused(field="new", why=BUSY)
    if isinstance(done, Refused):
        owner = accounts.owner_of_link(db.session(), secret, now())
        return waiting(_reset_page(owner, refuse(form, done), status=503 if done.why == BUSY else 422))
    if done is None:
        return _reset_page(None, form)
    if current_account() is not None:  # a guest is still to become somebody
        end_session()
    return see_other(url_for("accounts.sign_in", note="reset"))


@blueprint.errorhandler(RateLimitExceeded)
def too_often(_error: RateLimitExceeded) -> Response:
    """The page again, with what was typed, but for passwords."""
    seconds = limits.seconds_left()
    wait = f"{seconds} seconds" if seconds <= _TOLD_IN_SECONDS else f"{(seconds + 59) // 60} minutes"
    response = refused_pages[request.endpoint or ""](
        f"That was tried too often. Wait {wait}, then try again."
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def _sign_up_refused(why: str) -> Response:
    return _sign_up_page(refuse(SignUpForm(), Refused(field="password", why=why)), status=429)


def _sign_in_refused(why: str) -> Response:
    return _sign_in_page(refuse(SignInForm(), Refused(field="password", why=why)), status=429)


def _reset_refused(why: str) -> Response:
    owner = accounts.owner_of_link(db.session(), (request.view_args or {})["secret"], now())
    return _reset_page(owner, refuse(ResetForm(), Refused(field="new", why=why)), status=429)


refused_pages: dict[str, Callable[[str], Response]] = {
    "accounts.make_account": _sign_up_refused,
    "accounts.begin": _sign_in_refused,
    "accounts.set_anew": _reset_refused,
}
"""What is shown where something was tried too often, by the endpoint: it is told why."""


def refuse(form: F, refused: Refused) -> F:
    """The form with what the service says, at its field."""
    field = form[refused.field]
    field.errors = [*field.errors, refused.why]
    return form


def local_url(url: str) -> str | None:
    """The address, if it leads to a page of this site: what comes with a link is anybody's to write."""
    parts = urlsplit(url)
    is_plain = url.isprintable() and "\\" not in url and " " not in url
    if not is_plain or parts.scheme or parts.netloc or not url.startswith("/") or url.startswith("//"):
        return None
    return url


def _signed_in(account: Account) -> Response:
    following = _next_url()
    begin_session(account)
    return see_other(following)


def _next_url() -> str:
    return local_url(request.values.get("next", "")) or url_for("home.home")


def _is_open() -> bool:
    return site.site_settings(db.session()).is_sign_up_open


def _sign_up_page(form: SignUpForm, status: int = 200) -> Response:
    page = SignUpPage(
        title="Sign up",
        form=form,
        is_guest=current_guest() is not None,
        is_open=_is_open(),
        sign_in_url=url_for("accounts.sign_in", next=form.next.data or None),
    )
    return waiting(show(page, status=status))


def _sign_in_page(form: SignInForm, *, note: str = "", status: int = 200) -> Response:
    page = SignInPage(
        title="Sign in",
        form=form,
        note=_NOTES.get(note),
        is_guest=current_guest() is not None,
        sign_up_url=url_for("accounts.sign_up", next=form.next.data or None) if _is_open() else None,
    )
    return waiting(show(page, status=status))


def _reset_page(owner: Account | None, form: ResetForm, status: int = 200) -> Response:
    page = ResetPage(title="A new password", name=None if owner is None else owner.name, form=form)
    return show(page, status=404 if owner is None else status)


def waiting(response: Response) -> Response:
    """With a header that says for how long, if it is busy."""
    if response.status_code == 503:  # noqa: PLR2004
        response.headers["Retry-After"] = str(_BUSY_FOR_S)
    return response
