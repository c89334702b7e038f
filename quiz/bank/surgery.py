"""Changes to the text of a file of YAML that leave everything else in it as it stands, comments too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from quiz.bank.problems import quoted

_PLAIN = re.compile(r"[^\W_](?:[\w .'’&()/@½–-]*[\w.)½])?")
_READ_OTHERWISE = re.compile(r"(?i)null|true|false|yes|no|on|off")


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a text, from one offset to another, and what shall stand there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A place where rows of a relation stand: under a thing's name, or in a section of their own.

    key, value: the relation's name and what follows it. entry: what it stands under; None of a section.
    is_block: whether the key begins a line of its own.
    """

    key: yaml.ScalarNode
    value: yaml.Node
    entry: yaml.MappingNode | None
    kind: str | None
    is_block: bool

    @property
    def rows(self) -> Sequence[yaml.Node]:
        return self.value.value if isinstance(self.value, yaml.SequenceNode) else [self.value]


def root_of(text: str) -> yaml.MappingNode | None:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return root if isinstance(root, yaml.MappingNode) else None


def holders(root: yaml.MappingNode, relation: str, kinds: Iterable[str]) -> Iterator[Holder]:
    named = list(kinds)
    for kind, entry in entries(root, named):
        yield from _under(entry, relation, kind)
    for section, content in root.value:
        if section.value == relation and relation not in named:
            yield Holder(key=section, value=content, entry=None, kind=None, is_block=not root.flow_style)


def _under(entry: yaml.MappingNode, relation: str, kind: str) -> Iterator[Holder]:
    for key, value in entry.value:
        if key.value == relation:
            yield Holder(key=key, value=value, entry=entry, kind=kind, is_block=not entry.flow_style)


def entries(root: yaml.MappingNode, kinds: Iterable[str]) -> Iterator[tuple[str, yaml.MappingNode]]:
    """The things that a file names one by one, each with its kind."""
    known = set(kinds)
    for section, content in root.value:
        if section.value in known and isinstance(content, yaml.SequenceNode):
            for entry in content.value:
                if isinstance(entry, yaml.MappingNode):
                    yield section.value, entry


def texts_at(node: yaml.MappingNode | None, key: str) -> tuple[str, ...]:
    """What stands behind a key: one text, or a list of them."""
    for name, value in node.value if node is not None else ():
        if name.value == key:
            values = value.value if isinstance(value, yaml.SequenceNode) else [value]
            return tuple(each.value for each in values)
    return ()


class Text:
    """A text, with the offsets of its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, mark: yaml.Mark) -> int:
        return self._starts[mark.line] + mark.column

    def end(self, node: yaml.Node) -> int:
        """Where the last letter of a node is: a list's own mark stands behind what follows it."""
        if isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        start, end = self.offset(node.start_mark), self.offset(node.end_mark)
        return start + len(self.text[start:end].rstrip())

    def rewriting(self, holder: Holder, rows: Sequence[str]) -> Edit:
        """Let other rows stand in a holder, as it was laid out; none at all take the key with them."""
        value = holder.value
        start, end = self.offset(value.start_mark), self.end(value)
        if not rows:
            return self._removing(holder, start, end)
        if isinstance(value, yaml.SequenceNode) and not value.flow_style:
            indent = "\n" + " " * value.start_mark.column
            return Edit(start, end, indent.join(f"- {row}" for row in rows))
        return Edit(start, end, rows[0] if len(rows) == 1 and holder.entry is not None else _list_of(rows))

    def _removing(self, holder: Holder, start: int, end: int) -> Edit:
        key = self.offset(holder.key.start_mark)
        begin = self._starts[holder.key.start_mark.line]
        if holder.is_block and not self.text[begin:key].strip():
            return Edit(begin, min(end + 1, len(self.text)), "")
        return Edit(start, end, "[]")

    def adding(self, holder: Holder, rows: Sequence[str]) -> Edit | None:
        """More rows behind those of a section; None where it is not a list with a row to a line."""
        value = holder.value
        if not isinstance(value, yaml.SequenceNode) or value.flow_style or not value.value:
            return None
        indent = "\n" + " " * value.start_mark.column
        at = self.end(value)
        return Edit(at, at, "".join(f"{indent}- {row}" for row in rows))

    def adding_key(self, entry: yaml.MappingNode, key: str, value: str) -> Edit:
        """One more key in an entry, behind its last."""
        said = f"{scalar(key)}: {value}"
        if entry.flow_style:
            at = self.end(entry) - 1
            return Edit(at, at, f", {said}")
        at = self.end(entry)
        return Edit(at, at, "\n" + " " * entry.start_mark.column + said)

    def comments_in(self, edit: Edit) -> int:
        lines = self.text[edit.start : edit.end].split("\n")
        return sum(line.lstrip().startswith("#") for line in lines)

    def with_edits(self, edits: Iterable[Edit]) -> str:
        text = self.text
        for edit in sorted(edits, key=lambda each: each.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


def _list_of(rows: Sequence[str]) -> str:
    return f"[{', '.join(rows)}]"


def scalar(text: str) -> str:
    """A text in YAML, in quotes unless it surely needs none."""
    if _PLAIN.fullmatch(text) and not _READ_OTHERWISE.fullmatch(text):
        return text
    return quoted(text).replace("\n", "\\n").replace("\t", "\\t")


def mapping(entries: Mapping[str, str | Sequence[str]]) -> str:
    """A mapping in braces."""
    return f"{{{', '.join(f'{scalar(key)}: {_value(value)}' for key, value in entries.items())}}}"


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return scalar(value)
    return scalar(value[0]) if len(value) == 1 else _list_of([scalar(each) for each in value])
