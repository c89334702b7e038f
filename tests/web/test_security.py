from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.pages import answer, parse, play_on, start

KINDS = ["home", "item", "verdict", "result", "error"]


@pytest.fixture
def pages(client: FlaskClient) -> dict[str, str]:
    """The address of one page of each kind."""
    first = start(client)
    finished = play_on(client, start(client))
    answer(client, first)
    return {
        "home": "/",
        "item": first.replace("/1", "/2"),
        "verdict": first,
        "result": finished,
        "error": "/nothing",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_may_load_from_here_alone(client: FlaskClient, pages: dict[str, str], kind: str) -> None:
    response = client.get(pages[kind])
    policy = response.headers["Content-Security-Policy"]
    assert policy.split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_script_or_a_style_of_its_own(
    client: FlaskClient, pages: dict[str, str], kind: str
) -> None:
    soup = parse(client.get(pages[kind]))
    assert soup.select("style, [style], iframe") == []
    assert [script for script in soup.find_all("script") if not script.get("src") or script.string] == []
    handlers = [name for tag in soup.find_all(True) for name in tag.attrs if re.match(r"on|hx-on", name)]
    assert handlers == []
    assert "js:" not in soup.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_a_page_is_there_and_kept_for_good(
    client: FlaskClient, pages: dict[str, str], kind: str
) -> None:
    soup = parse(client.get(pages[kind]))
    urls = [str(tag["href"]) for tag in soup.find_all("link")]
    urls += [str(tag["src"]) for tag in soup.find_all("script")]
    for url in urls:
        with client.get(url) as response:
            assert (url, response.status_code) == (url, 200)
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("kind", ["file", "health"])
def test_what_is_the_same_for_all_has_nothing_to_do_with_cookies(client: FlaskClient, kind: str) -> None:
    soup = parse(client.get(start(client)))
    url = {"file": str(soup.find_all("link")[0]["href"]), "health": "/healthz"}[kind]
    with client.get(url) as response:
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.vary


def test_a_file_of_another_version_is_not_kept_as_its_own(client: FlaskClient) -> None:
    with client.get("/assets/0123456789abcdef/css/tokens.css") as response:
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-cache"


def test_no_file_is_served_from_outside_the_folder(client: FlaskClient) -> None:
    assert client.get("/assets/0123456789abcdef/../templates/layout.html").status_code == 404
    assert client.get("/assets/0123456789abcdef/%2e%2e/settings.py").status_code == 404


def test_pages_are_compressed(client: FlaskClient) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_the_cookie_is_for_the_server_alone(app: Flask, scheme: str, *, is_secure: bool) -> None:
    cookie = app.test_client().get("/", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == is_secure


def test_plain_http_is_not_sent_elsewhere(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response.headers
