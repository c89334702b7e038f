"""A Première and a Long take, by mouse, and with JavaScript off; in a zone where it is another date."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from quiz.game.zones import local_date
from quiz.web.dates import long_date
from tests.browser.conftest import Game, NewPage
from tests.browser.playing import (
    a_distractor,
    expect_item,
    expect_verdict,
    options,
    the_key,
    the_way_on,
)
from tests.factories.question_packs import write_pack

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}
ZONE = "Pacific/Kiritimati"
RESULT = re.compile("/result$")


@pytest.fixture(scope="module")
def big_game(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[Game]:
    folder = tmp_path_factory.mktemp("modes")
    game = Game(folder, Path(shutil.copy(migrated_database, folder / "triple-crown.sqlite3")))
    write_pack(
        folder / "questions", "chess", title="Chess", levels={"berlin": 40, "venice": 40, "cannes": 40}
    )
    game.start()
    yield game
    game.kill()


@pytest.fixture
def game(big_game: Game) -> Game:
    return big_game


def today(zone: str) -> str:
    return long_date(local_date(zone, datetime.now(UTC)))


def play_premiere(page: Page) -> None:
    """All right but the second, from the page of the Première to the result."""
    page.get_by_role("button", name="Play today’s Première").click()
    for position in range(1, 11):
        expect_item(page, position)
        (a_distractor(page) if position == 2 else the_key(page)).click()
        expect_verdict(page, "Wrong" if position == 2 else "Right", position)
        the_way_on(page).click()
    expect(page).to_have_url(RESULT)


def test_a_premiere_is_played_shared_and_not_played_again(new_page: NewPage) -> None:
    page = new_page(timezone_id=ZONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/premiere")
    expect(page.get_by_role("link", name="Première")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text(today(ZONE)).first).to_be_visible()
    play_premiere(page)

    shared = page.get_by_label("A text that gives no answer away")
    expect(shared).to_have_value(re.compile("9 of 10, .*day streak 1\n🟦⬛🟦🟦⬜⬜⬜🟥🟥🟥\n", re.DOTALL))
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Your result is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == shared.input_value()

    page.goto("/premiere")
    expect(page.get_by_text("9 of 10 right")).to_be_visible()
    expect(page.get_by_role("button", name="Play today’s Première")).to_have_count(0)


def test_who_leaves_a_premiere_goes_on_where_it_was_left(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_role("button", name="Play today’s Première").click()
    expect_item(page, 1)
    the_key(page).click()
    expect_verdict(page, "Right", 1)
    page.goto("/")
    page.get_by_role("link", name="Go on").click()
    expect_item(page, 2, is_focused=False)


def test_a_premiere_is_played_with_javascript_off(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/premiere")
    expect(page.get_by_text("set your time zone in the settings")).to_be_visible()
    page.get_by_role("button", name="Play today’s Première").click()
    for position in range(1, 11):
        expect_item(page, position, is_focused=False)
        the_key(page).click()
        the_way_on(page).click()
    expect(page).to_have_url(RESULT)
    expect(page.get_by_label("A text that gives no answer away")).to_have_value(re.compile("10 of 10"))
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_long_take_ends_at_the_first_miss(new_page: NewPage, *, has_javascript: bool) -> None:
    page = new_page(java_script_enabled=has_javascript, viewport=NARROW)
    page.goto("/")
    page.get_by_role("link", name="Chess").click()
    page.get_by_role("button", name="Start a Long take").click()
    for position in range(1, 13):
        expect(page).to_have_url(re.compile(rf"/items/{position}$"))
        expect(options(page)).to_have_count(4)
        width = page.evaluate("document.documentElement.scrollWidth") if has_javascript else 0
        assert width <= NARROW["width"]
        (a_distractor(page) if position == 12 else the_key(page)).click()
        the_way_on(page).click()
    expect(page).to_have_url(RESULT)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"11\s+in a row"))


def test_the_page_of_the_premiere_has_room_on_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport=NARROW)
    for address in ("/", "/premiere"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
