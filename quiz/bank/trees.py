"""YAML as a tree of nodes.

YAML's own reading of scalars is what ruins film titles: `1917` becomes a number, `No` false, `22:30` 1350 and
`#Alive` nothing at all. So the tree is built from libyaml's events, scalars stay texts with their line and
column, and whatever would change a text without a word (comments behind a value, text that runs on over
several lines, anchors, aliases, tags, duplicate keys) is refused with its cure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from quiz.bank.complaints import Lines, explain
from quiz.bank.nodes import INVISIBLE, MAX_NODES, Mapping, Node, Scalar, Sequence, invisible, too_many
from quiz.bank.problems import PackHasProblems, Place, Problem, quoted
from quiz.bank.slips import curly_quotes, may_slip, slip_of_dash, slip_of_indentation

MAX_DEPTH = 16
_COMMENT = re.compile(r"[ \t]+#")
_LATE_KEY = re.compile(r"\n[ \t]*(?:- )?[\w ]+:(?=\s)")
_KEY = re.compile(r"[^#]*:(\s|$)")
_NAME = re.compile(r"[^\W\d][\w -]*")


def parse_yaml(text: str, file: str) -> Mapping:
    """The tree of one YAML document, whose root must be a mapping.

    Raises PackHasProblems with every refusal found up to the first place where libyaml itself gives up.
    """
    return _Builder(text, file).build()


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open; `key` waits for its value."""

    node: Mapping | Sequence
    key: Scalar | None = None


class _GiveUp(Exception):
    """The file is no use to read on."""


