"""The administrators' pages in a browser: by mouse, by keyboard alone, without JavaScript, and on a phone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from quiz.game.rounds import PlayerId
from quiz.store.accounts import Role
from quiz.store.base import prepare
from quiz.store.tables import PlayerRow
from tests.browser.conftest import Game, NewPage
from tests.browser.playing import tab_to
from tests.conftest import SECRET_KEY
from tests.factories.accounts import an_account
from tests.factories.rounds import a_round

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site with an administrator, a player, and a round of hers that was faster than reading."""

    cookie: str
    ann: PlayerId
    flag: str

    def sign_in(self, page: Page, game: Game) -> None:
        page.context.add_cookies([{"name": "triple_crown", "value": self.cookie, "url": game.url}])


@pytest.fixture
def game(own_game: Game) -> Game:
    return own_game


@contextmanager
def opened(database: Path) -> Iterator[Session]:
    engine = create_engine(f"sqlite:///{database}")
    prepare(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def site(database: Path, game: Game) -> Site:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER read_before_answering")
    at = datetime.now(UTC)
    with opened(database) as session:
        root = an_account(session, "Root", role=Role.ADMINISTRATOR, at=at)
        ann = an_account(session, "Ann", at=at)
        played = a_round(session, player_id=ann, answered=10, took=timedelta(milliseconds=150), at=at)
        key = session.scalars(select(PlayerRow.session_key).where(PlayerRow.id == root)).one()
    return Site(cookie=cookie_of(key or ""), ann=ann, flag=f"/admin/flags/{played.id}/speed")


def cookie_of(key: str) -> str:
    app = Flask("quiz")
    app.secret_key = SECRET_KEY
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"_user_id": key, "_fresh": True}))


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_flag_is_decided_with_the_mouse(page: Page, game: Game, site: Site) -> None:
    site.sign_in(page, game)
    page.goto("/admin")
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Flags").click()
    page.get_by_role("link", name="Faster than reading").click()
    heading(page, "Faster than reading")
    uphold = page.get_by_role("button", name="Uphold the flag")
    expect(uphold).to_be_hidden()

    page.get_by_text("Uphold the flag …").click()
    uphold.click()

    expect(page.get_by_text("The flag is upheld: the round counts for nothing.")).to_be_visible()
    expect(page.get_by_text("Upheld by Root")).to_be_visible()


def test_a_player_is_suspended_and_readmitted_by_keyboard_alone(page: Page, game: Game, site: Site) -> None:
    site.sign_in(page, game)
    page.goto(f"/admin/players/{site.ann}")

    for deed, button in (("Suspend …", "Suspend Ann"), ("Readmit …", "Readmit Ann")):
        tab_to(page, page.locator("summary").filter(has_text=deed))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("button", name=button))
        page.keyboard.press("Enter")
        expect(page.get_by_role("main").get_by_role("status")).to_contain_text("The account is")

    expect(page.get_by_text("The account is open again.")).to_be_visible()


def test_everything_works_without_javascript(new_page: NewPage, game: Game, site: Site) -> None:
    page = new_page(java_script_enabled=False)
    site.sign_in(page, game)

    page.goto("/admin/site")
    page.get_by_label("Name of the site").fill("Kino Łódź")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Kino Łódź")).to_be_visible()

    page.goto("/admin/packs")
    gardens = page.get_by_role("form", name="Gardens")
    gardens.get_by_role("radio", name="Not offered").check()
    gardens.get_by_role("button", name="Save Gardens").click()
    expect(page.get_by_text("Saved for Gardens.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="Gardens")).to_have_count(0)

    page.goto(f"/admin/players/{site.ann}")
    page.get_by_text("Make a reset link …").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#reset-link").inner_text()
    page.goto(link)
    expect(page.get_by_label("New password")).to_be_visible()


def test_a_new_reset_link_has_the_focus(page: Page, game: Game, site: Site) -> None:
    site.sign_in(page, game)
    page.goto(f"/admin/players/{site.ann}")
    page.get_by_text("Make a reset link …").click()

    page.get_by_role("button", name="Make a link").click()

    expect(page.get_by_role("heading", name="A link to a new password")).to_be_focused()


def test_a_refused_name_has_the_focus(page: Page, game: Game, site: Site) -> None:
    site.sign_in(page, game)
    page.goto(f"/admin/players/{site.ann}")
    page.get_by_label("Name", exact=True).fill("Root")

    page.get_by_role("button", name="Change the name").click()

    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Root")


def test_a_narrow_phone_scrolls_in_one_direction_and_every_target_is_large_enough(
    new_page: NewPage, game: Game, site: Site
) -> None:
    page = new_page(viewport=PHONE)
    site.sign_in(page, game)

    for path in (
        "/admin",
        "/admin/players",
        f"/admin/players/{site.ann}",
        "/admin/flags",
        site.flag,
        "/admin/packs",
        "/admin/site",
        "/admin/log",
    ):
        page.goto(path)
        for closed in page.locator("summary").all():
            closed.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        targets = page.locator(
            "main :is(a, button, summary, select):visible, main label:has(input):visible,"
            " main input:not([type=radio]):visible"
        )
        small = targets.evaluate_all(
            """targets => targets.filter(target => target.getBoundingClientRect().height < 44)
                   .map(target => target.outerHTML)"""
        )
        assert small == [], path
