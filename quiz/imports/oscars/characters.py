"""What an actor played, out of the words of the Academy."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BRACKETS = re.compile(r"\s*[\[(]([^\])]*)[\])]")
_AGE = re.compile(r", aged \d+$")
_UNNAMED = re.compile(r"The (?:Old )?\w+")
"""The Queen, The Old Man: a description, in which no name can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """aka: another name of the same character, where the Academy gives one."""

    name: str
    aka: tuple[str, ...] = ()


def parts_of(detail: str) -> tuple[Part, ...]:
    """The parts of a dual role, or the one part; none where no character has a name."""
    found = []
    for text in re.split(r"/|(?<! of) & ", detail):
        others = tuple(other for other in _BRACKETS.findall(text) if other[:1].isupper() and "," not in other)
        name = _AGE.sub("", _BRACKETS.sub("", text)).strip().strip("'\"").strip()
        if name and not _UNNAMED.fullmatch(name):
            found.append(Part(name=name, aka=others))
    return tuple(found)
