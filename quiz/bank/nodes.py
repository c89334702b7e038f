"""A pack's text as a tree of nodes, every scalar still the text that its author typed.

YAML's own reading of scalars is what ruins film titles: `1917` becomes a number, `No` false, `22:30` 1350 and
`#Alive` nothing at all. So libyaml's events are built into a tree here, scalars stay texts with their line and
column, and whatever would change a text without a word (comments behind a value, anchors, aliases, tags, duplicate
keys) is refused with its cure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from quiz.bank.problems import PackHasProblems, Place, Problem

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 16
_QUOTE = 'Put the whole text in double quotes: "{}".'
_COMMENT = re.compile(r"[ \t]+#")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. `is_plain` when it stands without quotes."""

    text: str
    place: Place
    is_plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    items: list[Node]
    place: Place
    is_flow: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """`keys` holds the key scalars, for their places; `values` the nodes by key text."""

    place: Place
    is_flow: bool = False
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def decode(content: bytes, file: str) -> str:
    """The text of a file; raises PackHasProblems if it is too large or not UTF-8 text."""
    if len(content) > MAX_BYTES:
        raise PackHasProblems(
            [
                Problem(
                    file,
                    1,
                    1,
                    f"The file has {len(content):,} bytes, more than the {MAX_BYTES:,} that a file may have.",
                    "Split it into several files.",
                )
            ]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        message = f"Byte {content[error.start]:#04x} is not UTF-8 text."
        raise PackHasProblems([Problem(file, line, column, message, "Save the file as UTF-8.")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_yaml(text: str, file: str) -> Mapping:
    """The tree of one YAML document, whose root must be a mapping.

    Raises PackHasProblems with every refusal found up to the first place where libyaml itself gives up.
    """
    return _Builder(text, file).build()


class _Builder:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def build(self) -> Mapping:
        root: Node | None = None
        try:
            root = self._document()
        except yaml.YAMLError as error:
            self.problems.append(self._explain(error))
        except RecursionError:
            self._refuse(
                Place(self.file), f"Blocks are nested more than {MAX_DEPTH} deep.", "Flatten the file."
            )
        if root is not None and not isinstance(root, Mapping):
            self._refuse(
                root.place, "The file is not a mapping of sections.", "Begin with a line such as `film:`."
            )
        if self.problems:
            raise PackHasProblems(self.problems)
        return root if isinstance(root, Mapping) else Mapping(Place(self.file))

    def _document(self) -> Node | None:
        events = yaml.parse(self.text, Loader=yaml.CSafeLoader)
        root: Node | None = None
        stack: list[tuple[Mapping | Sequence, Scalar | None]] = []
        pending: Scalar | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    place = self._place(event.start_mark)
                    self._refuse(
                        place, "A second document begins here (`---`).", "Put it into a file of its own."
                    )
            elif isinstance(event, yaml.AliasEvent):
                place = self._place(event.start_mark)
                self._refuse(
                    place, f"`*{event.anchor}` is a YAML alias, which packs do not use.", _QUOTE.format("*…")
                )
                node: Node = Scalar("", place, is_plain=False)
                pending = self._attach(stack, pending, node)
            elif isinstance(event, yaml.ScalarEvent):
                self._check_marks(event)
                place = self._place(event.start_mark)
                is_plain = event.style is None or event.style == ""
                if is_plain and event.value and event.start_mark.line == event.end_mark.line:
                    self._check_comment(event, place)
                node = Scalar(event.value, place, is_plain)
                if not stack:
                    root = node
                else:
                    pending = self._attach(stack, pending, node)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._check_marks(event)
                place = self._place(event.start_mark)
                opened: Mapping | Sequence
                if isinstance(event, yaml.MappingStartEvent):
                    opened = Mapping(place, bool(event.flow_style))
                else:
                    opened = Sequence([], place, bool(event.flow_style))
                if len(stack) >= MAX_DEPTH:
                    raise RecursionError
                if stack and isinstance(stack[-1][0], Mapping) and pending is None:
                    self._refuse(
                        place, "A list or a mapping stands where a key is expected.", _QUOTE.format("…")
                    )
                    pending = Scalar("", place, is_plain=False)
                stack.append((opened, pending))
                pending = None
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                closed, key = stack.pop()
                if stack:
                    pending = self._attach(stack, key, closed)
                else:
                    root = closed
        return root

    def _attach(
        self, stack: list[tuple[Mapping | Sequence, Scalar | None]], key: Scalar | None, node: Node
    ) -> Scalar | None:
        """Put a node where it belongs; returns the key that now waits for its value, if any."""
        parent = stack[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return None
        if key is None:
            if isinstance(node, Scalar):
                if node.text in parent.keys:
                    first = parent.keys[node.text].place.line
                    self._refuse(
                        node.place,
                        f"`{node.text}` stands twice in one mapping (first in line {first}).",
                        "Keep one; several values go into a list.",
                    )
                return node
            return None
        parent.keys.setdefault(key.text, key)
        parent.values.setdefault(key.text, node)
        return None

    def _check_marks(self, event: yaml.NodeEvent) -> None:
        place = self._place(event.start_mark)
        if event.anchor:
            self._refuse(
                place, f"`&{event.anchor}` is a YAML anchor, which packs do not use.", _QUOTE.format("&…")
            )
        tag = getattr(event, "tag", None)
        if tag:
            shown = self.lines[place.line - 1][place.column - 1 :].split(" ")[0]
            self._refuse(
                place, f"`{shown}` is a YAML tag, which packs do not use.", _QUOTE.format(f"{shown} …")
            )

    def _check_comment(self, event: yaml.ScalarEvent, place: Place) -> None:
        rest = self.lines[event.end_mark.line][event.end_mark.column :]
        if _COMMENT.match(rest):
            self._refuse(
                place,
                f"YAML reads only “{event.value}” here and drops “{rest.strip()}” as a comment.",
                f'If it belongs to the text, write "{event.value}{rest.rstrip()}"; '
                "if it is a comment, give it a line of its own.",
            )

    def _place(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem.at(place, message, remedy))

    def _explain(self, error: yaml.YAMLError) -> Problem:
        """libyaml's complaint in the words of somebody who writes about films."""
        if not isinstance(error, yaml.MarkedYAMLError):
            # a ReaderError: a character that no YAML file may hold
            position = getattr(error, "position", 0)
            before = self.text.encode()[: max(position, 0)].decode("utf-8", "ignore")
            line, column = before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1
            return Problem(
                self.file,
                line,
                column,
                "A control character stands here.",
                "Delete it: the file must be plain text.",
            )
        said = f"{error.context or ''} {error.problem or ''}".strip()
        mark = error.problem_mark or error.context_mark
        if "quoted scalar" in said and error.context_mark is not None:
            mark = error.context_mark
        if mark is None:
            return Problem(self.file, 1, 1, f"This is not YAML: {said}.", "Mend the line or quote its text.")
        place = self._place(mark)
        line_text = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        if "quoted scalar" in said:
            message, remedy = "A quotation mark opens here and is never closed.", _QUOTE.format("'71")
        elif "mapping values are not allowed" in said:
            message = "A second colon makes YAML see a mapping inside the value."
            remedy = _QUOTE.format("2001: A Space Odyssey")
        elif "cannot start any token" in said or "found character" in said:
            character = line_text[place.column - 1 : place.column]
            if character == "\t":
                message, remedy = "A tab stands where spaces indent.", "Indent with spaces."
            else:
                message = f"A text cannot begin with `{character}` without quotes."
                remedy = _QUOTE.format(f"{character}…")
        elif "did not find expected" in said or "could not find expected" in said:
            message = f"YAML cannot read on here ({said})."
            remedy = "Check the indentation and the brackets, and put odd texts in double quotes."
        elif "alias" in said or "anchor" in said:
            message, remedy = f"This reads as a YAML alias or anchor ({said}).", _QUOTE.format("*…")
        else:
            message, remedy = f"YAML cannot read this: {said}.", _QUOTE.format("…")
        return Problem.at(place, message, remedy)
