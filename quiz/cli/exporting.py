"""`quiz export`: a relation of a pack as a table for a spreadsheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from quiz.bank.pack import Pack
from quiz.bank.problems import PackHasProblems, Problem, did_you_mean, sentence
from quiz.bank.reading import Files, folders_of, read_packs
from quiz.bank.spreadsheets import BOM, row_of, to_csv, unfit
from quiz.bank.vocabulary import Relation
from quiz.cli.places import Commands, add_questions, cache_for, questions
from quiz.errors import QuizError


def add_to(commands: Commands) -> None:
    export = commands.add_parser("export", help="write what a pack holds for other programs")
    formats = export.add_subparsers(required=True, metavar="FORMAT")
    csv = formats.add_parser("csv", help="the rows of a relation, for a spreadsheet")
    csv.add_argument("pack")
    csv.add_argument("relation")
    csv.add_argument("file", nargs="?", type=Path, help="where to write it (default: it is printed)")
    csv.add_argument(
        "--plain", action="store_true", help="for programs: no mark for Excel, no apostrophes before formulas"
    )
    add_questions(csv)
    csv.set_defaults(run=_csv)


def _csv(options: argparse.Namespace) -> int:
    pack, relation, _ = pack_and_relation(options)
    facts = [fact for fact in pack.facts if fact.relation.name == relation.name]
    faults = [(fact, fault) for fact in facts if (fault := unfit(fact)) is not None]
    if faults:
        raise PackHasProblems(Problem.at(fact.place, fault, "Reword it.") for fact, fault in faults)
    text = to_csv(relation, map(row_of, facts), plain=options.plain)
    if options.file is None:
        sys.stdout.write(text)
        return 0
    try:
        options.file.write_text(("" if options.plain else BOM) + text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuizError(f"{options.file} cannot be written ({error.strerror}).") from None
    print(f"Written: {options.file}, {len(facts):,} rows of {relation.name}.")
    return 0


def pack_and_relation(options: argparse.Namespace) -> tuple[Pack, Relation, Files]:
    """The pack that is named, without problems, with a relation in its reach, and its files."""
    root, slug = questions(options), options.pack
    folders = folders_of(root, slug)
    if slug not in folders:
        raise QuizError(f"There is no pack {slug} in {root}.")
    reading = read_packs(folders, slug, cache_for(options))
    if slug not in reading.packs:
        raise PackHasProblems(reading.problems)
    pack = reading.packs[slug]
    relations = {name: each for used in pack.lineage() for name, each in used.relations.items()}
    if options.relation not in relations:
        near = sentence(did_you_mean(options.relation, relations))
        known = near or f"Its relations are {', '.join(sorted(relations)) or 'none'}."
        raise QuizError(f"The pack {slug} has no relation {options.relation}. {known}")
    return pack, relations[options.relation], folders[slug]
