"""What a player does with the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.factories.question_packs import right_answer

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 10


def start(page: Page, level: str = "Berlin") -> None:
    """Start a round of chess with the mouse."""
    page.goto("/")
    page.get_by_role("link", name="Chess").click()
    page.get_by_role("radio", name=re.compile(level)).check()
    page.get_by_role("button", name="Start the round").click()
    expect_item(page, 1)


def expect_item(page: Page, position: int, *, is_focused: bool = True) -> None:
    """The open item at that position is on the page, and its stem has the focus."""
    expect(page).to_have_url(re.compile(rf"/rounds/\w+/items/{position}$"))
    expect(page.get_by_text(f"Question {position} of {SIZE}", exact=True)).to_be_visible()
    expect(options(page)).to_have_count(4)
    expect(page).to_have_title(re.compile(rf"^Question {position} of {SIZE} "))
    if is_focused:
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def expect_verdict(page: Page, word: str, position: int) -> None:
    """The verdict on that item is on the page, and has the focus."""
    verdict = page.get_by_role("heading", level=2, name=word)
    expect(verdict).to_be_visible()
    expect(verdict).to_be_focused()
    expect(page).to_have_url(re.compile(rf"/items/{position}$"))
    expect(frames(page, word.lower())).not_to_have_count(0)


def options(page: Page) -> Locator:
    return page.get_by_role("list", name="Options").get_by_role("button")


def frames(page: Page, state: str) -> Locator:
    """The frames of the strip that say `right`, `wrong` or `to come`."""
    return page.get_by_role("list", name="Your round so far").get_by_role("listitem").filter(has_text=state)


def key_of(page: Page) -> str:
    number = re.findall(r"\d+", page.get_by_role("heading", level=1).inner_text())[-1]
    return right_answer(int(number))


def the_key(page: Page) -> Locator:
    """The button of the right option."""
    return options(page).filter(has_text=key_of(page))


def a_distractor(page: Page) -> Locator:
    return options(page).filter(has_not_text=key_of(page)).first


def the_way_on(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("Next question|See your result"))


def tab_to(page: Page, control: Locator) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(30):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never gets there")


def play(page: Page, choose: Callable[[Locator], None], go_on: Callable[[Locator], None]) -> None:
    """Answer every item, all right but the second, and end at the result."""
    for position in range(1, SIZE + 1):
        expect_item(page, position)
        choose(a_distractor(page) if position == 2 else the_key(page))
        expect_verdict(page, "Wrong" if position == 2 else "Right", position)
        go_on(the_way_on(page))
    expect(page).to_have_url(re.compile("/result$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"9\s*/.*10\s*right", re.DOTALL))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("row", name="Right 900")).to_be_visible()
    expect(frames(page, "wrong")).to_have_count(1)
    expect(frames(page, "right")).to_have_count(9)
