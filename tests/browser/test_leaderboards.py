"""The leaderboards in a browser: with the mouse, from the keyboard, on a phone, and without JavaScript."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quiz.store.base import prepare
from tests.browser.conftest import Game, NewPage
from tests.browser.playing import tab_to
from tests.factories.standings import a_listed_player, an_ended_round

pytestmark = pytest.mark.browser

PLAYERS = 120


@pytest.fixture(scope="module")
def crowded_game(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[Game]:
    """A server on whose boards many stand."""
    folder = tmp_path_factory.mktemp("crowded")
    database = Path(shutil.copy(migrated_database, folder / "triple-crown.sqlite3"))
    engine = create_engine(f"sqlite:///{database}")
    prepare(engine)
    with Session(engine) as session:
        for place in range(1, PLAYERS + 1):
            player_id = a_listed_player(session, f"Number {place}")
            an_ended_round(session, player_id, 10 * (PLAYERS + 1 - place), at=datetime.now(UTC))
    engine.dispose()
    game = Game(folder, database)
    game.start()
    yield game
    game.kill()


@pytest.fixture
def game(crowded_game: Game) -> Game:
    return crowded_game


def ranks(page: Page) -> Locator:
    return page.get_by_role("table").first.locator("tbody tr td:first-child")


def expect_ranks(page: Page, first: int, last: int) -> None:
    expect(ranks(page).first).to_have_text(str(first))
    expect(ranks(page).last).to_have_text(str(last))


@pytest.mark.parametrize("has_javascript", [True, False])
def test_pages_lead_down_and_up(new_page: NewPage, has_javascript: bool) -> None:  # noqa: FBT001
    page = new_page(java_script_enabled=has_javascript)
    page.goto("/leaderboards")
    expect_ranks(page, 1, 50)

    page.get_by_role("link", name="Lower ranks").click()
    expect_ranks(page, 51, 100)
    page.get_by_role("link", name="Lower ranks").click()
    expect_ranks(page, 101, 120)
    page.get_by_role("link", name="Higher ranks").click()
    expect_ranks(page, 51, 100)


def test_a_page_of_a_board_has_an_address_of_its_own(page: Page) -> None:
    page.goto("/leaderboards")
    page.get_by_role("link", name="Lower ranks").click()
    expect(page).to_have_url(re.compile(r"after=\d+\.\d+"))
    expect_ranks(page, 51, 100)

    page.reload()
    expect_ranks(page, 51, 100)
    page.go_back()
    expect_ranks(page, 1, 50)


def test_the_focus_goes_to_what_has_changed(page: Page) -> None:
    page.goto("/leaderboards")
    further = page.get_by_role("link", name="Lower ranks")
    further.focus()

    page.keyboard.press("Enter")

    expect_ranks(page, 51, 100)
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Ranks 51 to 100, of 120 players.")


def test_another_board_is_chosen_from_the_keyboard_alone(page: Page) -> None:
    page.goto("/leaderboards")
    month = page.get_by_role("navigation", name="Time").get_by_role("link", name="Month")
    tab_to(page, month)

    page.keyboard.press("Enter")

    expect(page.get_by_role("navigation", name="Time").locator("[aria-current]")).to_have_text("Month")
    expect(page).to_have_url(re.compile(r"period=\d{4}-\d\d(&|$)"))
    expect_ranks(page, 1, 50)


def test_the_table_is_named_and_has_headings(page: Page) -> None:
    page.goto("/leaderboards?board=points&period=all")

    table = page.get_by_role("table", name="Points, all time, all packs: ranks 1 to 50 of 120")
    expect(table.get_by_role("columnheader")).to_have_text(["Rank", "Player", "Points"])
    expect(table.get_by_role("rowheader").first).to_have_text("Number 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_smallest_phone(new_page: NewPage, scheme: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto("/leaderboards")
    expect_ranks(page, 1, 50)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
