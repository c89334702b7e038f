"""A CSV file as nodes, so that its rows pass the same checks, with positions, as rows in YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence, too_many
from quiz.bank.problems import PackHasProblems, Place, Problem
from quiz.bank.slips import curly_quotes, may_slip

MAX_CELLS = 250_000
MANY_ROWS = 20
"""With more rows of a wrong length, the header is wrong: the first is told, the others are counted."""
LIST_COLUMNS = frozenset({"aka", "source", "checked", "elsewhere"})
_SEPARATORS = {";": "semicolons", "\t": "tabs"}

Row = list[Scalar]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a program writes tables. lines: how many stand above the header.

    meant: what a cell's text means. is_ragged: cells without text at the end of a line are no cells.
    """

    separator: str = ","
    lines: int = 0
    meant: Callable[[str], str] | None = None
    is_ragged: bool = False


OURS = Dialect()


def parse_csv(text: str, file: str, dialect: Dialect = OURS) -> Sequence:
    """A sequence of one mapping for each row; empty cells are left out; `|` parts the values of a list.

    Raises PackHasProblems for a header without names or with one name twice, for rows of another length than
    the header, and for quotation marks that are never closed.
    """
    cells = _Cells.below(text, file, dialect)
    rows = cells.rows() if dialect is OURS else _as_meant(cells.rows(), dialect)
    header = next(rows, [])
    comments: list[Row] = []
    while header and _is_comment(header):
        comments.append(header)
        header = next(rows, [])
    problems = [] if cells.problems else list(_check_header(header, file))
    table = Sequence([], Place(file), heads=tuple(header))
    columns = [(head.text, head, head.text in LIST_COLUMNS) for head in header]
    uneven: list[Problem] = []
    # one look at the whole file instead of one at each cell
    check_quotes = _check_quotes if may_slip(text) else _check_nothing
    curly: list[Problem] = list(check_quotes(header))
    for row in rows if not problems else ():
        if _is_comment(row, header):
            comments.append(row)
        elif found := list(check_quotes(row)):
            curly += found
        elif len(row) == len(header):
            table.items.append(_as_mapping(columns, row))
        elif len(row) > 1 or row[0].text.strip():
            uneven.append(_wrong_length(header, row))
    if len(uneven) > MANY_ROWS:
        counted = f"{uneven[0].remedy} ({len(uneven) - 1:,} more rows do not fit the header.)"
        uneven = [replace(uneven[0], remedy=counted)]
    problems += [*_of_comments(comments), *curly, *uneven, *cells.problems]
    if problems:
        raise PackHasProblems(problems)
    return table


def cells_of(text: str, file: str) -> list[Row]:
    """The cells of a table that parses, the names of its columns first."""
    return list(_Cells.below(text, file, OURS).rows())


def _as_meant(rows: Iterator[Row], dialect: Dialect) -> Iterator[Row]:
    """The rows of a spreadsheet: it may add empty cells, and shows some texts otherwise than they are."""
    width = 0
    for row in rows:
        cells = row
        while dialect.is_ragged and len(cells) > max(width, 1) and not cells[-1].text:
            cells = cells[:-1]
        width = width or len(cells)
        if dialect.meant is not None:
            cells = [replace(cell, text=dialect.meant(cell.text)) for cell in cells]
        yield cells


def _is_comment(row: Row, header: Row | None = None) -> bool:
    """Whether a line is meant as a comment, as #Alive is not. header: None for the first line."""
    first = row[0]
    if not first.is_plain or not first.text.startswith("#"):
        return False
    others = [cell for cell in row[1:] if cell.text]
    is_row = header is not None and len(row) == len(header) and (bool(others) or len(header) == 1)
    return first.text[1:2] in ("", " ", "#") or not is_row


def _of_comments(lines: list[Row]) -> Iterator[Problem]:
    if lines:
        more = f" (Lines like it: {len(lines):,}.)" if len(lines) > 1 else ""
        cure = f"Delete the line; a cell that begins with # stands in double quotes.{more}"
        yield Problem.at(lines[0][0].place, "Tables take no comments.", cure)


