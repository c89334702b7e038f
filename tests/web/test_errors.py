from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.exceptions import HTTPException, default_exceptions

from quiz.game.rounds import ItemNotOpen, RoundIsOver
from quiz.services.play import NoItems
from quiz.web import errors
from quiz.web.limits import limited
from tests.web.pages import PARTIAL, answer_fields, by_id, fields_of, parse, said, start, text_of, the_form


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 422, 500])
@pytest.mark.parametrize("headers", [{}, PARTIAL])
def test_every_error_is_a_page_and_to_htmx_a_fragment(
    app: Flask, status: int, headers: dict[str, str]
) -> None:
    with app.test_request_context(headers=headers):
        response = app.make_response(app.handle_user_exception(default_exceptions[status]()))
    soup = parse(response)
    assert response.status_code == status
    assert text_of(soup, "error-headline")
    assert (soup.find("html") is None) == bool(headers)


def test_a_missing_page_leads_home(client: FlaskClient) -> None:
    response = client.get("/nothing")
    assert response.status_code == 404
    assert by_id(parse(response), "error").select("a")[0]["href"] == "/"
    assert "HX-Request-Type" in response.vary


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    response = client.get("/rounds")
    assert (response.status_code, "POST" in response.allow) == (405, True)


def test_too_much_is_not_read(client: FlaskClient) -> None:
    assert client.post("/rounds", data={"pack": "x" * 100_000}).status_code == 413


def test_a_field_that_comes_as_a_file_is_refused(client: FlaskClient) -> None:
    form = the_form(parse(client.get("/")), "Start")
    fields = dict(fields_of(form))
    response = client.post("/rounds", data=fields | {"pack": (io.BytesIO(b"chess"), "chess.txt")})
    assert response.status_code == 415
    assert "nothing was changed" in text_of(parse(response), "error")


def test_what_breaks_shows_no_trace(
    client: FlaskClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    url = start(client)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE round RENAME TO gone"))
    response = client.get(url)
    assert response.status_code == 500
    assert "Every answer whose verdict you have seen is kept" in text_of(parse(response), "error")
    assert "Traceback" not in response.text
    assert "sqlite" not in response.text.lower()
    assert "play.item failed" in caplog.text


def test_what_breaks_an_answer_does_not_say_that_it_was_kept(client: FlaskClient, engine: Engine) -> None:
    url = start(client)
    fields = answer_fields(parse(client.get(url)))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer RENAME TO gone"))
    response = client.post(url, data=fields)
    assert response.status_code == 500
    assert "may not have been kept" in text_of(parse(response), "error")


def test_an_answer_that_cannot_be_stored_is_asked_for_again(client: FlaskClient, database: Path) -> None:
    url = start(client)
    fields = answer_fields(parse(client.get(url)))
    database.rename(database.with_name("aside"))

    refused = client.post(url, data=fields)
    database.with_name("aside").rename(database)
    link = by_id(parse(refused), "error").select("a")[0]
    stored = client.post(url, data=fields)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "your answer was not kept" in text_of(parse(refused), "error")
    assert (said(link), link["href"]) == ("Back to your round", url)
    assert stored.status_code == 303


def test_a_page_that_cannot_be_read_says_that_the_answers_are_kept(
    client: FlaskClient, database: Path
) -> None:
    url = start(client)
    database.unlink()
    for address in (url, "/"):
        response = client.get(address)
        assert response.status_code == 503
        assert "is kept" in text_of(parse(response), "error")


@pytest.mark.parametrize("kind", [ItemNotOpen, RoundIsOver, NoItems])
def test_what_a_player_can_cause_is_no_fault_of_ours(app: Flask, kind: type[Exception]) -> None:
    with app.test_request_context():
        response = app.make_response(app.handle_user_exception(kind("why")))
    assert 400 <= response.status_code < 500


def test_every_status_of_the_table_has_its_words(app: Flask) -> None:
    with app.test_request_context():
        headlines = {
            text_of(parse(app.make_response(app.handle_user_exception(_error(status)))), "error-headline")
            for status in set(errors.STATUSES.values())
        }
    assert len(headlines) == len(set(errors.STATUSES.values()))


def test_an_option_that_does_not_fit_leads_back_to_the_round(client: FlaskClient) -> None:
    url = start(client)
    token = parse(client.get(url)).select("input[name=csrf_token]")[0]["value"]
    response = client.post(url, data={"csrf_token": token, "option": "nonsense"})
    link = by_id(parse(response), "error").select("a")[0]
    assert (said(link), link["href"]) == ("Back to your round", url)


def _error(status: int) -> HTTPException:
    return default_exceptions[status]()


def test_what_is_done_too_often_has_a_page_that_says_when_to_come_again(
    app: Flask, client: FlaskClient
) -> None:
    @app.get("/often")
    @limited("2 per minute", ["GET"])
    def often() -> str:
        return "once more"

    statuses = [client.get("/often").status_code for _ in range(3)]
    response = client.get("/often")

    assert statuses == [200, 200, 429]
    assert "That was too often" in response.text
    assert 0 < int(response.headers["Retry-After"]) <= 60
