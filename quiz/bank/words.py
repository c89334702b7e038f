"""Reads vocabularies: kinds and relations. Families are read in `families`."""

from __future__ import annotations

from quiz.bank.nodes import Mapping, Node, Scalar
from quiz.bank.problems import Place, did_you_mean, listed, sentence
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, SECTIONS, KindModel, RelationModel
from quiz.bank.scope import Scope, entries
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import ANY, IT, PLAIN_TYPES, Column, Feature, Kind, Known, Relation, placeholders


def read_kinds(scope: Scope, section: Node) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for key, node in entries(section, scope.problems, "a mapping of kinds"):
        model = shape(KindModel, node, scope.problems, "a kind")
        if key.text in PLAIN_TYPES or key.text in scope.kinds or key.text in SECTIONS:
            scope.refuse(key.place, f"The name {key.text} is taken.", "Give the kind another.")
        elif model is None:
            scope.lose(key)
        else:
            kinds[key.text] = Kind(
                name=key.text,
                many=model.many,
                is_title=model.title,
                has=tuple(model.has),
                alike=tuple(_feature(text) for text in model.alike),
                lives=tuple(model.lives),
                has_whole_names=model.whole_names,
            )
    return kinds


def check_features(scope: Scope, section: Node, kinds: dict[str, Kind]) -> None:
    """Whether what makes a kind's entities alike exists, once relations are known."""
    if not isinstance(section, Mapping):
        return
    for name, node in section.values.items():
        if name in kinds and isinstance(node, Mapping):
            for feature in kinds[name].alike:
                _check_feature(scope, kinds[name], feature, node.place_of("alike"))
            for relation in kinds[name].lives:
                _check_life(scope, kinds[name], relation, node.place_of("lives"))


def _check_life(scope: Scope, kind: Kind, name: str, place: Place) -> None:
    relation = scope.relation(Scalar(name, place))
    types = [column.type for column in relation.columns] if relation is not None else [kind.name, "year"]
    if kind.name not in types or "year" not in types:
        scope.refuse(
            place,
            f"{name} does not tell a year of a {kind.name}.",
            f"Name relations with the columns {{{kind.name}: {kind.name}, year: year}}, birth first.",
        )


def _check_feature(scope: Scope, kind: Kind, feature: Feature, place: Place) -> None:
    if feature.relation is None:
        if feature.column not in kind.has:
            near = did_you_mean(feature.column, [*kind.has, *scope.relations])
            scope.refuse(
                place,
                f"A {kind.name} has no attribute {feature.column}.",
                sentence(near) or "Write relation.column, or an attribute that stands under `has`.",
            )
        return
    relation = scope.relation(Scalar(feature.relation, place))
    if relation is not None and relation.index(feature.column) is None:
        near = did_you_mean(feature.column, [column.name for column in relation.columns])
        scope.refuse(
            place,
            f"There is no column {feature.relation}.{feature.column} to be alike in.",
            sentence(near) or "Write relation.column.",
        )


def _feature(text: str) -> Feature:
    name, _, within = text.partition("/")
    relation, dot, column = name.strip().rpartition(".")
    return Feature(
        relation=relation if dot else None,
        column=column,
        within=int(within) if within.strip().isdecimal() else None,
    )


def read_relations(scope: Scope, section: Node) -> dict[str, Relation]:
    relations: dict[str, Relation] = {}
    for key, node in entries(section, scope.problems, "a mapping of relations"):
        relation = _read_relation(scope, key, node)
        if relation is None:
            scope.lose(key)
        else:
            relations[key.text] = relation
    return relations


