"""What a browser cannot gain by being a guest in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.services import accounts
from quiz.store.tables import RoundRow, StandingRow
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.readers import let_players_press_anything
from tests.web.pages import fields_of, now, parse, play_on, start, the_form
from tests.web.signing import sign_in, sign_up


@pytest.fixture
def anna(app: Flask) -> PlayerId:
    with app.app_context():
        return an_account(db.session(), "Anna")


def rounds_of(app: Flask, player_id: PlayerId) -> int:
    with app.app_context():
        return len(db.session().scalars(select(RoundRow.id).where(RoundRow.player_id == player_id)).all())


def points_of(app: Flask, player_id: PlayerId) -> int:
    with app.app_context():
        query = select(StandingRow.score).where(
            StandingRow.board == "points//all", StandingRow.player_id == player_id
        )
        return db.session().scalars(query).one_or_none() or 0


def token_of(client: FlaskClient, path: str) -> str:
    return fields_of(parse(client.get(path)).find_all("form")[0])["csrf_token"]


def test_a_guest_cannot_be_left_behind_by_signing_out(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    play_on(client, start(client))

    client.post("/sign-out", data={"csrf_token": token_of(client, "/")})
    sign_in(client)

    assert rounds_of(app, anna) == 1
    assert points_of(app, anna) > 1000


def test_a_guest_cannot_be_left_behind_by_a_reset_link(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    play_on(client, start(client))
    with app.app_context():
        secret = accounts.make_reset_link(db.session(), anna, now())
    form = the_form(parse(client.get(f"/reset/{secret}")), "password")
    client.post(f"/reset/{secret}", data=fields_of(form) | {"new": "another good one"})

    sign_in(client, password="another good one")

    assert rounds_of(app, anna) == 1


def test_a_guest_who_becomes_somebody_is_nobody_else_again(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    """The same points for two accounts, with one cookie kept from before."""
    play_on(client, start(client))
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    sign_in(client)
    earned = points_of(app, anna)

    again = app.test_client()
    with again.session_transaction() as cookie:
        cookie.update(kept)
    sign_up(again, "Berta", PASSWORD)

    with app.app_context():
        berta = accounts.account_named(db.session(), "Berta")
    assert berta is not None
    assert (rounds_of(app, berta.player_id), points_of(app, berta.player_id)) == (0, 0)
    assert points_of(app, anna) == earned


class TestHeld:
    @pytest.fixture
    def database(self, database: Path) -> Path:
        let_players_press_anything(database)
        return database

    def test_what_is_held_is_held_for_whom_the_guest_becomes(
        self, app: Flask, client: FlaskClient, anna: PlayerId
    ) -> None:
        play_on(client, start(client))

        sign_in(client)

        assert (rounds_of(app, anna), points_of(app, anna)) == (1, 0)

    def test_what_is_held_stays_so_when_the_guest_signs_up(self, app: Flask, client: FlaskClient) -> None:
        play_on(client, start(client))

        sign_up(client, "Berta", PASSWORD)

        with app.app_context():
            berta = accounts.account_named(db.session(), "Berta")
        assert berta is not None
        assert (rounds_of(app, berta.player_id), points_of(app, berta.player_id)) == (1, 0)
