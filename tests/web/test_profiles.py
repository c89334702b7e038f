"""A player's page: what it tells whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.extensions import db
from quiz.game.modes import Mode
from quiz.items.item import Level
from quiz.services import accounts, play, ratings
from tests.factories.accounts import an_account
from tests.factories.items import some_items
from tests.factories.rounds import Played
from tests.factories.standings import an_ended_round
from tests.services.test_statements import statements
from tests.web.members import a_browser_for, a_member
from tests.web.pages import by_id, parse, play_on, said, start, text_of


def table(soup: BeautifulSoup, caption: str) -> list[list[str]]:
    """The rows of the table with that caption, below its head."""
    for found in soup.find_all("table"):
        if found.caption is not None and said(found.caption) == caption:
            return [[said(cell) for cell in row.find_all(["th", "td"])] for row in found.select("tbody tr")]
    raise AssertionError(f"no table {caption!r}")


def test_a_guest_sees_what_they_have_played_and_is_invited_to_keep_it(client: FlaskClient) -> None:
    play_on(client, start(client), misses=frozenset({1, 2}))

    soup = parse(client.get("/profile"))

    assert text_of(soup, "profile") == "A guest"
    assert [link["href"] for link in soup.select("aside a")] == ["/sign-up"]
    assert table(soup, "By pack") == [["Chess", "8", "10", "80 %"]]
    assert [said(row) for row in soup.select(".crowns__level--won")] == [
        f"Berlin won on {_today()}",
    ]
    assert [said(each) for each in soup.select(".history__what")] == ["Circuit: Chess · Berlin"]


def _today() -> str:
    return f"{datetime.now(UTC):%-d %b %Y}"


def test_who_has_not_played_yet_has_an_empty_page(client: FlaskClient) -> None:
    soup = parse(client.get("/profile"))

    assert "Nothing is played yet" in said(soup)
    assert soup.find(id="keep") is not None


def test_a_listed_player_is_seen_by_anybody_under_their_name(app: Flask, client: FlaskClient) -> None:
    anna = a_member(app, "Anna")
    play_on(anna, start(anna))

    soup = parse(client.get("/players/Anna"))

    assert text_of(soup, "profile") == "Anna"
    assert table(soup, "By pack") == [["Chess", "10", "10", "100 %"]]
    assert soup.find(id="keep") is None


def test_others_are_led_to_no_result(app: Flask, client: FlaskClient) -> None:
    anna = a_member(app, "Anna")
    play_on(anna, start(anna))

    own = [str(link["href"]) for link in parse(anna.get("/profile")).select(".history a")]
    others = parse(client.get("/players/Anna")).select(".history a")

    assert [url.endswith("/result") for url in own] == [True]
    assert others == []


@pytest.mark.parametrize("name", ["anna", "ANNA"])
def test_another_way_to_write_a_name_leads_to_its_page(app: Flask, client: FlaskClient, name: str) -> None:
    a_member(app, "Anna")

    response = client.get(f"/players/{name}")

    assert (response.status_code, response.location) == (303, "/players/Anna")


@pytest.mark.parametrize("name", ["Nobody", "x" * 300, "%00", "a%2Fb", "%20"])
def test_nobody_has_no_page(client: FlaskClient, name: str) -> None:
    assert client.get(f"/players/{name}").status_code == 404


@pytest.mark.parametrize("name", ["Agnès", "Ли Мин", "Anna & Ben", "50%"])
def test_any_name_has_an_address(app: Flask, client: FlaskClient, name: str) -> None:
    a_member(app, name)

    assert text_of(parse(client.get(f"/players/{quote(name)}")), "profile") == name


def test_a_hidden_player_is_seen_by_nobody_else(app: Flask, session: Session, client: FlaskClient) -> None:
    player_id = an_account(session, "Anna")
    accounts.hide(session, player_id, is_hidden=True)
    anna = a_browser_for(app, player_id)

    assert client.get("/players/Anna").status_code == 404
    assert a_member(app, "Ben").get("/players/Anna").status_code == 404
    assert anna.get("/players/Anna").location == "/profile"
    assert "Only you can see this page" in said(parse(anna.get("/profile")))


def test_a_premiere_that_is_open_is_in_nobody_elses_tallies(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    player_id = an_account(session, "Anna")
    at = datetime.now(UTC)
    an_ended_round(session, player_id, *[100] * 10, at=at)
    before = client.get("/players/Anna")
    an_ended_round(session, player_id, *[100] * 10, mode=Mode.PREMIERE, at=at, premiere_date=at.date())

    after = client.get("/players/Anna")
    own = a_browser_for(app, player_id).get("/profile")

    for caption in ("By pack", "By kind of question"):
        assert table(parse(after), caption) == table(parse(before), caption)
        assert table(parse(own), caption) != table(parse(before), caption)


def test_of_which_pack_an_open_premiere_is_stays_a_secret(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    player_id = an_account(session, "Anna")
    at = datetime.now(UTC)
    round_id = an_ended_round(
        session, player_id, *[100] * 10, mode=Mode.PREMIERE, at=at, premiere_date=at.date(), pack="gardens"
    )
    ratings.fold_round(session, round_id)

    others = said(by_id(parse(client.get("/players/Anna")), "main"))
    own = said(by_id(parse(a_browser_for(app, player_id).get("/profile")), "main"))

    assert "Première" in others
    assert "Gardens" not in others
    assert own.count("Gardens") > 1


def test_a_premiere_that_is_over_everywhere_is_in_the_tallies(session: Session, client: FlaskClient) -> None:
    player_id = an_account(session, "Anna")
    at = datetime.now(UTC) - timedelta(days=3)
    an_ended_round(session, player_id, *[100] * 10, mode=Mode.PREMIERE, at=at, premiere_date=at.date())

    assert table(parse(client.get("/players/Anna")), "By kind of question") == [
        ["Directed who", "10", "10", "100 %"]
    ]


def test_no_profile_holds_the_text_of_an_item(session: Session, client: FlaskClient) -> None:
    player_id = an_account(session, "Anna")
    an_ended_round(session, player_id, *[100] * 10, at=datetime.now(UTC))

    page = client.get("/players/Anna").text

    for item in some_items():
        assert said(BeautifulSoup("".join(part.text for part in item.stem), "html.parser")) not in page


def test_three_crowns_of_a_pack_are_the_triple_crown(session: Session, client: FlaskClient) -> None:
    player_id = an_account(session, "Anna")
    at = datetime.now(UTC)
    for level in Level:
        round_id = play.start_round(
            session,
            player_id=player_id,
            pack="chess",
            pack_title="Chess",
            level=level,
            is_relaxed=True,
            items=some_items(),
            at=at,
            request_key=f"crown-{level}",
        )
        played = Played(id=round_id, player_id=player_id, items=some_items())
        for position in range(1, 11):
            played.answer(session, position, at=at)

    soup = parse(client.get("/players/Anna"))

    assert [said(each) for each in soup.select(".crowns__triple")] == ["The Triple Crown"]
    assert len(soup.select(".crowns__level--won")) == 3


def test_every_picture_is_an_image_with_a_title_and_a_table_of_the_same_numbers(
    app: Flask, client: FlaskClient
) -> None:
    anna = a_member(app, "Anna")
    url = start(anna)
    play_on(anna, url)

    soup = parse(anna.get("/profile"))

    pictures = soup.select("svg[role=img]")
    assert len(pictures) >= 2
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        named = [by_id(soup, str(picture[name])) for name in ("aria-labelledby", "aria-describedby")]
        assert [tag.name for tag in named] == ["title", "desc"]
        assert all(said(tag) for tag in named)
        figure = picture.find_parent("figure")
        assert figure is not None
        assert figure.find("table") is not None
    assert soup.select("[style]") == []


def test_a_profile_asks_no_more_of_the_database_as_more_is_played(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    player_id = an_account(session, "Anna")
    client.get("/players/Anna")  # what all pages look up now and then
    counts = []
    for rounds in (2, 12):
        for _ in range(rounds):
            an_ended_round(session, player_id, *[100] * 10, at=datetime.now(UTC))
        with app.app_context(), statements(db.engine) as sent:
            assert client.get("/players/Anna").status_code == 200
        counts.append(len(sent))
        assert not any("FROM answer" in sql for sql, _ in sent)

    assert counts[0] == counts[1]
