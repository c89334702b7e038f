"""Names as they stand in ids, and names compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# letters that Unicode does not decompose
_PLAIN = str.maketrans(
    {letter: plain for letters, plain in (
        ("łŁ", "l"), ("øØ", "o"), ("đĐðÐ", "d"), ("ß", "ss"), ("æÆ", "ae"), ("œŒ", "oe"), ("ı", "i"),
        ("þÞ", "th"),
    ) for letter in letters}
)  # fmt: skip
_PLAIN_SIGNS = _PLAIN | dict.fromkeys(map(ord, "’‘“”«»–—"), " ")
_WORDS_OF_ASCII = str.maketrans(
    {sign: sign.lower() if sign.isalnum() else " " for sign in map(chr, range(128))}
)
"""Letters in lower case, and a space for every sign: many times as fast as a pattern."""
# the same names are compared over and over, by every item made; no large bank has more of them than are kept
_remembered = lru_cache(maxsize=50_000)
_WORD = re.compile(r"[^\w]+")
_SLUG_WORD = re.compile("[a-z0-9]+")
_ACCENT = re.compile("[\u0300-\u034e\u0350-\u036f]")
"""The combining signs of European letters, taken off at once; what is left is plain in most names."""


@_remembered
def slugify(name: str) -> str:
    """`Trần Anh Hùng` is `tran-anh-hung`; letters that are not Latin keep their code points, as `-u41c-`.

    A name of signs alone keeps all of them, so that no two names without letters are one.
    """
    plain = name.replace("'", "").lower()
    if not name.isascii():
        plain = unicodedata.normalize(
            "NFKD", name.replace("'", "").replace("’", "").translate(_PLAIN)
        ).lower()
        plain = _ACCENT.sub("", plain)
    if plain.isascii() and (words := _SLUG_WORD.findall(plain)):
        return "-".join(words)
    slug = "".join(map(_in_slug, plain))
    words = [word for word in slug.split("-") if word]
    return "-".join(words) or "-".join(f"u{ord(character):x}" for character in name)


def _in_slug(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if unicodedata.combining(character):
        return ""
    return f"-u{ord(character):x}-" if character.isalnum() else "-"


def norm_once(text: str) -> str:
    """A text for comparison: no accents, no case, non-alphanumerics as one space."""
    kept = text if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    if not kept.isascii():  # a table is slow wherever there is more than ASCII, and accents are most of that
        kept = _ACCENT.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN_SIGNS)))
    if kept.isascii():
        return " ".join(kept.translate(_WORDS_OF_ASCII).split())
    kept = "".join(character for character in kept if not unicodedata.combining(character))
    return _WORD.sub(" ", kept.casefold()).replace("_", " ").strip()


norm = _remembered(norm_once)
"""The same for texts that come again: names, and stems."""
