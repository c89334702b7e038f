"""What an actor played, out of the words of the Academy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quiz.imports.oscars.spelling import straight_quotes

_BRACKETS = re.compile(r"\s*[\[(]([^\])]*)[\])]")
_AGE = re.compile(r"^Adult |, aged \d+$")
_UNNAMED = re.compile(
    r"(?:The (?:Old )?|An? )\w+"
    r"|[\w.]+'s (?:Wife|Mother)"
    r"|Beekeeper|Dad|Grandpa|Granny|Ma|Mama|Mom|Momma|Mother|Pop|President of the Senate|Witch"
)
"""The Queen, A Shoplifter, Raymond's Mother: a description, in which no name can be asked for."""
_IN_QUOTES = re.compile(r"(['\"])([^'\"]*)\1")

CALLED = {
    "Addison De Witt": "Addison DeWitt",
    "Almasy": "Almásy",
    "Claus Von Bulow": "Claus von Bülow",
    "Duchess of Brighton": "The Duchess of Brighton",
    "Joker": "The Joker",
    "Max Von Mayerling": "Max von Mayerling",
    "Vincent Van Gogh": "Vincent van Gogh",
    "Viola De Lesseps": "Viola de Lesseps",
}
"""Characters whose name the record writes without its signs or its article, or with a capital too many."""
OTHER_NAMES = {"Camille Claudel": ("Camille",), "Vianne Rocher": ("Vianne",)}
"""What else some characters are called, which the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """aka: other names of the same character, of the Academy's or of ours."""

    name: str
    aka: tuple[str, ...] = ()


def parts_of(detail: str) -> tuple[Part, ...]:
    """The parts of a dual role, or the one part; none where no character has a name."""
    found = []
    for text in re.split(r"/|(?<! of) & ", straight_quotes(detail)):
        others = tuple(other for other in _BRACKETS.findall(text) if other[:1].isupper() and "," not in other)
        name = _AGE.sub("", _BRACKETS.sub("", text).strip())
        quoted = _IN_QUOTES.fullmatch(name)
        name = quoted[2] if quoted else name
        if name and not _UNNAMED.fullmatch(name):
            called = CALLED.get(name, name)
            found.append(Part(name=called, aka=(*others, *OTHER_NAMES.get(called, ()))))
    return tuple(found)