def _check_quotes(row: Row) -> Iterator[Problem]:
    for cell in row:
        curly = curly_quotes(cell.text) if cell.is_plain else None
        if curly is not None:
            yield Problem.at(cell.place, *curly)


def _check_nothing(_: Row) -> Iterable[Problem]:
    return ()


def _check_header(header: Row, file: str) -> Iterator[Problem]:
    names = [cell.text for cell in header]
    if not any(names):
        yield Problem(file, 1, 1, "The table is empty.", "Write the names of its columns in the first line.")
        return
    for separator, called in _SEPARATORS.items():
        if len(names) == 1 and separator in names[0]:
            yield Problem.at(
                header[0].place,
                f"In this table {called} part the cells.",
                "Save it with commas: in the dialogue for CSV, choose “,” as separator.",
            )
            return
    for at, (cell, name) in enumerate(zip(header, names, strict=True)):
        if not name:
            yield Problem.at(cell.place, "This column has no name.", "Name it here, in the first line.")
        elif name in names[:at]:
            yield Problem.at(cell.place, f"Two columns are called {name}.", "Rename or delete one.")


def _wrong_length(header: Row, row: Row) -> Problem:
    counts = f"This row has {len(row)} cells, the header has {len(header)}."
    if len(row) > len(header):
        place = row[len(header)].place
        return Problem.at(
            place, counts, 'Put a cell that holds a comma in double quotes, such as "Paris, Texas".'
        )
    lacking = header[len(row)].text
    return Problem.at(
        row[-1].place, counts, f"The cell for {lacking} is missing; an empty cell still has its comma."
    )


def _as_mapping(header: list[tuple[str, Scalar, bool]], row: Row) -> Mapping:
    """header: of each column the name, its place and whether it holds lists."""
    keys: dict[str, Scalar] = {}
    values: dict[str, Node] = {}
    gaps: dict[str, Place] = {}
    for (name, head, is_list), cell in zip(header, row, strict=True):
        if cell.text and not cell.text.isspace():
            keys[name] = head
            values[name] = _split(cell) if is_list else cell
        else:
            gaps[name] = cell.place
    return Mapping(row[0].place, keys=keys, values=values, gaps=gaps)


def _split(cell: Scalar) -> Sequence:
    """The values of a list, each with its place in the cell."""
    if cell.is_plain and "|" not in cell.text:
        return Sequence([Scalar(cell.text, cell.place, is_plain=False)], cell.place)
    parts: list[Node] = []
    at = 0
    for part in cell.text.split("|"):
        column = cell.place.column + at + len(part) - len(part.lstrip()) + (0 if cell.is_plain else 1)
        at += len(part) + 1
        if part.strip():
            parts.append(
                Scalar(part.strip(), Place(cell.place.file, cell.place.line, column), is_plain=False)
            )
    return Sequence(parts, cell.place)


