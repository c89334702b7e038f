"""`quiz schema`: what an editor needs to know to complete names and underline slips."""

from __future__ import annotations

import argparse
import contextlib
import os
from pathlib import Path

from quiz.bank.completions import schema_of
from quiz.bank.json_schema import (
    FOLDER,
    OF_ANY_PACK,
    JsonSchema,
    has_modeline,
    schema_of_any_pack,
    to_json,
    with_modeline,
)
from quiz.bank.reading import MANIFEST, Reading, folders_of, read_packs
from quiz.cli.places import Commands, add_questions, cache_for, questions
from quiz.errors import QuizError

_YAML = (".yaml", ".yml")


def add_to(commands: Commands) -> None:
    schema = commands.add_parser("schema", help="print the JSON Schema by which editors complete and check")
    schema.add_argument("pack", nargs="?", help="with the words and names of this pack")
    schema.add_argument(
        "--write",
        action="store_true",
        help=f"write it into {FOLDER} beside the packs, and name it in the first line of the YAML files",
    )
    add_questions(schema)
    schema.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    root, slug = questions(options), options.pack
    schema = schema_of_any_pack() if slug is None else _of_pack(options, root, slug)
    if not options.write:
        print(to_json(schema), end="")
        return 0
    path = write_schema(root, Path(OF_ANY_PACK).stem if slug is None else slug, schema)
    named = sum(_name_in(file, path, is_own=slug is not None) for file in _yaml_files(root, slug))
    print(f"Written: {path}. It is named in the first line of {named} more files.")
    return 0


def _of_pack(options: argparse.Namespace, root: Path, slug: str) -> JsonSchema:
    folders = folders_of(root, slug)
    if slug not in folders:
        raise QuizError(f"There is no pack {slug} in {root}.")
    reading = read_packs(folders, slug, cache_for(options))
    if slug not in reading.packs:
        raise QuizError("\n".join(map(str, reading.problems)))
    return schema_of(reading.packs[slug], folders_with_packs(root))


def folders_with_packs(root: Path) -> list[str]:
    return sorted(path.parent.name for path in root.glob(f"*/{MANIFEST}"))


def write_schema(root: Path, name: str, schema: JsonSchema) -> Path:
    """Write a schema where the packs' files look for it, whole or not at all."""
    path = root / FOLDER / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(to_json(schema), encoding="utf-8", newline="\n")
    unfinished.replace(path)
    return path


def renew_schemas(root: Path, reading: Reading) -> None:
    """Let the schemas that were written of packs know what is new in them; without them nothing is done."""
    for slug, pack in reading.packs.items():
        path = root / FOLDER / f"{slug}.json"
        if not path.is_file():
            continue
        schema = schema_of(pack, folders_with_packs(root))
        with contextlib.suppress(OSError):  # an editor's comfort is no reason to fail
            if path.read_text(encoding="utf-8") != to_json(schema):
                write_schema(root, slug, schema)


def _yaml_files(root: Path, slug: str | None) -> list[Path]:
    slugs = [slug] if slug else folders_with_packs(root)
    return sorted(path for each in slugs for path in (root / each).rglob("*") if path.suffix in _YAML)


def _name_in(file: Path, schema: Path, *, is_own: bool) -> bool:
    """Whether a file had to be written anew. is_own: another schema that it names gives way to this one."""
    text = file.read_bytes().decode("utf-8")
    if has_modeline(text) and not is_own:
        return False
    named = with_modeline(text, Path(os.path.relpath(schema, file.parent)).as_posix())
    if named == text:
        return False
    file.write_bytes(named.encode("utf-8"))
    return True
