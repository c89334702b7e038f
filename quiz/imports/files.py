"""Tables as text, so that the same rows are the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_SPECIAL = frozenset(',"\n')


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file; a column that no row fills is left out."""
    listed = list(rows)
    used = [column for column in columns if any(row.get(column) for row in listed)]
    lines = [used, *([row.get(column, "") for column in used] for row in listed)]
    return "".join(",".join(map(_cell, line)) + "\n" for line in lines)


def _cell(text: str) -> str:
    """Quoted where a comma, a quotation mark or a # at the beginning would be read as something else."""
    if _SPECIAL.isdisjoint(text) and not text.startswith("#") and text == text.strip():
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
