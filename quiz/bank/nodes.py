"""A pack's text as a tree of nodes, every scalar still the text that its author typed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quiz.bank.problems import PackHasProblems, Place, Problem

MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 100_000
"""Texts, lists and mappings in one file: so that no file, however odd, takes the game's memory."""

LINE_BREAKS = re.compile(r"\r\n?")

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Characters that nobody sees: controls, odd line ends, zero-width spaces, and those that turn text around.

The marks of a direction (U+200E, U+200F) and the joiners are left alone: names in Arabic, Hebrew and Persian
need them.
"""


# Nodes are not frozen, though nobody changes them: there are many, and a frozen one takes thrice as long.


@dataclass(slots=True)
class Scalar:
    """A text. `is_plain` when it stands without quotes."""

    text: str
    place: Place
    is_plain: bool = True


@dataclass(slots=True)
class Sequence:
    """heads: the names of the columns, of a table."""

    items: list[Node]
    place: Place
    is_flow: bool = False
    heads: tuple[Scalar, ...] = ()


@dataclass(slots=True)
class Mapping:
    """`keys` holds the key scalars, for their places; `values` the nodes by key text.

    gaps: where the empty cells of a row of CSV stand, by column.
    """

    place: Place
    is_flow: bool = False
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    gaps: dict[str, Place] = field(default_factory=dict)

    def place_of(self, key: str) -> Place:
        """Where a key's value stands or would stand."""
        if key in self.values:
            return self.values[key].place
        return self.gaps.get(key, self.place)


Node = Scalar | Sequence | Mapping


Said = str | tuple[str, ...]
"""What a text or a list of texts says, wherever it stands."""


def said_by(node: Node) -> Said | None:
    """What a text or a list of texts says; None of anything else."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        texts = tuple([item.text for item in node.items if isinstance(item, Scalar)])
        return texts if len(texts) == len(node.items) else None
    return None


def texts_in(node: Node) -> Iterator[str]:
    """Every text below a node, keys included."""
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Scalar):
            yield each.text
        elif isinstance(each, Sequence):
            waiting += each.items
        else:
            yield from each.keys
            waiting += each.values.values()


def decode(content: bytes, file: str) -> str:
    """The text of a file, each line end a single line feed.

    Raises PackHasProblems if the file is too large, or no plain UTF-8 text.
    """
    if len(content) > MAX_BYTES:
        raise PackHasProblems([too_large(file, len(content))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        found = f"Byte {content[error.start]:#04x} is not UTF-8 text{_letter_at(content, error.start)}."
        cure = 'Save the file as UTF-8 (in Excel: "CSV UTF-8").'
        raise PackHasProblems([Problem.at(_end_of(before, file), found, cure)]) from None
    text = LINE_BREAKS.sub("\n", text)
    hidden = [
        Problem.at(_end_of(text[: found.start()], file), *invisible(found.group()))
        for _, found in zip(range(20), INVISIBLE.finditer(text), strict=False)
    ]
    if hidden:
        raise PackHasProblems(hidden)
    return text


def _letter_at(content: bytes, at: int) -> str:
    """What a byte would be in the files of older programs, to be told; nothing in a file of UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    for encoding, called in (("latin-1", "Latin-1"), ("cp1252", "Windows-1252")):
        letter = content[at : at + 1].decode(encoding, "ignore")
        if letter.isprintable() and letter.strip():
            return f"; in {called} it would be {letter}"
    return ""


def invisible(character: str) -> tuple[str, str]:
    """What to say of a character that nobody sees."""
    return (
        f"An invisible character (U+{ord(character):04X}) stands here.",
        "Delete it, or type the line anew.",
    )


def too_large(file: str, size: int) -> Problem:
    return Problem(
        file,
        1,
        1,
        f"The file has {size:,} bytes; {MAX_BYTES:,} is the most that one may have.",
        "Split it into several files.",
    )


def too_many(place: Place, most: int, what: str) -> Problem:
    return Problem.at(
        place, f"The file holds more than {most:,} {what}.", "Split it into several files from here on."
    )


def _end_of(text: str, file: str) -> Place:
    return Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
