"""Who a cookie says that one is."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import dispose
from tests.web.pages import fields_of, parse, start, the_form


def start_form_of(client: FlaskClient) -> dict[str, str]:
    return fields_of(the_form(parse(client.get("/?pack=chess")), "Start")) | {"level": "berlin"}


def test_a_cookie_of_another_database_is_nobody_s(
    app: Flask, client: FlaskClient, migrated_database: Path, database: Path
) -> None:
    start(client)
    dispose(app)
    shutil.copy(migrated_database, database)
    theirs = start(app.test_client())

    assert client.get(theirs).status_code == 404
    assert "still open" not in client.get("/").text


def test_another_browser_s_form_makes_nobody_that_guest(app: Flask, client: FlaskClient) -> None:
    seen = start_form_of(client)
    round_url = client.post("/rounds", data=seen).location
    other = app.test_client()
    sent = start_form_of(other) | {"request_key": seen["request_key"]}

    assert other.post("/rounds", data=sent).location != round_url
    assert other.get(round_url).status_code == 404


def test_a_double_click_on_a_first_visit_makes_one_guest_and_one_round(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    fields = start_form_of(first)
    cookie = first.get_cookie("triple_crown")
    assert cookie is not None
    second.set_cookie("triple_crown", cookie.value)

    urls = {client.post("/rounds", data=fields).location for client in (first, second)}

    [url] = urls
    assert [client.get(url).status_code for client in (first, second)] == [200, 200]
