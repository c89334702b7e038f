"""Edits that leave every proof as it is: what is written beside the facts, and facts of something else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from quiz.bank.pack import Entity, Fact
from tests.items.edits import WRONG, Edit, Kind, Target, a_row_of_key, a_wrong_option, cells_of, source_of


def noted(target: Target) -> Edit | None:
    row = a_row_of_key(target)
    if row is None:
        return None
    return Edit(kind="noted", changes=(target.pages.row_with(row, {"note": "Seen twice."}),))


def quoted_from_elsewhere(target: Target) -> Edit | None:
    row = a_row_of_key(target)
    if row is None or _stands_in_a_table_of_names(row):
        return None
    keys = {"checked": ["The club's library"], "until": "2999-01-01", "source": source_of(row)}
    return Edit(kind="quoted from elsewhere", changes=(target.pages.row_with(row, keys),))


def _stands_in_a_table_of_names(row: Fact) -> bool:
    """Whether it is a cell beside a name, in a table that has no keys for single rows."""
    file = PurePath(row.place.file)
    return file.suffix == ".csv" and file.stem != row.relation.name


def something_else(target: Target) -> Edit | None:
    """A row of things of which nothing else is told."""
    row = a_row_of_key(target)
    if row is None:
        return None
    tree: dict[str, list[object]] = {}
    cells = cells_of(row.relation, row.values)
    for at, column in enumerate(row.relation.columns):
        if column.is_entity and column.name in cells:
            cells[column.name] = f"Unheard Of {at}"
            tree.setdefault(column.type, []).append({"name": cells[column.name]})
    tree[row.relation.name] = [{**cells, "source": source_of(row)}]
    return Edit(kind="something else", changes=(target.new_file(target.oracle.pack.slug, tree),))


def denied(target: Target) -> Edit | None:
    """What is no row is said to be wrong as well."""
    return _row_of_wrong(target, "denied", "never")


def retracted_elsewhere(target: Target) -> Edit | None:
    """A row that was never relied on, with the reason why it is none."""
    return _row_of_wrong(target, "retracted elsewhere", "retracted")


def _row_of_wrong(target: Target, kind: str, status: str) -> Edit | None:
    row, option, asked = a_row_of_key(target), a_wrong_option(target), target.asked
    if row is None or asked is None or not isinstance(option, Entity) or asked.options[0] not in row.values:
        return None
    values = [option if value == asked.options[0] else value for value in row.values]
    if any(fact.values == tuple(values) for fact in target.oracle.records.facts):
        return None
    cells = {
        **cells_of(row.relation, values),
        "source": source_of(row),
        "status": status,
        "because": WRONG,
    }
    add = target.new_file(target.oracle.pack.slug, {row.relation.name: [cells]})
    return Edit(kind=kind, changes=(add,))


def called_otherwise(target: Target) -> Edit | None:
    asked = target.asked
    key = asked.options[0] if asked is not None else None
    if not isinstance(key, Entity):
        return None
    change = target.pages.entity_with(key, "aka", [*key.aka, "Zyxwvut"])
    return Edit(kind="called otherwise", changes=(change,)) if change is not None else None


def not_asked(target: Target) -> Edit | None:
    """What nothing is asked about from now on may still stand in what was asked."""
    row = a_row_of_key(target)
    named = [value for value in row.values if isinstance(value, Entity)] if row is not None else []
    if not named:
        return None
    change = target.pages.entity_with(named[0], "asked", "false")
    return Edit(kind="not asked", changes=(change,)) if change is not None else None


def another_wording(target: Target) -> Edit | None:
    asked = target.asked
    if asked is None:
        return None
    file = asked.family.place.file
    spot = target.pages.at(file, "families", asked.family.slug, "ask")
    if spot is None:
        return None
    ask = [*asked.family.ask, f"Once more: {asked.family.ask[0]}"]
    return Edit(kind="another wording", changes=(target.pages.put(file, spot, ask),))


NEUTRAL: Mapping[str, Kind] = {
    "noted": noted,
    "quoted from elsewhere": quoted_from_elsewhere,
    "something else": something_else,
    "denied": denied,
    "retracted elsewhere": retracted_elsewhere,
    "called otherwise": called_otherwise,
    "not asked": not_asked,
    "another wording": another_wording,
}
