"""What the files of a pack name already: its people and films, read without their facts being checked.

An import writes beside files that people keep by hand, and finds there who and what has a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Node, Scalar, Sequence, decode, texts_in
from quiz.bank.slugs import norm
from quiz.bank.tables import parse_csv
from quiz.bank.trees import parse_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing that the pack has. called: its names, aliases and original titles, as `norm` compares them.

    shown: those of them by which players know it.
    """

    name: str
    called: frozenset[str]
    shown: frozenset[str] = frozenset()
    directors: frozenset[str] = frozenset()


def named_in(files: Mapping[str, bytes], kind: str) -> tuple[Named, ...]:
    """The things of a kind that the files declare, by name or in lists of names."""
    return tuple(thing for node in _entries(files, kind) for thing in _things(node))


def _entries(files: Mapping[str, bytes], kind: str) -> Iterator[MappingNode]:
    for file, content in sorted(files.items()):
        section: Node | None = None
        if file.endswith(f"/{kind}.csv"):
            section = parse_csv(decode(content, file), file)
        elif file.endswith((".yaml", ".yml")):
            section = parse_yaml(decode(content, file), file).values.get(kind)
        for node in section.items if isinstance(section, Sequence) else ():
            if isinstance(node, MappingNode):
                yield node


def _things(node: MappingNode) -> Iterator[Named]:
    others = _texts(node, "show", "aka", "original title")
    directors = frozenset(_people(node.values["director"])) if "director" in node.values else frozenset()
    for name in _texts(node, "name", "names"):
        shown = _texts(node, "show") or [name]
        yield Named(
            name=name,
            called=frozenset(map(norm, [name, *others])),
            shown=frozenset(map(norm, shown)),
            directors=directors,
        )


def _texts(node: MappingNode, *keys: str) -> list[str]:
    return [text for key in keys if key in node.values for text in texts_in(node.values[key])]


def _people(node: Node) -> Iterator[str]:
    """The directors of a film, disputed ones too: one name, a list, or rows with a column `person`."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Sequence):
        for each in node.items:
            yield from _people(each)
    elif "person" in node.values:
        yield from _people(node.values["person"])
