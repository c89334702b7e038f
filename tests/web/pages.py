"""Reading pages, and doing what a player does with them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from sqlalchemy import select

from quiz.extensions import db
from quiz.store.tables import PlayerRow
from tests.factories.question_packs import right_answer

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.factories.rounds import Played

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
FULL = {"HX-Request": "true", "HX-Request-Type": "full"}


def now() -> datetime:
    """The server's time, which a round must be of to be open."""
    return datetime.now(UTC)


def a_browser_of(app: Flask, played: Played) -> FlaskClient:
    """A browser in which the player of that round is signed in."""
    client = app.test_client()
    with app.app_context():
        key = (
            db.session().scalars(select(PlayerRow.session_key).where(PlayerRow.id == played.player_id)).one()
        )
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client


def parse(response: Response | TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def by_id(soup: BeautifulSoup | Tag, name: str) -> Tag:
    found = soup.find(id=name)
    assert isinstance(found, Tag), f"no #{name}"
    return found


def text_of(soup: BeautifulSoup | Tag, name: str) -> str:
    return said(by_id(soup, name))


def said(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def the_form(soup: BeautifulSoup, button: str) -> Tag:
    """The form whose button says that."""
    for form in soup.find_all("form"):
        if any(button in said(each) for each in form.find_all("button")):
            return form
    raise AssertionError(f"no form with a button {button!r}")


def fields_of(form: Tag) -> dict[str, str]:
    """What the form sends as it stands, without its buttons."""
    sent = {}
    for field in form.find_all("input"):
        if field.get("type") not in {"radio", "checkbox"} or field.has_attr("checked"):
            sent[str(field["name"])] = str(field.get("value", ""))
    return sent


def start(client: FlaskClient, pack: str = "chess", **changes: str) -> str:
    """Start a round from the first page, and return the address of its first item."""
    form = the_form(parse(client.get(f"/?pack={pack}")), "Start")
    response = client.post(str(form["action"]), data=fields_of(form) | changes)
    assert response.status_code == 303, response.text
    return response.location


def answer_fields(soup: BeautifulSoup, *, is_right: bool = True) -> dict[str, str]:
    """What the open item's form sends for the key, or for a distractor."""
    number = int(re.findall(r"\d+", text_of(soup, "stem"))[-1])
    buttons = soup.find_all("button", attrs={"name": "option"})
    chosen = next(each for each in buttons if (right_answer(number) in said(each)) == is_right)
    return fields_of(soup.find_all("form")[0]) | {"option": str(chosen["value"])}


def answer(client: FlaskClient, url: str, *, is_right: bool = True) -> BeautifulSoup:
    """Answer the item at the address without JavaScript, and return the page that follows."""
    response = client.post(url, data=answer_fields(parse(client.get(url)), is_right=is_right))
    assert response.status_code == 303, response.text
    return parse(client.get(response.location))


def play_on(client: FlaskClient, url: str, *, misses: frozenset[int] = frozenset()) -> str:
    """Answer every item from this one on, and return the address of the result."""
    while "/items/" in url:
        position = int(url.rsplit("/", 1)[1])
        url = str(by_id(answer(client, url, is_right=position not in misses), "next")["href"])
    return url
