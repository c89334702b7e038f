"""A challenge, on two browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.conftest import NewPage
from tests.browser.playing import (
    SIZE,
    a_distractor,
    expect_item,
    expect_verdict,
    play,
    start,
    tab_to,
    the_key,
    the_way_on,
)
from tests.browser.test_rounds import click

pytestmark = pytest.mark.browser


def press(control: Locator) -> None:
    tab_to(control.page, control)
    control.page.keyboard.press("Enter")


@pytest.mark.parametrize(("has_javascript", "way"), [(True, click), (True, press), (False, click)])
def test_a_friend_plays_the_same_round_and_both_compare(
    new_page: NewPage, *, has_javascript: bool, way: object
) -> None:
    assert callable(way)
    anna, ben = (new_page(java_script_enabled=has_javascript) for _ in range(2))
    start(anna)
    play(anna, click, click)
    stems = sorted(anna.locator(".review__stem").all_inner_texts())
    way(anna.get_by_role("button", name="Challenge a friend"))
    expect(anna.get_by_role("heading", level=1)).to_have_text("Your challenge")
    link = anna.get_by_label("Send this link to whoever you like").input_value()

    ben.goto(link)
    expect(ben.get_by_role("heading", level=1)).to_have_text("A guest challenges you")
    way(ben.get_by_role("button", name="Take it up"))
    met = []
    for position in range(1, SIZE + 1):
        expect_item(ben, position)
        met.append(ben.get_by_role("heading", level=1).inner_text())
        way(a_distractor(ben) if position in {1, 2} else the_key(ben))
        expect_verdict(ben, "Wrong" if position in {1, 2} else "Right", position)
        way(the_way_on(ben))
    way(ben.get_by_role("link", name="See both results"))

    assert sorted(met) == stems
    items = ben.locator(".duel__item")
    expect(items).to_have_count(SIZE)
    expect(items.nth(0)).to_contain_text("Wrong")
    expect(items.nth(0)).to_contain_text("Right")
    anna.reload()
    expect(anna.get_by_role("heading", name="Question by question")).to_be_visible()
    expect(anna.get_by_role("list").filter(has_text="8 of 10 right")).to_be_visible()


def test_the_link_of_a_challenge_is_copied_with_a_button(new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    start(page)
    play(page, click, click)
    page.get_by_role("button", name="Challenge a friend").click()

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("status")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_without_javascript_the_link_stands_there_and_no_button_that_does_nothing(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    start(page)
    play(page, click, click)
    page.get_by_role("button", name="Challenge a friend").click()

    expect(page.get_by_label("Send this link to whoever you like")).to_have_value(page.url)
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_hidden()
