"""The page of the Première, as a browser without JavaScript gets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from quiz.game.premieres import open_dates
from quiz.game.zones import local_date
from tests.factories.question_packs import write_pack
from tests.web.pages import answer, by_id, fields_of, parse, play_on, said, text_of, the_form

LEVELS = {"berlin": 40, "venice": 40, "cannes": 40}
AHEAD, BEHIND = "Pacific/Kiritimati", "Etc/GMT+12"


@pytest.fixture
def questions_dir(tmp_path: Path) -> Path:
    write_pack(tmp_path / "questions", "chess", title="Chess", levels=LEVELS)
    return tmp_path / "questions"


def today(zone: str = "UTC") -> str:
    return local_date(zone, datetime.now(UTC)).isoformat()


def start(client: FlaskClient, **changes: str) -> str:
    """Start today's Première from its page, and return the address of its first item."""
    form = the_form(parse(client.get("/premiere")), "Play today")
    response = client.post("/premiere", data=fields_of(form) | changes)
    assert response.status_code == 303, response.text
    return response.location


def played(client: FlaskClient) -> str:
    """Today's Première, all right but the third; returns the address of the result."""
    return play_on(client, start(client), misses=frozenset({3}))


def test_the_page_shows_todays_and_does_not_tell_what_it_asks(client: FlaskClient) -> None:
    response = client.get("/premiere")
    poster = by_id(parse(response), f"poster-{today()}")
    assert "Première" in said(poster)
    assert "Chess" in said(poster)
    assert "riddle" not in response.text


def test_it_is_played_from_its_page_to_its_result(client: FlaskClient) -> None:
    url = start(client)
    assert url.endswith("/items/1")
    item = parse(client.get(url))
    assert "Première" in said(item.select(".masthead__where")[0])
    assert "Berlin" in said(by_id(item, "item"))
    result = parse(client.get(play_on(client, url, misses=frozenset({3}))))
    assert "9" in text_of(result, "result")
    assert "Today counts already" in text_of(result, "day-streak")


def test_the_levels_of_a_premiere_go_from_easy_to_hard(client: FlaskClient) -> None:
    url = start(client)
    levels = []
    while "/items/" in url:
        levels.append(str(by_id(parse(client.get(url)), "item")["data-level"]))
        url = str(by_id(answer(client, url), "next")["href"])
    assert levels == ["berlin"] * 4 + ["venice"] * 3 + ["cannes"] * 3


def test_a_result_is_shared_as_symbols_and_gives_nothing_away(client: FlaskClient) -> None:
    result = parse(client.get(played(client)))
    shared = by_id(result, "share-text")
    title, words, squares, link = shared.get_text().strip().splitlines()
    assert title.startswith("Triple Crown · Première of ")
    assert "9 of 10, " in words
    assert words.endswith("day streak 1")
    assert squares == "🟦🟦⬛🟦⬜⬜⬜🟥🟥🟥"
    assert link == "http://localhost/premiere"
    assert shared.has_attr("readonly")
    assert "Chess" not in shared.get_text()


def test_the_page_says_how_it_went_and_when_the_next_one_opens(client: FlaskClient) -> None:
    url = played(client)
    soup = parse(client.get("/premiere"))
    poster = by_id(soup, f"poster-{today()}")
    assert "9 of 10 right" in said(poster)
    assert "The next Première opens in" in said(poster)
    assert [link["href"] for link in poster.select("a.button")] == [url]
    assert by_id(soup, "share-text").get_text().strip()


def test_a_started_premiere_goes_on_from_the_first_page_and_from_its_own(client: FlaskClient) -> None:
    url = start(client)
    answer(client, url)
    for address in ("/", "/premiere"):
        poster = by_id(parse(client.get(address)), f"poster-{today()}")
        assert "question 2 of 10" in said(poster)
        assert poster.select("a.button")[0]["href"] == url.replace("/items/1", "/items/2")


def test_starting_again_leads_to_the_same_round(client: FlaskClient, engine: Engine) -> None:
    form = fields_of(the_form(parse(client.get("/premiere")), "Play today"))
    first, second = (client.post("/premiere", data=form).location for _ in range(2))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM round")).scalar_one() == 1
    assert first == second


