"""Item ids: `pack:family.wording:variable=value,…:key,other,other,other`.

Values are slugs, years in figures, texts percent-encoded. An option of a match is two values with a plus
between them, the partner first; the options of a true-false are `true` and `false`, and its binding names
what the stem says of `it`; the binding of a between names `after` and `before`. So an id says what is
asked and offered, and can be proven against any version of a bank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote, unquote

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Question, Value
from quiz.items.item import ItemId

MOST_FIGURES = 4
"""Of a year, and of a wording: no id that a bank made has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedId:
    pack: str
    family: str
    wording: int
    binding: tuple[tuple[str, str], ...]
    options: tuple[str, ...]


def encode(value: Value | tuple[Value, Value]) -> str:
    if isinstance(value, tuple):
        return "+".join(encode(each) for each in value)
    if isinstance(value, Entity):
        return value.slug
    return str(value) if isinstance(value, int) else quote(value, safe="")


def decode(bank: Bank, kind: str, text: str) -> Value | None:
    """The value of a column type; None if the bank has no such entity (any more)."""
    if kind == "year":
        return int(text) if text.isdecimal() and len(text) <= MOST_FIGURES else None
    if kind in ("text", "title"):
        return unquote(text)
    return bank.by_slug.get((kind, text))


def item_id(
    pack: str,
    family: str,
    wording: int,
    binding: Iterable[tuple[str, Value]],
    options: Sequence[Value | tuple[Value, Value]],
) -> ItemId:
    """options: the key first, the others in any order."""
    cells = ",".join(f"{name}={encode(value)}" for name, value in sorted(binding))
    others = sorted(encode(value) for value in options[1:])
    return ItemId(f"{pack}:{family}.{wording}:{cells}:{','.join([encode(options[0]), *others])}")


def question_digest(question: Question) -> str:
    """Changes with any of a handwritten question's texts that a player is asked about."""
    texts = [*question.ask, question.key, *(wrong.text for wrong in question.wrong)]
    return blake2b("\x1f".join(texts).encode(), digest_size=5).hexdigest()


def parse(item: str) -> ParsedId | None:
    """The parts of an id; None if the text is none."""
    parts = item.split(":")
    if len(parts) != len(("pack", "family.wording", "binding", "options")):
        return None
    pack, family, cells, options = parts
    slug, dot, wording = family.rpartition(".")
    if not dot or not wording.isdecimal() or len(wording) > MOST_FIGURES or not pack or not slug:
        return None
    binding = []
    for cell in cells.split(",") if cells else []:
        name, equals, value = cell.partition("=")
        if not equals:
            return None
        binding.append((name, value))
    return ParsedId(
        pack=pack,
        family=slug,
        wording=int(wording),
        binding=tuple(binding),
        options=tuple(options.split(",")),
    )
