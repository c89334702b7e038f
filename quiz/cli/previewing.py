"""`quiz preview`: the items that a fact makes, or a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from quiz.bank.nodes import Sequence as SequenceNode
from quiz.bank.nodes import decode
from quiz.bank.pack import Fact, Question
from quiz.bank.problems import PackHasProblems
from quiz.bank.reading import folders_of, read_packs
from quiz.bank.trees import parse_yaml
from quiz.cli.checking import root_and_pack
from quiz.cli.items import as_json, as_text
from quiz.cli.places import Commands, add_questions, cache_for, maker_of, questions, today
from quiz.errors import QuizError
from quiz.items.item import plain
from quiz.items.library import Library, open_library
from quiz.items.previewing import Preview, Previews, found_at
from quiz.items.wording import sentences

MOST = 20


def add_to(commands: Commands) -> None:
    preview = commands.add_parser("preview", help="show the items that a fact, a line or a file makes")
    preview.add_argument("what", help="a fact's id, FILE:LINE or FILE")
    preview.add_argument("--pack", help="the pack that asks (default: the one that says it)")
    preview.add_argument("--seed", type=int, default=1, help="another seed draws other options and wordings")
    preview.add_argument("--count", type=int, default=MOST, help=f"so many facts at most (default: {MOST})")
    preview.add_argument("--format", choices=["text", "json"], default="text")
    add_questions(preview)
    preview.set_defaults(run=_preview)


def _preview(options: argparse.Namespace) -> int:
    path, line = _file_and_line(options.what)
    if path is not None:
        root, slug = root_and_pack(path)
        library, pack = _library(options, root, slug), options.pack or slug or ""
        maker = maker_of(library, pack)
        file = f"{root.absolute().name}/{path.resolve().relative_to(root.resolve()).as_posix()}"
        found = found_at(maker, file, line, _begins(path))
        if not found:
            where = f"{path}:{line}" if line else str(path)
            raise QuizError(f"{where}: no fact and no question of {pack} stands here.")
    else:
        library = _library(options, questions(options), options.pack)
        pack, about = _find(library, options.what, options.pack)
        maker, found = maker_of(library, pack), [about]
    previews = Previews(maker, options.seed)
    shown = [_of(previews, each) for each in found[: options.count]]
    if options.format == "json":
        json.dump([_as_json(each) for each in shown], sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    for each in shown:
        said = plain(sentences(maker.bank, [each.about])) if isinstance(each.about, Fact) else ""
        print("\n".join(_as_text(each, said)))
    if len(found) > len(shown):
        print(f"… and {len(found) - len(shown):,} more; --count {len(found)} shows all.")
    return 0


def _file_and_line(what: str) -> tuple[Path | None, int | None]:
    """The file that is meant, if one is, and the line; a column behind it is left alone."""
    if Path(what).is_file():
        return Path(what), None
    name, *numbers = what.split(":")
    if Path(name).is_file() and numbers and all(number.isdecimal() for number in numbers):
        return Path(name), int(numbers[0])
    if "/" in what or Path(name).suffix in {".yaml", ".yml", ".csv"}:
        raise QuizError(f"{what}: there is no such file.")
    return None, None


def _library(options: argparse.Namespace, root: Path, only: str | None) -> Library:
    reading = read_packs(folders_of(root, only), only, cache_for(options))
    for problem in reading.problems:
        print(problem, file=sys.stderr)
    return open_library(reading, today())


def _begins(path: Path) -> Sequence[int]:
    """Where the entries of a file's sections begin; nothing of a table."""
    if path.suffix == ".csv":
        return ()
    try:
        tree = parse_yaml(decode(path.read_bytes(), path.name), path.name)
    except PackHasProblems:
        return ()
    sections = (node for node in tree.values.values() if isinstance(node, SequenceNode))
    return sorted(item.place.line for section in sections for item in section.items)


def _find(library: Library, what: str, pack: str | None) -> tuple[str, Fact | Question]:
    """A fact or question by its id, and the pack that asks about it."""
    for slug, maker in library.makers.items():
        if pack not in (None, slug):
            continue
        for question in maker.pack.questions:
            if what in (question.id, question.slug):
                return slug, question
        fact = maker.bank.fact(what)
        if fact is not None and slug in (pack, fact.pack):
            return slug, fact
    raise QuizError(f"There is no fact or question “{what}”; name the place where it stands, as FILE:LINE.")


def _of(previews: Previews, about: Fact | Question) -> Preview:
    return previews.of_fact(about) if isinstance(about, Fact) else previews.of_question(about)


def _as_json(preview: Preview) -> dict[str, object]:
    place = preview.about.place
    return {
        "about": preview.about.id,
        "file": place.file,
        "line": place.line,
        "items": [as_json(item) for item in preview.items],
        "silent": [{"family": each.family, "why": each.why} for each in preview.silences],
        "why": preview.why,
    }


def _as_text(preview: Preview, said: str) -> Iterator[str]:
    """said: the fact in words."""
    yield f"{preview.about.place}  {preview.about.id}"
    if said:
        yield said
    yield ""
    for item in preview.items:
        yield as_text(item)
    if preview.why is not None:
        yield f"Makes nothing: {preview.why}."
    if preview.silences:
        yield "Families that make nothing of it:"
        width = max(len(each.family) for each in preview.silences)
        for each in preview.silences:
            yield f"  {each.family:<{width}}  {each.why}"
    if preview.why is not None or preview.silences:
        yield ""
