"""What a player reads whose result waits for an administrator."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from quiz.extensions import db
from quiz.game.fairness import Decision, Suspicion
from quiz.store.base import writing
from quiz.store.tables import FlagRow, RoundRow
from quiz.web.held import held_result
from tests.factories.readers import let_players_press_anything
from tests.web.pages import parse, play_on, said, start

IN_NO_TIME = "Several right answers came faster than anybody can read the questions."


@pytest.fixture
def database(database: Path) -> Path:
    let_players_press_anything(database)
    return database


def result_of(client: FlaskClient, url: str) -> str:
    return said(parse(client.get(url)).find_all("header", class_="result__poster")[0])


def test_a_result_that_waits_says_so_and_why_and_promises_no_crown(client: FlaskClient) -> None:
    text = result_of(client, play_on(client, start(client, level="berlin")))

    assert "This result waits. It counts for nothing until somebody who runs this site has looked" in text
    assert IN_NO_TIME in text
    assert "You win" not in text


@pytest.mark.parametrize(
    ("decision", "words"),
    [("cleared", "You win the Berlin crown."), ("upheld", "This result does not count.")],
)
def test_a_result_says_what_was_decided(app: Flask, client: FlaskClient, decision: str, words: str) -> None:
    url = play_on(client, start(client, level="berlin"))
    with app.app_context(), writing(db.session()):
        db.session().execute(update(FlagRow).values(decision=decision))
        db.session().execute(update(RoundRow).values(is_held=decision == "upheld"))

    text = result_of(client, url)

    assert words in text
    assert "This result waits" not in text


def test_a_cleared_suspicion_is_not_brought_up_again() -> None:
    found = held_result({Suspicion.SPEED: Decision.CLEARED, Suspicion.RATING_JUMP: None})

    assert found is not None
    assert found.reasons == ("It is far above what your earlier rounds in this pack lead one to expect.",)
    assert held_result({Suspicion.SPEED: Decision.CLEARED}) is None
    assert held_result({}) is None
