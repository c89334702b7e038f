from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quiz.items.item import Citation
from tests.factories.items import a_phrase, an_item
from tests.factories.rounds import a_round
from tests.web.pages import (
    FULL,
    PARTIAL,
    a_browser_of,
    answer,
    answer_fields,
    by_id,
    fields_of,
    now,
    parse,
    play_on,
    said,
    start,
    text_of,
    the_form,
)


@pytest.fixture
def first(client: FlaskClient) -> str:
    """The address of the first item of a round that has just started."""
    return start(client)


def at(url: str, position: int) -> str:
    return f"{url.rsplit('/', 1)[0]}/{position}"


def names_of(frames: Iterable[Tag]) -> list[str]:
    """What frames of the strip are called."""
    return [said(frame.select(".unseen")[0]) for frame in frames]


def test_an_item_has_a_stem_and_four_options(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(first))
    assert by_id(soup, "stem").name == "h1"
    assert len(by_id(soup, "item").select("button[name=option]")) == 4


def test_the_strip_has_a_frame_for_every_item(client: FlaskClient, first: str) -> None:
    frames = by_id(parse(client.get(first)), "score").select("ol > li")
    assert names_of(frames)[:2] == ["Question 1", "Question 2, to come"]
    assert len(frames) == 10
    assert [frame.get("aria-current") for frame in frames].count("step") == 1


def test_the_strip_leads_back_to_what_is_answered(client: FlaskClient, first: str) -> None:
    answer(client, first)
    answer(client, at(first, 2), is_right=False)
    soup = parse(client.get(at(first, 3)))
    links = by_id(soup, "score").select("a")
    assert names_of(links) == ["Question 1, right", "Question 2, wrong"]
    assert text_of(parse(client.get(str(links[1]["href"]))), "verdict").startswith("Wrong")


def test_a_verdict_looked_back_at_leads_on_to_where_the_round_is(client: FlaskClient, first: str) -> None:
    answer(client, first)
    score = text_of(answer(client, at(first, 2)), "points")
    soup = parse(client.get(first))
    assert text_of(soup, "next").startswith("Go on with question 3")
    assert by_id(soup, "next")["href"] == at(first, 3)
    assert text_of(soup, "points") == score
    assert names_of(by_id(soup, "score").select("a")) == ["Question 2, right", "Question 3"]


def test_the_strip_of_a_result_leads_to_its_review(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(play_on(client, first, misses=frozenset({3}))))
    links = soup.select(".strip a")
    assert names_of(links)[2:4] == ["Question 3, wrong", "Question 4, right"]
    assert "Question 3" in text_of(soup, str(links[2]["href"]).removeprefix("#"))


def test_an_answer_leads_to_the_page_of_its_verdict(client: FlaskClient, first: str) -> None:
    response = client.post(first, data=answer_fields(parse(client.get(first))))
    assert response.status_code == 303
    assert response.location == first


def test_a_right_answer_is_told_with_its_points_its_reason_and_its_source(
    client: FlaskClient, first: str
) -> None:
    verdict = by_id(answer(client, first), "item")
    assert text_of(verdict, "verdict").startswith("Right : +")
    assert "The handbook says so on page" in said(verdict)
    assert re.fullmatch(
        r"Right 100 For speed \d+", " ".join(said(line) for line in verdict.select(".sum li"))
    )
    link = verdict.select(".sources a")[0]
    assert (said(link), link["rel"]) == ("The Handbook", ["noopener", "noreferrer"])


def test_the_score_and_the_points_count_those_right_in_a_row_alike(client: FlaskClient, first: str) -> None:
    answer(client, first)
    answer(client, at(first, 2))
    soup = answer(client, at(first, 3))
    assert "Right in a row 3" in text_of(soup, "score")
    assert said(by_id(soup, "item").select(".sum li")[-1]) == "For 3 right in a row 20"


