from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Game, NewPage
from tests.browser.playing import (
    a_distractor,
    expect_item,
    expect_verdict,
    frames,
    options,
    start,
    the_key,
    the_way_on,
)

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_JAVASCRIPT = pytest.mark.parametrize("has_javascript", [True, False])


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_double_click_is_one_answer_and_skips_no_verdict(
    new_page: NewPage, *, has_javascript: bool
) -> None:
    page = new_page(java_script_enabled=has_javascript)
    start(page)
    the_key(page).dblclick()
    expect_verdict(page, "Right", 1)
    expect(frames(page, "right")).to_have_count(1)


def test_a_double_click_on_the_way_on_skips_no_item(page: Page) -> None:
    start(page)
    the_key(page).click()
    the_way_on(page).dblclick()
    expect_item(page, 2)
    expect(frames(page, "to come")).to_have_count(8)


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_reload_shows_the_same_item_and_then_the_same_verdict(
    new_page: NewPage, *, has_javascript: bool
) -> None:
    page = new_page(java_script_enabled=has_javascript)
    start(page)
    shown = options(page).all_inner_texts()
    page.reload()
    assert options(page).all_inner_texts() == shown
    a_distractor(page).click()
    expect_verdict(page, "Wrong", 1)
    page.reload()
    expect_verdict(page, "Wrong", 1)


@WITH_AND_WITHOUT_JAVASCRIPT
def test_back_shows_the_verdict_and_forward_the_open_item(new_page: NewPage, *, has_javascript: bool) -> None:
    page = new_page(java_script_enabled=has_javascript)
    start(page)
    the_key(page).click()
    the_way_on(page).click()
    expect_item(page, 2)
    page.go_back()
    expect(page.get_by_role("heading", name="Right")).to_be_visible()
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("banner")).to_have_count(1)
    page.go_forward()
    expect_item(page, 2, is_focused=False)


@WITH_AND_WITHOUT_JAVASCRIPT
def test_back_to_the_first_page_offers_the_round(new_page: NewPage, *, has_javascript: bool) -> None:
    page = new_page(java_script_enabled=has_javascript)
    start(page)
    page.goto("/")
    expect(page.get_by_role("region", name="Your round is still open")).to_contain_text("question 1 of 10")
    page.get_by_role("link", name="Go on").click()
    expect_item(page, 1)


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_second_tab_gets_the_first_verdict(new_page: NewPage, *, has_javascript: bool) -> None:
    first = new_page(java_script_enabled=has_javascript)
    start(first)
    second = first.context.new_page()
    second.goto(first.url)
    the_key(first).click()
    expect_verdict(first, "Right", 1)
    a_distractor(second).click()
    expect_verdict(second, "Right", 1)


def test_a_closed_browser_tab_loses_nothing(page: Page) -> None:
    start(page)
    the_key(page).click()
    expect_verdict(page, "Right", 1)
    again = page.context.new_page()
    page.close()
    again.goto("/")
    again.get_by_role("link", name="Go on").click()
    expect_item(again, 2)


class TestKilled:
    @pytest.fixture
    def game(self, own_game: Game) -> Game:
        return own_game

    @WITH_AND_WITHOUT_JAVASCRIPT
    def test_a_killed_server_goes_on_where_it_was(
        self, game: Game, new_page: NewPage, *, has_javascript: bool
    ) -> None:
        page = new_page(java_script_enabled=has_javascript)
        start(page)
        the_key(page).click()
        expect_verdict(page, "Right", 1)
        game.kill()
        game.start()
        the_way_on(page).click()
        expect_item(page, 2)
        game.kill()
        game.start()
        the_key(page).click()
        expect_verdict(page, "Right", 2)
        expect(frames(page, "right")).to_have_count(2)

    def test_an_answer_to_a_server_that_is_away_can_be_given_again(self, game: Game, page: Page) -> None:
        start(page)
        game.kill()
        the_key(page).click()
        expect(page.get_by_role("status")).to_have_text(re.compile("did not reach the server"))
        expect(page.get_by_role("status")).to_be_in_viewport()
        game.start()
        the_key(page).click()
        expect_verdict(page, "Right", 1)
