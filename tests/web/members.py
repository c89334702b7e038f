"""Browsers in which somebody with an account is signed in."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.store.tables import PlayerRow
from tests.factories.accounts import an_account


def a_browser_for(app: Flask, player_id: PlayerId) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        key = db.session().scalars(select(PlayerRow.session_key).where(PlayerRow.id == player_id)).one()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client


def a_member(app: Flask, name: str) -> FlaskClient:
    """A browser of somebody new who has an account of that name."""
    with app.app_context():
        player_id = an_account(db.session(), name)
    return a_browser_for(app, player_id)
