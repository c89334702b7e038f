from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.playing import (
    expect_item,
    expect_verdict,
    options,
    play,
    start,
    tab_to,
    the_key,
    the_way_on,
)

pytestmark = pytest.mark.browser


def click(control: Locator) -> None:
    control.click()


def press_its_key(control: Locator) -> None:
    control.page.keyboard.press(control.get_attribute("aria-keyshortcuts") or "")


def tab_there_and_press_enter(control: Locator) -> None:
    tab_to(control.page, control)
    control.page.keyboard.press("Enter")


def test_a_round_is_played_with_the_mouse(page: Page) -> None:
    start(page)
    play(page, click, click)


def test_a_round_is_played_without_javascript(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    start(page)
    play(page, click, click)


@pytest.mark.parametrize("way", [press_its_key, tab_there_and_press_enter])
def test_a_round_is_played_with_the_keyboard_alone(page: Page, way: object) -> None:
    assert callable(way)
    page.goto("/")
    tab_there_and_press_enter(page.get_by_role("link", name="Chess"))
    expect(page.get_by_role("link", name="Chess")).to_have_attribute("aria-current", "true")
    tab_to(page, page.get_by_role("radio", name=re.compile("Berlin")))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("Cannes"))).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to(page, page.get_by_role("checkbox", name=re.compile("No clock")))
    page.keyboard.press("Space")
    tab_there_and_press_enter(page.get_by_role("button", name="Start the round"))
    play(page, way, way)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_round_is_played_at_ones_own_level(new_page: NewPage, *, has_javascript: bool) -> None:
    page = new_page(java_script_enabled=has_javascript)
    page.goto("/")
    tab_to(page, page.get_by_role("radio", name=re.compile("Berlin")))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name=re.compile("At your level"))).to_be_checked()
    page.get_by_role("button", name="Start the round").click()
    expect_item(page, 1)
    the_key(page).click()
    expect_verdict(page, "Right", 1)


def test_the_strip_takes_no_tab_from_the_options(page: Page) -> None:
    start(page)
    the_key(page).click()
    the_way_on(page).click()
    expect_item(page, 2)
    page.keyboard.press("Tab")
    expect(options(page).first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    back = page.get_by_role("link", name="Question 1, right", exact=True)
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect_verdict(page, "Right", 1)
    the_way_on(page).click()
    expect_item(page, 2)


def test_a_key_that_chooses_nothing_does_nothing(page: Page) -> None:
    start(page)
    for key in ("5", "n", "Control+1", "a"):
        page.keyboard.press(key)
    expect_item(page, 1)


def test_a_finished_round_can_be_played_again(page: Page) -> None:
    start(page)
    first = page.url
    play(page, click, click)
    page.get_by_role("button", name="Play again").click()
    expect_item(page, 1)
    assert page.url != first


def test_the_verdict_is_said_to_those_who_do_not_see_it(page: Page) -> None:
    start(page)
    the_key(page).click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Right, 1\d\d points"))


def test_a_page_with_an_expired_session_says_so(page: Page) -> None:
    start(page)
    page.context.clear_cookies()
    options(page).first.click()
    expect(page.get_by_role("heading", name="This page has expired")).to_be_focused()


def test_a_pack_is_chosen_without_leaving_the_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Gardens").click()
    expect(page).to_have_url(re.compile(r"/\?pack=gardens\b"))
    expect(page.get_by_role("radio")).to_have_count(2)
    expect(page.get_by_role("link", name="Gardens")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("radio")).to_have_count(3)


def test_another_pack_keeps_the_level_and_the_pace(page: Page) -> None:
    page.goto("/?pack=gardens&level=berlin&relaxed=y")
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("link", name="Chess").click()
    page.get_by_role("radio", name=re.compile("Cannes")).check()
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("link", name="Chess").click()
    expect(page).to_have_url(re.compile(r"/\?pack=chess&level=cannes$"))
    expect(page.get_by_role("radio", name=re.compile("Cannes"))).to_be_checked()
    expect(page.get_by_role("checkbox")).not_to_be_checked()


def test_a_verdict_that_came_by_htmx_leads_on(page: Page) -> None:
    start(page)
    the_key(page).click()
    expect_verdict(page, "Right", 1)
    the_way_on(page).click()
    expect_item(page, 2)
