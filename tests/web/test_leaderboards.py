"""The leaderboards as a browser shows them, with JavaScript and without."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.extensions import db
from quiz.game.modes import Mode
from quiz.game.rounds import PlayerId
from quiz.services import standings
from quiz.store import accounts
from quiz.store.base import writing
from quiz.store.tables import PlayerRow
from tests.factories.accounts import an_account
from tests.factories.rounds import a_round
from tests.factories.standings import a_listed_player, an_ended_round
from tests.services.test_statements import statements
from tests.web.pages import PARTIAL, by_id, now, parse, play_on, said, start, text_of

ALL = "/leaderboards?board=points&period=all"


def signed_in(app: Flask, player_id: PlayerId) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        player = db.session().get_one(PlayerRow, player_id)
        key = player.session_key
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client


def listed(session: Session, *scores: int) -> list[PlayerId]:
    """Players named after their scores' places, each of whom has ended one Circuit just now."""
    players = [a_listed_player(session, f"Number {place}") for place in range(1, len(scores) + 1)]
    for player_id, score in zip(players, scores, strict=True):
        an_ended_round(session, player_id, score, at=now())
    return players


def the_table(soup: BeautifulSoup | Tag, caption: str) -> Tag:
    for table in soup.find_all("table"):
        if table.caption and caption in said(table.caption):
            return table
    raise AssertionError(f"no table with a caption {caption!r}")


def rows_of(table: Tag) -> list[list[str]]:
    assert table.tbody is not None
    return [[said(cell) for cell in row.find_all(["td", "th"])] for row in table.tbody.find_all("tr")]


def link(soup: BeautifulSoup | Tag, words: str) -> str:
    for each in soup.find_all("a"):
        if words in said(each):
            return str(each["href"])
    raise AssertionError(f"no link {words!r}")


def test_the_first_board_is_this_weeks_points(client: FlaskClient, session: Session) -> None:
    listed(session, 200, 100)

    soup = parse(client.get("/leaderboards"))

    assert text_of(soup, "leaderboard-heading").startswith("Points, week of")
    assert rows_of(the_table(soup, "ranks 1 to 2 of 2")) == [
        ["1", "Number 1", "200"],
        ["2", "Number 2", "100"],
    ]


def test_the_table_says_what_its_rows_and_columns_are(client: FlaskClient, session: Session) -> None:
    listed(session, 200)

    table = the_table(parse(client.get(ALL)), "Points, all time, all packs")

    assert [(said(cell), cell["scope"]) for cell in table.select("thead th")] == [
        ("Rank", "col"),
        ("Player", "col"),
        ("Points", "col"),
    ]
    assert [cell["scope"] for cell in table.select("tbody th")] == ["row"]


def test_a_name_leads_to_the_players_page(client: FlaskClient, session: Session) -> None:
    an_ended_round(session, a_listed_player(session, "Žofie & Co"), 100, at=now())

    href = link(parse(client.get(ALL)), "Žofie & Co")

    assert client.get(href).status_code == 200


def test_equal_scores_share_a_rank(client: FlaskClient, session: Session) -> None:
    listed(session, 300, 200, 200, 100)

    rows = rows_of(the_table(parse(client.get(ALL)), "Points"))

    assert [row[0] for row in rows] == ["1", "2", "2", "4"]


