"""The files of packs as texts, changed as an author would: a value here, a row there, a file more."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from quiz.bank.pack import Declaration, Entity, Fact, Question
from quiz.bank.problems import Place, Problem

Folders = Mapping[str, Mapping[str, bytes | Problem]]


@dataclass(frozen=True, slots=True)
class Put:
    """Text in the place of a stretch of a file."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Cells of a table's row, by column; the row begins at a line, the first being 1."""

    file: str
    line: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """A table's row taken out."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Add:
    """A file that was not there."""

    file: str
    text: str


Change = Put | Fill | Drop | Add


def changed(folders: Folders, changes: Iterable[Change]) -> Folders:
    """The folders after all changes; they must not meet (see `collide`)."""
    by_file: dict[str, list[Change]] = {}
    for change in changes:
        by_file.setdefault(change.file, []).append(change)
    after = {slug: dict(files) for slug, files in folders.items()}
    for file, each in by_file.items():
        files = after[file.split("/")[1]]
        before = files.get(file, b"")
        assert isinstance(before, bytes)
        files[file] = _changed(before.decode(), each).encode()
        assert files[file] != before, f"nothing changes in {file}"
    return after


def collide(one: Sequence[Change], other: Sequence[Change]) -> bool:
    """Whether two edits change the same row or stretch."""
    return any(_meet(mine, theirs) for mine in one for theirs in other if mine.file == theirs.file)


def _meet(one: Change, other: Change) -> bool:
    if isinstance(one, Put) and isinstance(other, Put):
        return one.start <= other.end and other.start <= one.end
    if isinstance(one, (Fill, Drop)) and isinstance(other, (Fill, Drop)):
        return one.line == other.line
    return True


def _changed(text: str, changes: Sequence[Change]) -> str:
    puts = sorted((change for change in changes if isinstance(change, Put)), key=lambda put: -put.start)
    for put in puts:
        text = text[: put.start] + put.text + text[put.end :]
    for change in changes:
        if isinstance(change, Add):
            text += change.text
    fills = {change.line: dict(change.cells) for change in changes if isinstance(change, Fill)}
    drops = {change.line for change in changes if isinstance(change, Drop)}
    return _table_with(text, fills, drops) if fills or drops else text


def _table_with(text: str, fills: Mapping[int, Mapping[str, str]], drops: set[int]) -> str:
    """A table with other cells; the lines of the other rows stay as they are, but for new columns."""
    header, *records = _records(text)
    columns = list(header[1])
    new = [name for cells in fills.values() for name in cells if name not in columns]
    columns += dict.fromkeys(new)
    lines = [_record(columns)]
    for line, values, raw in records:
        if line in drops:
            continue
        if line in fills:
            row = dict(zip(header[1], values, strict=False)) | dict(fills[line])
            lines.append(_record([row.get(column, "") for column in columns]))
        else:
            lines.append(raw + "," * (len(columns) - len(header[1])))
    return "\n".join(lines) + "\n"


def _records(text: str) -> list[tuple[int, list[str], str]]:
    """Each row of a table: its first line, its cells, its text."""
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text))
    found, first = [], 1
    for values in reader:
        found.append((first, values, "\n".join(lines[first - 1 : reader.line_num])))
        first = reader.line_num + 1
    return found


def _record(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()


def quoted(value: object) -> str:
    """A text, a list or a mapping in YAML's flow style, with all texts in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {quoted(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a file's tree. key: the node of its key, if it is a mapping's value."""

    node: yaml.Node
    parent: yaml.Node | None
    key: yaml.Node | None


