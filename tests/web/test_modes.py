"""The Long take and the Second viewing, as a browser without JavaScript gets them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from tests.factories.question_packs import write_pack
from tests.web.pages import answer, by_id, fields_of, now, parse, play_on, said, text_of, the_form
from tests.web.pages import start as start_circuit
from tests.web.signing import sign_up

WITHOUT_POINTS = ("points", "streak")


@pytest.fixture
def questions_dir(tmp_path: Path) -> Path:
    write_pack(tmp_path / "questions", "chess", title="Chess", levels={"berlin": 6, "venice": 6, "cannes": 8})
    return tmp_path / "questions"


def start_long_take(client: FlaskClient, **changes: str) -> str:
    """Start a Long take from the first page, as its button does, and return the address of its first item."""
    soup = parse(client.get("/"))
    button = next(each for each in soup.find_all("button") if "Start a Long take" in said(each))
    fields = fields_of(the_form(soup, "Start a Long take"))
    response = client.post(str(button["formaction"]), data=fields | changes)
    assert response.status_code == 303, response.text
    return response.location


def make_due(engine: Engine) -> None:
    with engine.begin() as connection:
        earlier = (now() - timedelta(hours=1)).replace(tzinfo=None)
        connection.execute(text("UPDATE review_card SET due_at = :at"), {"at": earlier.isoformat(" ")})


def test_a_long_take_ends_at_the_first_miss(client: FlaskClient) -> None:
    url = start_long_take(client)
    result = parse(client.get(play_on(client, url, misses=frozenset({4}))))
    assert text_of(result, "result") == "3 in a row"
    assert result.select(".points") == []
    assert "its length counts" in result.get_text()


def test_a_long_take_says_its_length_and_not_how_many_there_are(client: FlaskClient) -> None:
    url = start_long_take(client)
    answer(client, url)
    second = parse(client.get(url.replace("/items/1", "/items/2")))
    assert text_of(second, "length") == "1"
    assert [name for name in WITHOUT_POINTS if second.find(id=name)] == []
    assert said(second.select(".item__position")[0]) == "Question 2"
    assert said(second.select(".item__level")[0]) == "Berlin"
    assert len(second.select(".strip__frame")) == 2


def test_its_verdict_names_no_points_and_says_where_it_ends(client: FlaskClient) -> None:
    url = start_long_take(client)
    right = answer(client, url)
    wrong = answer(client, url.replace("/items/1", "/items/2"), is_right=False)
    assert text_of(right, "verdict") == "Right"
    assert text_of(wrong, "verdict") == "Wrong"
    assert "Your Long take is 1 question long" in wrong.get_text()


def test_a_long_take_without_a_miss_comes_to_the_end_of_the_pack(client: FlaskClient) -> None:
    result = parse(client.get(play_on(client, start_long_take(client))))
    assert text_of(result, "result") == "20 in a row"
    assert "missed nothing" in result.get_text()
    squares = by_id(result, "share-text").get_text().strip().splitlines()[2:-1]
    assert squares == ["🟦🟦🟦🟦🟦🟦⬜⬜⬜⬜", "⬜⬜🟥🟥🟥🟥🟥🟥🟥🟥"]


def test_a_phone_has_room_for_the_frames_of_a_long_take(client: FlaskClient) -> None:
    url = start_long_take(client)
    for position in range(1, 16):
        answer(client, url.replace("/items/1", f"/items/{position}"))
    frames = parse(client.get(url.replace("/items/1", "/items/16"))).select(".strip__frame")
    looked_back = parse(client.get(url.replace("/items/1", "/items/3"))).select(".strip__frame")
    assert len(frames) == 9
    assert said(frames[-1]).startswith("Question 16")
    assert len(looked_back) == 9
    assert looked_back[2].has_attr("aria-current")


def test_another_take_starts_from_the_result(client: FlaskClient) -> None:
    result = parse(client.get(play_on(client, start_long_take(client), misses=frozenset({1}))))
    form = the_form(result, "Another take")
    response = client.post(str(form["action"]), data=fields_of(form))
    assert response.location.endswith("/items/1")
    assert "Long take" in client.get(response.location).text


def test_an_open_long_take_is_resumed_from_the_first_page(client: FlaskClient) -> None:
    url = start_long_take(client)
    answer(client, url)
    [card] = parse(client.get("/")).select("section[aria-labelledby=resume]")
    assert "Long take · Chess · 1 in a row" in said(card)
    assert card.select("a")[0]["href"] == url.replace("/items/1", "/items/2")


def test_a_long_take_of_a_pack_that_is_gone_shows_the_first_page_again(client: FlaskClient) -> None:
    fields = fields_of(the_form(parse(client.get("/")), "Start a Long take"))
    response = client.post("/rounds/long-take", data=fields | {"pack": "checkers"})
    assert response.status_code == 422
    assert "not played here" in said(parse(response).select("[role=alert]")[0])


def test_nothing_is_said_of_a_second_viewing_before_the_first_miss(client: FlaskClient) -> None:
    play_on(client, start_circuit(client))
    assert parse(client.get("/")).find(id="viewing") is None


def test_a_miss_is_due_the_next_day(client: FlaskClient) -> None:
    play_on(client, start_circuit(client), misses=frozenset({2, 5}))
    said_of_it = text_of(parse(client.get("/")), "viewing")
    assert "Nothing is due now. The next one is due in " in said_of_it
    assert "See them again" not in said_of_it


def test_what_is_due_comes_back_and_pays_nothing(client: FlaskClient, engine: Engine) -> None:
    play_on(client, start_circuit(client), misses=frozenset({2, 5}))
    make_due(engine)
    soup = parse(client.get("/"))
    assert "2 questions are due" in text_of(soup, "viewing")

    form = the_form(soup, "See them again")
    url = client.post(str(form["action"]), data=fields_of(form)).location
    first = parse(client.get(url))
    result = parse(client.get(play_on(client, url)))

    assert said(first.select(".masthead__where")[0]) == "Second viewing"
    assert [name for name in WITHOUT_POINTS if first.find(id=name)] == []
    assert "2 / of 2 right" in text_of(result, "result")
    assert result.select(".points") == []
    assert result.find(id="share") is None
    assert "The next one is due in " in result.get_text()


def test_a_viewing_of_nothing_leads_to_the_first_page(client: FlaskClient) -> None:
    start_circuit(client)
    token = fields_of(the_form(parse(client.get("/")), "Start"))
    response = client.post("/rounds/second-viewing", data=token)
    assert (response.status_code, response.location) == (303, "/#viewing")


def test_a_circuit_says_how_it_counts_and_can_be_shared(client: FlaskClient) -> None:
    played = play_on(client, start_circuit(client), misses=frozenset({1}))
    result = parse(client.get(played))
    assert "Guests are not on the leaderboards." in result.get_text()
    lines = by_id(result, "share-text").get_text().strip().splitlines()
    assert lines[0] == "Triple Crown · Chess, Berlin"
    assert lines[2].startswith("⬛🟦")
    assert lines[3] == "http://localhost/?pack=chess&level=berlin"
    sign_up(client)
    of_an_account = parse(client.get(played)).get_text()
    assert "Your best 5 Circuits of a day count on the leaderboards." in of_an_account
    assert "Guests" not in of_an_account


def test_the_first_page_stays_light(client: FlaskClient) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert len(response.data) < 12 * 1024


@pytest.mark.parametrize(
    ("address", "label"), [("/", "Play"), ("/premiere", "Première"), ("/leaderboards", "Leaderboards")]
)
def test_the_navigation_marks_the_page(client: FlaskClient, address: str, label: str) -> None:
    current = parse(client.get(address)).select("nav[aria-label=Site] [aria-current=page]")
    assert [said(link) for link in current] == [label]


def test_an_error_page_asks_nobody_who_plays(client: FlaskClient) -> None:
    links = [said(link) for link in parse(client.get("/nothing")).select("nav[aria-label=Site] a")]
    assert "Play" in links
    assert "Sign in" not in links
