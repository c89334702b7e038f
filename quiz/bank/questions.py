"""Reads handwritten questions."""

from __future__ import annotations

from quiz.bank.families import read_atoms, types_of
from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Entity, Question, Status, WrongOption
from quiz.bank.problems import did_you_mean
from quiz.bank.schema import MAX_QUOTE_WORDS, QuestionModel
from quiz.bank.scope import Scope, rows_of
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.vocabulary import IT, Atom

FEWEST_WRONG = 2


def read_questions(scope: Scope, section: Node, default_source: Node | None) -> list[Question]:
    if not isinstance(section, Sequence):
        scope.problems.append(wrong_shape(section, "a list of questions"))
        return []
    found = (_read_question(scope, node, default_source) for node in section.items)
    return [question for question in found if question is not None]


def _read_question(scope: Scope, node: Node, default_source: Node | None) -> Question | None:
    model = shape(QuestionModel, node, scope.problems, "a question")
    if model is None or not isinstance(node, Mapping):
        return None
    before = scope.refused
    refs = scope.source_refs(node.values.get("source", default_source))
    if not refs and before == scope.refused:
        scope.refuse(node.place, "This question names no source.", "Add `source: …`.")
    atoms, kind = _where(scope, node)
    _check_vouched(scope, node, model, atoms)
    key_entity = _option_entity(scope, kind, node.values["key"])
    wrong = _wrong_options(scope, kind, node, model)
    _check_options(scope, node, [model.key, *(each.text for each in wrong)])
    named = node.values.get("about")
    about = [_about(scope, each) for each in rows_of(named)] if named is not None else []
    if scope.refused > before:
        return None
    return Question(
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


def _where(scope: Scope, node: Mapping) -> tuple[tuple[Atom, ...], str | None]:
    """The where-lines that prove the options, and the kind of these."""
    before = scope.refused
    atoms = read_atoms(scope, node.values.get("where"))
    kind = types_of(scope, atoms, node.place_of("where")).get(IT)
    if atoms and kind is None and before == scope.refused:
        scope.refuse(
            node.place_of("where"), "No where-line has `it`, the option.", "Put `it` into one column."
        )
    return atoms, kind


def _check_vouched(scope: Scope, node: Mapping, model: QuestionModel, atoms: tuple[Atom, ...]) -> None:
    """Whether somebody or something stands for the wrong options, and what else the shape cannot say."""
    if not model.where and not model.signed:
        scope.refuse(
            node.place,
            "Nobody vouches for the wrong options.",
            "Add `signed: …` with a name, or prove them with `where: …`.",
        )
    if len(model.wrong) < FEWEST_WRONG and not atoms:
        scope.refuse(
            node.place_of("wrong"), f"A question needs {FEWEST_WRONG} wrong options at least.", "Add one."
        )
    if model.status != "confirmed":
        scope.refuse(
            node.place_of("status"),
            f"A handwritten question that is {model.status} cannot be asked.",
            "Delete it, or mend it and leave `status` out.",
        )
    words = len((model.quote or "").split())
    if words > MAX_QUOTE_WORDS:
        scope.refuse(
            node.place_of("quote"),
            f"The quote has {words} words; {MAX_QUOTE_WORDS} is the most that one may have.",
            "Shorten it.",
        )


def _check_options(scope: Scope, node: Mapping, texts: list[str]) -> None:
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        scope.refuse(
            node.place_of("wrong"), f"“{text}” stands twice among the options.", "Change one of them."
        )


def _option_entity(scope: Scope, kind: str | None, node: Node) -> Entity | None:
    return scope.entity(kind, node) if kind is not None and kind in scope.kinds else None


def _wrong_options(
    scope: Scope, kind: str | None, node: Mapping, model: QuestionModel
) -> tuple[WrongOption, ...]:
    options = []
    for each, option in zip(rows_of(node.values["wrong"]), model.wrong, strict=True):
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
    declare = "Declare it under its kind, or leave it out."
    scope.unknown("name", node, names, f"If not: {declare[0].lower()}{declare[1:]}" if near else declare)
    return None