def test_a_round_that_is_played_in_the_browser_shows_on_the_next_look(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    play_on(client, start(client))
    player_id = PlayerId(session.scalars(select(PlayerRow.id)).one())
    session.rollback()
    an_account(session, "Ana", player_id=player_id)
    restate(session, player_id)

    soup = parse(client.get("/leaderboards?board=points&pack=chess&period=all"))

    assert [row[:2] for row in rows_of(the_table(soup, "Chess"))] == [["1", "Ana you"]]


def restate(session: Session, player_id: PlayerId) -> None:
    with writing(session):
        standings.restate(session, player_id)


def test_a_round_that_closed_shows_too(client: FlaskClient, session: Session) -> None:
    played = a_round(session, answered=2, at=now() - timedelta(days=2))
    an_account(session, "Ana", player_id=played.player_id)

    soup = parse(client.get(ALL))

    assert [row[1] for row in rows_of(the_table(soup, "Points"))] == ["Ana"]


def test_guests_the_hidden_and_the_suspended_are_not_listed(client: FlaskClient, session: Session) -> None:
    guest, hidden, _ = a_round(session, answered=1).player_id, *listed(session, 300, 200)
    an_ended_round(session, guest, 500, at=now())
    with writing(session):
        accounts.change_account(session, hidden, is_hidden=True)
        accounts.relist(session, hidden)
    restate(session, hidden)

    rows = rows_of(the_table(parse(client.get(ALL)), "Points"))

    assert rows == [["1", "Number 2", "200"]]


def test_a_board_without_anybody_says_so(client: FlaskClient) -> None:
    soup = parse(client.get("/leaderboards?board=premiere&period=2026-01-01"))

    assert soup.find("table") is None
    assert "Nobody stands on this board yet" in text_of(soup, "leaderboard")


def test_a_guest_is_told_how_to_be_listed(client: FlaskClient) -> None:
    soup = parse(client.get(ALL))

    assert link(by_id(soup, "leaderboard"), "Sign up") == "/sign-up"


def test_pages_lead_down_and_up_again(client: FlaskClient, session: Session) -> None:
    listed(session, *range(120, 0, -1))

    first = parse(client.get(ALL))
    second = parse(client.get(link(first, "Lower ranks")))
    third = parse(client.get(link(second, "Lower ranks")))
    back = parse(client.get(link(third, "Higher ranks")))

    assert rows_of(the_table(first, "ranks 1 to 50 of 120"))[0][0] == "1"
    assert rows_of(the_table(second, "ranks 51 to 100 of 120"))[0][0] == "51"
    assert [row[0] for row in rows_of(the_table(third, "ranks 101 to 120 of 120"))][-1] == "120"
    assert rows_of(the_table(back, "Points")) == rows_of(the_table(second, "Points"))
    assert rows_of(the_table(parse(client.get(link(third, "To the top"))), "Points"))[0][0] == "1"
    assert "Higher ranks" not in said(first)
    assert "Lower ranks" not in said(third)


def test_oneself_is_marked_on_the_page(app: Flask, session: Session) -> None:
    players = listed(session, 300, 200, 100)

    soup = parse(signed_in(app, players[1]).get(ALL))

    [own] = soup.select("[aria-current=true].ranks__own")
    assert said(own) == "2 Number 2 you 200"
    assert "Your rank is 2 of 3" in text_of(soup, "leaderboard")
    assert soup.find(id="around-heading") is None


def test_oneself_far_below_stands_between_five_neighbours_on_each_side(app: Flask, session: Session) -> None:
    players = listed(session, *range(120, 0, -1))
    client = signed_in(app, players[99])

    soup = parse(client.get(ALL))

    around = rows_of(the_table(soup, "You and your neighbours"))
    assert [row[0] for row in around] == [str(rank) for rank in range(95, 106)]
    assert around[5] == ["100", "Number 100 you", "21"]
    page = parse(client.get(link(soup, "The page with you")))
    assert ["100", "Number 100 you", "21"] in rows_of(the_table(page, "ranks 96 to 120"))


def test_a_partial_is_the_board_alone(client: FlaskClient, session: Session) -> None:
    listed(session, *range(60, 0, -1))
    url = link(parse(client.get(ALL)), "Lower ranks")

    response = client.get(url, headers=PARTIAL)

    soup = parse(response)
    assert soup.find("html") is None
    assert rows_of(the_table(by_id(soup, "leaderboard"), "Points"))[0][0] == "51"
    assert by_id(soup, "leaderboard-heading").has_attr("autofocus")
    assert text_of(soup, "status") == "Ranks 51 to 60, of 60 players."
    assert "HX-Request-Type" in response.vary


def test_every_link_of_the_board_brings_the_same_as_a_page_and_as_a_partial(
    client: FlaskClient, session: Session
) -> None:
    listed(session, *range(60, 0, -1))
    board = by_id(parse(client.get("/leaderboards")), "leaderboard")

    swapping = [each for each in board.find_all("a") if each.has_attr("hx-get")]

    assert len(swapping) >= 3 + 3 + 4 + 2
    for each in swapping:
        assert each["href"] == each["hx-get"]
        assert each["hx-target"] == "#leaderboard"
        assert each["hx-push-url"] == "true"
        assert client.get(str(each["href"])).status_code == 200


@pytest.mark.parametrize(
    ("mode", "board", "heading"),
    [
        (Mode.LONG_TAKE, "long-take", "Long take, all time, all packs"),
        (Mode.PREMIERE, "premiere", "Première, all time"),
    ],
)
def test_each_board_has_its_own_scores(
    client: FlaskClient, session: Session, mode: Mode, board: str, heading: str
) -> None:
    day = now().date() if mode is Mode.PREMIERE else None
    player_id = a_listed_player(session, "Ana")
    an_ended_round(session, player_id, 1, 1, 0, mode=mode, at=now(), premiere_date=day)

    soup = parse(client.get(f"/leaderboards?board={board}&period=all"))

    assert text_of(soup, "leaderboard-heading") == heading
    assert rows_of(the_table(soup, heading)) == [["1", "Ana", "2"]]


def test_past_periods_lead_on_and_back(client: FlaskClient, session: Session) -> None:
    player_id = a_listed_player(session, "Ana")
    an_ended_round(session, player_id, 100, at=datetime(2020, 12, 30, 12, tzinfo=UTC))
    week = "/leaderboards?board=points&period=2020-W53"

    soup = parse(client.get(week))

    assert rows_of(the_table(soup, "week of 28 December 2020")) == [["1", "Ana", "100"]]
    before, after = link(soup, "Before:"), link(soup, "After:")
    assert (before, after) == (
        "/leaderboards?board=points&period=2020-W52",
        "/leaderboards?board=points&period=2021-W01",
    )
    assert link(parse(client.get(after)), "Before:") == week


def test_no_link_leads_into_the_future(client: FlaskClient) -> None:
    for period in re.findall(r"period=([\w-]+)", client.get("/leaderboards").text):
        assert "After:" not in said(parse(client.get(f"/leaderboards?period={now():%Y-%m}"))), period


@pytest.mark.parametrize(
    "wrong",
    [
        "board=chess",
        "pack=checkers",
        "period=2026-13",
        "period=2026-W54",
        "period=2026-02-30",
        "period=yesterday",
        "period=9999-12-31",
        "period=٢٠٢٦-01",
        "after=1",
        "after=-1.2",
        "before=9999999999.1",
        "after=1.2;DROP",
    ],
)
def test_what_is_no_board_is_not_found(client: FlaskClient, wrong: str) -> None:
    assert client.get(f"/leaderboards?{wrong}").status_code == 404


def test_a_page_beyond_the_end_is_the_top(client: FlaskClient, session: Session) -> None:
    listed(session, 200, 100)

    for beyond in ("after=1.1", "before=999999.1"):
        assert rows_of(the_table(parse(client.get(f"{ALL}&{beyond}")), "ranks 1 to 2"))


def test_a_look_costs_the_same_however_many_stand_on_the_board(app: Flask, session: Session) -> None:
    players = listed(session, *range(10, 0, -1))
    client = signed_in(app, players[5])
    with app.app_context():
        own_engine = db.engine
    with statements(own_engine) as few:
        client.get(ALL)
    for player_id in [a_listed_player(session, f"More {number}") for number in range(60)]:
        an_ended_round(session, player_id, 7, at=now())

    with statements(own_engine) as many:
        client.get(ALL)

    # How the site is set is read anew from time to time.
    on_boards = [[sql for sql, _ in sent if "_setting" not in sql] for sent in (few, many)]
    assert len(on_boards[0]) == len(on_boards[1]) >= 7
