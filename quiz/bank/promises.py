"""Reads what authors vouch for: lists declared complete or open, and handwritten questions."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.bank.nodes import Mapping, Node, Scalar
from quiz.bank.nodes import Sequence as SequenceNode
from quiz.bank.pack import Declaration, Entity, Question, Status, Value, WrongOption
from quiz.bank.problems import did_you_mean, listed
from quiz.bank.rows import Block
from quiz.bank.schema import CompletenessModel, QuestionModel
from quiz.bank.scope import Scope, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import IT, Relation


def read_entity_promises(scope: Scope, block: Block) -> tuple[list[Declaration], list[tuple[str, Entity]]]:
    """`complete: [won]` and `open: [director]` of one entity."""
    declarations: list[Declaration] = []
    opened: list[tuple[str, Entity]] = []
    for key in ("complete", "open"):
        for node in rows_of(block.node.values[key]) if key in block.node.values else ():
            if not isinstance(node, Scalar):
                scope.problems.append(wrong_shape(node, "the name of a relation"))
                continue
            relation = _relation(scope, node)
            if relation is None:
                continue
            at = next(
                (at for at, each in enumerate(relation.columns) if each.type == block.entity.kind.name), None
            )
            if at is None:
                scope.refuse(
                    node.place,
                    f"{relation.name} has no column for a {block.entity.kind.name}.",
                    "Leave it out here.",
                )
            elif key == "open":
                opened.append((relation.name, block.entity))
            else:
                declarations.append(
                    Declaration(
                        relation=relation,
                        fixed=((at, block.entity),),
                        says=f"The list of “{relation.name}” is complete for {block.entity.show}.",
                        sources=scope.source_refs(block.sources),
                        place=node.place,
                    )
                )
    return declarations, opened


def _relation(scope: Scope, node: Scalar) -> Relation | None:
    relation = scope.relations.get(node.text)
    if relation is None:
        near = did_you_mean(node.text, scope.relations)
        message = f"There is no relation called {node.text}"
        scope.refuse(
            node.place,
            f"{message}; {near}" if near else f"{message}.",
            f"Known: {listed(sorted(scope.relations))}.",
        )
    return relation


def read_completeness(scope: Scope, section: Node) -> list[Declaration]:
    """The `complete:` section: `- relation: {column: value}` with `says`."""
    declarations = []
    if not isinstance(section, SequenceNode):
        scope.problems.append(wrong_shape(section, "a list of declarations"))
        return declarations
    for node in section.items:
        model = shape(CompletenessModel, node, scope.problems, "a declaration")
        if model is None or not isinstance(node, Mapping):
            continue
        extra = list(model.model_extra or {})
        if len(extra) != 1:
            scope.refuse(
                node.place,
                f"A declaration names one relation, this one names {listed(extra, last='and') or 'none'}.",
                "Write `- director: {film: Caché}`, for example.",
            )
            continue
        relation = _relation(scope, node.keys[extra[0]])
        columns = node.values[extra[0]]
        if relation is None:
            continue
        if not isinstance(columns, Mapping) or not columns.keys:
            scope.problems.append(wrong_shape(columns, "a mapping of fixed columns"))
            continue
        fixed = []
        for name, key in columns.keys.items():
            at = relation.index(name)
            if at is None:
                near = did_you_mean(name, [column.name for column in relation.columns])
                scope.refuse(
                    key.place,
                    f"{relation.name} has no column `{name}`.",
                    near.capitalize()
                    or f"It has {listed([each.name for each in relation.columns], last='and')}.",
                )
                continue
            value = _fixed_value(scope, relation, at, columns.values[name])
            if value is not None:
                fixed.append((at, value))
        declarations.append(
            Declaration(
                relation=relation,
                fixed=tuple(sorted(fixed, key=lambda pair: pair[0])),
                says=model.says,
                sources=scope.source_refs(node.values.get("source")),
                place=node.place,
            )
        )
    return declarations


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


def read_questions(scope: Scope, section: Node, default_source: Node | None) -> list[Question]:
    from quiz.bank.words import read_atoms, types_of

    questions: list[Question] = []
    if not isinstance(section, SequenceNode):
        scope.problems.append(wrong_shape(section, "a list of questions"))
        return questions
    for node in section.items:
        model = shape(QuestionModel, node, scope.problems, "a question")
        if model is None or not isinstance(node, Mapping):
            continue
        found = len(scope.problems)
        refs = scope.source_refs(node.values.get("source", default_source))
        if not refs and found == len(scope.problems):
            scope.refuse(node.place, "This question names no source.", "Add `source: …`.")
        if len(model.wrong) < 2 and not model.where:
            scope.refuse(node.keys["wrong"].place, "A question needs two wrong options at least.", "Add one.")
        atoms = read_atoms(scope, node.values.get("where"))
        types = types_of(scope, atoms, node.place)
        kind = types.get(IT) if atoms else None
        if atoms and kind is None and found == len(scope.problems):
            scope.refuse(
                node.values["where"].place, "No where-line has `it`, the option.", "Put `it` into one column."
            )
        if not atoms and not model.signed:
            scope.refuse(
                node.place,
                "Nobody vouches for the wrong options.",
                "Add `signed: …`, or prove them with `where: …`.",
            )
        key_entity = _option_entity(scope, kind, node.values["key"])
        wrong = _wrong_options(scope, kind, node, model)
        texts = [model.key, *(each.text for each in wrong)]
        for text in {text for text in texts if texts.count(text) > 1}:
            scope.refuse(node.place, f"“{text}” stands twice among the options.", "Change one of them.")
        if model.status != "confirmed":
            scope.refuse(
                node.place, f"A handwritten question cannot be {model.status} yet be kept.", "Delete it."
            )
        about = (
            [_about(scope, each) for each in rows_of(node.values["about"])] if "about" in node.values else []
        )
        if len(scope.problems) > found:
            continue
        questions.append(
            Question(
                slug=model.id,
                ask=tuple(model.ask),
                key=model.key,
                key_entity=key_entity,
                because=model.because,
                wrong=wrong,
                sources=refs,
                about=tuple(entity for entity in about if entity is not None),
                signed=model.signed,
                level=model.level,
                is_ordered=model.order == "as-written",
                where=atoms,
                status=Status(model.status),
                until=model.until,
                review_by=model.review_by,
                pack=scope.slug,
                place=node.place,
            )
        )
    return questions


def _option_entity(scope: Scope, kind: str | None, node: Node) -> Entity | None:
    return scope.entity(kind, node) if kind in scope.kinds and kind is not None else None


def _wrong_options(
    scope: Scope, kind: str | None, node: Mapping, model: QuestionModel
) -> tuple[WrongOption, ...]:
    nodes: Sequence[Node] = list(rows_of(node.values["wrong"]))
    options = []
    for each, option in zip(nodes, model.wrong, strict=True):
        name = each.values["is"] if isinstance(each, Mapping) else each
        options.append(
            WrongOption(
                text=option.is_,
                entity=_option_entity(scope, kind, name),
                because=option.because,
                sources=scope.source_refs(each.values.get("source")) if isinstance(each, Mapping) else (),
            )
        )
    return tuple(options)


def _about(scope: Scope, node: Node) -> Entity | None:
    """An entity of any kind, by name."""
    if not isinstance(node, Scalar):
        scope.problems.append(wrong_shape(node, "a name"))
        return None
    for entities in scope.entities.values():
        if node.text in entities:
            return entities[node.text]
    names = [name for entities in scope.entities.values() for name in entities]
    near = did_you_mean(node.text, names)
    message = f"Nothing here is called {node.text}"
    scope.refuse(node.place, f"{message}; {near}" if near else f"{message}.", "Declare it, or leave it out.")
    return None
