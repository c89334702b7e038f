from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.factories.items import a_phrase, an_item
from tests.factories.question_packs import write_pack
from tests.factories.rounds import a_round
from tests.web.pages import (
    PARTIAL,
    a_browser_of,
    answer,
    by_id,
    fields_of,
    now,
    parse,
    said,
    start,
    text_of,
    the_form,
)


def levels_offered(client: FlaskClient, pack: str) -> list[str]:
    soup = parse(client.get(f"/?pack={pack}"))
    return [str(field["value"]) for field in by_id(soup, "setup").select("input[name=level]")]


def test_every_playable_pack_is_a_link_with_a_line_about_it(client: FlaskClient) -> None:
    soup = parse(client.get("/"))
    assert [said(link) for link in soup.select("#setup nav a")] == [
        "Chess Openings and endings.",
        "Gardens What grows.",
    ]


def test_a_level_without_items_is_not_offered(client: FlaskClient) -> None:
    assert levels_offered(client, "chess") == ["berlin", "cannes", "yours"]
    assert levels_offered(client, "gardens") == ["venice", "yours"]


def test_a_level_is_chosen_beforehand(client: FlaskClient) -> None:
    chosen = parse(client.get("/?pack=chess")).select("input[name=level][checked]")
    assert [field["value"] for field in chosen] == ["berlin"]


@pytest.mark.parametrize("level", ["cannes", "yours"])
def test_an_address_can_name_the_level(client: FlaskClient, level: str) -> None:
    chosen = parse(client.get(f"/?pack=chess&level={level}")).select("input[name=level][checked]")
    assert [field["value"] for field in chosen] == [level]


def test_the_players_own_level_says_what_it_is_and_that_no_crown_is_won(client: FlaskClient) -> None:
    soup = parse(client.get("/?pack=chess"))
    [choice] = soup.select("input[value=yours]")
    words = said(choice.find_parents("label")[0])
    assert "most of them right" in words
    assert "No crown" in words
    assert "100 to 200 points a question" in words


def test_a_pack_of_one_level_pays_one_sum(client: FlaskClient) -> None:
    [choice] = parse(client.get("/?pack=gardens")).select("input[value=yours]")
    assert said(choice.find_parents("label")[0]).endswith("150 points a question")


def test_another_pack_keeps_the_level_and_the_pace_of_the_address(client: FlaskClient) -> None:
    soup = parse(client.get("/?pack=gardens&level=cannes&relaxed=y"))
    chess = parse(client.get(str(by_id(soup, "pack-chess")["href"])))
    chosen = chess.select("input[name=level][checked]")
    assert [field["value"] for field in chosen] == ["cannes"]
    assert chess.select_one("input[name=relaxed][checked]") is not None


def test_a_refused_start_keeps_them_too(client: FlaskClient) -> None:
    form = the_form(parse(client.get("/?pack=gardens")), "Start")
    fields = fields_of(form) | {"level": "cannes", "relaxed": "y"}
    soup = parse(client.post("/rounds", data=fields))
    assert by_id(soup, "pack-chess")["href"] == "/?pack=chess&level=cannes&relaxed=y"


def test_choosing_a_pack_with_htmx_brings_the_setup_alone(client: FlaskClient) -> None:
    response = client.get("/?pack=gardens", headers=PARTIAL)
    soup = parse(response)
    assert by_id(soup, "setup").select_one("[aria-current]") is not None
    assert soup.find("html") is None
    assert "HX-Request-Type" in response.vary


def test_an_unknown_pack_is_not_found(client: FlaskClient) -> None:
    assert client.get("/?pack=checkers").status_code == 404


def test_a_round_starts_at_its_first_item(client: FlaskClient) -> None:
    url = start(client)
    assert url.endswith("/items/1")
    assert "riddle" in text_of(parse(client.get(url)), "stem")


def test_one_form_starts_one_round_however_often_it_is_sent(client: FlaskClient) -> None:
    form = the_form(parse(client.get("/")), "Start")
    first, second = (client.post("/rounds", data=fields_of(form)).location for _ in range(2))
    assert first == second


