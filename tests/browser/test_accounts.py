"""Guests who sign up, and people who sign in on several browsers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NewPage
from tests.browser.playing import SIZE, a_distractor, expect_item, start, tab_to, the_key, the_way_on

pytestmark = pytest.mark.browser

PASSWORD = "what nobody guesses"
NEW = "nobody will guess this one"
NARROW: ViewportSize = {"width": 320, "height": 640}

_numbers = count(1)


def a_name() -> str:
    """Another one for each test: they share a server."""
    return f"Player {next(_numbers)}"


def play_a_round(page: Page) -> str:
    """All right but the second; the address of its result."""
    start(page)
    for position in range(1, SIZE + 1):
        expect_item(page, position, is_focused=False)
        (a_distractor(page) if position == 2 else the_key(page)).click()
        the_way_on(page).click()
    page.wait_for_url(re.compile("/result$"))
    return page.url


def fill_in(page: Page, button: str, **fields: str) -> None:
    form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
    for label, value in fields.items():
        form.get_by_label(label.replace("_", " "), exact=True).fill(value)
    form.get_by_role("button", name=button, exact=True).click()


def sign_up(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    fill_in(page, "Sign up", Name=name, Password=PASSWORD)
    expect_signed_in(page, name)


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    fill_in(page, "Sign in", Name=name, Password=password)


def expect_signed_in(page: Page, name: str) -> None:
    expect(page.get_by_role("navigation").get_by_role("link", name=f"Your page, {name}")).to_be_visible()


def expect_nobody(page: Page) -> None:
    expect(page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_who_plays_as_a_guest_and_signs_up_keeps_it_all(new_page: NewPage, *, has_javascript: bool) -> None:
    page, name = new_page(java_script_enabled=has_javascript), a_name()
    result = play_a_round(page)
    start(page)
    the_key(page).click()
    the_way_on(page).wait_for()

    sign_up(page, name)

    expect(page.get_by_role("heading", name="Your round is still open")).to_be_visible()
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"9\s*/.*10\s*right", re.DOTALL))
    page.goto("/")
    page.get_by_role("link", name="Go on").click()
    expect_item(page, 2, is_focused=False)


def test_an_account_is_played_on_two_browsers_at_once(new_page: NewPage) -> None:
    here, there, name = new_page(), new_page(), a_name()
    own = play_a_round(here)
    sign_up(here, name)
    others = play_a_round(there)
    start(there)
    the_key(there).click()
    the_way_on(there).wait_for()

    sign_in(there, name)

    for page in (here, there):
        expect_signed_in(page, name)
        for result in (own, others):
            page.goto(result)
            expect(page.get_by_text(re.compile("right", re.IGNORECASE)).first).to_be_visible()
    here.goto("/")
    here.get_by_role("link", name="Go on").click()
    expect_item(here, 2, is_focused=False)
    the_key(here).click()
    the_way_on(here).wait_for()
    there.goto("/")
    there.get_by_role("link", name="Go on").click()
    expect_item(there, 3, is_focused=False)


def test_a_changed_password_signs_the_other_browser_out(new_page: NewPage) -> None:
    here, there, name = new_page(), new_page(), a_name()
    sign_up(here, name)
    sign_in(there, name)
    expect_signed_in(there, name)

    here.get_by_role("link", name="Settings").click()
    fill_in(here, "Change the password", Your_password_now=PASSWORD, New_password=NEW)

    expect(here.get_by_text("Your password is changed.")).to_be_visible()
    expect_signed_in(here, name)
    there.reload()
    expect_nobody(there)
    sign_in(there, name)
    expect(there.get_by_label("Password")).to_be_focused()
    expect(there.get_by_text("There is no account with that name and password.")).to_be_visible()
    fill_in(there, "Sign in", Name=name, Password=NEW)
    expect_signed_in(there, name)


def test_signing_up_with_the_keyboard_alone(page: Page) -> None:
    taken, name = a_name(), a_name()
    sign_up(page, taken)
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Sign out").click()
    expect_nobody(page)

    tab_to(page, page.get_by_role("link", name="Sign up"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type(taken.upper())
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Somebody has that name already")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value(taken.upper())
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect_signed_in(page, name)


def test_who_leaves_takes_their_data_along_first(page: Page) -> None:
    name = a_name()
    play_a_round(page)
    sign_up(page, name)
    page.get_by_role("link", name="Settings").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").click()
    found = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (found["account"]["name"], len(found["rounds"][0]["answered"])) == (name, SIZE)

    fill_in(page, "Delete my account", Your_password=PASSWORD)

    expect(page.get_by_text("Your account is deleted")).to_be_visible()
    expect_nobody(page)


def sign_up_page(page: Page) -> None:
    page.goto("/sign-up")
    fill_in(page, "Sign up", Name="A", Password=PASSWORD)


def sign_in_page(page: Page) -> None:
    page.goto("/sign-in?next=/settings")


def settings_page(page: Page) -> None:
    sign_up(page, a_name())
    page.get_by_role("link", name="Settings").click()
    fill_in(page, "Change the name", Name="A")


PAGES = pytest.mark.parametrize("go", [sign_up_page, sign_in_page, settings_page])


@PAGES
def test_a_narrow_phone_scrolls_in_one_direction_alone(new_page: NewPage, go: Callable[[Page], None]) -> None:
    page = new_page(viewport=NARROW)
    go(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@PAGES
def test_every_target_is_large_enough_for_a_thumb(new_page: NewPage, go: Callable[[Page], None]) -> None:
    page = new_page(viewport=NARROW)
    go(page)
    targets = page.locator("main :is(a, button, input, select, label.check):visible:not(.check__input)")
    expect(targets).not_to_have_count(0)
    small = targets.evaluate_all(
        """targets => targets.filter(target => target.getBoundingClientRect().height < 44)
               .map(target => target.outerHTML)"""
    )
    assert small == []


@PAGES
def test_each_field_has_an_id_of_its_own(new_page: NewPage, go: Callable[[Page], None]) -> None:
    page = new_page()
    go(page)
    ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(ids) == len(set(ids))
