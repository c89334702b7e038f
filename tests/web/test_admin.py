"""The administrators' pages, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from quiz.extensions import db
from quiz.game.rounds import PlayerId
from quiz.services import accounts, site
from quiz.store.accounts import Role
from quiz.store.tables import PlayerRow, StandingRow
from tests.factories.accounts import an_account
from tests.factories.readers import let_players_press_anything
from tests.factories.rounds import Played, a_player, a_round
from tests.web.pages import by_id, fields_of, now, parse, said, start, text_of, the_form

PAGES = ("", "/players", "/flags", "/flags?decided=1", "/packs", "/site", "/log")
AT_ONCE = timedelta(milliseconds=120)


@pytest.fixture
def database(database: Path) -> Path:
    let_players_press_anything(database)
    return database


def browser_of(app: Flask, player_id: PlayerId) -> FlaskClient:
    """A browser in which that player is signed in."""
    client = app.test_client()
    with app.app_context():
        key = db.session().scalars(select(PlayerRow.session_key).where(PlayerRow.id == player_id)).one()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    return client


def made(app: Flask, name: str, role: Role = Role.PLAYER) -> PlayerId:
    with app.app_context():
        return an_account(db.session(), name, role=role, at=now())


def a_fast_round(app: Flask, player_id: PlayerId | None = None) -> Played:
    with app.app_context():
        return a_round(db.session(), answered=10, took=AT_ONCE, player_id=player_id, at=now())


def points_of(app: Flask, player_id: PlayerId) -> int | None:
    with app.app_context():
        query = select(StandingRow.score).where(
            StandingRow.board == "points//all", StandingRow.player_id == player_id
        )
        return db.session().scalars(query).one_or_none()


@pytest.fixture
def root(app: Flask) -> PlayerId:
    return made(app, "Root", Role.ADMINISTRATOR)


@pytest.fixture
def admin(app: Flask, root: PlayerId) -> FlaskClient:
    return browser_of(app, root)


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    response = client.get(f"/admin{path}")
    assert response.status_code == 200, response.text
    return parse(response)


def send(client: FlaskClient, path: str, button: str, **changes: str) -> BeautifulSoup:
    """Fill in the form with that button, send it, and return the page that follows."""
    form = the_form(page(client, path), button)
    response = client.post(str(form["action"]), data=fields_of(form) | changes, follow_redirects=True)
    assert response.status_code in {200, 422}, response.text
    return parse(response)


# who may


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_signed_in_is_asked_to(client: FlaskClient, path: str) -> None:
    response = client.get(f"/admin{path}")

    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=/admin")


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    start(client)

    assert client.get("/admin").location.startswith("/sign-in")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.PLAYER, Role.AUTHOR, Role.REVIEWER])
def test_nobody_but_administrators_sees_a_page(app: Flask, path: str, role: Role) -> None:
    client = browser_of(app, made(app, "Ann", role))

    assert client.get(f"/admin{path}").status_code == 403


def test_nobody_but_administrators_does_anything(app: Flask, root: PlayerId, admin: FlaskClient) -> None:
    """With a token of their own, and fields that would do."""
    flagged = a_fast_round(app)
    ann = made(app, "Ann")
    client = browser_of(app, ann)
    token = fields_of(parse(client.get("/settings")).find_all("form")[0])["csrf_token"]
    deeds = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")]
    addresses = [
        re.sub("<[^>]*suspicion>", "speed", rule.rule)
        .replace("<round_id>", flagged.id)
        .replace("<slug>", "chess")
        for rule in deeds
        if "POST" in (rule.methods or set())
    ]
    addresses = [re.sub("<[^>]*player_id>", str(root), address) for address in addresses]

    for address in addresses:
        sent = {"csrf_token": token, "name": "Owned", "role": "player", "offer": "off", "decision": "cleared"}
        assert client.post(address, data=sent).status_code == 403, address

    assert len(addresses) >= 10
    assert "Nothing yet." in said(page(admin, "/log"))
    with app.app_context():
        account = accounts.account_of(db.session(), root)
    assert account is not None
    assert (account.name, account.role) == ("Root", Role.ADMINISTRATOR)


def test_nothing_is_done_without_a_token(app: Flask, root: PlayerId, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    assert admin.post(f"/admin/players/{ann}/suspend").status_code == 400

    assert "Suspend" in said(page(admin, f"/players/{ann}"))


def test_a_suspended_administrator_is_one_no_more(app: Flask, admin: FlaskClient) -> None:
    other = made(app, "Other", Role.ADMINISTRATOR)
    client = browser_of(app, other)
    assert client.get("/admin").status_code == 200

    send(admin, f"/players/{other}", "Suspend Other")

    assert client.get("/admin").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/players/4711",
        "/players/99999999999999999999",
        "/flags/nothing/speed",
        "/flags/nothing/kindness",
        "/flags/%00/speed",
        "/nothing",
    ],
)
def test_what_is_not_there_is_not_found(admin: FlaskClient, path: str) -> None:
    assert admin.get(f"/admin{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/players?after=x&before=%00",
        "/players?after=99999999999999999999999",
        "/players?after=²",
        "/players?q=%00%25_\\",
        "/flags?after=x",
        "/flags?after=2026-01-01~x~speed",
        "/flags?after=2026-01-01T00:00:00%2B00:00~%00~speed",
        "/log?before=-1",
    ],
)
def test_an_address_that_makes_no_sense_shows_a_page(admin: FlaskClient, path: str) -> None:
    assert admin.get(f"/admin{path}").status_code == 200


# players


def test_a_player_is_found_by_a_part_of_the_name(app: Flask, admin: FlaskClient) -> None:
    for name in ("Ann", "Hannah", "Bob"):
        made(app, name)

    soup = page(admin, "/players?q=ann")

    rows = [said(row) for row in soup.find_all("tbody")[0].find_all("tr")]
    assert [row.split()[0] for row in rows] == ["Hannah", "Ann"]
    assert by_id(soup, "q")["value"] == "ann"


def test_players_come_in_pages_both_ways(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        for number in range(60):
            an_account(db.session(), f"Player {number:02}", at=now())

    def names(soup: BeautifulSoup) -> list[str]:
        return [said(link) for link in soup.select("tbody th a")]

    def follow(soup: BeautifulSoup, rel: str) -> BeautifulSoup:
        return parse(admin.get(str(soup.select(f"a[rel={rel}]")[0]["href"])))

    first = page(admin, "/players")
    second = follow(first, "next")
    third = follow(second, "next")

    assert [*names(first), *names(second), *names(third)] == [
        *(f"Player {number:02}" for number in reversed(range(60))),
        "Root",
    ]
    assert not first.select("a[rel=prev]")
    assert not third.select("a[rel=next]")
    assert names(follow(third, "prev")) == names(second)
    assert names(follow(follow(third, "prev"), "prev")) == names(first)


def test_a_player_is_renamed(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    soup = send(admin, f"/players/{ann}", "Change the name", name="Anna")

    assert text_of(soup, "player") == "Anna"
    assert "The name is changed." in said(soup)


def test_a_name_that_is_taken_is_refused_at_its_field_and_stays_typed(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")
    made(app, "Bob")

    soup = send(admin, f"/players/{ann}", "Change the name", name="bob")

    field = by_id(soup, "name")
    assert (field["value"], field["aria-invalid"]) == ("bob", "true")
    assert "Somebody has that name already" in text_of(soup, "name-error")
    assert text_of(soup, "player") == "Ann"


def test_a_reset_link_is_shown_once(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    soup = send(admin, f"/players/{ann}", "Make a link")

    link = text_of(soup, "reset-link")
    assert re.fullmatch(r"http://localhost/reset/[\w-]{20,}", link)
    assert app.test_client().get(link).status_code == 200
    assert link.rsplit("/", 1)[1] not in admin.get(f"/admin/players/{ann}").text
    assert link.rsplit("/", 1)[1] not in admin.get("/admin/log").text


def test_a_suspended_player_is_out_and_comes_back(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")
    client = browser_of(app, ann)
    assert client.get("/settings").status_code == 200

    suspended = send(admin, f"/players/{ann}", "Suspend Ann")

    assert "The account is suspended." in said(suspended)
    assert client.get("/settings").status_code == 303
    readmitted = send(admin, f"/players/{ann}", "Readmit Ann")
    assert "The account is open again." in said(readmitted)


def test_a_player_is_hidden_and_shown(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    assert "off the leaderboards" in said(send(admin, f"/players/{ann}", "Hide Ann"))
    assert "hidden" in said(page(admin, "/players?q=ann"))
    assert "on the leaderboards again" in said(send(admin, f"/players/{ann}", "Put Ann back"))


def test_a_role_is_given(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    send(admin, f"/players/{ann}", "Change the role", role="administrator")

    assert browser_of(app, ann).get("/admin").status_code == 200
    assert "Root gave Ann the role of administrator." in said(page(admin, "/log"))


def test_a_role_that_is_none_is_refused(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")

    soup = send(admin, f"/players/{ann}", "Change the role", role="emperor")

    assert "There is no such role" in said(soup)


@pytest.mark.parametrize("button", ["Change the role", "Suspend Root"])
def test_the_last_administrator_is_told_why_not(admin: FlaskClient, root: PlayerId, button: str) -> None:
    soup = send(admin, f"/players/{root}", button, role="player")

    assert "That would leave the site without an administrator" in said(soup)
    assert admin.get("/admin").status_code == 200


def test_a_guest_has_a_page_without_deeds(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        guest = a_player(db.session(), at=now())

    soup = page(admin, f"/players/{guest}")

    assert text_of(soup, "player") == "A guest"
    assert [form for form in soup.find_all("form") if form.find_parent(id="main")] == []


# flags


def test_a_flag_says_in_words_and_in_a_table_what_it_rests_on(app: Flask, admin: FlaskClient) -> None:
    played = a_fast_round(app, made(app, "Ann"))

    soup = page(admin, f"/flags/{played.id}/speed")

    text = said(by_id(soup, "main"))
    assert "10 of 10 answers came faster than anybody reads what was asked, and 10 of them are right." in text
    assert "as many right in one round of 1,000,000." in text
    rows = soup.find_all("tbody")[0].find_all("tr")
    assert len(rows) == 10
    assert [said(cell) for cell in rows[0].find_all(["th", "td"])] == ["1", "0.12 s", "0.60 s", "right", "71"]


def test_a_flag_leads_from_the_overview_over_the_list_to_the_decision(app: Flask, admin: FlaskClient) -> None:
    a_fast_round(app, made(app, "Ann"))

    overview = page(admin, "")
    assert "Flags that wait 1" in said(overview)
    listed = page(admin, "/flags")
    link = listed.select(".flags__link")[0]
    assert said(link).startswith("Faster than reading , Ann")
    assert the_form(parse(admin.get(str(link["href"]))), "Clear the flag")


@pytest.mark.parametrize(
    ("decision", "counts", "words"),
    [("cleared", True, "The flag is cleared."), ("upheld", False, "The flag is upheld")],
)
def test_a_decision_is_carried_out(
    app: Flask, admin: FlaskClient, decision: str, words: str, *, counts: bool
) -> None:
    played = a_fast_round(app, made(app, "Ann"))
    assert points_of(app, played.player_id) is None

    soup = send(admin, f"/flags/{played.id}/speed", "Clear the flag", decision=decision)

    assert words in said(soup)
    assert (points_of(app, played.player_id) is not None) == counts
    assert "Nothing waits." in said(page(admin, "/flags"))
    assert f"{decision.capitalize()} by Root" in said(page(admin, "/flags?decided=1"))
    deed = "cleared" if counts else "left out"
    assert f"Root {deed} a round of Ann (faster than reading)." in said(page(admin, "/log"))


def test_all_flags_of_a_player_are_decided_at_once(app: Flask, admin: FlaskClient) -> None:
    ann = made(app, "Ann")
    for _ in range(3):
        a_fast_round(app, ann)

    soup = send(admin, f"/players/{ann}", "Uphold them all", decision="upheld")

    assert "All flags that waited are upheld" in said(soup)
    assert "Nothing waits." in said(page(admin, "/flags"))
    assert points_of(app, ann) is None


def test_a_decision_that_is_none_changes_nothing(app: Flask, admin: FlaskClient) -> None:
    played = a_fast_round(app)
    form = the_form(page(admin, f"/flags/{played.id}/speed"), "Clear the flag")

    response = admin.post(str(form["action"]), data=fields_of(form) | {"decision": "perhaps"})

    assert response.status_code == 422
    assert "Nothing has been decided yet." in said(page(admin, "/flags?decided=1"))


def test_flags_come_in_pages(app: Flask, admin: FlaskClient) -> None:
    rounds = {a_fast_round(app).id for _ in range(28)}

    first = page(admin, "/flags")
    second = parse(admin.get(str(first.select("a[rel=next]")[0]["href"])))

    links = [*first.select(".flags__link"), *second.select(".flags__link")]
    assert {str(link["href"]).split("/")[3] for link in links} == rounds
    assert len(links) == 28
    assert not second.select("a[rel=next]")


def test_the_flags_of_two_with_the_same_answers_lead_to_each_other(app: Flask, admin: FlaskClient) -> None:
    ann, bob = made(app, "Ann"), made(app, "Bob")
    with app.app_context():
        rounds = [a_round(db.session(), player_id=player_id, at=now()) for player_id in (ann, bob)]
        for played in rounds:
            for position in range(1, 11):
                played.answer(db.session(), position, is_right=position not in {2, 5, 8}, at=now())

    soup = page(admin, f"/flags/{rounds[1].id}/same-answers")

    text = said(by_id(soup, "main"))
    assert "made the same 3 mistakes. Their rounds ended less than a minute apart." in text
    assert "no address and no device is kept" in text
    assert [said(row.find_all("th")[0]) for row in soup.find_all("tbody")[0].find_all("tr")] == ["Bob", "Ann"]
    assert soup.find_all("a", href=f"/admin/players/{ann}")


def test_what_administrators_read_tells_no_answer(app: Flask, admin: FlaskClient) -> None:
    """They play too, and the same Première may still be open."""
    played = a_fast_round(app)

    text = admin.get(f"/admin/flags/{played.id}/speed").text

    assert [name for name in ("Haneke", "Carax", "Denis", "Assayas", "Film 1") if name in text] == []


# packs and the site


def test_a_pack_that_is_not_offered_is_not_on_the_first_page_and_open_rounds_go_on(
    app: Flask, client: FlaskClient, admin: FlaskClient
) -> None:
    item = start(client, "chess")

    soup = send(admin, "/packs", "Save Chess", offer="off")

    assert "Saved for Chess." in said(soup)
    assert client.get("/?pack=chess").status_code == 404
    assert "Chess" not in said(by_id(parse(client.get("/")), "setup"))
    assert client.get(item).status_code == 200


def test_the_pack_page_shows_what_is_set(app: Flask, admin: FlaskClient) -> None:
    soup = send(admin, "/packs", "Save Gardens", offer="offered")

    checked = {
        str(radio.find_parent("li")["id"]): radio["value"]  # type: ignore[index]  # every radio stands in one
        for radio in soup.select("input[type=radio][checked]")
    }
    assert checked == {"pack-chess": "rota", "pack-gardens": "offered"}
    with app.app_context():
        assert site.packs_in_rota(db.session(), ["chess", "gardens"]) == ("chess",)


def test_a_pack_without_a_level_is_warned_of(admin: FlaskClient) -> None:
    soup = page(admin, "/packs")

    assert "It has no questions at Venice." in text_of(soup, "pack-chess")
    assert "It has no questions at Berlin and Cannes." in text_of(soup, "pack-gardens")


def test_a_pack_that_is_not_there_cannot_be_set(admin: FlaskClient) -> None:
    form = the_form(page(admin, "/packs"), "Save Chess")

    assert admin.post("/admin/packs/nothing", data=fields_of(form)).status_code == 404


@pytest.mark.parametrize("offer", ["", "half"])
def test_a_pack_is_offered_in_one_of_three_ways(admin: FlaskClient, offer: str) -> None:
    form = the_form(page(admin, "/packs"), "Save Chess")

    response = admin.post(str(form["action"]), data=fields_of(form) | {"offer": offer})

    assert response.status_code == 422
    assert parse(response).find_all("p", role="alert")


def test_the_sites_name_stands_in_every_masthead_and_title(client: FlaskClient, admin: FlaskClient) -> None:
    send(admin, "/site", "Save", name="Kino <Łódź> & Co")

    soup = parse(client.get(start(client)))
    assert said(soup.find_all("title")[0]).endswith("· Kino <Łódź> & Co")
    assert said(soup.select(".masthead__name")[0]) == "Kino <Łódź> & Co"
    assert said(parse(client.get("/nothing")).find_all("title")[0]).endswith("· Kino <Łódź> & Co")


def test_a_site_without_a_name_is_refused_at_the_field(admin: FlaskClient) -> None:
    soup = send(admin, "/site", "Save", name="  ")

    assert text_of(soup, "name-error") == "Give the site a name."


def test_sign_up_is_closed_and_opened(client: FlaskClient, admin: FlaskClient) -> None:
    send(admin, "/site", "Save", sign_up="closed")
    assert not [form for form in parse(client.get("/sign-up")).find_all("form") if "password" in str(form)]

    send(admin, "/site", "Save", sign_up="open")
    assert [form for form in parse(client.get("/sign-up")).find_all("form") if "password" in str(form)]


# the pages


@pytest.fixture
def every_path(app: Flask, admin: FlaskClient) -> Callable[[], list[str]]:
    def paths() -> list[str]:
        ann = made(app, "Ann")
        played = a_fast_round(app, ann)
        return [*PAGES, f"/players/{ann}", f"/flags/{played.id}/speed"]

    return paths


def test_every_page_has_one_heading_ids_that_come_once_and_nothing_inline(
    admin: FlaskClient, every_path: Callable[[], list[str]]
) -> None:
    for path in every_path():
        soup = page(admin, path)
        ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
        assert len(soup.find_all("h1")) == 1, path
        assert sorted(set(ids)) == sorted(ids), path
        assert not soup.find_all(style=True), path
        assert all(
            field.find_parent("label") or soup.find("label", attrs={"for": str(field.get("id"))})
            for field in soup.find_all(["input", "select"])
            if field.get("type") != "hidden"
        ), path


def test_more_flags_and_players_ask_the_database_no_more_often(app: Flask, admin: FlaskClient) -> None:
    def statements(path: str) -> int:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
            sent.append(sql)

        with app.app_context():
            engine = db.engine
        site_paths = f"/admin{path}"
        admin.get(site_paths)
        event.listen(engine, "before_cursor_execute", note)
        admin.get(site_paths)
        event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    ann = made(app, "Ann")
    a_fast_round(app, ann)
    paths = ("", "/players", "/flags", f"/players/{ann}")
    before = [statements(path) for path in paths]
    for number in range(5):
        a_fast_round(app, made(app, f"Player {number}"))
        a_fast_round(app, ann)

    assert [statements(path) for path in paths] == before
