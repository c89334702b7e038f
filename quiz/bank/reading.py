"""Folders of YAML and CSV in, packs out; or every problem, each with its place and cure."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from quiz.bank.cache import Cache
from quiz.bank.digests import hash_of
from quiz.bank.manifest import MANIFEST, Files
from quiz.bank.nodes import MAX_BYTES, too_large
from quiz.bank.pack import Pack
from quiz.bank.problems import PackHasProblems, Problem, did_you_mean, listed
from quiz.bank.reader import PackReader
from quiz.bank.remembering import Stale

__all__ = [
    "ENDINGS",
    "MANIFEST",
    "Files",
    "PackHasProblems",
    "Reading",
    "folders_of",
    "read_packs",
    "stamp_of",
]

ENDINGS = (".yaml", ".yml", ".csv")
_TABLES = (".xlsx", ".xls", ".ods", ".tsv", ".json", ".numbers")
"""Endings of files that somebody may believe to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of a set of folders. `packs` that loaded, by slug; the `problems` of those that did not.

    hashes: for each folder the SHA-256 of its files and of all that it uses.
    """

    packs: Mapping[str, Pack]
    problems: tuple[Problem, ...]
    hashes: Mapping[str, str]


def folders_of(root: Path, only: str | None = None) -> dict[str, dict[str, bytes | Problem]]:
    """The packs below a folder: slug -> file (as `folder/slug/name`) -> content, or why it is not read.

    only: the one pack that is asked about; what lies beside it is then read only if it is a pack.
    The only place that reads files. Symbolic links that lead out of the folder are not followed; files and
    folders whose names begin with a dot are left alone, as are those that no pack could mean (README.md).
    """
    folders: dict[str, dict[str, bytes | Problem]] = {}
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        is_beside = only is not None and folder.name != only
        if folder.name.startswith(".") or (is_beside and not (folder / MANIFEST).is_file()):
            continue
        if folder.is_dir() and _is_inside(folder, root):
            files = dict(_files_of(folder, root))
        else:
            content = _content(folder, root, is_in_folder=False)
            files = {} if content is None else {_name(folder, root): content}
        if files:
            folders[folder.name] = files
    return folders


def stamp_of(root: Path) -> frozenset[tuple[str, int, int]]:
    """Changes with any file below a folder, of whatever ending; empty where there is no folder."""
    stamps: set[tuple[str, int, int]] = set()
    for path in root.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue  # deleted while we look: the next look sees it
        if S_ISREG(status.st_mode):
            stamps.add((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(stamps)


def _files_of(folder: Path, root: Path) -> Iterator[tuple[str, bytes | Problem]]:
    for path in sorted(folder.rglob("*")):
        if any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):
            continue
        if path.is_file() or path.is_symlink():
            content = _content(path, root, is_in_folder=True)
            if content is not None:
                yield _name(path, root), content


def _content(path: Path, root: Path, *, is_in_folder: bool) -> bytes | Problem | None:
    """What stands in a file; a problem if it cannot be read; None if no pack means it."""
    name = _name(path, root)
    fault = _fault(path, root, is_in_folder=is_in_folder)
    if fault is not None:
        return Problem(name, 1, 1, *fault)
    if path.suffix not in ENDINGS:
        return None
    try:
        size = path.stat().st_size
        return too_large(name, size) if size > MAX_BYTES else path.read_bytes()
    except OSError as error:
        return Problem(name, 1, 1, f"The file cannot be read ({error.strerror}).", "Check who may read it.")


def _fault(path: Path, root: Path, *, is_in_folder: bool) -> tuple[str, str] | None:
    """Why a file is not read though somebody may believe it is, and the cure."""
    ending = path.suffix
    if path.is_symlink() and not _is_inside(path, root) and (ending in ENDINGS or path.is_dir()):
        message = f"A symbolic link that leads out of {root.absolute().name} is not followed."
        return message, "Put the files themselves here."
    if ending.lower() in _TABLES or (ending not in ENDINGS and ending.lower() in ENDINGS):
        wanted = ending.lower() if ending.lower() in ENDINGS else ".csv (UTF-8)"
        message = f"A file that ends in {ending} is not read."
        return message, f"Save it as {wanted}, or take it out of the pack."
    if ending.lower() == ".txt" and Path(path.stem).suffix.lower() in ENDINGS:
        return f"A file that ends in {ending} is not read.", f"Rename it to {path.stem}."
    if ending in ENDINGS and not is_in_folder:
        return "This file lies beside the packs, in none.", "Move it into a pack's folder."
    if path.name == MANIFEST and path.parent.parent.resolve() != root.resolve():
        return "A pack cannot lie inside another.", f"Move its folder up into {root.name}."
    return None


def _name(path: Path, root: Path) -> str:
    return str(PurePosixPath(root.absolute().name, *path.relative_to(root).parts))


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False  # a link to itself leads nowhere


def read_packs(folders: Mapping[str, Files], only: str | None = None, cache: Cache | None = None) -> Reading:
    """Read every pack that can be read; a pack that uses a broken one is not loaded either.

    only: read this one and those that it uses.
    cache: what was read before, so that only what has changed since is parsed and checked.
    """
    shelves = _Shelves(folders, cache)
    with collector_paused():
        for slug in folders if only is None else (only,):
            shelves.visit(slug)
    return Reading(
        packs=shelves.packs,
        problems=tuple(sorted(set(shelves.problems))),
        hashes=shelves.hashes,
    )


@contextmanager
def collector_paused() -> Iterator[None]:
    """For what makes many objects, none in a circle, as reading does: looking for circles among them doubles
    its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # makes all of them old at once; otherwise they would be looked through in the next moment
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


