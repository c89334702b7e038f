"""Reads vocabularies: kinds, relations, where-lines and families."""

from __future__ import annotations

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.problems import Place, did_you_mean, listed
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, FamilyModel, KindModel, RelationModel
from quiz.bank.scope import Scope, entries, rows_of
from quiz.bank.shaping import shape
from quiz.bank.vocabulary import (
    IT,
    PLAIN_TYPES,
    Atom,
    Column,
    Constant,
    Family,
    Feature,
    Kind,
    Known,
    Relation,
    Shape,
    Variable,
    parse_terms,
    placeholders,
)


def read_kinds(scope: Scope, section: Node) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for key, node in entries(section, scope.problems, "a mapping of kinds"):
        model = shape(KindModel, node, scope.problems, "a kind")
        if key.text in PLAIN_TYPES or key.text in scope.kinds:
            scope.refuse(key.place, f"The kind {key.text} exists already.", "Choose another name.")
        elif model is not None:
            alike = tuple(_feature(text) for text in model.alike)
            kinds[key.text] = Kind(
                name=key.text, many=model.many, is_title=model.title, has=tuple(model.has), alike=alike
            )
    return kinds


def check_features(scope: Scope, section: Node, kinds: dict[str, Kind]) -> None:
    """Whether what makes a kind's entities alike exists, once relations are known."""
    for key, node in entries(section, scope.problems, "a mapping of kinds"):
        kind = kinds.get(key.text)
        if kind is None or not isinstance(node, Mapping):
            continue
        place = node.keys["alike"].place if "alike" in node.keys else key.place
        for feature in kind.alike:
            if feature.relation is None:
                if feature.column not in kind.has:
                    near = did_you_mean(feature.column, [*kind.has, *scope.relations])
                    scope.refuse(
                        place,
                        f"A {kind.name} has no attribute {feature.column}.",
                        near.capitalize()
                        or "Write relation.column, or an attribute that stands under `has`.",
                    )
                continue
            relation = scope.relations.get(feature.relation)
            if relation is None or relation.index(feature.column) is None:
                near = did_you_mean(feature.relation, scope.relations) if relation is None else ""
                scope.refuse(
                    place,
                    f"There is no column {feature.relation}.{feature.column} to be alike in.",
                    near.capitalize() or "Write relation.column.",
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
        model = shape(RelationModel, node, scope.problems, "a relation")
        if model is None or not isinstance(node, Mapping):
            continue
        if key.text in scope.relations or key.text in FACT_KEYS | ENTITY_KEYS or not key.text.strip():
            scope.refuse(
                key.place, f"A relation cannot be called {key.text}: the name is taken.", "Choose another."
            )
            continue
        columns = _columns(scope, node)
        names = [column.name for column in columns]
        per = []
        per_place = node.keys["per"].place if "per" in node.keys else key.place
        for name in model.per:
            if name in names:
                per.append(names.index(name))
            else:
                near = did_you_mean(name, names)
                scope.refuse(
                    per_place,
                    f"`per` names no column: {name}.",
                    near.capitalize() or f"The columns are {listed(names)}.",
                )
        if model.known != "open" and not model.per:
            scope.refuse(
                key.place,
                f"`known: {model.known}` needs `per`.",
                "Say in which columns: `per: [film]`, for example.",
            )
        without = []
        for extra, text in (model.model_extra or {}).items():
            column = extra.removeprefix("reads without ")
            if column == extra or column not in names or not isinstance(text, str):
                scope.refuse(
                    node.keys[extra].place,
                    f"There is no key `{extra}` in a relation.",
                    "It may have columns, known, per, means, reads, and `reads without COLUMN`.",
                )
            else:
                without.append((column, text))
        for text, place in [(model.reads, node.keys["reads"].place)] + [
            (text, node.keys[f"reads without {column}"].place) for column, text in without
        ]:
            _check_placeholders(scope, text, {column.name: column.type for column in columns}, place)
        relations[key.text] = Relation(
            name=key.text,
            columns=columns,
            known=Known(model.known),
            per=tuple(per),
            means=model.means,
            reads=model.reads,
            reads_without=tuple(without),
        )
    return relations


def _columns(scope: Scope, node: Mapping) -> tuple[Column, ...]:
    columns = []
    for key, value in entries(node.values["columns"], scope.problems, "a mapping of columns"):
        if not isinstance(value, Scalar):
            continue
        kind = value.text.removesuffix("?").strip()
        if kind not in PLAIN_TYPES and kind not in scope.kinds:
            near = did_you_mean(kind, [*scope.kinds, *PLAIN_TYPES])
            scope.refuse(
                value.place,
                f"There is no kind called {kind}; {near}" if near else f"There is no kind called {kind}.",
                f"A column is of a kind ({listed(sorted(scope.kinds)) or 'none yet'}) or year, text or title.",
            )
        if key.text in FACT_KEYS or key.text in (IT, "_"):
            scope.refuse(key.place, f"A column cannot be called {key.text}.", "Choose another name.")
        columns.append(Column(name=key.text, type=kind, is_optional=value.text.endswith("?")))
    return tuple(columns)


def _check_placeholders(scope: Scope, text: str, types: dict[str, str], place: Place) -> None:
    for name, attribute in placeholders(text):
        if name not in types:
            near = did_you_mean(name, types)
            scope.refuse(
                place,
                f"`{{{name}}}` names nothing here.",
                near.capitalize() or f"Known here: {listed(sorted(types)) or 'nothing'}.",
            )
        elif attribute is not None:
            kind = scope.kinds.get(types[name])
            if kind is None or attribute not in kind.has:
                scope.refuse(
                    place,
                    f"A {types[name]} has no attribute {attribute}.",
                    f"Add it to the kind: `has: [{attribute}]`.",
                )


def read_atoms(scope: Scope, node: Node | None) -> tuple[Atom, ...]:
    """Where-lines: `director(it, person)`, one or a list of them."""
    atoms = []
    for line in rows_of(node) if node is not None else ():
        if not isinstance(line, Scalar):
            scope.refuse(line.place, "A where-line is expected here.", "Write relation(term, term, …).")
            continue
        parsed = parse_terms(line.text)
        if parsed is None:
            scope.refuse(
                line.place,
                f"“{line.text}” is not a where-line.",
                'Write relation(term, term, …); a term is it, a name of your own, _ or a "text" in quotes.',
            )
            continue
        name, terms = parsed
        relation = scope.relations.get(name)
        if relation is None:
            near = did_you_mean(name, scope.relations)
            message = f"There is no relation called {name}"
            scope.refuse(
                line.place,
                f"{message}; {near}" if near else f"{message}.",
                f"Known: {listed(sorted(scope.relations))}.",
            )
            continue
        if len(terms) != len(relation.columns):
            columns = ", ".join(column.name for column in relation.columns)
            scope.refuse(
                line.place,
                f"{name} has {len(relation.columns)} columns, the line has {len(terms)} terms.",
                f"Write {name}({columns}) with _ for what stays open.",
            )
            continue
        for term, column in zip(terms, relation.columns, strict=True):
            if isinstance(term, Constant):
                scope.value(column, Scalar(term.text, line.place, is_plain=False))
        atoms.append(Atom(relation, terms))
    return tuple(atoms)


def types_of(scope: Scope, atoms: tuple[Atom, ...], place: Place) -> dict[str, str]:
    """The column type of each variable; a problem where one stands in columns of two types."""
    types: dict[str, str] = {}
    for atom in atoms:
        for term, column in zip(atom.terms, atom.relation.columns, strict=True):
            if isinstance(term, Variable) and types.setdefault(term.name, column.type) != column.type:
                scope.refuse(
                    place,
                    f"`{term.name}` is a {types[term.name]} in one place and a {column.type} in another.",
                    "Use two names.",
                )
    return types


def read_families(scope: Scope, section: Node) -> dict[str, Family]:
    families: dict[str, Family] = {}
    for key, node in entries(section, scope.problems, "a mapping of families"):
        model = shape(FamilyModel, node, scope.problems, "a family")
        if model is None or not isinstance(node, Mapping):
            continue
        if key.text in scope.families or key.text == "handwritten":
            scope.refuse(key.place, f"The family {key.text} exists already.", "Choose another name.")
            continue
        found = len(scope.problems)
        where = read_atoms(scope, node.values["where"])
        among = read_atoms(scope, node.values.get("among"))
        types = types_of(scope, (*where, *among), key.place)
        in_where = {name for atom in where for name in atom.variables}
        if IT not in in_where and found == len(scope.problems):
            scope.refuse(
                node.values["where"].place, "No where-line has `it`, the option.", "Put `it` into one column."
            )
        for name in {name for atom in among for name in atom.variables} - in_where - {IT}:
            scope.refuse(
                node.values["among"].place,
                f"`{name}` stands in `among` alone.",
                "Use a name of `where`, or _.",
            )
        named = _named(scope, node, model, types)
        hidden = sorted(in_where - named - {IT})
        _check_same(scope, node, model, types.get(IT))
        shape_ = Shape(model.shape)
        if shape_ in (Shape.FIRST, Shape.LAST) and "year" not in types.values():
            scope.refuse(
                key.place, f"`shape: {shape_}` orders by a year, and no where-line has one.", "Name it."
            )
        if len(scope.problems) > found:
            continue
        families[key.text] = Family(
            slug=key.text,
            shape=shape_,
            where=where,
            among=among,
            same=tuple(model.same),
            ask=tuple(model.ask),
            it_type=types[IT],
            types=tuple(types.items()),
            hidden=tuple(hidden),
            gap=model.gap,
            spread=tuple(model.spread),
            sets=model.sets,
            harder=model.harder,
            place=key.place,
        )
    return families


def _check_same(scope: Scope, node: Mapping, model: FamilyModel, it_type: str | None) -> None:
    """Whether the options' kind has the attributes in which they are to agree."""
    kind = scope.kinds.get(it_type or "")
    for name in model.same:
        if kind is None or name not in kind.has:
            near = did_you_mean(name, kind.has) if kind is not None else ""
            scope.refuse(
                node.values["same"].place,
                f"An option of this family has no attribute {name}.",
                near.capitalize() or f"Add it to the kind: `has: [{name}]`.",
            )


def _named(scope: Scope, node: Mapping, model: FamilyModel, types: dict[str, str]) -> set[str]:
    """The variables that the wordings name, all of them the same."""
    ask = node.values["ask"]
    lines = ask.items if isinstance(ask, Sequence) else [ask]
    allowed = {name: kind for name, kind in types.items() if name != IT}
    named: set[str] = set()
    for at, (text, line) in enumerate(zip(model.ask, lines, strict=True)):
        _check_placeholders(scope, text, allowed, line.place)
        names = {name for name, _ in placeholders(text)}
        if at and names != named:
            scope.refuse(
                line.place,
                "This wording names other things than the first.",
                "Name the same in each wording.",
            )
        named |= names
    return named
