"""The rows of a relation as a table for a spreadsheet, and back, to the letter.

What a spreadsheet would take for a formula, a date or another number carries an apostrophe, which it shows
and keeps; it is taken off again when the table comes back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence

from quiz.bank.nodes import Scalar, decode
from quiz.bank.nodes import Sequence as SequenceNode
from quiz.bank.pack import Entity, Fact, SourceRef, Status
from quiz.bank.problems import PackHasProblems, Problem
from quiz.bank.schema import FACT_KEYS, FactKeys, yaml_name
from quiz.bank.tables import LIST_COLUMNS, Dialect, parse_csv, written_cell
from quiz.bank.vocabulary import Relation

RowTexts = Mapping[str, str]
"""A row's cells, and what it says beside them, as a table has them; what is empty is left out."""

Said = str | Sequence[str]
"""One text or several."""

Rows = Mapping[tuple[object, ...], RowTexts]
"""Rows by the values of their cells."""

BOM = "\ufeff"
"""By which Excel knows a text for UTF-8."""

GUARD = "'"
_KEYS = tuple(yaml_name(name) for name in FactKeys.model_fields)
_SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>.)"?$')
_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?"
)
_FORMULA = tuple("=+-@\t#“”„‟‘‚‛")
"""Of a formula; and of what our own tables refuse when no quotes stand around it."""

_IN_FIGURES = frozenset("0123456789.,:/%- ")
_CHANGED = re.compile(
    rf"""
    0\d+ | \d{{12,}} | \d+e[+-]?\d+                    # a number that loses figures
    | (\d{{1,4}}[\s/.-]*)?({_MONTHS})[\s/.,-]*\d{{0,4}}   # a date
    | true|false
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _is_changed(text: str) -> bool:
    """Whether a spreadsheet would make something else of a text."""
    if text.startswith(_FORMULA):
        return True
    if _IN_FIGURES.issuperset(text) and not text.isdigit():
        return any(
            character.isdigit() for character in text
        )  # a date, a time, a share, a figure with a point
    return _CHANGED.fullmatch(text) is not None


def guarded(text: str) -> str:
    return GUARD + text if text.startswith(GUARD) or _is_changed(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded; one that never was, such as '71, stays what it is."""
    rest = text.removeprefix(GUARD)
    was_guarded = rest != text and (rest.startswith(GUARD) or _is_changed(rest))
    return rest if was_guarded else text


def row_of(fact: Fact) -> RowTexts:
    remarks = fact.remarks
    cells = {
        column.name: value.name if isinstance(value, Entity) else str(value)
        for column, value in zip(fact.relation.columns, fact.values, strict=True)
        if value is not None
    }
    said = {
        "source": "|".join(map(cited, fact.sources)),
        "checked": "|".join(remarks.checked),
        "quote": remarks.quote,
        "note": remarks.note,
        "status": None if remarks.status is Status.CONFIRMED else remarks.status.value,
        "because": remarks.because,
        "as of": remarks.as_of and remarks.as_of.isoformat(),
        "until": remarks.until and remarks.until.isoformat(),
        "review by": remarks.review_by and remarks.review_by.isoformat(),
        "elsewhere": "|".join(map(str, remarks.elsewhere)),
        "shared": str(remarks.shared) if remarks.shared > 1 else None,
    }
    return cells | {key: text for key, text in said.items() if text}


def said_of(
    row: RowTexts, source: tuple[str, ...], checked: tuple[str, ...]
) -> dict[str, str | Sequence[str]]:
    """A row without what it takes from what it stands under."""
    said: dict[str, str | Sequence[str]] = {
        name: text.split("|") if name in LIST_COLUMNS else text for name, text in row.items()
    }
    for name, default in (("source", source), ("checked", checked)):
        if list(said.get(name, ())) == list(default):
            said.pop(name, None)
    return said


def cited(ref: SourceRef) -> str:
    return f"{ref.source.slug}@{ref.at}" if ref.at else ref.source.slug


def unfit(fact: Fact) -> str | None:
    """What of a row no table can hold, in words; nothing of nearly all rows."""
    lists = (map(cited, fact.sources), fact.remarks.checked)
    for key, texts in zip(("source", "checked"), lists, strict=True):
        for text in texts:
            if "|" in text or text != text.strip():
                return f"`{key}` of a table parts its values with |, and cannot hold “{text}”."
    for name, text in row_of(fact).items():
        if text.isspace() or name in LIST_COLUMNS - FACT_KEYS:
            return f"A table cannot hold its `{name}`."
    return None


def to_csv(relation: Relation, rows: Iterable[RowTexts], *, plain: bool = False) -> str:
    """A table with the relation's columns, those keys that some row has, and always `source`.

    plain: without apostrophes, as packs and programs want it.
    """
    listed = list(rows)
    columns = [column.name for column in relation.columns]
    keys = [key for key in _KEYS if key == "source" or any(key in row for row in listed)]
    return _lines([*columns, *keys], listed, plain=plain)


def _lines(header: Sequence[str], rows: Iterable[RowTexts], *, plain: bool) -> str:
    shown = str if plain else guarded
    lines = [list(header), *([shown(row.get(name, "")) for name in header] for row in rows)]
    return "".join(",".join(map(written_cell, line)) + "\n" for line in lines)


def to_table(header: Sequence[str], rows: Iterable[RowTexts]) -> str:
    """A table of a pack with these columns first, and those more that the rows need."""
    listed = list(rows)
    more = [key for key in _KEYS if key not in header and any(key in row for row in listed)]
    more += [name for row in listed for name in row if name not in header and name not in _KEYS]
    return _lines([*header, *dict.fromkeys(more)], listed, plain=True)


def read_csv(content: bytes, file: str, relation: Relation) -> SequenceNode:
    """The rows of a table as a spreadsheet saves it: with commas, semicolons or tabs; in UTF-8, or UTF-16
    with its mark; with a first line `sep=;`; with empty rows and columns at its ends.

    Raises PackHasProblems if it is no such table, or if its first line does not name columns.
    """
    text = decode(_in_utf_8(content), file)
    first, _, rest = text.partition("\n")
    told = _SEPARATOR_LINE.match(first)
    header = rest.partition("\n")[0] if told else first
    known = {*(column.name for column in relation.columns), *FACT_KEYS}
    likeliest = max(_SEPARATORS, key=lambda each: _known_in(header, each, known))
    separator = told["separator"] if told else likeliest
    dialect = Dialect(separator=separator, lines=1 if told else 0, meant=unguarded, is_ragged=True)
    table = parse_csv(text, file, dialect)
    if not _known_in(header, separator, known):
        names = ",".join([*(column.name for column in relation.columns), "source"])
        message = f"The first line names columns, and none of {relation.name} is among them."
        remedy = f"Begin the table with a line such as `{names}`."
        raise PackHasProblems([Problem(file, 1, 1, message, remedy)])
    table.items[:] = [row for row in table.items if getattr(row, "values", None)]
    return table


def _known_in(header: str, separator: str, known: set[str]) -> int:
    return sum(name.strip().strip('"') in known for name in header.split(separator))


def _in_utf_8(content: bytes) -> bytes:
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    return content.decode("utf-16", "replace").encode("utf-8", "replace")


def header_of(content: str, file: str) -> list[str]:
    """The names of a table's columns, as its first line gives them."""
    heads: Iterable[Scalar] = parse_csv(content, file).heads
    return [head.text for head in heads]
