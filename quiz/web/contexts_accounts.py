"""What the templates about accounts get."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.web.contexts import Page
from quiz.web.forms_accounts import (
    ButtonForm,
    DeleteForm,
    EmailForm,
    ListingForm,
    NameForm,
    PasswordForm,
    ResetForm,
    SignInForm,
    SignUpForm,
    ZoneForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpPage(Page):
    """is_guest: somebody has played here, and keeps it all. sign_in_url: for those who have an account.
    is_open: whether the site takes new accounts.
    """

    TEMPLATE = "accounts/sign_up.html"

    form: SignUpForm
    is_guest: bool
    is_open: bool
    sign_in_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """note: why the page is here, if nobody asked for it.
    sign_up_url: None where sign-up is closed.
    """

    TEMPLATE = "accounts/sign_in.html"

    form: SignInForm
    note: str | None
    is_guest: bool
    sign_up_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChoice:
    """Where the player lives. free_on: the date on which that can be changed; None if it can be now."""

    zone: str
    is_known: bool
    free_on: str | None
    form: ZoneForm


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage(Page):
    """done: what has just been changed."""

    TEMPLATE = "accounts/settings.html"

    name: str
    done: str | None
    name_form: NameForm
    password_form: PasswordForm
    email_form: EmailForm
    listing_form: ListingForm
    zone: ZoneChoice
    delete_form: DeleteForm
    sign_out_form: ButtonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPage(Page):
    """name: whose password it is; None where the link does not work any more."""

    TEMPLATE = "accounts/reset.html"

    name: str | None
    form: ResetForm
