"""`quiz import`: the tables of others, made into the tables of a pack."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from quiz.bank.manifest import MANIFEST, is_manifest
from quiz.bank.reading import folders_of, read_packs
from quiz.cli import amending
from quiz.cli.places import QUESTIONS, Commands
from quiz.errors import QuizError
from quiz.imports.cannes.table import DECISIONS, read_decisions, read_table
from quiz.imports.cannes.writing import convert
from quiz.imports.known import Known, known_from
from quiz.imports.oscars import Import, import_oscars

IMPORTED = "imported"
"""The folder of a pack that an import owns: what it does not write again is removed."""


def add_to(commands: Commands) -> None:
    importing = commands.add_parser("import", help="make the tables of a pack out of those of others")
    sources = importing.add_subparsers(required=True, metavar="WHAT")
    amending.add_to(sources)
    oscars = sources.add_parser("oscars", help="the nominations for the Academy Awards")
    oscars.add_argument("table", type=Path, help="oscars.csv, which knows by ids who is who")
    oscars.add_argument("clean", type=Path, help="oscars_clean.csv, for spelling and years")
    oscars.add_argument("--into", type=Path, default=QUESTIONS, help="the folder of packs")
    oscars.set_defaults(run=_oscars)
    cannes = sources.add_parser("cannes", help="the films of the Cannes competition")
    cannes.add_argument("table", type=Path, help="films.csv")
    cannes.add_argument("--decisions", type=Path, default=DECISIONS, help="what is decided by hand")
    cannes.add_argument("--into", type=Path, default=QUESTIONS, help="the folder of packs")
    cannes.set_defaults(run=_cannes)


def _oscars(options: argparse.Namespace) -> int:
    known = known_to(options.into, "oscars")
    made = import_oscars(text_of(options.table), text_of(options.clean), known)
    write_files(options.into / "oscars" / IMPORTED, made.files)
    _tell(made)
    return 0


def _cannes(options: argparse.Namespace) -> int:
    table, decisions = read_table(text_of(options.table)), read_decisions(text_of(options.decisions))
    made = convert(table, decisions, kept_by_hand(options.into, "festivals"))
    write_files(options.into / "festivals" / IMPORTED, made.files)
    print(f"Written: {len(made.files)} files.")
    for note in made.notes:
        print(note)
    return 0


def kept_by_hand(root: Path, slug: str) -> dict[str, bytes]:
    """The files of a pack that no import writes, by name."""
    files = folders_of(root, slug).get(slug, {})
    written = f"/{slug}/{IMPORTED}/"
    return {
        name: content
        for name, content in files.items()
        if isinstance(content, bytes) and written not in f"/{name}"
    }


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuizError(f"{path}: this table cannot be read ({error}).") from error


def known_to(root: Path, slug: str) -> Known:
    """What the packs have that a pack uses, whatever stands in the pack itself."""
    folders = folders_of(root)
    manifest = {name: text for name, text in folders.get(slug, {}).items() if is_manifest(slug, name)}
    if not manifest:
        raise QuizError(f"{root / slug}: there is no {MANIFEST}, which says what the pack uses.")
    reading = read_packs({**folders, slug: manifest}, slug)
    if reading.problems:
        raise QuizError("\n".join(map(str, reading.problems)))
    return known_from([reading.packs[slug]])


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder that holds nothing else."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and str(path.relative_to(folder).as_posix()) not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _tell(made: Import) -> None:
    print(f"Written: {len(made.files)} files.")
    for relation, count in sorted(made.rows.items()):
        print(f"  {relation}: {count} rows")
    for kind, count in made.names.items():
        again = made.found_again.get(kind, 0)
        print(
            f"  {kind}: {count} names"
            + (f", of which {again} have their home in another pack" if again else "")
        )
        if kind in made.kept_apart:
            print(
                f"    kept apart from namesakes there: {'; '.join(sorted(made.kept_apart[kind])) or 'none'}"
            )
    print("In doubt, and never asked:")
    for because, count in sorted(made.in_doubt.items()):
        print(f"  {count} rows: {because}")
    print("Left out:")
    for each in made.left_out:
        print(f"  {each.why}: {each.what}")
    print("Categories that the pack leaves out:")
    for category, count in sorted(made.not_imported.items()):
        print(f"  {category}: {count} rows")
