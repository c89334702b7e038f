"""What libyaml complains of, told to somebody who writes about films and not about parsers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from quiz.bank.problems import Place, Problem, quoted
from quiz.bank.slips import slip_of_dash

_LINE = re.compile(r"^(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s:\"'#\[{][^:\"'#]*?):(?:\s+|$))?(?P<value>.*?)\s*$")
_TITLE = re.compile(r"[^,\]}]+")
_COMMENT = re.compile(r"(?<=\s)#.*")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile("'(?:[^']|'')*'")}
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_IN_APOSTROPHES = re.compile(rf"(?<=[\s,\[{{])'(?P<text>(?:[^']|{_APOSTROPHE.pattern})*)'(?=\s*[,\]}}])")
_BAD_START = re.compile(r"[@`%,\]}&*!]|[-?](?:\s|$)|[|>](?![+-]?\d?[+-]?$)")
_BAD_ESCAPE = "In double quotes YAML takes the \\ in this text for more than itself."
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Lines:
    """A file by lines, counted from 1."""

    file: str
    texts: list[str]

    def text(self, line: int) -> str:
        return self.texts[line - 1] if 0 < line <= len(self.texts) else ""

    def value_at(self, place: Place, *, inside_brackets: bool) -> str:
        """What stands from a place on, in double quotes, as its author should have written it."""
        rest = self.text(place.line)[place.column - 1 :].strip()
        if inside_brackets and (cut := _TITLE.match(rest)):
            rest = cut.group().strip()
        return quoted(_unquoted(rest))


def _unquoted(text: str) -> str:
    """The text without the quotation marks that were meant as such: an apostrophe at its beginning stays."""
    first, last = text[:1], text[-1:]
    inside = text[1:-1]
    if first == "'" == last and len(text) > 1:
        inside = _APOSTROPHE.sub("", inside)
    if first in ("'", '"') and len(text) > 1 and first == last and first not in inside:
        return text[1:-1]
    return text[1:] if first == '"' and '"' not in text[1:] else text


def explain(error: yaml.YAMLError, lines: Lines, flow: Place | None) -> Problem:
    """What is wrong, where, and the cure. flow: where the outermost bracket opened that is still open."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(lines.file, 1, 1, f"This is no YAML text: {error}.", "Save the file as plain text.")
    said = f"{error.context or ''} {error.problem or ''}".strip()
    mark = error.problem_mark or error.context_mark
    place = Place(lines.file, mark.line + 1, mark.column + 1) if mark else Place(lines.file)
    context = error.context_mark
    begun = Place(lines.file, context.line + 1, context.column + 1) if context else place
    if "unexpected end of stream" in said:
        place = begun
    if "cannot start any token" in said:
        return _cannot_begin(place, lines, inside_brackets=flow is not None)
    problem = (
        _of_dash(place, begun, flow, lines)
        or _in_brackets(said, place, flow, lines)
        or _of_value(place, begun, lines)
        or _of_indentation(said, place, begun, lines)
        or _of_sign(said, place, begun, lines)
    )
    return problem or Problem.at(
        place, f"YAML cannot read on here ({said}).", "Put the text around this place in double quotes."
    )


def _of_dash(place: Place, begun: Place, flow: Place | None, lines: Lines) -> Problem | None:
    """An entry of a list whose dash is none to YAML."""
    for line in dict.fromkeys((place.line, begun.line)):
        slip = slip_of_dash(lines.text(line))
        if slip is not None and (flow is None or flow.line == line):
            return Problem(lines.file, line, slip.column, slip.message, slip.remedy)
    return None


def _in_brackets(said: str, place: Place, flow: Place | None, lines: Lines) -> Problem | None:
    """A list or mapping in brackets that does not end where it should."""
    if flow is None:
        return None
    opening = lines.text(flow.line)[flow.column - 1]
    comment = _COMMENT.search(lines.text(flow.line), flow.column)
    if comment and place.line >= flow.line:
        dropped = comment.group().rstrip()
        title = dropped.rstrip("]} ")
        return Problem(
            flow.file,
            flow.line,
            comment.start() + 1,
            f"YAML drops “{dropped}” as a comment, the closing `{_CLOSING[opening]}` with it.",
            f"If it belongs to a text, put that in double quotes: {quoted(title)}.",
        )
    inside = "Inside brackets, commas part the entries, and texts with , : # [ ] { } want double quotes."
    for held in _IN_APOSTROPHES.finditer(lines.text(flow.line), flow.column):
        if place.line == flow.line and held.start() < place.column - 1 < held.end() and "'" in held["text"]:
            return Problem(
                flow.file,
                flow.line,
                held.start() + 1,
                "An apostrophe inside this text closes its quotation mark.",
                f"Put the whole text in double quotes: {quoted(held['text'])}.",
            )
    if place.line == flow.line and "expected ',' or" in said:
        return Problem.at(place, f"A comma or `{_CLOSING[opening]}` should stand here.", inside)
    if place.line != flow.line:
        return Problem.at(
            flow,
            f"`{opening}` opens here and is not closed with `{_CLOSING[opening]}` as it should be.",
            inside,
        )
    return _cannot_begin(place, lines, inside_brackets=True)