@dataclass(slots=True)
class _Cells:
    """The cells of each record, RFC 4180, with the place where each begins (the csv module does not tell it).

    A cell in quotes keeps its text to the letter; one without loses the spaces around it.
    """

    text: str
    file: str
    separator: str = ","
    problems: list[Problem] = field(default_factory=list)
    at: int = 0
    line: int = 1
    start: int = 0

    @classmethod
    def below(cls, text: str, file: str, dialect: Dialect) -> _Cells:
        start = 0
        for _ in range(dialect.lines):
            start = text.find("\n", start) + 1 or len(text)
        return cls(text, file, dialect.separator, at=start, line=dialect.lines + 1, start=start)

    def rows(self) -> Iterator[Row]:
        row: Row = []
        count = 0
        while self.at < len(self.text):
            if not row and (usual := self._usual_row()):
                row = usual
                count += len(row)
                if count > MAX_CELLS:
                    over = row[MAX_CELLS - count]
                    self.problems.append(too_many(over.place, MAX_CELLS, "cells"))
                    return
                yield row
                row = []
                continue
            cell = self._cell()
            if cell is None:
                return
            row.append(cell)
            count += 1
            if count > MAX_CELLS:
                self.problems.append(too_many(cell.place, MAX_CELLS, "cells"))
                return
            ended = self.text[self.at : self.at + 1]
            self.at += 1
            if ended == self.separator:
                if self.at >= len(self.text):
                    row.append(Scalar("", self._place()))
                    yield row
                continue
            yield row
            row = []
            self._next_line(self.at)

    def _usual_row(self) -> Row:
        """The row that begins here, if it ends with its line and its quotation marks are in order; else none.

        The same as cell by cell, but several times as fast, and nearly every row is such a one.
        """
        end = self.text.find("\n", self.at)
        line = self.text[self.at : end if end >= 0 else len(self.text)]
        separator = self.separator
        raw = line.split(separator) if '"' not in line else _raw(separator).findall(f"{line}{separator}")
        if sum(map(len, raw)) + len(raw) != len(line) + 1:
            return []
        row = []
        column = 1
        for cell in raw:
            text = cell.strip()
            if cell[:1] == '"':
                text = cell[1:-1].replace('""', '"')
                row.append(Scalar(text, Place(self.file, self.line, column), is_plain=False))
            else:
                lead = len(cell) - len(cell.lstrip()) if text != cell else 0
                row.append(Scalar(text, Place(self.file, self.line, column + lead)))
            column += len(cell) + 1
        self.at += len(line) + 1
        self._next_line(self.at)
        return row

    def _cell(self) -> Scalar | None:
        """The cell that begins here, up to the comma or line end; None if it has no end."""
        if self.text[self.at] == '"':
            return self._quoted()
        place = self._place()
        found = _bare(self.separator).match(self.text, self.at)
        bare = found.group() if found else ""
        self.at += len(bare)
        lead = len(bare) - len(bare.lstrip())
        return Scalar(bare.strip(), Place(self.file, self.line, place.column + lead))

    def _quoted(self) -> Scalar | None:
        place = self._place()
        parts: list[str] = []
        self.at += 1
        while True:
            close = self.text.find('"', self.at)
            if close < 0:
                self._refuse(
                    place, "A quotation mark opens here and is never closed.", 'Close the cell with `"`.'
                )
                return None
            parts.append(self.text[self.at : close])
            self.at = close + 1
            if self.text[self.at : self.at + 1] != '"':
                break
            parts.append('"')
            self.at += 1
        value = "".join(parts)
        if "\n" in value:
            self._next_line(self.text.rfind("\n", 0, self.at) + 1, value.count("\n"))
        if self.text[self.at : self.at + 1] not in ("", self.separator, "\n") and "\n" in value:
            self._refuse(
                place,
                f"A quotation mark opens here and is closed only in line {self.line}.",
                'Close the cell with `"`.',
            )
            return None
        if self.text[self.at : self.at + 1] not in ("", self.separator, "\n"):
            self._refuse(
                self._place(),
                f"Text follows the quotation mark that closes the cell opened in line {place.line}, "
                f"column {place.column}.",
                'Write a quotation mark inside a quoted cell twice: "".',
            )
            return None
        return Scalar(value, place, is_plain=False)

    def _next_line(self, start: int, count: int = 1) -> None:
        self.start = start
        self.line += count

    def _place(self) -> Place:
        return Place(self.file, self.line, self.at - self.start + 1)

    def _refuse(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem.at(place, message, remedy))


@cache
def _bare(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(separator)}\n]*")


@cache
def _raw(separator: str) -> re.Pattern[str]:
    apart = re.escape(separator)
    return re.compile(rf'("[^"]*(?:""[^"]*)*"|[^"{apart}][^{apart}]*|){apart}')


_SPECIAL = frozenset(',"\n#')


def written_cell(text: str) -> str:
    """A text as a cell of a table: in quotes where it would otherwise be read as something else."""
    if _SPECIAL.isdisjoint(text) and text == text.strip() and not may_slip(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
