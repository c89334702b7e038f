"""The column of a table of names in which the rows of a relation stand, a single value in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from quiz.bank.nodes import Scalar
from quiz.bank.pack import Fact
from quiz.bank.problems import Place
from quiz.bank.spreadsheets import Rows, RowTexts, row_of, said_of
from quiz.bank.tables import cells_of, written_cell
from quiz.bank.vocabulary import Relation


class CellColumn:
    """Such a column of one table; `amended` puts other values into it."""

    def __init__(self, file: str, text: str, relation: Relation, old: Mapping[Place, Fact]) -> None:
        self.file = file
        self._text = text
        self._header, *self._rows = cells_of(text, file)
        self._names = [cell.text for cell in self._header]
        self._at = self._names.index(relation.name) if relation.name in self._names else None
        kind = PurePosixPath(file).stem
        self._thing = next((each.name for each in relation.columns if each.type == kind), "")
        self._facts = {cell.place: old[cell.place] for cell in self._cells() if cell.place in old}

    def _cells(self) -> list[Scalar]:
        at = self._at
        return [] if at is None else [row[at] for row in self._rows if at < len(row)]

    def staying(self, new: Rows) -> list[Fact]:
        """The facts that have not changed."""
        return [fact for fact in self._facts.values() if new.get(fact.values) == row_of(fact)]

    def amended(self, new: Rows, late: Sequence[RowTexts]) -> tuple[str, list[RowTexts]]:
        """The table as it is now, and those of the late rows that do not fit into a cell of it."""
        gone = {place for place, fact in self._facts.items() if new.get(fact.values) != row_of(fact)}
        waiting: dict[str, list[RowTexts]] = {}
        for row in late:
            waiting.setdefault(row.get(self._thing, ""), []).append(row)
        taken: list[RowTexts] = []
        texts: dict[Place, str] = dict.fromkeys(gone, "")
        for cells, cell in zip(self._rows, self._cells(), strict=False):
            if cell.text and cell.place not in gone:
                continue
            said = dict(zip(self._names, (each.text for each in cells), strict=False))
            for row in waiting.get(said.get("name", ""), ())[:1]:
                value = self._value(row, said)
                if value is not None:
                    texts[cell.place] = value
                    taken.append(row)
        if not texts:
            return self._text, list(late)
        lines = [self._names]
        lines += [[texts.get(cell.place, cell.text) for cell in row] for row in self._rows]
        amended = "".join(",".join(map(written_cell, line)) + "\n" for line in lines)
        return amended, [row for row in late if not any(row is each for each in taken)]

    def _value(self, row: RowTexts, beside: Mapping[str, str]) -> str | None:
        """The one text that says a row beside what its line says; None if it takes more."""
        source, checked = (
            tuple(filter(None, beside.get(key, "").split("|"))) for key in ("source", "checked")
        )
        if checked and "checked" not in row:
            return None
        said = said_of(row, source, checked)
        said.pop(self._thing, None)
        [value, *more] = said.values() or [None]
        return value if isinstance(value, str) and not more else None


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
