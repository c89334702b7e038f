"""Nodes checked against a model, and pydantic's findings told with place and cure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.problems import Place, Problem, did_you_mean, listed, nearest, quoted, sentence
from quiz.bank.schema import yaml_name

STRANGE = 3
"""With so many unknown keys, it is the mapping that stands in a wrong place."""

ModelT = TypeVar("ModelT", bound=BaseModel)

Path = tuple[str | int, ...]


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
        found = error.errors(include_url=False, include_context=True)
        problems += _missing(node, found, what)
        told: set[Place] = set()
        for finding in _without_strangers(model, found):
            place = find(node, finding["loc"])[1]
            # a union reports every alternative that failed: one word for each place is enough
            if finding["type"] == "extra_forbidden" or (finding["type"] != "missing" and place not in told):
                told.add(place)
                problems.append(_problem(model, node, finding, what))
        return None


def _without_strangers(model: type[BaseModel], found: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The findings, but of a mapping full of strange keys, as one in a wrong place is, the first alone."""
    strange: dict[Path, list[ErrorDetails]] = defaultdict(list)
    for finding in found:
        *parent, key = finding["loc"]
        if finding["type"] == "extra_forbidden" and not nearest(str(key), known_keys(model)):
            strange[tuple(parent)].append(finding)
        else:
            yield finding
    for findings in strange.values():
        yield from findings if len(findings) < STRANGE else findings[:1]


def wrong_shape(node: Node, wanted: str) -> Problem:
    """A list or a mapping stands where something else is wanted, or the other way round."""
    is_list_wanted = wanted.startswith("a list")
    if isinstance(node, Scalar):
        found = "A text" if node.text else "Nothing"
        remedy = "Write `key: value` lines under it, indented."
    else:
        found = "A list" if isinstance(node, Sequence) else "A mapping"
        remedy = "Check the indentation, and that no `- ` or colon is too many."
        if node.is_flow and not is_list_wanted:
            text = quoted(_in_brackets(node))
            remedy = f"If the brackets belong to the text, put all of it in double quotes: {text}."
    if is_list_wanted:
        remedy = "Begin each entry with `- ` on a line of its own, indented."
    return Problem.at(node.place, f"{found} stands where {wanted} is expected.", remedy)


def _in_brackets(node: Sequence | Mapping) -> str:
    """A list or mapping as its author typed it, as far as it is short and flat."""
    if isinstance(node, Sequence):
        texts = [each.text if isinstance(each, Scalar) else "…" for each in node.items]
        return f"[{', '.join(texts)}]"
    pairs = [
        key if isinstance(value, Scalar) and not value.text else f"{key}: {getattr(value, 'text', '…')}"
        for key, value in node.values.items()
    ]
    return f"{{{', '.join(pairs)}}}"


def find(node: Node, path: Path) -> tuple[Node, Place]:
    """The node at a path, or the nearest one above it; and its place."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.values:
            node = node.values[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node, node.place


def known_keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or yaml_name(name) for name, field in model.model_fields.items()]


def _missing(root: Mapping, found: list[ErrorDetails], what: str) -> Iterator[Problem]:
    """One problem for all the keys that a mapping lacks, but for those that are there, misspelt."""
    lacking: dict[Path, list[str]] = defaultdict(list)
    surplus: dict[Path, list[str]] = defaultdict(list)
    for finding in found:
        *parent, key = finding["loc"]
        if finding["type"] == "missing":
            lacking[tuple(parent)].append(str(key))
        elif finding["type"] == "extra_forbidden":
            surplus[tuple(parent)].append(str(key))
    for path, keys in lacking.items():
        misspelt = {nearest(key, keys) for key in surplus[path]}
        absent = [f"`{key}`" for key in keys if key not in misspelt]
        if absent:
            place = find(root, path)[1]
            verb = "is" if len(absent) == 1 else "are"
            where = "here" if path else f"in {what}"
            yield Problem.at(
                place,
                f"{listed(absent, last='and')} {verb} missing {where}.",
                f"Add {'a line' if len(absent) == 1 else 'lines'} such as {absent[0][:-1]}: …`.",
            )


def _problem(model: type[BaseModel], root: Mapping, finding: ErrorDetails, what: str) -> Problem:
    path = finding["loc"]
    node, place = find(root, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if finding["type"] == "extra_forbidden":
        parent, _ = find(root, path[:-1])
        key_place = parent.keys[key].place if isinstance(parent, Mapping) and key in parent.keys else place
        remedy = sentence(did_you_mean(key, known_keys(model)))
        return Problem.at(
            key_place,
            f"There is no key `{key}` in {what}.",
            remedy or f"The keys are {listed(known_keys(model), last='and')}.",
        )
    if isinstance(node, Scalar) and node.text == "":
        return Problem.at(
            place, f"`{key}` has no value.", 'Write one; a text that begins with # needs quotes: "#Alive".'
        )
    if finding["type"] == "string_type":
        return wrong_shape(node, "a text")
    said = node.text if isinstance(node, Scalar) else "…"
    message, remedy = _of_value(finding, key, said)
    return Problem.at(place, message, remedy)


_Words = tuple[str, str]
_WORDS: dict[str, Callable[[str, str, str], _Words]] = {
    "string_pattern_mismatch": lambda key, said, _: (f"`{key}: {said}` has not the right form.", _form(key)),
    "int_parsing": lambda key, said, _: (f"“{said}” is not a whole number.", f"Write `{key}` in figures."),
    "float_parsing": lambda key, said, _: (f"“{said}” is not a number.", f"Write `{key}` in figures."),
    "bool_parsing": lambda key, said, _: (f"`{key}` cannot be {said}.", "Write true or false."),
    "too_short": lambda key, _, limit: (f"`{key}` has too few entries.", f"Write {limit} or more."),
    "too_long": lambda key, _, limit: (f"`{key}` has too many entries.", f"Keep {limit} at most."),
    "string_too_long": lambda key, _, limit: (f"`{key}` is longer than {limit} characters.", "Shorten it."),
}
_FAMILIES: dict[str, Callable[[str, str, str], _Words]] = {
    "date": lambda _, said, __: (f"“{said}” is not a date.", "Write it as 2026-11-20."),
    "greater": lambda key, said, limit: (f"`{key}: {said}` is too small.", f"It is {limit} or more."),
    "less": lambda key, said, limit: (f"`{key}: {said}` is too large.", f"It is {limit} or less."),
}


def _of_value(finding: ErrorDetails, key: str, said: str) -> _Words:
    kind = finding["type"]
    context = finding.get("ctx", {})
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        remedy = sentence(did_you_mean(said, expected))
        return f"`{key}` cannot be {said}.", remedy or f"Write {listed(expected)}."
    words = _WORDS.get(kind) or _FAMILIES.get(kind.split("_")[0])
    if words is None:
        return f"`{key}: {said}` does not fit here.", "Write it as the keys beside it are written."
    return words(key, said, str(next(iter(context.values()), "")))


def _form(key: str) -> str:
    if key == "url":
        return "Write a whole address that begins with https://."
    if key == "language":
        return "Write a language code such as en or fr."
    return "Use lower-case letters, figures and single hyphens."