def _cannot_begin(place: Place, lines: Lines, *, inside_brackets: bool) -> Problem:
    line = lines.text(place.line)
    character = line[place.column - 1 : place.column]
    inside = inside_brackets or any(bracket in line[: place.column - 1] for bracket in _CLOSING)
    return Problem.at(
        place,
        f"A text cannot begin with `{character}` without quotes.",
        f"Put the whole text in double quotes: {lines.value_at(place, inside_brackets=inside)}.",
    )


def _of_value(place: Place, begun: Place, lines: Lines) -> Problem | None:
    """A value that YAML would read if it stood in quotes."""
    for line in dict.fromkeys((place.line, begun.line)):
        found = _LINE.match(lines.text(line))
        value = found["value"] if found is not None else ""
        message = _fault(value, has_key=found is not None and found["key"] is not None)
        if found is not None and message:
            at = Place(lines.file, line, found.start("value") + 1)
            if message == _BAD_ESCAPE:
                return Problem.at(at, message, "Double it, or put the text in single quotes.")
            cure = lines.value_at(at, inside_brackets=False)
            return Problem.at(at, message, f"Put the whole text in double quotes: {cure}.")
    return None


def _fault(value: str, *, has_key: bool) -> str | None:
    first = value[:1]
    if first in _QUOTED:
        return _fault_in_quotes(value)
    if first in _CLOSING:
        end = value.find(_CLOSING[first]) + 1
        what = "list" if first == "[" else "mapping"
        follows = 0 < end < len(value)
        return f"YAML takes `{value[:end]}` for a {what}, and text follows it." if follows else None
    if _BAD_START.match(value):
        return f"A text cannot begin with `{first}` without quotes."
    if has_key and re.search(r":(?:\s|$)", value):
        return "A second colon in the line: YAML looks for a key inside the text."
    return None


def _fault_in_quotes(value: str) -> str | None:
    closed = _QUOTED[value[0]].match(value)
    if closed is None:
        return "A quotation mark opens here and is not closed in this line."
    if closed.end() < len(value):
        return "Text follows the quotation mark that closes here."
    if value[0] == '"' and "\\" in value:
        return _BAD_ESCAPE
    return None


def _of_indentation(said: str, place: Place, begun: Place, lines: Lines) -> Problem | None:
    """A line that begins in the wrong column, or a key without its colon."""
    text = lines.text(place.line)
    column = len(text) - len(text.lstrip()) + 1
    if "could not find expected ':'" in said:
        return _no_colon(begun.line, lines)
    if "document start" in said:
        return _of_first_line(lines)
    above = next((line for line in range(place.line - 1, 0, -1) if lines.text(line).strip()), 0)
    if "mapping values are not allowed" in said and above:
        before = _LINE.match(lines.text(above))
        if before is not None and before["key"] is None and before["value"]:
            return _no_colon(above, lines)
        wanted = before.end("lead") + 1 if before is not None else 1
        return Problem(
            place.file,
            place.line,
            column,
            f"This line begins in column {column}, the key above it in column {wanted}.",
            f"Begin it in column {wanted}, if it belongs to the same entry.",
        )
    if "did not find expected '-' indicator" in said or "did not find expected key" in said:
        entry = text.lstrip().startswith("- ")
        return Problem(
            place.file,
            place.line,
            column,
            f"This line begins in column {column}, where no {'list' if entry else 'key'} can stand.",
            f"Begin {'it' if entry else 'a key'} in the column of the {'entries' if entry else 'keys'} "
            "that it belongs to.",
        )
    return None


def _of_first_line(lines: Lines) -> Problem | None:
    """A file whose first section is indented, and the next one is not."""
    for line, text in enumerate(lines.texts, start=1):
        column = len(text) - len(text.lstrip()) + 1
        if text.strip() and not text.lstrip().startswith("#"):
            message = f"The first line of the file begins in column {column}, another one further left."
            return Problem(lines.file, line, column, message, "Begin each section in column 1.")
    return None


def _of_sign(said: str, place: Place, begun: Place, lines: Lines) -> Problem | None:
    """A sign that means more to YAML than to the author."""
    if "quoted scalar" in said:
        return Problem.at(begun, "A quotation mark opens here and is never closed.", 'Close it with `"`.')
    if "unexpected ':'" in said:
        return Problem.at(place, "No space follows this colon.", "Write one, or quote the text.")
    if any(word in said for word in ("block scalar", "directive", "an anchor", "an alias", "a tag")):
        return _cannot_begin(begun, lines, inside_brackets=False)
    if "expected node content" in said:
        return _cannot_begin(place, lines, inside_brackets=False)
    return None


def _no_colon(line: int, lines: Lines) -> Problem:
    found = _LINE.match(lines.text(line))
    value = found["value"] if found else lines.text(line).strip()
    at = found.start("value") + 1 if found else 1
    key, colon, rest = value.partition(":")
    if colon:
        return Problem(
            lines.file, line, at + len(key), "No space follows this colon.", f"Write `{key}: {rest}`."
        )
    first, space, others = value.partition(" ")
    remedy = f"Write `{first}: {others}`, if {first} is the key." if space else f"Write `{value}:`."
    return Problem(lines.file, line, at, f"No colon follows “{value}”.", remedy)
