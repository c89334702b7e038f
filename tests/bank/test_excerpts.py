"""The line of a problem as a terminal shows it, with the caret under the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.bank.excerpts import WIDEST, excerpt
from quiz.bank.nodes import INVISIBLE


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("director: Jane", 11, ("director: Jane", "          ^")),
        ("aka: 봉준호, x", 9, ("aka: 봉준호, x", "           ^")),
        ("a\u0301\u0301b: c", 4, ("a\u0301\u0301b: c", " ^")),
        ("a\tb", 3, ("a b", "  ^")),
        ("a\x1b[31mb", 2, ("a\N{REPLACEMENT CHARACTER}[31mb", " ^")),
        ("short", 99, ("short", "     ^")),
    ],
)
def test_caret_stands_under_the_place(line: str, column: int, expected: tuple[str, str]) -> None:
    assert excerpt(line, column) == expected


def test_of_a_long_line_what_is_around_the_place_is_shown() -> None:
    shown, caret = excerpt("x" * 5_000 + "HERE" + "x" * 5_000, 5_001)

    assert shown[caret.index("^") :].startswith("HERE")
    assert len(shown) == WIDEST + 2


@given(st.text(st.characters(exclude_characters="\n")), st.integers(min_value=1, max_value=300))
def test_no_text_moves_the_cursor_or_fills_the_screen(line: str, column: int) -> None:
    shown, caret = excerpt(line, column)

    assert not INVISIBLE.search(shown)
    assert "\n" not in shown
    assert len(shown) <= WIDEST + 2
    assert caret.strip() == "^"
