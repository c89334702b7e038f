"""The pages about accounts, each made from its context alone."""

from __future__ import annotations

from collections.abc import Callable

from quiz.web.contexts import Fragment, Page
from quiz.web.contexts_accounts import ResetPage, SettingsPage, SignInPage, SignUpPage, ZoneChoice
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

NAME = "Blue & White <1993>"


def a_sign_up_page(*, is_open: bool = True, is_guest: bool = False) -> SignUpPage:
    form = SignUpForm(formdata=None, name=NAME, next="/x")
    form.name.errors = ["Somebody has that name already."]
    return SignUpPage(title="Sign up", form=form, is_open=is_open, is_guest=is_guest, sign_in_url="/sign-in")


def a_sign_in_page(*, note: str | None = None, is_guest: bool = False) -> SignInPage:
    form = SignInForm(formdata=None, name=NAME)
    url = None if note else "/sign-up"
    return SignInPage(title="Sign in", form=form, note=note, is_guest=is_guest, sign_up_url=url)


def a_settings_page(*, is_known: bool = True, free_on: str | None = None) -> SettingsPage:
    zone_form = ZoneForm(formdata=None, zone="UTC")
    zone_form.zone.choices = [("UTC", "UTC"), ("Asia/Tokyo", "Asia/Tokyo")]
    return SettingsPage(
        title="Settings",
        name=NAME,
        done="Your name is changed." if is_known else None,
        name_form=NameForm(formdata=None, name=NAME),
        password_form=PasswordForm(formdata=None),
        email_form=EmailForm(formdata=None),
        listing_form=ListingForm(formdata=None, hidden=is_known),
        zone=ZoneChoice(zone="UTC", is_known=is_known, free_on=free_on, form=zone_form),
        delete_form=DeleteForm(formdata=None),
        sign_out_form=ButtonForm(formdata=None),
    )


SAMPLES: list[Callable[[], Page | Fragment]] = [
    a_sign_up_page,
    lambda: a_sign_up_page(is_open=False),
    lambda: a_sign_up_page(is_guest=True),
    a_sign_in_page,
    lambda: a_sign_in_page(note="Sign in to see it.", is_guest=True),
    a_settings_page,
    lambda: a_settings_page(is_known=False),
    lambda: a_settings_page(free_on="25 November 2026"),
    lambda: ResetPage(title="A new password", name=NAME, form=ResetForm(formdata=None)),
    lambda: ResetPage(title="A new password", name=None, form=ResetForm(formdata=None)),
]
