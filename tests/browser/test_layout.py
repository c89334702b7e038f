from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NewPage
from tests.browser.playing import SIZE, a_distractor, expect_item, options, start, tab_to, the_key, the_way_on

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}


def home(page: Page) -> None:
    start(page)
    page.goto("/")


def verdict(page: Page) -> None:
    start(page)
    a_distractor(page).click()
    the_way_on(page).wait_for()


def result(page: Page) -> None:
    start(page)
    for position in range(1, SIZE + 1):
        expect_item(page, position)
        the_key(page).click()
        the_way_on(page).click()


def error(page: Page) -> None:
    page.goto("/nothing")


PAGES = pytest.mark.parametrize("go", [home, start, verdict, result, error])


@PAGES
def test_a_narrow_phone_scrolls_in_one_direction_alone(new_page: NewPage, go: Callable[[Page], None]) -> None:
    page = new_page(viewport=NARROW)
    go(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@PAGES
def test_every_target_is_large_enough_for_a_thumb(new_page: NewPage, go: Callable[[Page], None]) -> None:
    page = new_page(viewport=NARROW)
    go(page)
    targets = page.locator("a:visible:not(.sources a, .skip), button:visible, label:visible")
    expect(targets).not_to_have_count(0)
    small = targets.evaluate_all(
        """targets => targets.filter(target => target.getBoundingClientRect().height < 44)
               .map(target => target.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize(("height", "place"), [(400, "static"), (800, "sticky")])
def test_the_way_on_covers_no_verdict_where_there_is_no_room(
    new_page: NewPage, height: int, place: str
) -> None:
    page = new_page(viewport={"width": 640, "height": height})
    verdict(page)
    position = the_way_on(page).evaluate("link => getComputedStyle(link.parentElement).position")
    assert position == place


def test_the_focus_can_be_seen(page: Page) -> None:
    start(page)
    tab_to(page, options(page).first)
    outline = options(page).first.evaluate("option => getComputedStyle(option).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_level_has_a_colour_world_of_its_own(new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    grounds = set()
    for level in ("Berlin", "Cannes"):
        start(page, level)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    page.goto("/")
    grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 3


def test_our_own_faces_are_used(page: Page) -> None:
    start(page)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)"
    )
    assert {family.strip('"') for family in loaded} >= {"Antonio Variable", "Source Serif 4 Variable"}


def test_those_who_want_no_motion_get_none(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    start(page)
    duration = options(page).first.evaluate(
        "option => parseFloat(getComputedStyle(option).transitionDuration)"
    )
    assert duration < 0.001


def test_no_option_looks_chosen_to_the_finger_that_tapped_the_way_on(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    start(page)
    the_key(page).tap()
    the_way_on(page).tap()
    expect_item(page, 2)
    # A touch screen leaves its pointer where it was tapped last: on an option, if one comes to lie there.
    options(page).nth(2).hover()
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    grounds = options(page).evaluate_all(
        "options => options.map(option => getComputedStyle(option).backgroundColor)"
    )
    assert len(set(grounds)) == 1
