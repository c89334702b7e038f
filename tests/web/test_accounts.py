"""The pages about accounts."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from flask import Flask, Response
from flask.testing import FlaskClient

from quiz import create_app
from quiz.extensions import db
from quiz.services import accounts, passwords
from quiz.services.accounts import Account, Role
from quiz.services.site import forget
from quiz.store import site
from quiz.store.accounts import change_account
from quiz.store.base import writing
from quiz.store.site import SiteSettings
from quiz.web.players import requires
from tests.conftest import dispose, settings_for
from tests.factories.accounts import PASSWORD, an_account
from tests.web.pages import (
    PARTIAL,
    answer,
    by_id,
    fields_of,
    now,
    parse,
    play_on,
    said,
    start,
    text_of,
    the_form,
)
from tests.web.signing import name_on, send, sign_in, sign_up

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

NEW = "nobody will guess this one"


def have_account(app: Flask, name: str = "Anna", *, role: Role = Role.PLAYER) -> Account:
    with app.app_context():
        found = accounts.account_of(db.session(), an_account(db.session(), name, role=role))
    assert found is not None
    return found


def wrong_field(response: TestResponse) -> tuple[str, str]:
    """The one field that is marked, and what is said about it."""
    [field] = parse(response).select("[aria-invalid=true]")
    soup = parse(response)
    told = [text_of(soup, each) for each in str(field["aria-describedby"]).split() if each.endswith("-error")]
    return str(field["name"]), " ".join(told)


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("triple_crown")
    assert cookie is not None
    return cookie.value


# signing up


def test_a_guest_who_signs_up_keeps_what_they_played(client: FlaskClient) -> None:
    finished = play_on(client, start(client), misses=frozenset({2}))
    before = text_of(parse(client.get(finished)), "result")
    half = start(client)
    answer(client, half)

    response = sign_up(client)

    assert (response.status_code, response.location) == (303, "/")
    assert name_on(client) == "Anna"
    assert text_of(parse(client.get(finished)), "result") == before
    assert "Your round is still open" in client.get("/").text
    assert client.get(half).status_code == 200


def test_a_cookie_of_before_signing_up_is_nobody_s(app: Flask, client: FlaskClient) -> None:
    url = start(client)
    thief = app.test_client()
    thief.set_cookie("triple_crown", cookie_of(client))
    assert thief.get(url).status_code == 200

    sign_up(client)

    assert thief.get(url).status_code == 404


def test_who_has_not_played_can_sign_up_and_then_play(client: FlaskClient) -> None:
    sign_up(client)

    assert client.get(start(client)).status_code == 200
    assert name_on(client) == "Anna"


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"name": ""}, "name", "Choose a name."),
        ({"name": "A"}, "name", "A name has 2 to 24 characters; this one has 1."),
        ({"name": "An\u200bna"}, "name", "cannot be seen (U+200B)"),
        ({"name": "ANNA"}, "name", "Somebody has that name already, or one that looks like it."),
        ({"name": "Аnna"}, "name", "Somebody has that name already, or one that looks like it."),
        ({"password": "short"}, "password", "A password has 8 characters or more; this one has 5."),
        ({"password": ""}, "password", "Choose a password."),
        ({"email": "nowhere"}, "email", "That is not an e-mail address."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    app: Flask, client: FlaskClient, typed: dict[str, str], field: str, told: str
) -> None:
    have_account(app)
    sent = {"name": "Berta", "password": PASSWORD, "email": "berta@example.org"} | typed

    response = send(client, "/sign-up", "Sign up", **sent)

    assert response.status_code == 422
    where, words = wrong_field(response)
    assert where == field
    assert told in words
    soup = parse(response)
    assert by_id(soup, field).has_attr("autofocus")
    assert by_id(soup, "name").get("value", "") == sent["name"]
    assert by_id(soup, "email").get("value", "") == sent["email"]
    assert not by_id(soup, "password").get("value")
    assert name_on(client) is None


def test_a_form_sent_twice_signs_up_once(app: Flask, client: FlaskClient) -> None:
    url = start(client)
    form = fields_of(the_form(parse(client.get("/sign-up")), "Sign up"))
    twin = app.test_client()
    twin.set_cookie("triple_crown", cookie_of(client))
    sent = form | {"name": "Anna", "password": PASSWORD}

    locations = [browser.post("/sign-up", data=sent).location for browser in (client, twin)]

    assert locations == ["/", "/"]
    assert [browser.get(url).status_code for browser in (client, twin)] == [200, 200]


def test_where_sign_up_is_closed_nobody_signs_up(app: Flask, client: FlaskClient) -> None:
    form = fields_of(the_form(parse(client.get("/sign-up")), "Sign up"))
    with app.app_context():
        with writing(db.session()):
            site.save_settings(db.session(), SiteSettings(is_sign_up_open=False))
        forget(db.session())

    page, sent = (
        client.get("/sign-up"),
        client.post("/sign-up", data=form | {"name": "Anna", "password": NEW}),
    )

    assert "takes no new accounts" in page.text
    assert parse(page).find("input", attrs={"name": "name"}) is None
    assert sent.status_code == 403
    assert name_on(client) is None
    assert "/sign-up" not in [str(link["href"]) for link in parse(client.get("/sign-in")).select("main a")]


# signing in and out


def test_signing_in_and_out(app: Flask, client: FlaskClient) -> None:
    have_account(app)

    assert sign_in(client, "anna").location == "/"
    assert name_on(client) == "Anna"
    assert send(client, "/settings", "Sign out").location == "/"
    assert name_on(client) is None


def test_signing_out_is_no_link(client: FlaskClient) -> None:
    sign_up(client)

    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400  # without its token
    assert name_on(client) == "Anna"


@pytest.mark.parametrize(("name", "password"), [("Anna", NEW), ("Nobody", PASSWORD), ("\x00", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    app: Flask, client: FlaskClient, name: str, password: str
) -> None:
    have_account(app)

    response = sign_in(client, name, password)

    assert response.status_code == 422
    assert wrong_field(response) == (
        "password",
        "There is no account with that name and password. Check both, and try again.",
    )


def test_a_guest_who_signs_in_takes_their_rounds_along(app: Flask, client: FlaskClient) -> None:
    elsewhere = app.test_client()
    own = play_on(elsewhere, start(elsewhere))
    sign_up(elsewhere)
    theirs = play_on(client, start(client, "gardens", level="venice"))

    sign_in(client)

    for browser in (client, elsewhere):
        assert [browser.get(url).status_code for url in (own, theirs)] == [200, 200]
    assert name_on(elsewhere) == "Anna"


def test_what_the_cookie_said_before_is_gone_after_signing_in(app: Flask, client: FlaskClient) -> None:
    have_account(app)
    start(client)
    form = fields_of(the_form(parse(client.get("/?pack=chess")), "Start"))
    with client.session_transaction() as cookie:
        cookie["left over"] = "x"
        cookie["premieres"] = ["2026-03-09"]
        token = cookie["csrf_token"]

    sign_in(client)

    with client.session_transaction() as cookie:
        assert "left over" not in cookie
        assert "guest" not in cookie
        assert cookie.get("csrf_token") != token
        assert cookie["premieres"] == ["2026-03-09"]
    assert client.post("/rounds", data=form | {"level": "berlin"}).status_code == 400


def test_the_browser_remembers_premieres_after_signing_out_and_nothing_else(client: FlaskClient) -> None:
    sign_up(client)
    with client.session_transaction() as cookie:
        cookie["premieres"] = ["2026-03-09"]

    send(client, "/settings", "Sign out")

    with client.session_transaction() as cookie:
        assert {name for name in cookie if not name.startswith("_")} == {"premieres"}
    kept = client.get_cookie("triple_crown")
    assert kept is not None
    assert kept.expires is not None  # it outlives the window


def test_after_signing_out_somebody_else_plays(client: FlaskClient) -> None:
    url = start(client)
    sign_up(client)
    send(client, "/settings", "Sign out")

    other = start(client)

    assert client.get(other).status_code == 200
    assert client.get(url).status_code == 404


def test_sessions_outlive_the_server(
    app: Flask, client: FlaskClient, database: Path, questions_dir: Path
) -> None:
    sign_up(client)
    dispose(app)
    again = create_app(settings_for(database, questions_dir))
    browser = again.test_client()
    browser.set_cookie("triple_crown", cookie_of(client))

    assert name_on(browser) == "Anna"
    dispose(again)


def test_a_suspended_account_is_told_so_and_its_open_pages_are_a_stranger_s(
    app: Flask, client: FlaskClient
) -> None:
    sign_up(client)
    with app.app_context():
        found = accounts.account_named(db.session(), "Anna")
        assert found is not None
        with writing(db.session()):
            change_account(db.session(), found.player_id, suspended_at=now())

    assert name_on(client) is None
    assert wrong_field(sign_in(client)) == ("name", "This account is suspended. Ask whoever runs this site.")


@pytest.mark.parametrize(
    ("next_url", "location"),
    [
        ("/settings", "/settings"),
        ("/?pack=chess&level=cannes", "/?pack=chess&level=cannes"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("evil.example", "/"),
        ("http:///evil.example", "/"),
        ("///evil.example", "/"),
    ],
)
def test_the_way_on_leads_to_pages_of_this_site_alone(
    app: Flask, client: FlaskClient, next_url: str, location: str
) -> None:
    have_account(app)
    form = fields_of(the_form(parse(client.get("/sign-in")), "Sign in"))

    response = client.post("/sign-in", data=form | {"name": "Anna", "password": PASSWORD, "next": next_url})

    assert response.location == location
    assert client.get("/sign-in", query_string={"next": next_url}).location == location


def test_who_must_sign_in_first_comes_back_to_the_page(app: Flask, client: FlaskClient) -> None:
    have_account(app)

    asked = client.get("/settings")
    assert asked.status_code == 303
    response = send(client, asked.location, "Sign in", name="Anna", password=PASSWORD)

    assert response.location == "/settings"


def test_a_part_of_a_page_that_needs_an_account_sends_the_page_to_sign_in(client: FlaskClient) -> None:
    response = client.get("/settings", headers=PARTIAL)

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/settings"


def test_a_role_is_asked_for(app: Flask, client: FlaskClient) -> None:
    @app.get("/reviewers")
    @requires(Role.REVIEWER)
    def reviewers() -> Response:
        return Response("come in")

    have_account(app, "Anna", role=Role.AUTHOR)
    have_account(app, "Berta", role=Role.ADMINISTRATOR)
    other = app.test_client()
    sign_in(client, "Anna")
    sign_in(other, "Berta")

    assert client.get("/reviewers").status_code == 403
    assert other.get("/reviewers").text == "come in"
    assert app.test_client().get("/reviewers").location == "/sign-in?next=/reviewers"


# settings


def test_a_name_is_changed(client: FlaskClient) -> None:
    sign_up(client)

    response = send(client, "/settings", "Change the name", name="Agnès")

    assert "Your name is changed." in client.get(response.location).text
    assert name_on(client) == "Agnès"


def test_a_name_that_is_taken_is_told_at_the_field(app: Flask, client: FlaskClient) -> None:
    have_account(app, "Mike")
    sign_up(client)

    response = send(client, "/settings", "Change the name", name="rnike")

    assert response.status_code == 422
    assert wrong_field(response)[0] == "name"
    assert by_id(parse(response), "name")["value"] == "rnike"
    assert name_on(client) == "Anna"


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(
    app: Flask, client: FlaskClient
) -> None:
    sign_up(client)
    other = app.test_client()
    sign_in(other)
    assert name_on(other) == "Anna"

    response = send(client, "/settings", "Change the password", old=PASSWORD, new=NEW)

    assert "Your password is changed." in client.get(response.location).text
    assert name_on(client) == "Anna"
    assert name_on(other) is None
    assert sign_in(other, password=PASSWORD).status_code == 422
    assert sign_in(other, password=NEW).location == "/"


@pytest.mark.parametrize(
    ("old", "new", "field"), [(NEW, NEW, "old"), (PASSWORD, "short", "new"), ("", NEW, "old")]
)
def test_a_password_that_cannot_be_changed_is_told_at_the_field(
    client: FlaskClient, old: str, new: str, field: str
) -> None:
    sign_up(client)

    response = send(client, "/settings", "Change the password", old=old, new=new)

    assert response.status_code == 422
    assert wrong_field(response)[0] == field


def test_an_e_mail_address_is_kept(client: FlaskClient) -> None:
    sign_up(client)

    send(client, "/settings", "Save the address", email="anna@example.org")
    refused = send(client, "/settings", "Save the address", email="anna")

    assert wrong_field(refused)[0] == "email"
    assert by_id(parse(client.get("/settings")), "email")["value"] == "anna@example.org"


def test_hiding_from_the_leaderboards_is_ticked_and_unticked(client: FlaskClient) -> None:
    sign_up(client)

    def box() -> Tag:
        found = parse(client.get("/settings")).find("input", attrs={"name": "hidden"})
        assert isinstance(found, Tag)
        return found

    assert not box().has_attr("checked")
    send(client, "/settings", "Save the choice", hidden="y")
    assert box().has_attr("checked")
    form = fields_of(the_form(parse(client.get("/settings")), "Save the choice"))
    client.post("/settings/listing", data={"csrf_token": form["csrf_token"]})
    assert not box().has_attr("checked")


def test_a_time_zone_is_changed_once_in_thirty_days(client: FlaskClient) -> None:
    sign_up(client)

    for zone in ("Europe/Paris", "Asia/Tokyo"):
        assert send(client, "/settings", "Change the time zone", zone=zone).status_code == 303
    page = client.get("/settings")

    assert "Asia/Tokyo" in text_of(parse(page), "your-zone")
    assert re.search(r"again from \d+ \w+ \d{4} on", text_of(parse(page), "your-zone"))
    token = fields_of(the_form(parse(page), "Sign out"))["csrf_token"]
    response = client.post("/settings/zone", data={"csrf_token": token, "zone": "Europe/Rome"})
    assert response.status_code == 422
    assert "once in 30 days" in said(by_id(parse(response), "zone-error"))


def test_what_is_no_time_zone_is_refused(client: FlaskClient) -> None:
    sign_up(client)

    response = send(client, "/settings", "Change the time zone", zone="Mars/Olympus")

    assert response.status_code == 422
    assert wrong_field(response) == (
        "zone",
        "There is no time zone of that name. Choose one from the list.",
    )


def test_everything_can_be_taken_along(client: FlaskClient) -> None:
    play_on(client, start(client))
    sign_up(client)

    response = client.get("/settings/export")

    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == "attachment; filename=triple-crown.json"
    found = json.loads(response.text)
    assert found["account"]["name"] == "Anna"
    assert len(found["rounds"][0]["answered"]) == 10
    assert PASSWORD not in response.text
    assert "argon2" not in response.text


def test_an_account_is_deleted_with_its_password_alone(app: Flask, client: FlaskClient) -> None:
    url = start(client)
    sign_up(client)
    other = app.test_client()
    sign_in(other)

    refused = send(client, "/settings", "Delete my account", current=NEW)
    assert wrong_field(refused) == ("current", "That is not your password.")
    response = send(client, "/settings", "Delete my account", current=PASSWORD)

    assert "Your account is deleted" in client.get(response.location).text
    assert [name_on(browser) for browser in (client, other)] == [None, None]
    assert client.get(url).status_code == 404
    assert sign_in(client).status_code == 422
    assert sign_up(client).status_code == 303


# links that reset a password


def a_link(app: Flask, account: Account, *, made: timedelta = timedelta()) -> str:
    with app.app_context():
        secret = accounts.make_reset_link(db.session(), account.player_id, now() - made)
    return f"/reset/{secret}"


def test_a_link_lets_somebody_choose_a_new_password_once(app: Flask, client: FlaskClient) -> None:
    account = have_account(app)
    other = app.test_client()
    sign_in(other)
    url = a_link(app, account)

    assert "Anna" in text_of(parse(client.get(url)), "main")
    assert wrong_field(send(client, url, "Change the password", new="short"))[0] == "new"
    form = fields_of(the_form(parse(client.get(url)), "Change the password"))
    response = client.post(url, data=form | {"new": NEW})

    assert "Sign in with the new one." in client.get(response.location).text
    assert name_on(other) is None
    assert sign_in(client, password=NEW).location == "/"
    again = client.get(url)
    assert again.status_code == 404
    assert "does not work any more" in again.text


def test_a_link_of_yesterday_does_not_work(app: Flask, client: FlaskClient) -> None:
    url = a_link(app, have_account(app), made=timedelta(hours=24))

    assert client.get(url).status_code == 404
    assert client.get("/reset/%00").status_code == 404


# limits


def test_who_guesses_passwords_is_stopped_by_the_name(app: Flask, client: FlaskClient) -> None:
    have_account(app)
    addresses = (f"10.0.0.{number}" for number in range(1, 100))

    def guess() -> TestResponse:
        form = fields_of(the_form(parse(client.get("/sign-in")), "Sign in"))
        sent = form | {"name": "ANNA ", "password": "x" * 9}
        return client.post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": next(addresses)})

    statuses = [guess().status_code for _ in range(10)]
    response = guess()

    assert statuses == [422] * 10
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 300
    assert by_id(parse(response), "name")["value"] == "ANNA "
    assert "That was tried too often. Wait" in wrong_field(response)[1]
    assert sign_in(client, password=PASSWORD).status_code == 429
    assert name_on(client) is None


def test_who_tries_many_names_is_stopped_by_the_address(client: FlaskClient) -> None:
    form = fields_of(the_form(parse(client.get("/sign-in")), "Sign in"))

    statuses = [
        client.post("/sign-in", data=form | {"name": f"Name {number}", "password": ""}).status_code
        for number in range(31)
    ]
    elsewhere = client.post(
        "/sign-in", data=form | {"name": "Anna", "password": ""}, environ_base={"REMOTE_ADDR": "10.0.0.1"}
    )

    assert statuses == [422] * 30 + [429]
    assert elsewhere.status_code == 422
    assert client.get("/sign-in").status_code == 200


def test_who_signs_up_all_the_time_is_stopped_and_keeps_what_was_typed(client: FlaskClient) -> None:
    form = fields_of(the_form(parse(client.get("/sign-up")), "Sign up"))

    statuses = [
        client.post("/sign-up", data=form | {"name": "A", "password": PASSWORD}).status_code
        for _ in range(41)
    ]
    response = client.post("/sign-up", data=form | {"name": "Anna", "password": PASSWORD})

    assert statuses == [422] * 40 + [429]
    assert by_id(parse(response), "name")["value"] == "Anna"
    assert PASSWORD not in response.text
    assert int(response.headers["Retry-After"]) <= 60


def test_who_comes_while_many_wait_is_told_to_come_again(client: FlaskClient) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_places", BoundedSemaphore(1))
        with passwords._turn():
            response = sign_up(client)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "3")
    assert by_id(parse(response), "name")["value"] == "Anna"
    assert sign_up(client).status_code == 303


@pytest.fixture
def app_without_its_redis(database: Path, questions_dir: Path) -> Iterator[Flask]:
    """Nothing listens where its Redis should be."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{free.getsockname()[1]}"
        app = create_app(replace(settings_for(database, questions_dir), redis_url=url))
        yield app
        dispose(app)


def test_without_its_redis_the_game_goes_on_and_guessing_is_limited_still(
    app_without_its_redis: Flask,
) -> None:
    client = app_without_its_redis.test_client()

    assert sign_up(client).status_code == 303
    assert client.get(start(client)).status_code == 200
    other = app_without_its_redis.test_client()
    assert [sign_in(other, password="").status_code for _ in range(11)] == [422] * 10 + [429]


def test_behind_a_proxy_the_address_is_the_player_s(database: Path, questions_dir: Path) -> None:
    app = create_app(replace(settings_for(database, questions_dir), proxies=1))
    client = app.test_client()
    form = fields_of(the_form(parse(client.get("/sign-in")), "Sign in"))

    def guess(number: int, forwarded: str) -> int:
        sent = form | {"name": f"Name {number}", "password": ""}
        return client.post("/sign-in", data=sent, headers={"X-Forwarded-For": forwarded}).status_code

    assert [guess(number, "10.0.0.1") for number in range(31)] == [422] * 30 + [429]
    # What the player's own browser says comes before what the proxy adds, and is not believed.
    assert guess(31, "10.9.9.9, 10.0.0.1") == 429
    assert guess(32, "10.0.0.2") == 422
    dispose(app)
