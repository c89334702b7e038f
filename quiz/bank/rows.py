"""Reads entities and facts: blocks in YAML and rows of CSV tables alike."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Entity, Fact, SourceRef, Status, Value
from quiz.bank.problems import Place, did_you_mean, listed
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, EntityModel, FactKeys
from quiz.bank.scope import Scope, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import Kind, Relation


@dataclass(frozen=True, slots=True)
class Block:
    """An entity with the node that stands for it, and what its rows inherit."""

    entity: Entity
    node: Mapping
    sources: Node | None
    checked: tuple[str, ...]


def read_entities(scope: Scope, kind: Kind, section: Node, default_source: Node | None) -> list[Block]:
    """Declare each entity of a section; its facts are read when every entity of the pack is known."""
    blocks: list[Block] = []
    if not isinstance(section, Sequence):
        scope.problems.append(wrong_shape(section, f"a list of {kind.many}"))
        return blocks
    for node in section.items:
        if isinstance(node, Scalar) and node.text:
            scope.refuse(
                node.place,
                f"“{node.text}” stands alone where a {kind.name} is expected.",
                f"Write `name: {node.text}`.",
            )
            continue
        model = shape(EntityModel, node, scope.problems, f"a {kind.name}")
        if model is None or not isinstance(node, Mapping):
            continue
        attributes = _attributes(scope, kind, node)
        names = [model.name] if model.name else []
        if bool(model.name) == bool(model.names):
            scope.refuse(
                node.place,
                f"A {kind.name} needs a name.",
                "Write `name: …`, or `names: […]` for many at once.",
            )
            continue
        if model.names:
            names = list(model.names)
            surplus = [key for key in node.keys if key not in {"names", "source", "note", *kind.has}]
            if surplus:
                scope.refuse(
                    node.keys[surplus[0]].place,
                    f"`{surplus[0]}` cannot be said of many {kind.many} at once.",
                    "Give each an entry of its own with `name`.",
                )
                continue
        sources = node.values.get("source", default_source)
        for name in names:
            place = _name_place(node, name)
            entity = _declare(scope, kind, node, name, model, attributes, place)
            if entity is not None:
                blocks.append(Block(entity, node, sources, tuple(model.checked)))
    return blocks


def _declare(
    scope: Scope,
    kind: Kind,
    node: Mapping,
    name: str,
    model: EntityModel,
    attributes: Map[str, str],
    place: Place,
) -> Entity | None:
    known = scope.entities.get(kind.name, {}).get(name)
    if known is not None:
        if known.pack == scope.slug:
            scope.refuse(
                place,
                f"The {kind.name} {name} is declared twice (first in {known.place}).",
                "Keep one block for it.",
            )
            return None
        own = [key for key in ("show", "aka", *kind.has) if key in node.keys]
        if own:
            scope.refuse(
                node.keys[own[0]].place,
                f"{name} comes from the pack {known.pack}, where its `{own[0]}` belongs.",
                "Leave the key out here.",
            )
        return known
    entity = Entity(
        kind=kind,
        name=name,
        show=model.show or name,
        aka=tuple(model.aka),
        attributes=attributes,
        pack=scope.slug,
        place=place,
    )
    for other in scope.entities.get(kind.name, {}).values():
        if other.slug == entity.slug:
            scope.refuse(
                place,
                f"{name} and {other.name} ({other.place}) cannot be told apart by letters.",
                "Add a year or another word to the name, and give what players see as `show`.",
            )
            return None
    scope.add_entity(entity)
    return entity


def _name_place(node: Mapping, name: str) -> Place:
    names = node.values.get("names", node.values.get("name"))
    for scalar in rows_of(names) if names is not None else ():
        if isinstance(scalar, Scalar) and scalar.text == name:
            return scalar.place
    return node.place


def _attributes(scope: Scope, kind: Kind, node: Mapping) -> dict[str, str]:
    attributes = {}
    for name in kind.has:
        value = node.values.get(name)
        if value is None:
            continue
        if isinstance(value, Scalar) and value.text:
            attributes[name] = value.text
        else:
            scope.refuse(value.place, f"`{name}` wants one word.", "Write a text.")
    return attributes


def read_block(scope: Scope, block: Block) -> list[Fact]:
    """The facts written under an entity: the rows of each relation that it names."""
    facts: list[Fact] = []
    kind = block.entity.kind
    for key, scalar in block.node.keys.items():
        if key in ENTITY_KEYS or key in kind.has:
            continue
        relation = scope.relations.get(key)
        if relation is None:
            relations = [each.name for each in scope.relations.values() if kind.name in _types(each)]
            near = did_you_mean(key, [*relations, *ENTITY_KEYS, *kind.has])
            scope.refuse(
                scalar.place,
                f"There is no relation or key `{key}` for a {kind.name}.",
                near.capitalize()
                or f"A {kind.name} may have {listed(sorted([*relations, *kind.has]), last='and')}.",
            )
            continue
        if kind.name not in _types(relation):
            scope.refuse(
                scalar.place,
                f"The relation {key} has no column for a {kind.name}.",
                "Write it under another entity.",
            )
            continue
        for row in rows_of(block.node.values[key]):
            fact = read_row(scope, relation, row, block.sources, block.checked, about=block.entity)
            if fact is not None:
                facts.append(fact)
    return facts


def _types(relation: Relation) -> list[str]:
    return [column.type for column in relation.columns]


def read_row(
    scope: Scope,
    relation: Relation,
    node: Node,
    default_source: Node | None,
    default_checked: tuple[str, ...] = (),
    about: Entity | None = None,
) -> Fact | None:
    """One row. `about`: the entity under which it stands; it fills the first free column of its kind."""
    filled: dict[str, Value] = {}
    names = [column.name for column in relation.columns]
    if about is not None:
        given = set(node.keys) if isinstance(node, Mapping) else set()
        free = [
            column
            for column in relation.columns
            if column.type == about.kind.name and column.name not in given
        ]
        if not free:
            scope.refuse(
                node.place, f"This row leaves {about.name} no column.", f"Leave out one of {listed(names)}."
            )
            return None
        filled[free[0].name] = about
    found = len(scope.problems)
    meta = FactKeys()
    sources = default_source
    if isinstance(node, Mapping):
        known = {*names, *FACT_KEYS}
        for key, scalar in node.keys.items():
            if key in names:
                value = scope.value(relation.columns[names.index(key)], node.values[key])
                if value is not None:
                    filled[key] = value
            elif key not in known:
                near = did_you_mean(key, known)
                scope.refuse(
                    scalar.place,
                    f"{relation.name} has no column `{key}`.",
                    near.capitalize() or f"Its columns are {listed(names, last='and')}.",
                )
        extra = Mapping(node.place)
        for key in node.keys.keys() & FACT_KEYS:
            extra.keys[key], extra.values[key] = node.keys[key], node.values[key]
        shaped = shape(FactKeys, extra, scope.problems, "a row")
        if shaped is None:
            return None
        meta = shaped
        sources = node.values.get("source", default_source)
    else:
        open_columns = [column for column in relation.columns if column.name not in filled]
        required = [column for column in open_columns if not column.is_optional]
        if len(required) != 1 and len(open_columns) != 1:
            scope.refuse(
                node.place,
                f"A row of {relation.name} needs {listed([column.name for column in required], last='and')}.",
                f"Write {{{', '.join(f'{column.name}: …' for column in required)}}}.",
            )
            return None
        column = (required or open_columns)[0]
        value = scope.value(column, node)
        if value is not None:
            filled[column.name] = value
    missing = [
        column.name for column in relation.columns if not column.is_optional and column.name not in filled
    ]
    if missing and found == len(scope.problems):
        scope.refuse(
            node.place, f"This row of {relation.name} has no {listed(missing, last='and no')}.", "Add it."
        )
    refs = scope.source_refs(sources)
    if not refs and found == len(scope.problems):
        scope.refuse(
            node.place,
            f"This {relation.name} names no source.",
            "Add `source: …` here, to the entity, or at the top of the file.",
        )
    if meta.status != "confirmed" and not meta.because:
        scope.refuse(node.place, f"A row that is {meta.status} needs a reason.", "Add `because: …`.")
    if meta.quote and len(meta.quote.split()) > 20:
        scope.refuse(node.place, "A quote may have 20 words at most.", "Shorten it.")
    if len(scope.problems) > found:
        return None
    return _fact(scope, relation, filled, meta, refs, default_checked, node.place)


def _fact(
    scope: Scope,
    relation: Relation,
    filled: Map[str, Value],
    meta: FactKeys,
    refs: tuple[SourceRef, ...],
    default_checked: tuple[str, ...],
    place: Place,
) -> Fact:
    return Fact(
        relation=relation,
        values=tuple(filled.get(column.name) for column in relation.columns),
        status=Status(meta.status),
        because=meta.because,
        sources=refs,
        checked=tuple(meta.checked) or default_checked,
        quote=meta.quote,
        elsewhere=tuple(meta.elsewhere),
        shared=meta.shared or 1,
        as_of=meta.as_of,
        until=meta.until,
        review_by=meta.review_by,
        pack=scope.slug,
        place=place,
    )
