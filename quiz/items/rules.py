"""Item-writing rules that a program can check, each a function with its number in the field's lists.

Sources: Haladyna, Downing & Rodriguez 2002 (31 rules); the NBME's list of item flaws. A breach keeps an
item back.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from quiz.bank.slugs import norm
from quiz.items.item import Item, plain

_STOP = frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "which",
        "what",
        "with",
        "from",
        "were",
        "was",
        "film",
        "films",
        "first",
        "shown",
        "public",
        "year",
        "character",
        "play",
        "plays",
        "does",
        "directed",
        "person",
        "people",
        "prize",
        "award",
        "awards",
        "festival",
        "title",
        "original",
    ]
)
SHORTEST_WORD = 4
COGNATE = 0.6
LONGEST_STEM = 200
LONGEST_OPTION = 120
_BRACKETED_YEAR = re.compile(r"\(\d{4}\)")
_ALL_OF_THE_ABOVE = re.compile(r"\b(all|none|both|any|neither) of (the|these)\b|\babove\b", re.IGNORECASE)


def content(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: more than three letters, less stop words."""
    return frozenset(word for word in norm(text).split() if len(word) >= SHORTEST_WORD and word not in _STOP)


def l2_options_are_distinct(item: Item) -> str | None:
    labels = [norm(plain(option.label)) for option in item.options]
    return "two options read the same" if len(set(labels)) < len(labels) else None


def l5_key_is_not_the_odd_title(item: Item) -> str | None:
    """The other titles must not share a word that the key lacks: Three Colors thrice, and another film."""
    words = [content(plain(option.label)) for option in item.options]
    others = [found for at, found in enumerate(words) if at != item.key]
    are_titles = all(part.is_title for option in item.options for part in option.label)
    shared = frozenset.intersection(*others) - words[item.key]
    return "the key alone lacks a word of all the other titles" if are_titles and shared else None


def l7_key_does_not_clang(item: Item) -> str | None:
    """The key alone must not share a word with the stem."""
    stem = content(plain(item.stem))
    sharing = [at for at, option in enumerate(item.options) if content(plain(option.label)) & stem]
    return "only the key echoes the stem" if sharing == [item.key] else None


def l7_key_is_no_cognate(item: Item) -> str | None:
    """A title asked for in another language must not be found by its look alone."""
    asked = [norm(part.text) for part in item.stem if part.is_title]
    if not asked:
        return None
    alike = [max(_likeness(norm(plain(option.label)), title) for title in asked) for option in item.options]
    key = alike.pop(item.key)
    return "only the key looks like the stem" if key > COGNATE and key > max(alike) else None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def l8_stem_does_not_hold_the_key(item: Item) -> str | None:
    stem, key = norm(plain(item.stem)), norm(plain(item.options[item.key].label))
    return "the stem holds the key" if f" {key} " in f" {stem} " else None


def l9_no_all_of_the_above(item: Item) -> str | None:
    found = any(
        _ALL_OF_THE_ABOVE.search(part.text)
        for option in item.options
        for part in option.label
        if not part.is_title
    )
    return "an option speaks of the others" if found else None


def l12_numbers_are_in_order(item: Item) -> str | None:
    labels = [plain(option.label) for option in item.options]
    if all(label.isdecimal() for label in labels) and labels != sorted(labels, key=int):
        return "the numbers are not in order"
    return None


def l18_no_year_leaks(item: Item) -> str | None:
    """Where a year is asked for, or an order in time, no title may carry one in brackets."""
    labels = [plain(option.label) for option in item.options]
    if all(label.isdecimal() for label in labels) and _BRACKETED_YEAR.search(plain(item.stem)):
        return "the stem holds a year"
    return None


def l24_lengths(item: Item) -> str | None:
    if len(plain(item.stem)) > LONGEST_STEM:
        return f"the stem is longer than {LONGEST_STEM} characters"
    long = any(len(plain(option.label)) > LONGEST_OPTION for option in item.options)
    return f"an option is longer than {LONGEST_OPTION} characters" if long else None


RULES: tuple[Callable[[Item], str | None], ...] = (
    l2_options_are_distinct,
    l5_key_is_not_the_odd_title,
    l7_key_does_not_clang,
    l7_key_is_no_cognate,
    l8_stem_does_not_hold_the_key,
    l9_no_all_of_the_above,
    l12_numbers_are_in_order,
    l18_no_year_leaks,
    l24_lengths,
)


def breach(item: Item) -> str | None:
    """The first rule that an item breaks, as `L7: …`; None if it keeps them all."""
    for rule in RULES:
        found = rule(item)
        if found is not None:
            return f"{rule.__name__.split('_')[0].upper()}: {found}"
    return None