def test_a_new_guest_of_the_same_browser_gets_no_second_try(client: FlaskClient, engine: Engine) -> None:
    fields = fields_of(the_form(parse(client.get("/premiere")), "Play today"))
    client.post("/premiere", data=fields)
    with client.session_transaction() as cookie:
        for name in ("_user_id", "_fresh", "guest"):
            cookie.pop(name, None)

    page = parse(client.get("/premiere"))
    again = client.post("/premiere", data=fields | fields_of(the_form(parse(client.get("/")), "Start")))

    assert "was played in this browser already" in text_of(page, f"poster-{today()}")
    assert again.location == "/premiere"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM round")).scalar_one() == 1


def test_another_browser_has_a_try_of_its_own(app: Flask, client: FlaskClient) -> None:
    assert start(client) != start(app.test_client())


@pytest.mark.parametrize("zone", [AHEAD, BEHIND, "Europe/Paris"])
def test_the_date_is_that_of_the_browsers_zone(client: FlaskClient, zone: str) -> None:
    url = start(client, zone=zone)
    play_on(client, url)
    poster = by_id(parse(client.get("/premiere")), f"poster-{today(zone)}")
    assert "10 of 10 right" in said(poster)


@pytest.mark.parametrize("zone", [AHEAD, BEHIND])
def test_a_visitors_cookie_says_the_zone_before_anybody_plays(client: FlaskClient, zone: str) -> None:
    client.set_cookie("zone", zone)
    soup = parse(client.get("/premiere"))
    by_id(soup, f"poster-{today(zone)}")
    assert not soup.select("[data-zone-wanted]")


def test_a_zone_that_is_none_is_utc(client: FlaskClient) -> None:
    client.set_cookie("zone", "Mars/Olympus")
    soup = parse(client.get("/premiere"))
    assert "set your time zone in the settings" in soup.get_text()
    assert start(client, zone="<script>").endswith("/items/1")
    by_id(parse(client.get("/premiere")), f"poster-{today()}")


def test_yesterdays_is_there_while_it_is_open(client: FlaskClient) -> None:
    at = datetime.now(UTC)
    # At any time of the day it is between one and two o'clock somewhere, which is an hour before it closes.
    names = (f"Etc/GMT{offset:+d}" for offset in range(-14, 13))
    zone = next(name for name in names if at.astimezone(ZoneInfo(name)).hour == 1)
    assert len(open_dates(zone, at)) == 2
    client.set_cookie("zone", zone)
    soup = parse(client.get("/premiere"))
    yesterday = (local_date(zone, at) - timedelta(days=1)).isoformat()
    assert "Its date is over" in text_of(soup, f"poster-{yesterday}")
    fields = fields_of(the_form(soup, "Play it now"))
    assert fields["day"] == yesterday
    assert client.post("/premiere", data=fields).location.endswith("/items/1")


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-12-31", "nonsense"])
def test_a_date_that_is_not_open_becomes_todays(client: FlaskClient, engine: Engine, day: str) -> None:
    assert start(client, day=day).endswith("/items/1")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT premiere_date FROM round")).scalar_one()
    assert str(found) == today()


def test_a_start_without_a_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/premiere", data={"day": today()}).status_code == 400


def test_the_first_page_shows_todays_on_top(client: FlaskClient) -> None:
    soup = parse(client.get("/"))
    poster = by_id(soup, f"poster-{today()}")
    assert by_id(soup, "setup") in poster.find_all_next("div")


def test_no_page_tells_what_is_drawn_before_it_is_open(client: FlaskClient, engine: Engine) -> None:
    client.get("/")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT day, face FROM premiere_item")).all()
    assert len(rows) >= 40
    for address in ("/", "/premiere", "/leaderboards", "/healthz"):
        assert "riddle" not in client.get(address).text


class TestTooFewQuestions:
    @pytest.fixture
    def questions_dir(self, tmp_path: Path) -> Path:
        write_pack(tmp_path / "questions", "chess", levels={"berlin": 12})
        return tmp_path / "questions"

    def test_a_site_without_a_premiere_says_so(self, client: FlaskClient) -> None:
        soup = parse(client.get("/premiere"))
        assert "There is no Première today" in said(soup.select("[role=alert]")[0])
        assert not parse(client.get("/")).select(".poster")

    def test_a_start_leads_back_to_the_page(self, client: FlaskClient) -> None:
        token = fields_of(the_form(parse(client.get("/")), "Start"))["csrf_token"]
        response = client.post("/premiere", data={"csrf_token": token, "day": today()})
        assert (response.status_code, response.location) == (303, "/premiere")
