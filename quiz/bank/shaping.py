"""Nodes checked against a model, and pydantic's findings told with place and cure."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.problems import Place, Problem, did_you_mean, listed
from quiz.bank.schema import yaml_name

ModelT = TypeVar("ModelT", bound=BaseModel)


def to_plain(node: Node) -> object:
    """The node as str, list and dict."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [to_plain(item) for item in node.items]
    return {key: to_plain(value) for key, value in node.values.items()}


def shape(model: type[ModelT], node: Node, problems: list[Problem], what: str) -> ModelT | None:
    """The node as a model; None, and problems added, if it is not of that shape.

    what: how to call it in a message, such as "a source".
    """
    if not isinstance(node, Mapping):
        problems.append(wrong_shape(node, what))
        return None
    try:
        return model.model_validate(to_plain(node))
    except ValidationError as error:
        # one finding for each place: a union reports every alternative that failed
        seen: set[Place] = set()
        for finding in error.errors(include_url=False, include_context=True):
            problem = _problem(model, node, finding, what)
            place = Place(problem.file, problem.line, problem.column)
            if place not in seen or finding["type"] == "missing":
                seen.add(place)
                problems.append(problem)
        return None


def wrong_shape(node: Node, wanted: str) -> Problem:
    """A list or a mapping stands where something else is wanted, or the other way round."""
    if isinstance(node, Scalar):
        return Problem.at(
            node.place, f"A text stands where {wanted} is expected.", "Write `key: value` lines."
        )
    kind = "list" if isinstance(node, Sequence) else "mapping"
    brackets = "[…]" if isinstance(node, Sequence) else "{…}"
    remedy = (
        f'If {brackets} belongs to the text, put all of it in double quotes: "{brackets}".'
        if node.is_flow
        else "Check the indentation."
    )
    return Problem.at(node.place, f"A {kind} stands where {wanted} is expected.", remedy)


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, Place]:
    """The node at a path, or the nearest one above it; and the place of the key that led there."""
    place = node.place
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.values:
            place = node.values[step].place
            node = node.values[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
    return node, place


def known_keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or yaml_name(name) for name, field in model.model_fields.items()]


def _problem(model: type[BaseModel], root: Mapping, finding: ErrorDetails, what: str) -> Problem:
    path = finding["loc"]
    node, place = find(root, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    kind = finding["type"]
    context = finding.get("ctx", {})
    if kind == "missing":
        return Problem.at(place, f"`{key}` is missing in {what}.", f"Add a line `{key}: …`.")
    if kind == "extra_forbidden":
        parent, _ = find(root, path[:-1])
        key_place = parent.keys[key].place if isinstance(parent, Mapping) and key in parent.keys else place
        near = did_you_mean(key, known_keys(model))
        remedy = near.capitalize() if near else f"It may have {listed(known_keys(model), last='and')}."
        return Problem.at(key_place, f"There is no key `{key}` in {what}.", remedy)
    if isinstance(node, Scalar) and node.text == "":
        return Problem.at(
            place, f"`{key}` has no value.", 'Write one; a text that begins with # needs quotes: "#Alive".'
        )
    if kind in ("string_type", "list_type", "dict_type", "bool_type", "int_type", "float_type", "model_type"):
        if not isinstance(node, Scalar):
            return wrong_shape(node, "a text")
        return Problem.at(place, f"`{key}: {node.text}` does not fit here.", "Write a list or a mapping.")
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        said = node.text if isinstance(node, Scalar) else "…"
        near = did_you_mean(said, expected)
        remedy = near.capitalize() if near else f"Write {listed(expected)}."
        return Problem.at(place, f"`{key}` cannot be {said}.", remedy)
    said = node.text if isinstance(node, Scalar) else "…"
    remedies = {
        "string_pattern_mismatch": (f"`{key}: {said}` has not the right form.", _form(key)),
        "int_parsing": (f"`{said}` is not a whole number.", f"Write `{key}` in figures."),
        "float_parsing": (f"`{said}` is not a number.", f"Write `{key}` in figures."),
        "bool_parsing": (f"`{key}` cannot be {said}.", "Write true or false."),
        "too_short": (f"`{key}` has too few entries.", "Add one."),
        "too_long": (f"`{key}` has too many entries.", "Leave some out."),
        "string_too_long": (f"`{key}` is longer than {context.get('max_length')} characters.", "Shorten it."),
    }
    if kind.startswith("date"):
        return Problem.at(place, f"`{said}` is not a date.", "Write it as 2026-11-20.")
    if kind.startswith(("greater_than", "less_than")):
        limit = next(iter(context.values()), "")
        return Problem.at(place, f"`{key}: {said}` is out of range.", f"The limit is {limit}.")
    message, remedy = remedies.get(kind, (f"`{key}: {said}`: {finding['msg']}.", "Mend the value."))
    return Problem.at(place, message, remedy)


def _form(key: str) -> str:
    if key == "url":
        return "Write a whole address that begins with https://."
    if key == "language":
        return "Write a language code such as en or fr."
    return "Use lower-case letters, figures and single hyphens."