def test_a_wrong_answer_is_told_with_the_key_and_why_it_is_wrong(client: FlaskClient, first: str) -> None:
    verdict = by_id(answer(client, first, is_right=False), "item")
    assert text_of(verdict, "verdict") == "Wrong : no points"
    assert "The answer is The" in said(verdict)
    assert "Why not The" in said(verdict)
    assert "Not so, says page" in said(verdict)


@pytest.mark.parametrize(
    ("reason", "is_said"),
    [
        ("Claire Denis directed {title}.", False),
        ("claire  denis directed {title}", False),
        ("Claire Denis directed another one.", True),
    ],
)
def test_what_the_explanation_says_is_not_said_again(
    app: Flask, session: Session, reason: str, *, is_said: bool
) -> None:
    item = an_item(key=2)
    wrong = dataclasses.replace(item.options[3], reason=a_phrase(reason, title="Film 1"))
    explanation = (*item.explanation, *a_phrase(" It was her first."))
    item = dataclasses.replace(item, options=(*item.options[:3], wrong), explanation=explanation)
    played = a_round(session, items=[item], at=now())
    played.answer(session, 1, is_right=False, at=now())
    client = a_browser_of(app, played)
    for page in ("items/1", "result"):
        words = said(by_id(parse(client.get(f"/rounds/{played.id}/{page}")), "main"))
        assert ("Why not" in words) == is_said


def test_to_htmx_an_answer_brings_the_verdict_the_score_and_the_news(client: FlaskClient, first: str) -> None:
    response = client.post(first, data=answer_fields(parse(client.get(first))), headers=PARTIAL)
    soup = parse(response)
    assert response.status_code == 200
    assert soup.find("html") is None
    assert text_of(soup, "verdict").startswith("Right")
    assert by_id(soup, "score")["hx-swap-oob"] == "true"
    assert by_id(soup, "status")["hx-swap-oob"] == "innerHTML"
    assert text_of(soup, "status").startswith("Right, 1")


def test_to_htmx_the_next_item_comes_with_the_score_and_a_title(client: FlaskClient, first: str) -> None:
    answer(client, first)
    soup = parse(client.get(at(first, 2), headers=PARTIAL))
    assert soup.find("html") is None
    assert by_id(soup, "item").find("form") is not None
    assert by_id(soup, "score")["hx-swap-oob"] == "true"
    assert said(soup.find_all("title")[0]) == "Question 2 of 10 · Chess · Triple Crown"


def test_a_page_swaps_nothing_out_of_band(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(first, headers=FULL))
    assert soup.find("html") is not None
    assert soup.select("[hx-swap-oob]") == []


@pytest.mark.parametrize("heading", ["stem", "verdict"])
def test_what_arrives_takes_the_focus(client: FlaskClient, first: str, heading: str) -> None:
    soup = parse(client.get(first)) if heading == "stem" else answer(client, first)
    [focused] = soup.select("[autofocus]")
    assert (focused["id"], focused["tabindex"]) == (heading, "-1")


def test_a_second_answer_gets_the_first_verdict_back(client: FlaskClient, first: str) -> None:
    page = parse(client.get(first))
    right, wrong = answer_fields(page), answer_fields(page, is_right=False)
    client.post(first, data=right)
    again = parse(client.post(first, data=wrong, headers=PARTIAL))
    assert text_of(again, "verdict").startswith("Right")
    assert text_of(parse(client.get(first)), "verdict").startswith("Right")


def test_a_later_item_leads_back_to_the_open_one(client: FlaskClient, first: str) -> None:
    response = client.get(at(first, 7))
    assert (response.status_code, response.location) == (303, first)


def test_to_htmx_a_later_item_is_a_redirect_of_the_whole_page(client: FlaskClient, first: str) -> None:
    response = client.get(at(first, 7), headers=PARTIAL)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, first)


def test_an_answer_to_a_later_item_leads_back_to_it(client: FlaskClient, first: str) -> None:
    fields = answer_fields(parse(client.get(first)))
    response = client.post(at(first, 7), data=fields, follow_redirects=True)
    assert text_of(parse(response), "stem")
    assert response.request.path == first