class _Shelves:
    """The packs read so far; each is read once, after those that it uses."""

    def __init__(self, folders: Mapping[str, Files], cache: Cache | None) -> None:
        self.folders = folders
        self.cache = cache
        self.packs: dict[str, Pack] = {}
        self.hashes: dict[str, str] = {}
        self._own_hashes: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._visiting: list[str] = []
        self._broken: set[str] = set()

    def visit(self, slug: str) -> None:
        if slug in self.packs or slug in self._broken:
            return
        self._visiting.append(slug)
        try:
            self.packs[slug] = pack = self._read(slug)
            self.hashes[slug] = self._hash(pack)
        except PackHasProblems as error:
            self.problems.extend(error.problems)
            self._broken.add(slug)
        finally:
            self._visiting.pop()

    def _read(self, slug: str) -> Pack:
        files = self.folders[slug]
        if self.cache is None:
            return PackReader(slug, files).read(self.use, self.hashes)
        memory = self.cache.memory(slug)
        reader = PackReader(slug, files, memory)
        try:
            pack = reader.read(self.use, self.hashes)
        except (Stale, LookupError, RuntimeError, StopIteration, ValueError):
            reader = PackReader(slug, files)
            pack = reader.read(self.use, self.hashes)
        if not reader.is_as_remembered():
            self.cache.keep(slug, reader.to_remember())
        return pack

    def _hash(self, pack: Pack) -> str:
        self._own_hashes[pack.slug] = _hash_of(self.folders[pack.slug])
        return hash_of("".join(self._own_hashes[each.slug] for each in pack.lineage()).encode())

    def use(self, slug: str) -> Pack | tuple[str, str]:
        """The pack, or why it cannot be used, and the cure."""
        if slug == self._visiting[-1]:
            return "A pack cannot use itself.", "Leave it out."
        if slug in self._visiting:
            circle = [*self._visiting[self._visiting.index(slug) :], slug]
            message = f"These packs use each other in a circle: {' → '.join(circle)}."
            return message, "Leave one of them out, and move what both need into a third."
        if slug not in self.folders:
            near = did_you_mean(slug, self.folders)
            known = listed(sorted(set(self.folders) - {self._visiting[-1]}), last="and")
            others = f"there are {known}." if known else "this is the only one."
            return f"There is no pack called {slug}; {near or others}", "Correct the name."
        self.visit(slug)
        return self.packs.get(slug, (f"The pack {slug} has problems of its own.", "Mend them first."))


def _hash_of(files: Files) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items(), key=lambda file: file[0]):
        data = content if isinstance(content, bytes) else b""
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
