"""Reads entities, in YAML and in CSV tables alike, and finds the facts that are written under them."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from functools import lru_cache

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Entity, Fact
from quiz.bank.problems import Place, did_you_mean, listed, nearest, sentence
from quiz.bank.rows import Defaults, read_row
from quiz.bank.schema import ENTITY_KEYS, EntityModel
from quiz.bank.scope import Scope, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import Kind, Relation


@dataclass(frozen=True, slots=True)
class Block:
    """An entity with the node that stands for it, and what its rows inherit."""

    entity: Entity
    node: Mapping
    defaults: Defaults


def read_entities(scope: Scope, kind: Kind, section: Node, default_source: Node | None) -> list[Block]:
    """Declare each entity of a section; its facts are read when every entity of the pack is known."""
    if not isinstance(section, Sequence):
        scope.problems.append(wrong_shape(section, f"a list of {kind.many}"))
        scope.lose(section)
        return []
    return [block for node in section.items for block in _read_entity(scope, kind, node, default_source)]


def _read_entity(scope: Scope, kind: Kind, node: Node, default_source: Node | None) -> list[Block]:
    if isinstance(node, Scalar) and node.text:
        scope.refuse(
            node.place,
            f"“{node.text}” stands alone where a {kind.name} is expected.",
            f"Write `- name: {node.text}`.",
        )
        scope.lose(node)
        return []
    model = _shape_entity(scope, kind, node)
    if model is None or not isinstance(node, Mapping) or not _is_named(scope, kind, node, model):
        scope.lose(node)
        return []
    attributes = _attributes(scope, kind, node)
    has_source = "source" in node.keys or any(map(_is_misspelt_source, node.keys))
    defaults = Defaults(node.values.get("source", default_source), tuple(model.checked), has_source)
    blocks = []
    for name in [model.name] if model.name else model.names:
        entity = _declare(scope, kind, node, name, model, attributes)
        if entity is not None:
            blocks.append(Block(entity, node, defaults))
    return blocks


def _shape_entity(scope: Scope, kind: Kind, node: Node) -> EntityModel | None:
    """What is said of the entity itself; its rows and attributes have a shape of their own."""
    what = f"a {kind.name}"
    if not isinstance(node, Mapping):
        return shape(EntityModel, node, scope.problems, what)
    own = Mapping(node.place, node.is_flow, gaps=node.gaps)
    for key, scalar in node.keys.items():
        if key in ENTITY_KEYS:
            own.keys[key], own.values[key] = scalar, node.values[key]
    return shape(EntityModel, own, scope.problems, what)


@lru_cache(maxsize=1_000)
def _is_misspelt_source(key: str) -> bool:
    """If so it is told once, as an unknown key, and not again for each row without a source."""
    return nearest(key, ["source"]) is not None


def _is_named(scope: Scope, kind: Kind, node: Mapping, model: EntityModel) -> bool:
    if bool(model.name) == bool(model.names):
        misspelt = next((key for key in node.keys if nearest(key, ["name", "names"])), None)
        if misspelt is not None and not model.name and not model.names:
            scope.refuse_once(
                (kind.name, misspelt),
                node.keys[misspelt].place,
                f"There is no key `{misspelt}` for a {kind.name}.",
                sentence(did_you_mean(misspelt, ["name", "names"])),
            )
        else:
            in_table = node.place.file.endswith(".csv")
            scope.refuse_once(
                (kind.name, "no name", node.place.file if in_table else node.place),
                node.place_of("name"),
                f"A {kind.name} needs a name{', and one only' if model.name else ''}.",
                "Fill a column `name`." if in_table else "Write `name: …`, or `names: […]` for many at once.",
            )
        return False
    if not model.names:
        return True
    surplus = [key for key in node.keys if key not in {"names", "source", "note", *kind.has}]
    if surplus:
        scope.refuse(
            node.keys[surplus[0]].place,
            f"`{surplus[0]}` cannot be said of many {kind.many} at once.",
            "Give each an entry of its own with `name`.",
        )
        return False
    return True


def _declare(
    scope: Scope, kind: Kind, node: Mapping, name: str, model: EntityModel, attributes: Map[str, str]
) -> Entity | None:
    """The entity of this name: a new one, or the one of a used pack about which there is more to say."""
    place = _name_place(node, name)
    if "\n" in name or not name.strip():
        scope.refuse(place, f"A {kind.name} cannot have this name.", "Write it on one line, with letters.")
        scope.lose(node)
        return None
    known = scope.entities.get(kind.name, {}).get(name)
    if known is not None:
        return known if _may_add_to(scope, kind, node, known, place) else None
    entity = Entity(
        kind=kind,
        name=name,
        show=model.show or name,
        aka=tuple(model.aka),
        attributes=attributes,
        is_asked=model.asked,
        pack=scope.slug,
        place=place,
    )
    twin = scope.entity_by_slug(kind.name, entity.slug)
    if twin is not None:
        scope.refuse(
            place,
            f"{name} and {twin.name} ({twin.place}) differ in signs, accents or capitals alone.",
            f"If they are one {kind.name}, write {twin.name} and add the other as `aka`; if they are two, "
            "add a year to this name, and give what players see as `show`.",
        )
        scope.lose(node)
        return None
    scope.add_entity(entity)
    return entity


def _may_add_to(scope: Scope, kind: Kind, node: Mapping, known: Entity, place: Place) -> bool:
    if known.pack == scope.slug:
        scope.refuse(
            place,
            f"The {kind.name} {known.name} is declared twice (first in {known.place}).",
            "Keep one entry, with all that is said of it.",
        )
        return False
    own = [key for key in ("show", "aka", *kind.has) if key in node.keys]
    if own:
        scope.refuse(
            node.keys[own[0]].place,
            f"{known.name} comes from the pack {known.pack}, where its `{own[0]}` belongs.",
            "Leave the key out here.",
        )
    return True


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
        if isinstance(value, Scalar) and value.text:
            attributes[name] = value.text
        elif isinstance(value, Scalar):
            scope.refuse(value.place, f"`{name}` has no value.", "Write one, or leave the key out.")
        elif value is not None:
            scope.problems.append(wrong_shape(value, f"one {name}"))
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
            _refuse_key(scope, kind, scalar)
        elif kind.name not in _types(relation):
            scope.refuse_once(
                (kind.name, key),
                scalar.place,
                f"The relation {key} has no column for a {kind.name}.",
                f"Write it under a {listed(_types(relation))}.",
            )
        else:
            rows = rows_of(block.node.values[key])
            found = (read_row(scope, relation, row, block.defaults, block.entity) for row in rows)
            facts += [fact for fact in found if fact is not None]
    return facts


def _refuse_key(scope: Scope, kind: Kind, key: Scalar) -> None:
    if scope.is_lost(key.text):
        return
    relations = sorted(each.name for each in scope.relations.values() if kind.name in _types(each))
    near = did_you_mean(key.text, [*relations, *sorted(ENTITY_KEYS), *kind.has])
    keys = [*relations, *kind.has, *sorted(ENTITY_KEYS)]
    scope.refuse_once(
        (kind.name, key.text),
        key.place,
        f"There is no relation or key `{key.text}` for a {kind.name}.",
        sentence(near) or f"A {kind.name} may have {listed(keys, last='and')}.",
    )


def _types(relation: Relation) -> list[str]:
    return [column.type for column in relation.columns]
