"""Clubs, as browsers without JavaScript get them, and as htmx asks for boards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.web.members import a_member
from tests.web.pages import PARTIAL, by_id, fields_of, parse, play_on, said, start, text_of, the_form
from tests.web.signing import send, sign_in, sign_up


def make_club(client: FlaskClient, name: str = "Ciné-club") -> str:
    """The address of a new club."""
    response = send(client, "/clubs", "Make the club", name=name)
    assert response.status_code == 303, response.text
    return response.location


def link_to_join(client: FlaskClient, club: str) -> str:
    return str(by_id(parse(client.get(club)), "join-link")["value"]).removeprefix("http://localhost")


def code_of(client: FlaskClient, club: str) -> str:
    return said(parse(client.get(club)).select(".club__code")[0])


def join(client: FlaskClient, link: str) -> str:
    response = send(client, link, "Join")
    assert response.status_code == 303, response.text
    return response.location


def names_in(soup: BeautifulSoup) -> list[str]:
    return [said(each) for each in soup.select(".members__name")]


def ranks(soup: BeautifulSoup) -> list[list[str]]:
    return [[said(cell) for cell in row.find_all(["td", "th"])] for row in soup.select(".ranks tbody tr")]


def test_a_guest_is_told_what_clubs_are_and_comes_back_after_signing_up(client: FlaskClient) -> None:
    soup = parse(client.get("/clubs"))

    assert [link["href"] for link in soup.select(".clubs__ways a")] == [
        "/sign-up?next=/clubs",
        "/sign-in?next=/clubs",
    ]
    assert soup.select("main form") == []


def test_a_member_makes_a_club_and_another_joins_it_with_the_code(app: Flask) -> None:
    anna, ben = a_member(app, "Anna"), a_member(app, "Ben")
    club = make_club(anna)

    found = send(ben, "/clubs", "Find the club", code=code_of(anna, club).lower())
    assert found.status_code == 303
    assert "Ciné-club" in said(parse(ben.get(found.location)))
    assert join(ben, found.location) == club

    assert names_in(parse(anna.get(club))) == ["Anna", "Ben"]
    assert [said(each) for each in parse(ben.get("/clubs")).select(".clubs__cards .pack__title")] == [
        "Ciné-club"
    ]


def test_a_guest_with_the_link_signs_up_comes_back_and_joins(app: Flask, client: FlaskClient) -> None:
    anna = a_member(app, "Anna")
    club = make_club(anna)
    link = link_to_join(anna, club)
    invited = parse(client.get(link))
    assert "Ciné-club" in said(invited)
    assert invited.select("main form") == []

    way = str(invited.select(".clubs__ways a")[0]["href"])
    signed_up = send(client, way, "Sign up", name="Ben", password="a long one for Ben")

    assert (signed_up.status_code, signed_up.location) == (303, link)
    assert join(client, link) == club
    assert names_in(parse(anna.get(club))) == ["Anna", "Ben"]


def test_the_join_page_says_who_will_see_what(app: Flask) -> None:
    anna = a_member(app, "Anna")

    words = said(parse(a_member(app, "Ben").get(link_to_join(anna, make_club(anna)))))

    assert "also if you are hidden from the leaderboards" in words


def test_a_member_who_follows_the_link_is_led_to_the_club(app: Flask) -> None:
    anna = a_member(app, "Anna")
    club = make_club(anna)

    response = anna.get(link_to_join(anna, club))

    assert (response.status_code, response.location) == (303, club)


@pytest.mark.parametrize("code", ["CDFHJKMNPR", "nothing", "%00"])
def test_a_link_with_another_code_leads_nowhere(app: Flask, client: FlaskClient, code: str) -> None:
    make_club(a_member(app, "Anna"))

    assert client.get(f"/clubs/join/{code}").status_code == 404


def test_a_wrong_code_is_said_at_its_field_and_kept(app: Flask) -> None:
    response = send(a_member(app, "Anna"), "/clubs", "Find the club", code="CDFHJ KMNPR")

    field = by_id(parse(response), "code")
    assert response.status_code == 422
    assert (field["value"], field["aria-invalid"]) == ("CDFHJ KMNPR", "true")
    assert "No club has that code" in text_of(parse(response), "code-error")


@pytest.mark.parametrize(("name", "why"), [("", "Give the club a name"), ("x" * 41, "40 characters at most")])
def test_a_name_that_cannot_be_is_said_at_its_field_and_kept(app: Flask, name: str, why: str) -> None:
    response = send(a_member(app, "Anna"), "/clubs", "Make the club", name=name)

    assert response.status_code == 422
    assert by_id(parse(response), "name").get("value", "") == name
    assert why in text_of(parse(response), "name-error")


def test_nobody_else_sees_a_club(app: Flask, client: FlaskClient) -> None:
    club = make_club(a_member(app, "Anna"))

    assert a_member(app, "Ben").get(club).status_code == 404
    assert a_member(app, "Cleo").get(f"{club}/settings").status_code == 404
    assert client.get(club).location == f"/sign-in?next={club}"
    assert client.get("/clubs/99999999999999999999").status_code == 404


def test_a_finished_round_stands_on_the_clubs_boards_at_once(app: Flask) -> None:
    anna, ben = a_member(app, "Anna"), a_member(app, "Ben")
    club = make_club(anna)
    join(ben, link_to_join(anna, club))
    play_on(anna, start(anna), misses=frozenset({1}))
    play_on(ben, start(ben))

    for period in (
        "",
        "?period=all",
        f"?period={datetime.now(UTC):%Y-%m}",
        f"?period={datetime.now(UTC):%Y-%m-%d}",
    ):
        found = ranks(parse(anna.get(f"{club}{period}")))
        assert [row[:2] for row in found] == [["1", "Ben"], ["2", "Anna you"]]
    assert ranks(parse(anna.get(f"{club}?board=premiere&period=all"))) == []


def test_a_board_comes_as_a_part_of_the_page(app: Flask) -> None:
    anna = a_member(app, "Anna")
    club = make_club(anna)

    part = anna.get(f"{club}?board=long-take&period=all", headers=PARTIAL)

    assert part.text.lstrip().startswith('<section class="club__board" id="club-board"')
    assert "HX-Request-Type" in part.headers["Vary"]
    heading = by_id(parse(part), "board-heading")
    assert (said(heading), heading["tabindex"], heading.has_attr("autofocus")) == (
        "Long take, all time",
        "-1",
        True,
    )


@pytest.mark.parametrize(
    "query", ["?board=nothing", "?period=yesterday", "?period=9999-01", "?period=2026-W99", "?board="]
)
def test_a_board_that_cannot_be_is_not_there(app: Flask, query: str) -> None:
    anna = a_member(app, "Anna")

    assert anna.get(f"{make_club(anna)}{query}").status_code == 404


def test_boards_lead_to_the_times_beside_them(app: Flask) -> None:
    anna = a_member(app, "Anna")
    club = make_club(anna)

    beside = parse(anna.get(f"{club}?period=2026-W02")).select(".club__beside a")

    assert [link["href"] for link in beside] == [
        f"{club}?board=points&period=2026-W01",
        f"{club}?board=points&period=2026-W03",
    ]


def test_the_owner_renames_the_club_and_changes_its_code(app: Flask) -> None:
    anna = a_member(app, "Anna")
    club = make_club(anna)
    before = link_to_join(anna, club)

    assert send(anna, f"{club}/settings", "Rename", name="Film club").status_code == 303
    assert send(anna, f"{club}/settings", "Make a new code").status_code == 303

    assert "Film club" in said(parse(anna.get(club)))
    assert link_to_join(anna, club) != before
    assert anna.get(before).status_code == 404


def test_a_name_that_cannot_be_is_kept_in_the_settings(app: Flask) -> None:
    anna = a_member(app, "Anna")

    response = send(anna, f"{make_club(anna)}/settings", "Rename", name="—")

    assert response.status_code == 422
    assert by_id(parse(response), "name")["value"] == "—"


def test_the_owner_removes_a_member_and_hands_the_club_over(app: Flask) -> None:
    anna, ben, cleo = (a_member(app, name) for name in ("Anna", "Ben", "Cleo"))
    club = make_club(anna)
    for each in (ben, cleo):
        join(each, link_to_join(anna, club))

    assert send(anna, f"{club}/settings", "Remove Ben").status_code == 303
    assert ben.get(club).status_code == 404
    assert send(anna, f"{club}/settings", "Make owner : Cleo").status_code == 303

    assert anna.get(f"{club}/settings").status_code == 403
    assert names_in(parse(cleo.get(f"{club}/settings"))) == ["Anna", "Cleo"]


def test_a_member_leaves_and_the_owner_dissolves(app: Flask) -> None:
    anna, ben = a_member(app, "Anna"), a_member(app, "Ben")
    club = make_club(anna)
    join(ben, link_to_join(anna, club))

    assert send(ben, club, "Leave").location == "/clubs"
    assert names_in(parse(anna.get(club))) == ["Anna"]
    assert send(anna, f"{club}/settings", "Dissolve").location == "/clubs"
    assert anna.get(club).status_code == 404


def test_others_cannot_change_a_club_by_its_addresses(app: Flask, client: FlaskClient) -> None:
    anna, ben = a_member(app, "Anna"), a_member(app, "Ben")
    club = make_club(anna)
    token = fields_of(the_form(parse(ben.get("/clubs")), "Make the club"))

    for path in ("leave", "code", "remove", "owner", "dissolve", "name"):
        assert ben.post(f"{club}/{path}", data=token | {"member": "1", "name": "Mine"}).status_code == 404
    assert names_in(parse(anna.get(club))) == ["Anna"]


def test_codes_cannot_be_tried_without_end(app: Flask, client: FlaskClient) -> None:
    tried = [client.get("/clubs/join/CDFHJKMNPR").status_code for _ in range(130)]

    assert tried[:120] == [404] * 120
    assert set(tried[120:]) == {429}


def test_a_sign_in_keeps_the_way_to_the_club(app: Flask, client: FlaskClient) -> None:
    sign_up(client, "Dora")
    send(client, "/settings", "Sign out")
    anna = a_member(app, "Anna")
    link = link_to_join(anna, make_club(anna))

    way = str(parse(client.get(link)).select(".clubs__ways a")[1]["href"])
    assert sign_in(client, "Dora").status_code == 303
    assert client.get(way).location == link
