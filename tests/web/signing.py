"""Signing up, in and out, as a browser without JavaScript does it."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.accounts import PASSWORD
from tests.web.pages import fields_of, parse, the_form


def send(client: FlaskClient, page: str, button: str, **typed: str) -> TestResponse:
    """Fill in the form of the page that has this button, and send it."""
    form = the_form(parse(client.get(page)), button)
    return client.post(str(form.get("action") or page), data=fields_of(form) | typed)


def sign_up(client: FlaskClient, name: str = "Anna", password: str = PASSWORD, **more: str) -> TestResponse:
    return send(client, "/sign-up", "Sign up", name=name, password=password, **more)


def sign_in(client: FlaskClient, name: str = "Anna", password: str = PASSWORD) -> TestResponse:
    return send(client, "/sign-in", "Sign in", name=name, password=password)


def name_on(client: FlaskClient, page: str = "/") -> str | None:
    """Whose name the links of the page say; None where nobody is signed in."""
    for link in parse(client.get(page)).select("nav a"):
        words = link.get_text(" ", strip=True)
        if words.startswith("Your page,"):
            return words.removeprefix("Your page,").strip()
    return None