def test_the_result_waits_until_the_round_is_over(client: FlaskClient, first: str) -> None:
    answer(client, first)
    response = client.get(first.replace("items/1", "result"))
    assert (response.status_code, response.location) == (303, at(first, 2))


def test_after_the_last_item_the_result_is_next(client: FlaskClient, first: str) -> None:
    assert play_on(client, first).endswith("/result")
    assert text_of(parse(client.get(at(first, 10))), "next").startswith("See your result")


def test_the_result_shows_the_score_line_by_line(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(play_on(client, first, misses=frozenset({3}))))
    lines = {said(row.select("th")[0]): int(said(row.select("td")[0])) for row in soup.select("table tr")}
    assert list(lines) == ["Right", "For speed", "For right in a row", "Together"]
    assert lines["Right"] == 900
    assert lines["For right in a row"] == (0 + 10) + (0 + 10 + 20 + 30 + 40 + 50 + 50)
    assert lines["Together"] == sum(lines.values()) - lines["Together"]
    assert text_of(soup, "result") == "9 / of 10 right"


def test_the_result_looks_back_at_the_misses_first(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(play_on(client, first, misses=frozenset({3, 8}))))
    positions = [said(each) for each in soup.select(".review__position")]
    assert positions == [f"Question {number}" for number in (3, 8, 1, 2, 4, 5, 6, 7, 9, 10)]


def test_eight_right_win_the_crown(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(play_on(client, first, misses=frozenset({1, 2}))))
    assert "You win the Berlin crown." in said(by_id(soup, "main"))


def test_seven_right_do_not(client: FlaskClient, first: str) -> None:
    soup = parse(client.get(play_on(client, first, misses=frozenset({1, 2, 3}))))
    assert "You win" not in said(by_id(soup, "main"))


def test_playing_again_starts_a_new_round_of_the_same_kind(client: FlaskClient) -> None:
    first = start(client, level="cannes", relaxed="y")
    form = the_form(parse(client.get(play_on(client, first))), "Play again")
    response = client.post("/rounds", data=fields_of(form))
    soup = parse(client.get(response.location))
    assert response.location.endswith("/items/1")
    assert response.location != first
    assert by_id(soup, "score").find_parent("body", attrs={"data-level": "cannes"}) is not None
    assert "Clock none" in text_of(soup, "score")


def test_eight_right_at_ones_own_level_win_no_crown(client: FlaskClient) -> None:
    soup = parse(client.get(play_on(client, start(client, level="yours"))))
    words = said(by_id(soup, "main"))
    assert "You win" not in words
    assert "right answers win" not in words
    assert "Crowns are won at Berlin, Venice and Cannes" in words


def test_ones_own_level_pays_by_the_level_of_each_item(client: FlaskClient) -> None:
    soup = parse(client.get(play_on(client, start(client, level="yours"))))
    lines = {said(row.select("th")[0]): int(said(row.select("td")[0])) for row in soup.select("table tr")}
    assert 10 * 100 <= lines["Right"] <= 10 * 200


def test_ones_own_level_can_be_played_again_and_resumed(client: FlaskClient) -> None:
    form = the_form(parse(client.get(play_on(client, start(client, level="yours")))), "Play again")
    url = client.post("/rounds", data=fields_of(form)).location
    page = parse(client.get(url))
    home = parse(client.get("/"))
    assert page.select_one("body[data-level=yours]") is not None
    assert "Chess · Your level" in said(by_id(page, "stem").find_parents("body")[0])
    assert "Chess · Your level" in said(home.select("section[aria-labelledby=resume]")[0])


def test_a_round_is_folded_into_the_ratings_when_its_last_answer_is_in(
    client: FlaskClient, first: str, engine: Engine
) -> None:
    def folded() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM round WHERE fold = 1")).scalar_one())

    for position in range(1, 10):
        answer(client, at(first, position))
    before = folded()
    answer(client, at(first, 10))
    assert (before, folded()) == (0, 1)