class _Builder:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.lines = Lines(file, text.split("\n"))
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0
        self.may_slip = may_slip(text)

    def build(self) -> Mapping:
        self._check_indentation()
        if not self.problems:
            self._read()
        if not self.problems and self.root is not None and not isinstance(self.root, Mapping):
            self._refuse(
                self.root.place,
                "A file of a pack begins with the name of a section, not with a list or a text.",
                "Begin with a line such as `film:`, and put the rest under it.",
            )
        if self.problems:
            raise PackHasProblems(self.problems)
        return self.root if isinstance(self.root, Mapping) else Mapping(Place(self.file))

    def _check_indentation(self) -> None:
        for number, line in enumerate(self.lines.texts, start=1):
            slip = slip_of_indentation(line)
            if slip is not None:
                self._refuse(Place(self.file, number, slip.column), slip.message, slip.remedy)
                return  # who uses tabs uses many; one word is enough

    def _read(self) -> None:
        try:
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                self._take(event)
        except yaml.YAMLError as error:
            flow = next((frame.node.place for frame in self.frames if frame.node.is_flow), None)
            problem = explain(error, self.lines, flow)
            if all(problem.line != known.line for known in self.problems):
                self.problems.append(problem)
        except _GiveUp:
            pass

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check_marks(event)
            self._put(self._scalar(event))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._check_marks(event)
            self._open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._put(self.frames.pop().node)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(
                    self._place(event),
                    "A second document begins here (`---`).",
                    "Delete the line, or put what follows into a file of its own.",
                )
                raise _GiveUp
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_mark(event, f"*{event.anchor}", "alias")
            self._put(Scalar("", self._place(event), is_plain=False))

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = self._place(event)
        if len(self.frames) == MAX_DEPTH:
            self._refuse(place, f"Lists and mappings are nested more than {MAX_DEPTH} deep.", "Flatten them.")
            raise _GiveUp
        is_flow = bool(event.flow_style)
        self.frames.append(
            _Frame(
                Mapping(place, is_flow)
                if isinstance(event, yaml.MappingStartEvent)
                else Sequence([], place, is_flow)
            )
        )

    def _put(self, node: Node) -> None:
        """Put a node where it belongs: into the open list, or as a key or its value into the open mapping."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.problems.append(too_many(node.place, MAX_NODES, "texts"))
            raise _GiveUp
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.key is None:
            frame.key = self._key(frame.node, node)
        else:
            key = frame.key
            if isinstance(node, Scalar) and not node.text and node.is_plain:
                self._check_bare(frame.node, key, node)
            frame.node.keys.setdefault(key.text, key)
            frame.node.values.setdefault(key.text, node)
            frame.key = None

    def _key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._refuse(
                node.place,
                f"A {'list' if isinstance(node, Sequence) else 'mapping'} stands where a key is expected.",
                self._cure(node.place),
            )
            return Scalar("", node.place, is_plain=False)
        if node.text in parent.keys:
            first = parent.keys[node.text].place.line
            self._refuse(
                node.place,
                f"The key `{node.text}` stands twice (first in line {first}).",
                "Keep one; if it has several values, write them as a list: [one, two].",
            )
        return node

    def _check_bare(self, parent: Mapping, key: Scalar, value: Scalar) -> None:
        """Nothing behind a key: did a comment take its place, or a comma end the text before it?"""
        line = self.lines.text(value.place.line)
        comment = _COMMENT.match(line, value.place.column - 1)
        after_key = self.lines.text(key.place.line)[key.place.column - 1 + len(key.text) :].lstrip()
        if comment:
            dropped = line[comment.end() - 1 :].rstrip()
            self._refuse(
                Place(self.file, value.place.line, comment.end()),
                f"YAML drops “{dropped}” as a comment, and nothing is left for `{key.text}`.",
                f"If it is a text, put it in double quotes: {quoted(dropped)}.",
            )
        elif parent.is_flow and after_key[:1] in (",", "}") and self._refuse_colon(parent, key):
            return
        elif parent.is_flow and parent.keys and after_key[:1] in (",", "}") and not key.text.endswith("”"):
            self._refuse(
                key.place,
                f"A comma ends a text in braces: “{key.text}” is taken for a key of its own.",
                "Put the whole text, the part before the comma too, in double quotes.",
            )

    def _refuse_colon(self, parent: Mapping, key: Scalar) -> bool:
        """Whether a text in braces is a key and its value without the space between them."""
        name, colon, rest = key.text.partition(":")
        if not (key.is_plain and colon and rest and _NAME.fullmatch(name)) or rest.startswith("//"):
            return False
        place = Place(self.file, key.place.line, key.place.column + len(name))
        if_text = "" if parent.keys else " If the brace belongs to a text, put all of it in double quotes."
        self._refuse(place, "No space follows this colon.", f"Write `{name}: {rest}`.{if_text}")
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        place = self._place(event)
        text = event.value
        if not event.style:
            self._check_plain(event, place)
            return Scalar(text, place)
        # what stands in the file was searched as a whole: only an escape can bring more
        hidden = INVISIBLE.search(text) if event.style == '"' else None
        if hidden:
            self._refuse(place, *invisible(hidden.group()))
        last_line = self._end(event)[0]
        if event.style in ('"', "'") and place.line != last_line:
            self._check_quotes(place, last_line)
        return Scalar(text, place, is_plain=False)

    def _check_plain(self, event: yaml.ScalarEvent, place: Place) -> None:
        """A text without quotes: is it all that stands there?"""
        if self.may_slip:
            self._check_slips(place, event.value)
        if not event.value:
            return
        if place.line != self._end(event)[0]:
            self._refuse_run_on(place)
        elif "#" in self.lines.texts[place.line - 1]:
            self._check_comment(event, place)

    def _check_slips(self, place: Place, text: str) -> None:
        """A text that begins with a dash where an entry should, or that stands in curly quotes."""
        slip = slip_of_dash(self.lines.text(place.line))
        if slip is not None and slip.column == place.column and text and not self._is_in_brackets():
            self._refuse(place, slip.message, slip.remedy)
            raise _GiveUp  # the entries of a list are all of one hand
        curly = curly_quotes(text)
        if curly is not None:
            self._refuse(place, *curly)

    def _check_comment(self, event: yaml.ScalarEvent, place: Place) -> None:
        line, column = self._end(event)
        rest = self.lines.text(line)[column - 1 :]
        if _COMMENT.match(rest):
            self._refuse(
                place,
                f"YAML reads only “{event.value}” here and drops “{rest.strip()}” as a comment.",
                f"If that belongs to the text, write {quoted(event.value + rest.rstrip())}; "
                "if it is a comment, give it a line of its own.",
            )

    def _refuse_run_on(self, place: Place) -> None:
        line = place.line + 1
        while not self.lines.text(line).strip():
            line += 1
        text = self.lines.text(line)
        if _KEY.match(text):
            return  # libyaml stumbles over its colon, and is then explained
        begun = self.lines.text(place.line)[place.column - 1 :].strip()
        self._refuse(
            Place(self.file, line, len(text) - len(text.lstrip()) + 1),
            f"YAML takes this line for more of the text “{begun}” above.",
            "A key wants a colon and a space behind it, in the column of the keys around it; "
            "a text of several lines wants double quotes around all of it.",
        )

    def _check_quotes(self, place: Place, last_line: int) -> None:
        """A quoted text over several lines: does it swallow the keys that follow it?"""
        texts = "\n".join(self.lines.texts[place.line - 1 : last_line])
        if _LATE_KEY.search(texts, place.column):
            self._refuse(
                place,
                f"A quotation mark opens here and is closed only in line {last_line}.",
                self._cure(place),
            )

    def _check_marks(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse_mark(event, f"&{event.anchor}", "anchor")
        elif getattr(event, "tag", None):
            place = self._place(event)
            shown = self.lines.text(place.line)[place.column - 1 :].split(" ")[0]
            self._refuse_mark(event, shown, "tag")

    def _refuse_mark(self, event: yaml.NodeEvent, shown: str, what: str) -> None:
        place = self._place(event)
        self._refuse(
            place, f"YAML takes `{shown}` for {_a(what)}, which packs do not use.", self._cure(place)
        )

    def _cure(self, place: Place) -> str:
        text = self.lines.value_at(place, inside_brackets=self._is_in_brackets())
        return f"If it is a text, put all of it in double quotes: {text}."

    def _is_in_brackets(self) -> bool:
        return any(frame.node.is_flow for frame in self.frames)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)

    def _end(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.end_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def _refuse(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem.at(place, message, remedy))


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
