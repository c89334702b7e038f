"""Reads what a pack says of itself in `pack.yaml`, and finds the packs that it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Scalar
from quiz.bank.pack import Pack
from quiz.bank.problems import PackHasProblems, Problem, nearest
from quiz.bank.schema import MANIFEST_KEYS, SECTIONS, PackModel
from quiz.bank.scope import rows_of
from quiz.bank.shaping import shape

MANIFEST = "pack.yaml"

Files = Mapping[str, bytes | Problem]
"""A pack's files: `questions/slug/name`, as messages call it -> content, or why it is not read."""

Use = Callable[[str], Pack | tuple[str, str]]
"""A slug to its pack, or to the reason why it cannot be used and the cure."""


def is_manifest(slug: str, file: str) -> bool:
    path = PurePosixPath(file)
    return path.name == MANIFEST and path.parent.name == slug


def find_manifest(
    slug: str, files: Files, trees: Mapping[str, MappingNode], problems: list[Problem]
) -> MappingNode:
    """The tree of the manifest; raises PackHasProblems if there is none to speak of."""
    file = next((file for file in files if is_manifest(slug, file)), "")
    write = f"Write `pack: {slug}`, `title: …` and `about: …` into it."
    if not file and trees:
        folder = PurePosixPath(next(iter(trees))).parent
        names = {PurePosixPath(each).name: content for each, content in files.items()}
        misnamed = nearest(MANIFEST, names)
        if misnamed is not None and isinstance(names[misnamed], Problem):
            raise PackHasProblems(problems)  # why it is not read is told where it lies
        message = f"The folder {slug} holds files of a pack, but no {MANIFEST}."
        remedy = f"Rename {misnamed} to {MANIFEST}." if misnamed else write
        problems.append(Problem(str(folder / MANIFEST), 1, 1, message, remedy))
    elif file in trees and not trees[file].keys:
        problems.append(Problem(file, 1, 1, "The manifest is empty.", write))
    elif file in trees:
        return trees[file]
    raise PackHasProblems(problems)


def read_manifest(slug: str, tree: MappingNode, problems: list[Problem]) -> PackModel | None:
    own = MappingNode(tree.place)
    for key, scalar in tree.keys.items():
        if is_meant_for_manifest(key):
            own.keys[key], own.values[key] = scalar, tree.values[key]
    manifest = shape(PackModel, own, problems, "a pack's manifest")
    if manifest is not None and manifest.pack != slug:
        problems.append(
            Problem.at(
                tree.values["pack"].place,
                f"The pack is called {manifest.pack}, its folder {slug}.",
                f"Write `pack: {slug}`, or rename the folder.",
            )
        )
    return manifest


def is_meant_for_manifest(key: str) -> bool:
    """Whether a section of `pack.yaml` is one of the manifest's keys, spelt rightly or nearly."""
    return key in MANIFEST_KEYS or (
        key not in SECTIONS and nearest(key, [*MANIFEST_KEYS, *SECTIONS]) in MANIFEST_KEYS
    )


def read_uses(tree: MappingNode, use: Use, problems: list[Problem]) -> list[Pack] | None:
    """The packs that this one stands on; None if one of them cannot be had."""
    named = tree.values.get("use")
    if named is None:
        return None if any(nearest(key, ["use"]) for key in tree.keys) else []
    uses: list[Pack] = []
    nodes = list(rows_of(named))
    for node in nodes:
        if not isinstance(node, Scalar):
            continue  # the manifest's shape is told on its own
        found = use(node.text)
        if isinstance(found, Pack):
            uses.append(found)
        else:
            problems.append(Problem.at(node.place, *found))
    return uses if len(uses) == len(nodes) else None