def test_two_clicks_before_the_first_cookie_make_one_guest(app: Flask, engine: Engine) -> None:
    first, second = app.test_client(), app.test_client()
    form = the_form(parse(first.get("/")), "Start")
    cookie = first.get_cookie("triple_crown")
    assert cookie is not None
    second.set_cookie("triple_crown", cookie.value)
    urls = {each.post("/rounds", data=fields_of(form)).location for each in (first, second)}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM player")).scalar_one() == 1
    assert len(urls) == 1


def test_a_form_shown_again_starts_another_round(client: FlaskClient) -> None:
    assert start(client) != start(client)


def test_a_round_without_a_clock_says_so(client: FlaskClient) -> None:
    url = start(client, relaxed="y")
    assert "Clock none" in text_of(parse(client.get(url)), "score")


def test_what_speed_earns_is_said_where_it_is_chosen(client: FlaskClient) -> None:
    soup = parse(client.get("/"))
    [choice] = soup.select("input[name=relaxed]")
    assert text_of(soup, str(choice["aria-describedby"])) == (
        "Speed earns up to 20 points: all of them within 5 seconds, none after 20. Nobody is cut off."
    )


def test_an_unfinished_round_can_be_resumed(client: FlaskClient) -> None:
    url = start(client)
    answer(client, url)
    soup = parse(client.get("/"))
    resume = soup.select_one("section[aria-labelledby=resume]")
    assert resume is not None
    assert "question 2 of 10" in said(resume)
    assert resume.select("a")[0]["href"] == url.replace("/items/1", "/items/2")


def test_nothing_is_resumed_before_the_first_round(client: FlaskClient) -> None:
    assert parse(client.get("/")).find(id="resume") is None


@pytest.mark.parametrize(
    ("changes", "said_about_it"),
    [
        ({"level": "venice"}, "no questions at that level"),
        ({"level": "locarno"}, "no such level"),
        ({"level": ""}, "Choose a level"),
        ({"pack": "checkers"}, "not played here"),
    ],
)
def test_a_start_that_cannot_be_done_shows_the_form_again(
    client: FlaskClient, changes: dict[str, str], said_about_it: str
) -> None:
    form = the_form(parse(client.get("/?pack=chess")), "Start")
    response = client.post("/rounds", data=fields_of(form) | changes | {"relaxed": "y"})
    soup = parse(response)
    assert response.status_code == 422
    assert said_about_it in said(soup.select("[role=alert]")[0])
    assert soup.select_one("input[name=relaxed][checked]") is not None


def test_a_start_without_a_token_is_refused(client: FlaskClient) -> None:
    form = the_form(parse(client.get("/")), "Start")
    fields = fields_of(form)
    del fields["csrf_token"]
    response = client.post("/rounds", data=fields)
    assert response.status_code == 400
    assert "expired" in text_of(parse(response), "error-headline")


class TestHostileTexts:
    @pytest.fixture
    def questions_dir(self, tmp_path: Path) -> Path:
        bad = "<script>alert(1)</script>{{7*7}}"
        write_pack(tmp_path / "questions", "bad", title=bad, about=bad)
        return tmp_path / "questions"

    def test_an_authors_text_is_text(self, client: FlaskClient) -> None:
        soup = parse(client.get("/"))
        assert "<script>alert(1)</script>{{7*7}}" in said(by_id(soup, "setup"))
        assert all(script.has_attr("src") for script in soup.find_all("script"))
        assert "49" not in soup.get_text()

    def test_so_is_the_text_of_an_item(self, app: Flask, session: Session) -> None:
        item = replace(an_item(), stem=a_phrase("<b>{{7*7}}</b>, who?"))
        played = a_round(session, items=[item], at=now())
        soup = parse(a_browser_of(app, played).get(f"/rounds/{played.id}/items/1"))
        assert text_of(soup, "stem") == "<b>{{7*7}}</b>, who?"
        assert soup.find("b") is None


class TestNothingToPlay:
    @pytest.fixture
    def questions_dir(self, tmp_path: Path) -> Path:
        (tmp_path / "questions").mkdir()
        return tmp_path / "questions"

    def test_a_bank_without_packs_says_what_to_do(self, client: FlaskClient) -> None:
        soup = parse(client.get("/"))
        assert "quiz check" in said(soup.select("[role=alert]")[0])
