"""The colours of tokens.css, against WCAG 2.2 AA: 4.5 for text, 3 for signs, edges and the focus."""

from __future__ import annotations

import re

import pytest

from quiz.settings import ROOT

TOKENS = (ROOT / "quiz" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
WORLDS = (None, "berlin", "venice", "cannes")
TEXTS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink-soft", "paper"),
    ("ink-soft", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("on-poster", "poster"),
    ("poster-soft", "poster"),
    ("right", "card"),
    ("right", "right-ground"),
    ("right-ground", "right"),
    ("wrong", "card"),
    ("wrong", "wrong-ground"),
    ("wrong-ground", "wrong"),
    ("ink", "right-ground"),
    ("ink", "wrong-ground"),
    ("film-ink", "film"),
    ("film-soft", "film"),
    ("film-soft", "film-frame"),
    ("film-right", "film-ink"),
    ("film-wrong", "film-ink"),
    ("film-black", "film-light"),
]
SIGNS = [("line-strong", "card"), ("line-strong", "paper"), ("focus", "paper"), ("focus", "card")]


def colours(world: str | None, *, is_dark: bool) -> dict[str, str]:
    """What each token is in a colour world."""
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    selectors = [":root"] + ([f'[data-level="{world}"]'] if world else [])
    found: dict[str, str] = {}
    for selector in selectors:
        for sheet in (light, dark) if is_dark else (light,):
            for block in re.findall(re.escape(selector) + r"\s*\{(.*?)\}", sheet, re.DOTALL):
                found.update(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})\s*;", block))
    return found


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_every_text_can_be_read(world: str | None, *, is_dark: bool) -> None:
    token = colours(world, is_dark=is_dark)
    weak = {(ink, ground): contrast(token[ink], token[ground]) for ink, ground in TEXTS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("is_dark", [False, True])
def test_every_edge_and_the_focus_can_be_seen(world: str | None, *, is_dark: bool) -> None:
    token = colours(world, is_dark=is_dark)
    weak = {(sign, ground): contrast(token[sign], token[ground]) for sign, ground in SIGNS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}
