"""`quiz import csv`: the rows of a relation, as a spreadsheet has them now."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path, PurePosixPath

from quiz.bank.amending import Amendment, amend, facts_in
from quiz.bank.pack import Fact, Pack
from quiz.bank.reading import folders_of, read_packs
from quiz.bank.spreadsheets import read_csv, row_of
from quiz.bank.vocabulary import Relation
from quiz.cli.exporting import pack_and_relation
from quiz.cli.places import Commands, add_questions, questions
from quiz.errors import QuizError


def add_to(sources: Commands) -> None:
    csv = sources.add_parser("csv", help="the rows of a relation, from a spreadsheet")
    csv.add_argument("file", type=Path)
    csv.add_argument("pack")
    csv.add_argument("relation")
    csv.add_argument("--into", help="the file of the pack that new rows go to: NAME.yaml, or RELATION.csv")
    csv.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    add_questions(csv)
    csv.set_defaults(run=_csv)


def _csv(options: argparse.Namespace) -> int:
    pack, relation, files = pack_and_relation(options)
    _check_target(options.into, relation)
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise QuizError(f"{options.file}: this table cannot be read ({error.strerror}).") from None
    facts = facts_in(pack, relation, read_csv(content, str(options.file), relation))
    contents = {file: text for file, text in files.items() if isinstance(text, bytes)}
    amendment = amend(pack, contents, relation, facts, options.into)
    _check(options, pack, relation, facts, amendment)
    if not options.dry_run:
        _write(questions(options).absolute().parent, amendment)
    _tell(amendment, relation, is_written=not options.dry_run)
    return 0


def _check_target(into: str | None, relation: Relation) -> None:
    if into is None:
        return
    path = PurePosixPath(into)
    if path.is_absolute() or ".." in path.parts or path.suffix not in (".yaml", ".yml", ".csv"):
        raise QuizError(f"--into {into}: name a file of the pack that ends in .yaml or .csv.")
    if path.suffix == ".csv" and path.name != f"{relation.name}.csv":
        raise QuizError(f"--into {into}: a table of this relation is called {relation.name}.csv.")


def _check(
    options: argparse.Namespace, pack: Pack, relation: Relation, facts: list[Fact], amendment: Amendment
) -> None:
    """Read the pack as it would be: all its rows must be those of the table, and all else what it was."""
    folders = folders_of(questions(options), pack.slug)
    changed = {file: text.encode() for file, text in amendment.files.items()}
    reading = read_packs({**folders, pack.slug: {**folders[pack.slug], **changed}}, pack.slug)
    after = reading.packs.get(pack.slug)
    if after is None:
        told = "\n".join(map(str, reading.problems))
        raise QuizError(f"{told}\nWith these rows the pack would not load, and nothing was written.")
    mine = [fact for fact in after.facts if fact.relation.name == relation.name]
    is_told = _rows(mine) == _rows(facts)
    if not is_told or _else(after, relation) != _else(pack, relation):
        raise QuizError(f"These rows do not fit where {relation.name} stands now, and nothing was written.")


def _rows(facts: Iterable[Fact]) -> Counter[Hashable]:
    return Counter(tuple(sorted(row_of(fact).items())) for fact in facts)


def _else(pack: Pack, relation: Relation) -> Hashable:
    """All that a pack says beside its rows of one relation."""
    others = [fact for fact in pack.facts if fact.relation.name != relation.name]
    rows = Counter((fact.relation.name, *sorted(row_of(fact).items())) for fact in others)
    names = Counter(
        (kind, name, entity.show, entity.aka, tuple(entity.attributes.items()), entity.is_asked)
        for (kind, name), entity in pack.entities.items()
    )
    promises = Counter((each.relation.name, each.says) for each in pack.declarations)
    asked = Counter((each.slug, each.ask, each.key) for each in pack.questions)
    opened = Counter((name, entity.name) for name, entity in pack.opened)
    return tuple(frozenset(each.items()) for each in (rows, names, promises, asked, opened))


def _write(above: Path, amendment: Amendment) -> None:
    """Each file whole or not at all."""
    for file, text in amendment.files.items():
        path = above / file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.unfinished")
            unfinished.write_bytes(text.encode())
            unfinished.replace(path)
        except OSError as error:
            raise QuizError(f"{path} cannot be written ({error.strerror}).") from None


def _tell(amendment: Amendment, relation: Relation, *, is_written: bool) -> None:
    if not amendment.files:
        print(f"Nothing has changed in {relation.name}.")
        return
    counts = f"{amendment.added:,} added, {amendment.changed:,} changed, {amendment.removed:,} removed"
    print(f"Rows of {relation.name}: {counts}.")
    for file in amendment.files:
        print(f"{'Written' if is_written else 'Would be written'}: {file}")
    if amendment.comments:
        print(f"Comments among rewritten rows, which are gone: {amendment.comments}.")
