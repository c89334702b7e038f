"""The key is nowhere in what is sent before the answer."""

from __future__ import annotations

import base64
import dataclasses
import re
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.items.item import plain
from quiz.web.contexts import ItemContext, OptionContext
from tests.factories.items import an_item
from tests.factories.rounds import a_round
from tests.web.pages import PARTIAL, a_browser_of, now, parse

_OF_THIS_VISIT = re.compile(r'(csrf_token"[^>]*value="|triple_crown=|csrf_token": ?"|_user_id": ?")[^";]*')
"""What differs from one visit to the next: the session and its token."""


def everything_sent(client: FlaskClient, url: str, headers: dict[str, str]) -> str:
    """The response's headers and body, with what the cookies hold spelled out."""
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    cookies = [_decoded(value) for value in response.headers.getlist("Set-Cookie")]
    return "\n".join([str(response.headers), *cookies, response.text])


def _decoded(cookie: str) -> str:
    value = cookie.partition("=")[2].partition(";")[0]
    payload = value.lstrip(".").partition(".")[0]
    packed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return (zlib.decompress(packed) if value.startswith(".") else packed).decode()


@pytest.mark.parametrize("headers", [{}, PARTIAL])
def test_nothing_that_explains_the_key_is_sent_before_the_answer(
    app: Flask, session: Session, headers: dict[str, str]
) -> None:
    item = an_item(key=2)
    played = a_round(session, items=[item], at=now())
    sent = everything_sent(a_browser_of(app, played), f"/rounds/{played.id}/items/1", headers)
    told = [
        item.id,
        plain(item.explanation),
        *(plain(option.reason) for option in item.options),
        *(option.value for option in item.options),
        *(citation.title for citation in item.sources),
        *item.facts,
        *(proof.claim for proof in item.proofs),
    ]
    assert [each for each in told if each in sent] == []


@pytest.mark.parametrize("headers", [{}, PARTIAL])
def test_items_that_differ_in_their_key_alone_look_the_same(
    app: Flask, session: Session, headers: dict[str, str]
) -> None:
    pages = []
    for key in range(4):
        played = a_round(session, items=[an_item(key=key)], at=now())
        url = f"/rounds/{played.id}/items/1"
        sent = everything_sent(a_browser_of(app, played), url, headers)
        tokens = [option.token for option in played.show(session, 1, at=now()).options]
        for secret in (*tokens, played.id):
            sent = sent.replace(secret, "*" * len(secret))
        pages.append(_OF_THIS_VISIT.sub(r"\1", sent))
    assert len(set(pages)) == 1


def test_the_tokens_of_the_options_are_alike(app: Flask, session: Session) -> None:
    played = a_round(session, at=now())
    soup = parse(a_browser_of(app, played).get(f"/rounds/{played.id}/items/1"))
    tokens = [str(button["value"]) for button in soup.select("button[name=option]")]
    assert len({len(token) for token in tokens}) == 1
    assert len(set(tokens)) == 4


def test_the_buttons_differ_in_value_number_and_label_alone(app: Flask, session: Session) -> None:
    played = a_round(session, at=now())
    soup = parse(a_browser_of(app, played).get(f"/rounds/{played.id}/items/1"))
    own = {"value", "aria-keyshortcuts", "data-shortcut"}
    shapes = [
        {name: value for name, value in button.attrs.items() if name not in own}
        for button in soup.select("button[name=option]")
    ]
    assert shapes == [{"class": ["option"], "type": "submit", "name": "option"}] * 4


def test_the_context_of_an_item_has_no_field_for_the_key() -> None:
    assert {field.name for field in dataclasses.fields(ItemContext)} == {
        "url",
        "position",
        "size",
        "level",
        "level_name",
        "stem",
        "is_negative",
        "options",
        "form",
    }
    assert {field.name for field in dataclasses.fields(OptionContext)} == {"token", "label", "shortcut"}
