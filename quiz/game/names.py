"""The names of accounts: which may be had, and which look like another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

SHORTEST = 2
LONGEST = 24
"""In characters as people count them: a letter with its accents is one."""

MOST_MARKS = 3
"""On one letter: more than any script needs, and fewer than would cover the lines above."""

_DIRECTIONS = str.maketrans("", "", "\u200e\u200f")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_NOT_IN_AN_ADDRESS = "/\\"
_IN_SIGHT = "LMNPS"
"""The first letters of the categories of what can be seen: letters, marks, numbers, punctuation, symbols."""

_UNSEEN = frozenset(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x16FE4, 0x1D159),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE1000),
    )
)
"""Letters, marks and symbols that show nothing all the same, such as fillers and variation selectors."""


def normal(name: str) -> str:
    """The name as it is kept: one way to write each accented letter."""
    return unicodedata.normalize("NFC", name)


def problem_with(name: str) -> str | None:
    """Why nobody can have that name, for whoever typed it; None if somebody can.

    name: as `normal` makes it.
    """
    for found in (_problem_with_characters(name), _problem_with_spaces(name), _problem_with_length(name)):
        if found is not None:
            return found
    return None


def skeleton(name: str) -> str:
    """The same for names that look alike as they are written: `Anna` with whichever alphabet's capital A."""
    return _decomposed(_prototypes(_compatible(name)).casefold())


def folded(name: str) -> str:
    """The same for names that differ in capitals, or look alike in small letters.

    One key cannot do what these two do: Υ looks like Y and υ like u, so that Y and u would be one.
    """
    return _decomposed(_prototypes(_compatible(_compatible(name).casefold())))


def length_of(name: str) -> int:
    """How many characters people see: marks, skin tones and the second halves of flags belong to others."""
    flag_letters = sum(ord(character) in _FLAG_LETTERS for character in name)
    others = sum(
        not _is_mark(character) and ord(character) not in _SKIN_TONES and ord(character) not in _FLAG_LETTERS
        for character in name
    )
    return others + (flag_letters + 1) // 2


def _problem_with_characters(name: str) -> str | None:
    for character in name:
        category = unicodedata.category(character)
        if character != " " and (category[0] not in _IN_SIGHT or ord(character) in _UNSEEN):
            return f"The name holds a character that cannot be seen (U+{ord(character):04X}). Leave it out."
        if character in _NOT_IN_AN_ADDRESS:
            return f"A name cannot hold {character} because it is part of your page's address."
    return None


def _problem_with_spaces(name: str) -> str | None:
    if name != name.strip(" "):
        return "A name cannot begin or end with a space."
    if "  " in name:
        return "A name cannot hold two spaces in a row."
    return None


def _problem_with_length(name: str) -> str | None:
    length = length_of(name)
    if not SHORTEST <= length <= LONGEST:
        return f"A name has {SHORTEST} to {LONGEST} characters; this one has {length}."
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        return "A name needs a letter or a digit."
    marks = 0
    for position, character in enumerate(name):
        marks = marks + 1 if _is_mark(character) else 0
        if marks > MOST_MARKS or (marks and not position):
            return "The name has accents where there is no letter for them, or too many on one."
    return None


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _prototypes(text: str) -> str:
    """Each character as the one that stands for all that look like it: m is r and n, 1 and I are l."""
    table = _table()
    # Some accented letters have a prototype, others have one for the letter and one for the accent.
    for form in ("NFC", "NFD"):
        parts = unicodedata.normalize(form, text)
        text = "".join(table.get(character, character) for character in parts)
    return text


@cache
def _table() -> Mapping[str, str]:
    """Unicode's table of confusables, from each character to its prototype.

    The package has it in both directions: a prototype with all that look like it, and each of those with it.
    """
    # Its table takes a while to load, and only those who sign up or in need it.
    from confusable_homoglyphs.confusables import confusables_data

    alike = {
        key.translate(_DIRECTIONS): {look["c"].translate(_DIRECTIONS) for look in looks}
        for key, looks in confusables_data.items()
    }
    table: dict[str, str] = {}
    for character, looks in alike.items():
        [*others] = (look for look in looks if look != character)
        if len(character) == 1 and len(others) == 1 and _stands_for(others[0], character, alike):
            table[character] = _decomposed(others[0])
    return MappingProxyType(table)


def _stands_for(prototype: str, character: str, alike: Mapping[str, set[str]]) -> bool:
    """Whether it is the prototype of the two, of which the character has but this one."""
    if len(alike.get(prototype, ())) > 1 or len(prototype) > 1:
        return True
    return (not prototype.isascii(), prototype) < (not character.isascii(), character)