def _read_relation(scope: Scope, key: Scalar, node: Node) -> Relation | None:
    before = scope.refused
    model = shape(RelationModel, node, scope.problems, "a relation")
    if model is None or not isinstance(node, Mapping):
        return None
    taken = {*scope.relations, *FACT_KEYS, *ENTITY_KEYS, *SECTIONS}
    if key.text in taken or not key.text.strip():
        scope.refuse(key.place, f"The name {key.text} is taken.", "Give the relation another.")
        return None
    columns = _columns(scope, node)
    per = _slot(scope, key, node, model, [column.name for column in columns])
    if model.known != "open" and not model.per:
        scope.refuse(
            node.place_of("known"),
            f"`known: {model.known}` needs `per`: the columns of which one row, or a whole list, is known.",
            f"Write `per: [{columns[0].name if columns else 'column'}]`, for example.",
        )
    without = _readings_without(scope, node, model, columns)
    types = {column.name: column.type for column in columns}
    check_placeholders(scope, model.reads, types, node.place_of("reads"))
    if model.whole is not None:
        slot = {columns[at].name: columns[at].type for at in per}
        check_placeholders(scope, model.whole, slot, node.place_of("whole"))
    for column, text in without:
        check_placeholders(scope, text, types, node.place_of(f"reads without {column}"))
    if scope.refused > before:
        return None
    return Relation(
        name=key.text,
        columns=columns,
        known=Known(model.known),
        per=per,
        means=model.means,
        reads=model.reads,
        whole=model.whole,
        reads_without=without,
    )


def _columns(scope: Scope, node: Mapping) -> tuple[Column, ...]:
    columns = []
    for key, value in entries(node.values["columns"], scope.problems, "a mapping of columns"):
        if not isinstance(value, Scalar):
            scope.problems.append(wrong_shape(value, "a kind, or year, text or title"))
            continue
        kind = value.text.removesuffix("?").strip()
        if kind not in PLAIN_TYPES and kind not in scope.kinds:
            types = listed([*sorted(scope.kinds), *sorted(PLAIN_TYPES)])
            known = [*scope.kinds, *PLAIN_TYPES]
            scope.unknown("kind", Scalar(kind, value.place), known, f"A column holds a {types}.")
        if key.text in FACT_KEYS or key.text in (IT, ANY):
            scope.refuse(key.place, f"A column cannot be called {key.text}.", "Choose another name.")
        columns.append(Column(name=key.text, type=kind, is_optional=value.text.endswith("?")))
    return tuple(columns)


def _slot(
    scope: Scope, key: Scalar, node: Mapping, model: RelationModel, names: list[str]
) -> tuple[int, ...]:
    """The columns of `per`, by index."""
    for name in model.per:
        if name not in names:
            near = sentence(did_you_mean(name, names))
            place = node.place_of("per")
            remedy = near or f"The columns are {listed(names, last='and')}."
            scope.refuse(place, f"{key.text} has no column `{name}`.", remedy)
    return tuple(names.index(name) for name in model.per if name in names)


def _readings_without(
    scope: Scope, node: Mapping, model: RelationModel, columns: tuple[Column, ...]
) -> tuple[tuple[str, str], ...]:
    """The sentences for rows in which an optional column is empty, by that column."""
    optional = {column.name for column in columns if column.is_optional}
    without = []
    for extra, text in (model.model_extra or {}).items():
        column = extra.removeprefix("reads without ")
        if column == extra or column not in optional or not isinstance(text, str):
            keys = ["columns", "known", "per", "means", "reads", "whole"]
            near = did_you_mean(extra, [*keys, *(f"reads without {name}" for name in optional)])
            scope.refuse(
                node.keys[extra].place,
                f"There is no key `{extra}` in a relation.",
                sentence(near)
                or f"The keys are {', '.join(keys)}, and `reads without COLUMN` for an optional column.",
            )
        else:
            without.append((column, text))
    return tuple(without)


def check_placeholders(scope: Scope, text: str, types: dict[str, str], place: Place) -> None:
    """Whether a sentence names in braces only what there is."""
    for name, attribute in placeholders(text):
        if name == IT and IT not in types:
            scope.refuse(
                place, "`{it}` is the option, which no wording may give away.", "Name another variable."
            )
        elif name not in types:
            near = sentence(did_you_mean(name, types))
            known = listed([f"{{{each}}}" for each in sorted(types)], last="and")
            scope.refuse(
                place,
                f"`{{{name}}}` names nothing here.",
                near or (f"The sentence may name {known}." if known else "Name nothing in braces."),
            )
        elif attribute is not None:
            kind = scope.kinds.get(types[name])
            if kind is None or attribute not in kind.has:
                near = sentence(did_you_mean(attribute, kind.has if kind else ()))
                scope.refuse(
                    place,
                    f"A {types[name]} has no attribute {attribute}.",
                    near or f"Add it to the kind: `has: [{attribute}]`.",
                )
