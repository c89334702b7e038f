"""Reads facts: rows under an entity, rows of a section, and rows of CSV tables alike."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import ValidationError

from quiz.bank.nodes import Mapping, Node, Said, Scalar, said_by
from quiz.bank.pack import Entity, Fact, Remarks, Status, Value
from quiz.bank.problems import Place, did_you_mean, listed, sentence
from quiz.bank.schema import FACT_KEYS, MAX_QUOTE_WORDS, FactKeys
from quiz.bank.scope import Scope
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import Column, Relation


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row takes from what it stands under. has_source: no source may be missed here."""

    source: Node | None = None
    checked: tuple[str, ...] = ()
    has_source: bool = False


def _remarks(model: FactKeys) -> Remarks:
    return Remarks(
        status=Status(model.status),
        because=model.because,
        checked=tuple(model.checked),
        quote=model.quote,
        elsewhere=tuple(model.elsewhere),
        shared=model.shared or 1,
        as_of=model.as_of,
        until=model.until,
        review_by=model.review_by,
        note=model.note,
    )


@lru_cache(maxsize=5_000)
def _remarks_saying(keys: tuple[tuple[str, Said], ...]) -> Remarks:
    """Of what the keys say; most rows of a pack say one of a few things. Raises ValidationError."""
    said = {key: list(value) if isinstance(value, tuple) else value for key, value in keys}
    return _remarks(FactKeys.model_validate(said))


@lru_cache(maxsize=5_000)
def _checked_as(remarks: Remarks, checked: tuple[str, ...]) -> Remarks:
    return replace(remarks, checked=checked) if checked else remarks


def read_row(
    scope: Scope, relation: Relation, node: Node, defaults: Defaults, about: Entity | None = None
) -> Fact | None:
    """One row. `about`: the entity under which it stands; it fills the first free column of its kind."""
    before = scope.refused
    cells: dict[str, Value] = {}
    if about is not None:
        column = _column_for(relation, about, node)
        if column is None:
            names = [each.name for each in relation.columns if each.type == about.kind.name]
            scope.refuse(
                node.place, f"This row leaves {about.name} no column.", f"Leave out one of {listed(names)}."
            )
            return None
        cells[column.name] = about
    if isinstance(node, Mapping) and node.is_flow and _has_no_values(node):
        scope.problems.append(wrong_shape(node, f"a row of {relation.name}"))
        return None
    if isinstance(node, Mapping):
        meta = _read_mapping(scope, relation, node, cells)
        sources = node.values.get("source", defaults.source)
    else:
        meta = _read_single(scope, relation, node, cells)
        sources = defaults.source
    if meta is None:
        return None
    if before == scope.refused and len(cells) < len(relation.columns):
        _refuse_gaps(scope, relation, node, cells)
    refs = scope.source_refs(sources)
    if not refs and not defaults.has_source and before == scope.refused:
        _refuse_no_source(scope, relation, node)
    _check_meta(scope, node, meta)
    if scope.refused > before:
        return None
    return Fact(
        relation=relation,
        values=tuple([cells.get(column.name) for column in relation.columns]),
        sources=refs,
        remarks=meta if meta.checked else _checked_as(meta, defaults.checked),
        pack=scope.slug,
        place=node.place,
    )


def _has_no_values(node: Mapping) -> bool:
    """Whether a mapping is no mapping at all, but a title in braces."""
    return bool(node.values) and all(
        isinstance(value, Scalar) and not value.text for value in node.values.values()
    )


def _column_for(relation: Relation, about: Entity, node: Node) -> Column | None:
    given = set(node.keys) if isinstance(node, Mapping) else set()
    return next(
        (each for each in relation.columns if each.type == about.kind.name and each.name not in given), None
    )


def _read_mapping(scope: Scope, relation: Relation, node: Mapping, cells: dict[str, Value]) -> Remarks | None:
    """Fill the cells that a mapping names; returns what else it says."""
    columns = scope.columns_of(relation)
    meta = Mapping(node.place)
    for key, scalar in node.keys.items():
        column = columns.get(key)
        if column is not None:
            value = scope.value(column, node.values[key])
            if value is not None:
                cells[key] = value
        elif key in FACT_KEYS:
            meta.keys[key], meta.values[key] = scalar, node.values[key]
        else:
            near = did_you_mean(key, [*columns, *sorted(FACT_KEYS)])
            scope.refuse_once(
                (relation.name, "column", key),
                scalar.place,
                f"{relation.name} has no column `{key}`.",
                sentence(near) or f"Its columns are {listed(columns, last='and')}.",
            )
    return _read_remarks(scope, meta)


def _read_remarks(scope: Scope, meta: Mapping) -> Remarks | None:
    keys = []
    for key, node in meta.values.items():
        said = said_by(node)
        if said is None:
            break
        keys.append((key, said))
    else:
        try:
            return _remarks_saying(tuple(keys))
        except ValidationError:
            pass  # told below, each finding at its place
    model = shape(FactKeys, meta, scope.problems, "a row")
    return _remarks(model) if model is not None else None


def _read_single(scope: Scope, relation: Relation, node: Node, cells: dict[str, Value]) -> Remarks | None:
    """Fill the cell that a text must mean: the one required cell that is left, or the only one left."""
    left = [column for column in relation.columns if column.name not in cells]
    required = [column for column in left if not column.is_optional]
    candidates = required or left
    if len(candidates) != 1:
        wanted = [column.name for column in required]
        scope.refuse(
            node.place,
            f"A row of {relation.name} needs {listed(wanted, last='and')}.",
            f"Write {{{', '.join(f'{name}: …' for name in wanted)}}}.",
        )
        return None
    value = scope.value(candidates[0], node)
    if value is not None:
        cells[candidates[0].name] = value
    return _remarks_saying(())


def _refuse_gaps(scope: Scope, relation: Relation, node: Node, cells: Map[str, Value]) -> None:
    gaps = [column.name for column in relation.columns if not column.is_optional and column.name not in cells]
    if gaps and _is_table(node) and isinstance(node, Mapping) and gaps[0] not in node.gaps:
        scope.refuse_once(
            (node.place.file, gaps[0]),
            Place(node.place.file),
            f"This table of {relation.name} has no column {gaps[0]}.",
            "Name it in the first line, and give each row a cell for it.",
        )
    elif gaps:
        place = node.place_of(gaps[0]) if isinstance(node, Mapping) else node.place
        scope.refuse(place, f"This row of {relation.name} has no {listed(gaps, last='and no')}.", "Add it.")


def _refuse_no_source(scope: Scope, relation: Relation, node: Node) -> None:
    where = "to the row, to the entity that it stands under, or at the top of the file"
    scope.refuse_once(
        ("no source", node.place.file),
        node.place_of("source") if isinstance(node, Mapping) else node.place,
        f"This row of {relation.name} names no source.",
        "Fill a column `source`." if _is_table(node) else f"Add `source: …` {where}.",
    )


def _is_table(node: Node) -> bool:
    return node.place.file.endswith(".csv")


def _check_meta(scope: Scope, node: Node, meta: Remarks) -> None:
    if not isinstance(node, Mapping):
        return
    if meta.status != "confirmed" and not meta.because:
        scope.refuse(
            node.place_of("status"), f"A row that is {meta.status} needs a reason.", "Add `because: …`."
        )
    words = len((meta.quote or "").split())
    if words > MAX_QUOTE_WORDS:
        scope.refuse(
            node.place_of("quote"),
            f"The quote has {words} words; {MAX_QUOTE_WORDS} is the most that one may have.",
            "Shorten it.",
        )
