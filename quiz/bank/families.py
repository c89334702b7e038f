"""Reads where-lines and the families of questions that they make."""

from __future__ import annotations

import re

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.problems import Place, did_you_mean, listed, sentence
from quiz.bank.schema import FamilyModel
from quiz.bank.scope import Scope, entries, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import (
    AFTER,
    BEFORE,
    IT,
    Atom,
    Constant,
    Family,
    Shape,
    Variable,
    parse_terms,
    placeholders,
)
from quiz.bank.words import check_placeholders

_VARIABLE = re.compile(r"[a-z][a-z0-9_-]*$")


def read_atoms(scope: Scope, node: Node | None) -> tuple[Atom, ...]:
    """Where-lines: `director(it, person)`, one or a list of them."""
    if isinstance(node, Sequence) and node.is_flow and not all(map(_is_where_line, node.items)):
        scope.refuse(
            node.place,
            "A where-line is expected here, or a list of them.",
            "Write relation(term, term, …) without brackets; within brackets each line wants double quotes.",
        )
        return ()
    lines = rows_of(node) if node is not None else ()
    atoms = (_read_atom(scope, line) for line in lines)
    return tuple(atom for atom in atoms if atom is not None)


def _is_where_line(node: Node) -> bool:
    return isinstance(node, Scalar) and parse_terms(node.text) is not None


def _read_atom(scope: Scope, line: Node) -> Atom | None:
    if not isinstance(line, Scalar):
        scope.problems.append(wrong_shape(line, "a where-line such as director(film, it)"))
        return None
    parsed = parse_terms(line.text)
    if parsed is None:
        scope.refuse(
            line.place,
            f"“{line.text}” is not a where-line.",
            'Write relation(term, term, …); a term is it, a name of your own, _ or a "text" in quotes.',
        )
        return None
    name, terms = parsed
    relation = scope.relation(Scalar(name, line.place))
    if relation is None:
        return None
    if len(terms) != len(relation.columns):
        columns = ", ".join(column.name for column in relation.columns)
        scope.refuse(
            line.place,
            f"{name} has {len(relation.columns)} columns, this line has {len(terms)} "
            f"{'term' if len(terms) == 1 else 'terms'}.",
            f"Write {name}({columns}), with _ for what stays open.",
        )
        return None
    for term, column in zip(terms, relation.columns, strict=True):
        if isinstance(term, Variable) and not _VARIABLE.match(term.name):
            scope.refuse(
                line.place,
                f"`{term.name}` cannot be the name of a variable.",
                f'If it means something by that name, put it in quotes: "{term.name}"; '
                "a variable is one word in lower case.",
            )
        if isinstance(term, Constant):
            scope.value(column, Scalar(term.text, line.place, is_plain=False))
    return Atom(relation, terms)


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
        if key.text in scope.families or key.text == "handwritten":
            scope.refuse(key.place, f"The family {key.text} exists already.", "Choose another name.")
        elif model is not None and isinstance(node, Mapping):
            family = _read_family(scope, key, node, model)
            if family is not None:
                families[key.text] = family
    return families


def _read_family(scope: Scope, key: Scalar, node: Mapping, model: FamilyModel) -> Family | None:
    before = scope.refused
    where = read_atoms(scope, node.values["where"])
    among = read_atoms(scope, node.values.get("among"))
    if scope.refused > before:
        return None
    types = types_of(scope, (*where, *among), key.place)
    in_where = {name for atom in where for name in atom.variables}
    if IT not in in_where:
        scope.refuse(
            node.place_of("where"), "No where-line has `it`, the option.", "Put `it` into one column."
        )
        return None
    for name in sorted({name for atom in among for name in atom.variables} - in_where):
        scope.refuse(
            node.place_of("among"), f"`{name}` stands in `among` alone.", "Use a name of `where`, or _."
        )
    shape_ = Shape(model.shape)
    named = _named(scope, node, model, types)
    partner = _partner(scope, node, model, types)
    if scope.refused > before:
        return None  # what is hidden depends on what is named
    year = {name for name in in_where if shape_.is_about_order and types[name] == "year"}
    hidden = sorted(in_where - named - partner - year - {IT})
    _check_same(scope, node, model, types[IT])
    _check_order(scope, node, shape_, where, types)
    if scope.refused == before:
        _check_hidden(scope, node, shape_, where, hidden)
    if scope.refused > before:
        return None
    return Family(
        slug=key.text,
        shape=Shape(model.shape),
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
        pair=model.pair,
        place=key.place,
    )


