"""Challenges, as browsers without JavaScript get them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.question_packs import right_answer
from tests.web.members import a_member
from tests.web.pages import by_id, fields_of, parse, play_on, said, start, the_form
from tests.web.signing import send


def challenge_by(client: FlaskClient, *, misses: frozenset[int] = frozenset({1, 2})) -> tuple[str, str]:
    """The result of a finished Circuit, and the address of the challenge that it makes."""
    result = play_on(client, start(client), misses=misses)
    response = send(client, result, "Challenge a friend")
    assert response.status_code == 303, response.text
    return result, response.location


def take_up(client: FlaskClient, challenge: str) -> str:
    """The address of the first item."""
    response = send(client, challenge, "Take it up")
    assert response.status_code == 303, response.text
    return response.location


def sides(soup: BeautifulSoup) -> list[list[str]]:
    """What stands beside each other, item by item."""
    return [
        [said(given).split()[0] for given in item.select(".duel__given")]
        for item in soup.select(".duel__item")
    ]


def stems_of(client: FlaskClient, result: str) -> set[str]:
    return {said(stem) for stem in parse(client.get(result)).select(".review__stem")}


def test_a_finished_circuit_makes_a_link_to_send(app: Flask) -> None:
    anna = a_member(app, "Anna")

    _, challenge = challenge_by(anna)

    soup = parse(anna.get(challenge))
    assert by_id(soup, "challenge-link")["value"] == f"http://localhost{challenge}"
    assert "Nobody has finished it yet" in said(soup)
    assert soup.select("main form") == []


def test_a_friend_sees_who_challenges_and_no_item(app: Flask, client: FlaskClient) -> None:
    anna = a_member(app, "Anna")
    result, challenge = challenge_by(anna)

    page = client.get(challenge)

    words = said(parse(page))
    assert "Anna challenges you" in words
    assert "Chess · Berlin · 10 questions" in words
    assert "8 of 10 right" in words
    assert not any(stem in words for stem in stems_of(anna, result))
    assert "riddle" not in page.text


def test_a_guest_takes_it_up_and_both_see_both_results(app: Flask, client: FlaskClient) -> None:
    anna = a_member(app, "Anna")
    result, challenge = challenge_by(anna)

    own = play_on(client, take_up(client, challenge), misses=frozenset({2, 3}))

    ways_on = parse(client.get(own)).select(".result__on a")
    assert [said(way) for way in ways_on if way["href"] == challenge] == ["See both results"]
    assert stems_of(client, own) == stems_of(anna, result)
    compared = [["Right", "Wrong"], ["Wrong", "Wrong"], ["Wrong", "Right"], *[["Right", "Right"]] * 7]
    assert sides(parse(client.get(challenge))) == compared
    assert sides(parse(anna.get(challenge))) == [[theirs, ours] for ours, theirs in compared]
    assert [said(each) for each in parse(anna.get(challenge)).select(".members__name")] == ["A guest"]


def test_nothing_of_the_challengers_answers_is_told_before_the_friend_is_through(
    app: Flask, client: FlaskClient
) -> None:
    anna = a_member(app, "Anna")
    _, challenge = challenge_by(anna)
    take_up(client, challenge)

    soup = parse(client.get(challenge))

    assert "in the middle of it" in said(soup)
    assert (soup.select(".duel__item"), soup.select(".members")) == ([], [])
    assert not any(right_answer(number) in said(soup) for number in range(13))


def test_a_challenge_is_taken_up_once(app: Flask, client: FlaskClient) -> None:
    _, challenge = challenge_by(a_member(app, "Anna"))
    token = fields_of(the_form(parse(client.get(challenge)), "Take it up"))
    first = client.post(challenge, data=token).location
    play_on(client, first)

    again = client.post(challenge, data=token).location

    assert again == first
    assert parse(client.get(challenge)).select("main form") == []


def test_the_challenger_is_led_back_from_taking_it_up(app: Flask) -> None:
    anna = a_member(app, "Anna")
    _, challenge = challenge_by(anna)
    token = fields_of(the_form(parse(anna.get("/clubs")), "Make the club"))

    assert anna.post(challenge, data=token).location == challenge


def test_a_challenge_wins_no_crown_and_makes_no_challenge(app: Flask) -> None:
    _, challenge = challenge_by(a_member(app, "Anna"))
    ben = a_member(app, "Ben")

    result = parse(ben.get(play_on(ben, take_up(ben, challenge))))

    poster = " ".join(said(each) for each in result.select(".result__poster"))
    assert "counts for the comparison alone" in poster
    assert "crown" not in poster.lower()
    assert not any("Challenge a friend" in said(button) for button in result.find_all("button"))
    assert parse(ben.get("/profile")).select(".crowns__level--won") == []


def test_another_address_is_no_challenge(client: FlaskClient) -> None:
    for path in ("nothing", "%00", "x" * 500):
        assert client.get(f"/challenges/{path}").status_code == 404


def test_nobody_challenges_with_somebody_elses_round(app: Flask) -> None:
    anna, ben = a_member(app, "Anna"), a_member(app, "Ben")
    result = play_on(anna, start(anna))
    round_id = result.split("/")[2]
    token = fields_of(the_form(parse(ben.get("/clubs")), "Make the club"))

    assert ben.post("/challenges", data=token | {"round_id": round_id}).status_code == 404
    assert ben.post("/challenges", data=token | {"round_id": ""}).status_code == 422


def test_an_unfinished_round_makes_none(app: Flask) -> None:
    anna = a_member(app, "Anna")
    round_id = start(anna).split("/")[2]
    token = fields_of(the_form(parse(anna.get("/clubs")), "Make the club"))

    assert anna.post("/challenges", data=token | {"round_id": round_id}).status_code == 409
