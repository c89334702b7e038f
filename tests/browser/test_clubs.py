"""A club of two, each in a browser of their own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.playing import play, start
from tests.browser.test_rounds import click

pytestmark = pytest.mark.browser


def sign_up(page: Page, name: str) -> None:
    page.goto("/sign-up")
    fill_in(page, name)


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(f"a long one of {name}")
    page.get_by_role("button", name="Sign up").click()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_two_make_a_club_play_and_see_who_is_ahead(new_page: NewPage, *, has_javascript: bool) -> None:
    suffix = "one" if has_javascript else "two"
    anna, ben = (new_page(java_script_enabled=has_javascript) for _ in range(2))
    sign_up(anna, f"Anna {suffix}")
    anna.goto("/clubs")
    anna.get_by_label("Name of the club").fill("Film club")
    anna.get_by_role("button", name="Make the club").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Film club")
    link = anna.get_by_label("Link to join").input_value()

    ben.goto(link)
    ben.get_by_role("main").get_by_role("link", name="Sign up").click()
    fill_in(ben, f"Ben {suffix}")
    expect(ben).to_have_url(link)
    ben.get_by_role("button", name="Join Film club").click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Film club")
    club = ben.url

    start(ben)
    play(ben, click, click)
    anna.goto(club)
    anna.get_by_role("link", name="All time").click()
    expect(anna).to_have_url(re.compile("period=all"))
    heading = anna.get_by_role("heading", level=2, name="Points, all time")
    expect(heading).to_be_visible()
    expect(anna.get_by_role("row", name=re.compile(f"^1 Ben {suffix} "))).to_be_visible()
    anna.get_by_role("link", name="Long take").click()
    expect(anna.get_by_text("No member stands on this board yet.")).to_be_visible()
    anna.go_back()
    expect(anna.get_by_role("row", name=re.compile(f"^1 Ben {suffix} "))).to_be_visible()


def test_a_new_board_has_the_focus(page: Page) -> None:
    sign_up(page, "Focus")
    page.goto("/clubs")
    page.get_by_label("Name of the club").fill("Focused")
    page.get_by_role("button", name="Make the club").click()

    page.get_by_role("link", name="Month").click()

    expect(page.get_by_role("heading", level=2, name=re.compile("^Points, "))).to_be_focused()


def test_a_profile_shows_its_numbers_on_request(page: Page) -> None:
    start(page)
    play(page, click, click)
    page.goto("/profile")

    picture = page.get_by_role("img", name="By pack")
    expect(picture).to_be_visible()
    page.get_by_text("By pack in numbers").click()
    expect(page.get_by_role("row", name="Chess 9 10 90 %")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(new_page: NewPage, *, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 700})
    sign_up(page, f"A name of {width} letters")
    page.goto("/clubs")
    page.get_by_label("Name of the club").fill("W" * 40)
    page.get_by_role("button", name="Make the club").click()
    club = page.url
    link = page.get_by_label("Link to join").input_value()
    start(page)
    play(page, click, click)
    page.get_by_role("button", name="Challenge a friend").click()
    friend = new_page(viewport={"width": width, "height": 700})

    for path in (page.url, "/profile", "/clubs", club, f"{club}/settings", link):
        page = friend if path == link else page
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("details => { details.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