class Pages:
    """Finds rows, names and promises in the texts of the files."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self._root = cache(self._root_of)
        self._spots = cache(self._spots_of)

    def text(self, file: str) -> str:
        content = self.folders[file.split("/")[1]][file]
        assert isinstance(content, bytes)
        return content.decode()

    def _spots_of(self, file: str) -> dict[tuple[int, int], Spot]:
        """The nodes by line and column; of those that begin at one place, the innermost mapping or text."""
        spots: dict[tuple[int, int], Spot] = {}

        def walk(node: yaml.Node, parent: yaml.Node | None, key: yaml.Node | None) -> None:
            spots[node.start_mark.line + 1, node.start_mark.column + 1] = Spot(node, parent, key)
            if isinstance(node, yaml.MappingNode):
                for name, value in node.value:
                    walk(value, node, name)
            elif isinstance(node, yaml.SequenceNode):
                for value in node.value:
                    walk(value, node, key)

        root = self._root(file)
        if root is not None:
            walk(root, None, None)
        return spots

    def _root_of(self, file: str) -> yaml.Node | None:
        return yaml.compose(self.text(file), Loader=yaml.CSafeLoader)

    def spot(self, place: Place) -> Spot:
        return self._spots(place.file)[place.line, place.column]

    def row_with(self, fact: Fact, cells: Mapping[str, object]) -> Change:
        """The row with other cells or keys; a cell that is None is taken out."""
        if fact.place.file.endswith(".csv"):
            texts = tuple((name, _in_table(value)) for name, value in cells.items())
            return Fill(fact.place.file, fact.place.line, texts)
        node = self.spot(fact.place).node
        written = self._cells(fact, node) | dict(cells)
        kept = {name: value for name, value in written.items() if value is not None}
        return _put(fact.place.file, self.text(fact.place.file), node, quoted(kept))

    def _cells(self, fact: Fact, node: yaml.Node) -> dict[str, object]:
        if isinstance(node, yaml.MappingNode):
            return {key.value: _plain(value) for key, value in node.value}
        assert isinstance(node, yaml.ScalarNode)
        cells = zip(fact.relation.columns, fact.values, strict=True)
        name = next(column.name for column, value in cells if written(value) == node.value)
        return {name: node.value}

    def row_without(self, fact: Fact) -> Change | None:
        if fact.place.file.endswith(".csv"):
            return Drop(fact.place.file, fact.place.line)
        return self.without(fact.place)

    def without(self, place: Place) -> Change | None:
        """The file without what begins at a place; None if that is not simply done."""
        spot, text = self.spot(place), self.text(place.file)
        if isinstance(spot.parent, yaml.SequenceNode):
            rest = [each for each in spot.parent.value if each is not spot.node]
            if not rest:
                return self._without_pair(place.file, spot.key, spot.parent)
            if spot.parent.flow_style:
                return _put(place.file, text, spot.parent, quoted([_plain(each) for each in rest]))
            dash = text.rindex("-", 0, spot.node.start_mark.index)
            return Put(place.file, dash, _end(text, spot.node), "")
        return self._without_pair(place.file, spot.key, spot.node)

    def _without_pair(self, file: str, key: yaml.Node | None, value: yaml.Node) -> Change | None:
        if key is None or self.text(file)[: key.start_mark.index].rstrip(" ")[-1:] != "\n":
            return None
        return Put(file, key.start_mark.index, _end(self.text(file), value), "")

    def entity_with(self, entity: Entity, key: str, value: object) -> Change | None:
        """An entity with a key more, or another value of it; None if it stands in a list of names."""
        place = entity.place
        if place.file.endswith(".csv"):
            return Fill(place.file, place.line, ((key, _in_table(value)),))
        spot = self.spot(place)
        if not isinstance(spot.parent, yaml.MappingNode) or spot.key is None or spot.key.value != "name":
            return None
        for name, node in spot.parent.value:
            if name.value == key:
                return _put(place.file, self.text(place.file), node, quoted(value))
        if spot.parent.flow_style:
            before = f", {key}: {quoted(value)}"
        else:
            before = f"\n{' ' * spot.key.start_mark.column}{key}: {quoted(value)}"
        end = spot.node.end_mark.index
        return Put(place.file, end, end, before)

    def value_of(self, place: Place, *path: str) -> Spot | None:
        """The value of a key in the mapping that begins at a place, or deeper."""
        node: yaml.Node | None = self.spot(place).node
        spot = None
        for step in path:
            if not isinstance(node, yaml.MappingNode):
                return None
            spot = next((Spot(value, node, key) for key, value in node.value if key.value == step), None)
            node = spot.node if spot is not None else None
        return spot

    def with_value(self, place: Place, value: object, *path: str) -> Change | None:
        """The value of a key replaced, or the key added at the end of the mapping's first line."""
        spot = self.value_of(place, *path)
        if spot is not None:
            return _put(place.file, self.text(place.file), spot.node, quoted(value))
        node = self.spot(place).node
        if not isinstance(node, yaml.MappingNode) or len(path) > 1:
            return None
        at = node.value[0][0].start_mark
        indent = " " * at.column
        return Put(place.file, at.index, at.index, f"{path[0]}: {quoted(value)}\n{indent}")

    def at(self, file: str, *path: str) -> Spot | None:
        """What stands behind some keys in a file."""
        spot: Spot | None = None
        node = self._root(file)
        for step in path:
            if not isinstance(node, yaml.MappingNode):
                return None
            spot = next((Spot(value, node, key) for key, value in node.value if key.value == step), None)
            node = spot.node if spot is not None else None
        return spot

    def put(self, file: str, spot: Spot, value: object) -> Change:
        return _put(file, self.text(file), spot.node, quoted(value))

    def without_pair_at(self, place: Place) -> Change | None:
        """The file without the key at a place, and what stands behind it."""
        for spot in self._spots(place.file).values():
            mark = spot.key.start_mark if spot.key is not None else None
            if mark is not None and (mark.line + 1, mark.column + 1) == (place.line, place.column):
                return self._without_pair(place.file, spot.key, spot.node)
        return None

    def mentions(self, entity: Entity, new: str) -> list[Change]:
        """Every place at which an entity is named, with another name there."""
        changes: list[Change] = []
        for files in self.folders.values():
            for file in files:
                if file.endswith(".csv"):
                    changes += self._cells_named(file, entity.name, new)
                else:
                    changes += [
                        _put(file, self.text(file), spot.node, quoted(new))
                        for spot in self._spots(file).values()
                        if isinstance(spot.node, yaml.ScalarNode)
                        and spot.node.value == entity.name
                        and (spot.key is None or spot.key.value not in ("show", "aka", "title", "publisher"))
                    ]
        return changes

    def _cells_named(self, file: str, name: str, new: str) -> list[Change]:
        header, *records = _records(self.text(file))
        changes: list[Change] = []
        for line, values, _ in records:
            cells = [
                (column, new)
                for column, value in zip(header[1], values, strict=False)
                if value == name and column not in ("aka", "show", "note")
            ]
            if cells:
                changes.append(Fill(file, line, tuple(cells)))
        return changes


def written(value: object) -> str | None:
    """A cell as authors write it."""
    if value is None:
        return None
    return value.name if isinstance(value, Entity) else str(value)


def home_of(thing: Fact | Entity | Question | Declaration) -> str:
    """The folder of the pack in which something stands."""
    return thing.place.file.split("/")[1]


def _in_table(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _put(file: str, text: str, node: yaml.Node, new: str) -> Put:
    return Put(file, node.start_mark.index, _end(text, node), new)


def _end(text: str, node: yaml.Node) -> int:
    """Where a node's own text ends: a block's mark stands behind the blank and comment lines after it."""
    stretch = text[node.start_mark.index : node.end_mark.index]
    lines = stretch.rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return node.start_mark.index + len("\n".join(lines).rstrip())