def test_a_change_begins_with_what_was_played(client: FlaskClient) -> None:
    soup = parse(client.get(play_on(client, start(client, level="cannes", relaxed="y"))))
    link = next(link for link in soup.select("a") if "Change" in said(link))
    home = parse(client.get(str(link["href"])))
    assert [field["value"] for field in home.select("input[name=level][checked]")] == ["cannes"]
    assert home.select_one("input[name=relaxed][checked]") is not None


def test_a_closed_round_shows_what_it_earned(client: FlaskClient, first: str, engine: Engine) -> None:
    answer(client, first)
    with engine.begin() as connection:
        closed = now() - timedelta(hours=1)
        connection.execute(text("UPDATE round SET closes_at = :at"), {"at": f"{closed:%Y-%m-%d %H:%M:%S.%f}"})
    response = client.get(at(first, 2), follow_redirects=True)
    assert response.request.path.endswith("/result")
    assert "9 questions unanswered" in said(by_id(parse(response), "main"))


@pytest.mark.parametrize("part", ["items/1", "result"])
@pytest.mark.parametrize("has_played", [False, True])
def test_a_round_is_its_players_alone(app: Flask, first: str, part: str, *, has_played: bool) -> None:
    other = app.test_client()
    if has_played:
        start(other)
    assert other.get(first.replace("items/1", part)).status_code == 404


def test_another_players_item_takes_no_answer(app: Flask, client: FlaskClient, first: str) -> None:
    other = app.test_client()
    token = fields_of(parse(other.get(start(other))).find_all("form")[0])
    option = answer_fields(parse(client.get(first)))["option"]
    assert other.post(first, data=token | {"option": option}).status_code == 404


@pytest.mark.parametrize("option", ["", "nonsense", "x" * 200, "1"])
@pytest.mark.parametrize("headers", [{}, PARTIAL])
def test_what_is_no_option_is_not_counted(
    client: FlaskClient, first: str, option: str, headers: dict[str, str]
) -> None:
    fields = answer_fields(parse(client.get(first))) | {"option": option}
    response = client.post(first, data=fields, headers=headers)
    assert response.status_code == 422
    assert parse(client.get(first)).find("form") is not None


def test_nobody_is_promised_a_round_that_went_with_the_cookies(client: FlaskClient, first: str) -> None:
    fields = answer_fields(parse(client.get(first)))
    client.delete_cookie("triple_crown")
    response = client.post(first, data=fields)
    assert response.status_code == 400
    assert "your round cannot be found again" in text_of(parse(response), "error")
    assert parse(client.get("/")).find(id="resume") is None


def test_an_answer_without_a_token_is_refused(client: FlaskClient, first: str) -> None:
    fields = answer_fields(parse(client.get(first)))
    del fields["csrf_token"]
    response = client.post(first, data=fields, headers=PARTIAL)
    assert response.status_code == 400
    assert "expired" in text_of(parse(response), "error-headline")
    assert parse(client.get(first)).find("form") is not None


@pytest.mark.parametrize("headers", [{}, PARTIAL, FULL])
@pytest.mark.parametrize("part", ["items/1", "items/2", "items/5", "result"])
def test_every_page_of_a_round_varies_by_how_it_is_asked_for_and_is_not_kept(
    client: FlaskClient, first: str, part: str, headers: dict[str, str]
) -> None:
    answer(client, first)
    response = client.get(first.replace("items/1", part), headers=headers)
    assert "HX-Request-Type" in response.vary
    assert "Cookie" in response.vary
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2014-05-14", "14 May 2014"),
        ("2011-03", "March 2011"),
        ("2026", "2026"),
        ("2011-02-30", "2011-02-30"),
        ("2011-13", "2011-13"),
        (None, "The Club"),
    ],
)
def test_the_date_of_a_source_is_written_as_it_is_read(
    app: Flask, session: Session, written: str | None, read: str
) -> None:
    source = Citation(title="The Handbook", publisher="The Club", date=written)
    played = a_round(session, items=[dataclasses.replace(an_item(), sources=(source,))], answered=1, at=now())
    soup = parse(a_browser_of(app, played).get(f"/rounds/{played.id}/items/1"))
    assert said(soup.select(".sources li")[0]).endswith(read)
