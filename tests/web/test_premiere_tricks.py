"""What nobody gains at the Première by being a guest in between, in one browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.store.tables import DealtFactRow, PremiereFactRow, RoundRow, StandingRow
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.question_packs import write_pack
from tests.web.pages import answer, fields_of, parse, play_on, start
from tests.web.signing import sign_in, sign_up


@pytest.fixture
def questions_dir(tmp_path: Path) -> Path:
    questions = tmp_path / "questions"
    write_pack(questions, "chess", title="Chess", levels=dict.fromkeys(("berlin", "venice", "cannes"), 30))
    return questions


@pytest.fixture
def anna(app: Flask) -> PlayerId:
    with app.app_context():
        return an_account(db.session(), "Anna")


def token_of(client: FlaskClient) -> str:
    return str(parse(client.get("/")).find_all("input", attrs={"name": "csrf_token"})[0]["value"])


def start_premiere(client: FlaskClient) -> str:
    """Send the form of today's Première, whether the page shows it or not; where that leads."""
    page = parse(client.get("/premiere"))
    forms = [form for form in page.find_all("form") if str(form.get("action")) == "/premiere"]
    fields = fields_of(forms[0]) if forms else {"csrf_token": token_of(client)}
    return client.post("/premiere", data={"day": "", "zone": "UTC"} | fields).location


def premieres_of(app: Flask, player_id: PlayerId | None = None) -> Sequence[tuple[bool, int]]:
    """Whether each counts, and how many were right; a player's, or everybody's, the first started first."""
    query = select(RoundRow.is_counted, RoundRow.right_count).where(RoundRow.premiere_date.is_not(None))
    if player_id is not None:
        query = query.where(RoundRow.player_id == player_id)
    with app.app_context():
        rows = db.session().execute(query.order_by(RoundRow.started_at)).all()
    return [(row.is_counted, row.right_count) for row in rows]


def points_of(app: Flask, player_id: PlayerId) -> int:
    with app.app_context():
        query = select(StandingRow.score).where(
            StandingRow.board == "premiere//all", StandingRow.player_id == player_id
        )
        return db.session().scalars(query).one_or_none() or 0


def test_what_the_guest_learnt_is_of_no_use_to_the_account(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    first = start_premiere(client)
    play_on(client, first, misses=frozenset(range(1, 11)))

    sign_in(client)

    assert start_premiere(client) == first  # which is over
    assert premieres_of(app, anna) == [(True, 0)]
    assert points_of(app, anna) == 0


def test_signing_out_as_a_guest_first_is_of_no_use(app: Flask, client: FlaskClient, anna: PlayerId) -> None:
    play_on(client, start_premiere(client), misses=frozenset(range(1, 11)))

    client.post("/sign-out", data={"csrf_token": token_of(client)})
    sign_in(client)
    start_premiere(client)

    assert premieres_of(app) == [(True, 0)]
    assert points_of(app, anna) == 0


def test_nobody_tries_it_as_a_guest_after_the_account(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    sign_in(client)
    play_on(client, start_premiere(client))
    earned = points_of(app, anna)
    client.post("/sign-out", data={"csrf_token": token_of(client)})

    assert start_premiere(client) == "/premiere"

    assert premieres_of(app) == [(True, 10)]
    assert points_of(app, anna) == earned > 0


def test_an_unfinished_one_is_gone_on_with_not_begun_anew(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    item = start_premiere(client)
    for _ in range(3):
        answer(client, item, is_right=False)
        item = start_premiere(client)

    sign_in(client)
    item = start_premiere(client)

    assert item.endswith("/items/4")
    play_on(client, item)
    assert premieres_of(app, anna) == [(True, 7)]


def test_the_first_started_counts_where_two_browsers_played(
    app: Flask, client: FlaskClient, anna: PlayerId
) -> None:
    guest = app.test_client()
    item = start_premiere(guest)
    answer(guest, item, is_right=False)
    sign_in(client)
    play_on(client, start_premiere(client))

    sign_in(guest)

    assert premieres_of(app, anna) == [(True, 0), (False, 10)]
    assert points_of(app, anna) == 0


def test_a_guest_who_signs_up_has_played_it(app: Flask, client: FlaskClient) -> None:
    play_on(client, start_premiere(client), misses=frozenset({1}))

    sign_up(client, "Berta", PASSWORD)
    start_premiere(client)

    assert premieres_of(app) == [(True, 9)]


def test_its_facts_are_dealt_in_no_circuit_meanwhile(app: Flask, client: FlaskClient) -> None:
    """Nobody learns in one mode what the other is about to ask."""
    start_premiere(client)
    for level in ("berlin", "venice", "cannes"):
        play_on(client, start(client, level=level))

    with app.app_context():
        secret = set(db.session().scalars(select(PremiereFactRow.fact_id)))
        query = (
            select(DealtFactRow.fact_id)
            .join(RoundRow, RoundRow.id == DealtFactRow.round_id)
            .where(RoundRow.premiere_date.is_(None))
        )
        dealt = set(db.session().scalars(query))
    assert len(dealt) == 30
    assert dealt.isdisjoint(secret)