_ALSO_NAMED = {Shape.BETWEEN: {AFTER, BEFORE}, Shape.TRUE_FALSE: {IT}}
"""What the wordings of a shape must name beside the variables of its where-lines."""


def _named(scope: Scope, node: Mapping, model: FamilyModel, types: dict[str, str]) -> set[str]:
    """The variables that the wordings name, all of them the same."""
    ask = node.values["ask"]
    lines = ask.items if isinstance(ask, Sequence) else [ask]
    allowed = {name: kind for name, kind in types.items() if name != IT}
    also = _ALSO_NAMED.get(Shape(model.shape), set())
    allowed |= dict.fromkeys(also, types[IT])
    named: set[str] | None = None
    for text, line in zip(model.ask, lines, strict=True):
        before = scope.refused
        check_placeholders(scope, text, allowed, line.place)
        if scope.refused > before:
            continue  # what it should have named is not known
        names = {name for name, _ in placeholders(text)}
        if not also <= names:
            lacking = listed([f"{{{name}}}" for name in sorted(also - names)], last="and")
            scope.refuse(
                line.place,
                f"A wording of the shape {model.shape} names {lacking}.",
                "Write it into the wording.",
            )
            continue
        if named is not None and names != named:
            both = listed([f"{{{name}}}" for name in sorted(named)], last="and") or "nothing"
            scope.refuse(
                line.place,
                "This wording does not name what the first one names.",
                f"Each wording of a family asks the same: name {both}.",
            )
        named = names if named is None else named | names
    return named or set()


def _partner(scope: Scope, node: Mapping, model: FamilyModel, types: dict[str, str]) -> set[str]:
    """The variable that a match shows beside `it` in its options."""
    if (model.shape == "match") != (model.pair is not None):
        scope.refuse(
            node.place_of("pair" if model.pair is not None else "shape"),
            "`pair` and `shape: match` go together.",
            'Write `pair: "{film} – {it}"`, for example.',
        )
        return set()
    if model.pair is None:
        return set()
    place = node.place_of("pair")
    before = scope.refused
    check_placeholders(scope, model.pair, types, place)
    names = {name for name, _ in placeholders(model.pair)} - {IT}
    shown = {name for text in model.ask for name, _ in placeholders(text)}
    if scope.refused == before and (len(names) != 1 or names & shown or f"{{{IT}}}" not in model.pair):
        scope.refuse(
            place,
            "A pair names {it} and one other variable, which no wording names.",
            'Write `pair: "{film} – {it}"`, for example.',
        )
        return set()
    return names


def _check_same(scope: Scope, node: Mapping, model: FamilyModel, it_type: str) -> None:
    """Whether the options' kind has the attributes in which they are to agree."""
    kind = scope.kinds.get(it_type)
    for name in model.same:
        if kind is None or name not in kind.has:
            near = did_you_mean(name, kind.has) if kind is not None else ""
            scope.refuse(
                node.place_of("same"),
                f"An option of this family has no attribute {name}.",
                sentence(near) or f"Add it to the kind: `has: [{name}]`.",
            )


def _check_hidden(
    scope: Scope, node: Mapping, shape_: Shape, where: tuple[Atom, ...], hidden: list[str]
) -> None:
    """Whether what no wording names can be found from what it names, so that the question means one thing."""
    beside_it = {name for atom in where if IT in atom.variables for name in atom.variables}
    if shape_ is Shape.ODD:
        if len(hidden) != 1 or hidden[0] not in beside_it:
            found = listed([f"`{name}`" for name in hidden], last="and") or "none"
            wanted = "one variable that no wording names, in the line with `it`"
            scope.refuse(
                node.place_of("where"),
                f"An odd one out needs {wanted}; hidden here: {found}.",
                "Leave what three options share out of the wordings, and name everything else.",
            )
        return
    elsewhere = {name for atom in where if IT not in atom.variables for name in atom.variables}
    for name in hidden:
        if name not in elsewhere:
            scope.refuse(
                node.place_of("where"),
                f"No wording names `{name}`, and only the line with `it` has it: the question would be "
                "about one value that players are not told.",
                f"Name {{{name}}} in each wording, or write _ in its place.",
            )


def _check_order(
    scope: Scope, node: Mapping, shape_: Shape, where: tuple[Atom, ...], types: dict[str, str]
) -> None:
    if not shape_.is_about_order:
        return
    beside_it = {name for atom in where if IT in atom.variables for name in atom.variables}
    if sum(types[name] == "year" for name in beside_it - {IT}) != 1:
        scope.refuse(
            node.place_of("where"),
            f"`shape: {shape_}` puts options in the order of a year, and the line with `it` must name one.",
            "Write shown(it, year), for example.",
        )
