"""Reads what authors vouch for of lists: that they are whole, or that they are not."""

from __future__ import annotations

from quiz.bank.entities import Block
from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Value
from quiz.bank.problems import did_you_mean, listed, sentence
from quiz.bank.schema import CompletenessModel
from quiz.bank.scope import Scope, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import Relation

Fixed = list[tuple[int, Value | range]]


def read_entity_promises(scope: Scope, block: Block) -> tuple[list[Declaration], list[tuple[str, Entity]]]:
    """`complete: [won]` and `open: [director]` of one entity."""
    declarations: list[Declaration] = []
    opened: list[tuple[str, Entity]] = []
    entity = block.entity
    for key in ("complete", "open"):
        for node in rows_of(block.node.values[key]) if key in block.node.values else ():
            found = _column_of(scope, entity, node)
            if found is None:
                continue
            relation, at = found
            if key == "open":
                opened.append((relation.name, entity))
            else:
                declarations.append(
                    Declaration(
                        relation=relation,
                        fixed=((at, entity),),
                        says=f"Of {entity.show}, all rows of “{relation.name}” are listed.",
                        sources=scope.source_refs(block.defaults.source),
                        place=node.place,
                    )
                )
    return declarations, opened


def _column_of(scope: Scope, entity: Entity, node: Node) -> tuple[Relation, int] | None:
    """The relation that a node names, and its first column for the entity."""
    if not isinstance(node, Scalar):
        scope.problems.append(wrong_shape(node, "the name of a relation"))
        return None
    relation = scope.relation(node)
    if relation is None:
        return None
    for at, column in enumerate(relation.columns):
        if column.type == entity.kind.name:
            return relation, at
    scope.refuse(node.place, f"{relation.name} has no column for a {entity.kind.name}.", "Leave it out here.")
    return None


def read_completeness(scope: Scope, section: Node) -> list[Declaration]:
    """The `complete:` section: `- relation: {column: value}` with `says`."""
    if not isinstance(section, Sequence):
        scope.problems.append(wrong_shape(section, "a list of declarations"))
        return []
    found = (_read_declaration(scope, node) for node in section.items)
    return [declaration for declaration in found if declaration is not None]


def _read_declaration(scope: Scope, node: Node) -> Declaration | None:
    model = shape(CompletenessModel, node, scope.problems, "a declaration")
    if model is None or not isinstance(node, Mapping):
        return None
    extra = list(model.model_extra or {})
    if len(extra) != 1:
        names = listed([f"`{name}`" for name in extra], last="and") or "none"
        scope.refuse(
            node.place,
            f"A declaration names one relation; this one names {names}.",
            "Write `- director: {film: Caché}`, for example, and `says: …` under it.",
        )
        return None
    relation = scope.relation(node.keys[extra[0]])
    columns = node.values[extra[0]]
    if relation is None:
        return None
    if isinstance(columns, Mapping) and not columns.keys:
        scope.refuse(
            columns.place,
            f"This declaration names no column of {relation.name}.",
            "Name at least one column.",
        )
        return None
    if not isinstance(columns, Mapping):
        scope.problems.append(wrong_shape(columns, "a mapping of columns to values"))
        return None
    return Declaration(
        relation=relation,
        fixed=tuple(sorted(_read_fixed(scope, relation, columns), key=lambda pair: pair[0])),
        says=model.says,
        sources=scope.source_refs(node.values.get("source")),
        place=node.place,
    )


def _read_fixed(scope: Scope, relation: Relation, columns: Mapping) -> Fixed:
    """The values for which the list is whole, by column index."""
    names = [column.name for column in relation.columns]
    fixed: Fixed = []
    for name, key in columns.keys.items():
        at = relation.index(name)
        if at is None:
            near = sentence(did_you_mean(name, names))
            scope.refuse(
                key.place,
                f"{relation.name} has no column `{name}`.",
                near or f"Its columns are {listed(names, last='and')}.",
            )
            continue
        value = _fixed_value(scope, relation, at, columns.values[name])
        if value is not None:
            fixed.append((at, value))
    return fixed


def _fixed_value(scope: Scope, relation: Relation, at: int, node: Node) -> Value | range | None:
    """A cell's value, or for years a range written `1927..2025`, both ends included."""
    column = relation.columns[at]
    if column.type == "year" and isinstance(node, Scalar) and ".." in node.text:
        first, _, last = node.text.partition("..")
        if first.strip().isdecimal() and last.strip().isdecimal() and int(first) <= int(last):
            return range(int(first), int(last) + 1)
        scope.refuse(node.place, f"“{node.text}” is not a range of years.", "Write 1927..2025.")
        return None
    return scope.value(column, node)
