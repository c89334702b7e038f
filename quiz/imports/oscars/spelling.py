"""Titles as they are usually written, where the Academy's record writes them otherwise."""

from __future__ import annotations

import re

_TITLES = {
    "Federico Fellini's 8-1/2": "8½",
    "G. I. Joe": "The Story of G.I. Joe",
    "Good Fellas": "Goodfellas",
    "Star Trek - The Motion Picture": "Star Trek: The Motion Picture",
    "Sweeney Todd The Demon Barber of Fleet Street": "Sweeney Todd: The Demon Barber of Fleet Street",
    "The Adventures of Don Juan": "Adventures of Don Juan",
}
_QUOTED_TITLE = re.compile(r"\((?:aka )?'(.+)'\)$")
"""A second title in brackets: (aka 'Shadow Hunters'), ('To Begin Again')."""
_SMALL = frozenset(
    {
        *("a", "an", "the", "and", "but", "nor", "or"),
        *("at", "by", "for", "in", "of", "on", "to"),
        *("de", "del"),
    }
)
_BEGINS_ANEW = tuple("().:!?-/")
"""Signs before a word that stands as if it were the first."""


def film_title(text: str) -> str:
    return _TITLES.get(text) or _QUOTED_TITLE.sub(r"(\1)", text.replace("--", "—"))


def song_title(text: str) -> str:
    """The title without capitals for the small words in it; the record gives every word one.

    A word after `From` keeps its capital: what follows there is the title of a film.
    """
    words = text.split(" ")
    inner = range(1, len(words) - 1)
    return " ".join(
        word.lower() if at in inner and word.lower() in _SMALL and _runs_on(words[at - 1]) else word
        for at, word in enumerate(words)
    )


def _runs_on(before: str) -> bool:
    return not before.endswith(_BEGINS_ANEW) and before != "From"


def straight_quotes(text: str) -> str:
    return text.translate({ord("‘"): "'", ord("’"): "'"})
