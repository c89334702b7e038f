"""A CSV file as nodes, so that its rows pass the same checks, with positions, as rows in YAML."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.bank.nodes import Mapping, Scalar, Sequence
from quiz.bank.problems import PackHasProblems, Place, Problem

LIST_COLUMNS = frozenset({"aka", "source", "checked", "elsewhere"})


def parse_csv(text: str, file: str) -> Sequence:
    """A sequence of one mapping for each row; empty cells are left out; `|` separates the values of a list.

    Raises PackHasProblems for a header without names or with one name twice, for rows of another length than the
    header, and for quotation marks that are never closed.
    """
    problems: list[Problem] = []
    rows = _cells(text, file, problems)
    header = next(rows, [])
    table = Sequence([], Place(file))
    names = [cell.text.strip() for cell in header]
    for cell, name in zip(header, names, strict=True):
        if not name:
            problems.append(Problem.at(cell.place, "A column has no name.", "Name it in the first line."))
        elif names.count(name) > 1 and cell is header[names.index(name)]:
            problems.append(
                Problem.at(cell.place, f"Two columns are called {name}.", "Rename or delete one.")
            )
    for row in rows:
        if len(row) == 1 and not row[0].text.strip():
            continue
        if len(row) != len(header):
            problems.append(
                Problem.at(
                    row[0].place,
                    f"This row has {len(row)} cells, the header has {len(header)}.",
                    'Put a cell that holds a comma in double quotes: "Paris, Texas".',
                )
            )
            continue
        mapping = Mapping(row[0].place)
        for head, name, cell in zip(header, names, row, strict=True):
            if not cell.text.strip():
                continue
            mapping.keys[name] = Scalar(name, cell.place if name else head.place)
            mapping.values[name] = _split(cell) if name in LIST_COLUMNS else _stripped(cell)
        table.items.append(mapping)
    if problems:
        raise PackHasProblems(problems)
    return table


def _stripped(cell: Scalar) -> Scalar:
    return Scalar(cell.text.strip(), cell.place, is_plain=False)


def _split(cell: Scalar) -> Sequence:
    parts = [part.strip() for part in cell.text.split("|")]
    return Sequence([Scalar(part, cell.place, is_plain=False) for part in parts if part], cell.place)


def _cells(text: str, file: str, problems: list[Problem]) -> Iterator[list[Scalar]]:
    """The cells of each record, RFC 4180, with the place where each begins (the csv module does not tell it)."""
    line, start, at, end = 1, 0, 0, len(text)
    row: list[Scalar] = []
    while at < end:
        place = Place(file, line, at - start + 1)
        if text[at] == '"':
            value: list[str] = []
            at += 1
            while True:
                close = text.find('"', at)
                if close < 0:
                    problems.append(
                        Problem.at(
                            place, "A quotation mark opens here and is never closed.", 'Close it with `"`.'
                        )
                    )
                    return
                value.append(text[at:close])
                at = close + 1
                if text[at : at + 1] != '"':
                    break
                value.append('"')
                at += 1
            cell = "".join(value)
            breaks = cell.count("\n")
            if breaks:
                line += breaks
                start = text.rfind("\n", 0, at) + 1
            if at < end and text[at] not in ",\n":
                problems.append(
                    Problem.at(
                        Place(file, line, at - start + 1),
                        "Text follows a closing quotation mark.",
                        'Write a quotation mark inside a quoted cell twice: "".',
                    )
                )
                return
        else:
            stop = at
            while stop < end and text[stop] not in ",\n":
                stop += 1
            cell = text[at:stop]
            at = stop
        row.append(Scalar(cell, place, is_plain=False))
        if at >= end or text[at] == "\n":
            yield row
            row = []
            at += 1
            line += 1
            start = at
        else:
            at += 1
            if at >= end:
                row.append(Scalar("", Place(file, line, at - start + 1), is_plain=False))
                yield row
                row = []
    if row:
        yield row
