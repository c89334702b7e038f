"""The command `quiz`: parse, call, print."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

from quiz.bank.bank import Bank
from quiz.bank.reading import ENDINGS, MANIFEST, folders_of, read_packs
from quiz.errors import QuizError
from quiz.items import ids
from quiz.items.assembling import Unproven
from quiz.items.item import Item, Level, plain
from quiz.items.library import Library, open_library
from quiz.items.making import Maker
from quiz.items.silence import silent_families, silent_questions

QUESTIONS = Path(__file__).resolve().parent.parent / "questions"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 problems found, 2 wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except QuizError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # `quiz items … | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quiz", description="Triple Crown: facts in, fair questions out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check the packs and print every problem with its place")
    check.add_argument("path", nargs="?", type=Path, help="a folder of packs, one pack, or a file of one")
    check.set_defaults(run=_check)

    items = commands.add_parser("items", help="list the items that a pack makes")
    items.add_argument("pack")
    items.add_argument("--level", choices=[level.value for level in Level])
    items.add_argument("--seed", type=int, default=1, help="another seed draws other options and wordings")
    items.add_argument("--count", type=_positive, help="as many at most")
    items.add_argument("--format", choices=["text", "json"], default="text")
    _add_questions(items)
    items.set_defaults(run=_items)

    explain = commands.add_parser("explain", help="print the proof of an item, or what is missing for it")
    explain.add_argument("item")
    _add_questions(explain)
    explain.set_defaults(run=_explain)

    serve = commands.add_parser("serve", help="migrate the database, check the packs, and serve the game")
    serve.set_defaults(run=_serve)
    return parser


def _add_questions(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--questions", type=Path, help="the folder of packs (default: QUESTIONS, or the project's own)"
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of items; write 1 or more")
    return int(text)


def _today() -> date:
    return datetime.now(UTC).date()


def _questions(options: argparse.Namespace) -> Path:
    folder = options.questions or Path(os.environ.get("QUESTIONS") or QUESTIONS)
    if not folder.is_dir():
        raise QuizError(f"{folder}: there is no such folder of packs.")
    return folder


def _check(options: argparse.Namespace) -> int:
    root, only = _root_and_pack(options.path)
    folders = folders_of(root, only)
    if not folders or (only is not None and only not in folders):
        print(f"{root}: there is no pack here. A pack is a folder with a {MANIFEST}.", file=sys.stderr)
        return 1
    reading = read_packs(folders, only)
    problems = reading.problems
    for problem in problems:
        print(problem)
    packs = [pack for slug, pack in reading.packs.items() if only in (None, slug)]
    for pack in packs:
        maker = Maker(pack, _today())
        silent = list(silent_questions(maker))
        problems = (*problems, *silent)
        for problem in (*silent, *(silent_families(maker) if pack.facts else ())):
            print(problem)
        counts = [
            f"{len(pack.facts)} facts",
            f"{len(pack.entities)} names",
            f"{len(pack.questions)} handwritten questions",
            f"{len(pack.families)} families",
        ]
        print(f"{pack.slug}: {', '.join(counts)}.")
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}.", file=sys.stderr)
    return 1 if problems else 0


def _root_and_pack(path: Path | None) -> tuple[Path, str | None]:
    """The folder of packs, and the one pack that is asked about."""
    if path is None:
        return Path(os.environ.get("QUESTIONS") or QUESTIONS), None
    if not (path.is_dir() or path.is_file()):
        raise QuizError(f"{path}: there is no such file or folder.")
    resolved = path.resolve()
    start = resolved if resolved.is_dir() else resolved.parent
    for folder in [start, *start.parents]:
        if (folder / MANIFEST).is_file():
            return folder.parent, folder.name
    if any(start.glob(f"*/{MANIFEST}")):
        return path, None
    if any(each.suffix in ENDINGS for each in start.iterdir()):
        return start.parent, start.name  # a pack without its manifest, which is what will be told
    raise QuizError(f"{path}: there is no pack here. A pack is a folder with a {MANIFEST}.")


def _library(options: argparse.Namespace) -> Library:
    library = open_library(read_packs(folders_of(_questions(options))), _today())
    for problem in library.problems:
        print(problem, file=sys.stderr)
    return library


def _maker(library: Library, pack: str) -> Maker:
    if pack not in library.makers:
        known = ", ".join(library.makers) or "none"
        raise QuizError(f"There is no pack {pack} to ask about. Playable packs: {known}.")
    return library.makers[pack]


def _items(options: argparse.Namespace) -> int:
    maker = _maker(_library(options), options.pack)
    found: list[Item] = []
    for item in maker.items(options.seed, Level(options.level) if options.level else None):
        found.append(item)
        if len(found) == options.count:
            break
    if options.format == "json":
        json.dump([_as_json(item) for item in found], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for item in found:
            print(_as_text(item))
    return 0


def _as_json(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "family": item.family,
        "level": item.level.value,
        "difficulty": item.difficulty,
        "stem": plain(item.stem),
        "options": [plain(option.label) for option in item.options],
        "key": plain(item.options[item.key].label),
        "explanation": plain(item.explanation),
        "sources": [
            {"title": each.title, "publisher": each.publisher, "date": each.date, "url": each.url}
            for each in item.sources
        ],
        "facts": list(item.facts),
    }


def _as_text(item: Item) -> str:
    lines = [f"{plain(item.stem)}  [{item.level}, {item.family}]"]
    for at, option in enumerate(item.options):
        lines.append(f"  {'*' if at == item.key else ' '} {plain(option.label)}")
    lines += [f"  {plain(item.explanation)}", f"  {item.id}", ""]
    return "\n".join(lines)


def _explain(options: argparse.Namespace) -> int:
    library = _library(options)
    parsed = ids.parse(options.item)
    if parsed is None:
        raise QuizError(f"“{options.item}” is not the id of an item; `quiz items PACK` lists them.")
    maker = _maker(library, parsed.pack)
    item = maker.prove(options.item)
    if isinstance(item, Unproven):
        print("This item cannot be proven:")
        for reason in item.reasons:
            print(f"- {reason}")
        return 1
    print(plain(item.stem))
    for at, (option, proof) in enumerate(zip(item.options, item.proofs, strict=True)):
        verdict = "right" if at == item.key else "wrong"
        print(f"\n{plain(option.label)}: {verdict}. {plain(option.reason)}")
        for row in proof.rows:
            print(f"  - {_row(maker.bank, row)}")
        for declaration in proof.declarations:
            print(f"  - declared: {declaration}")
    print("\nSources:")
    for source in item.sources:
        print(f"- {', '.join(filter(None, [source.title, source.publisher, source.date, source.url]))}")
    return 0


def _row(bank: Bank, fact_id: str) -> str:
    fact = bank.fact(fact_id)
    if fact is None:
        return fact_id
    sources = "; ".join(f"{ref.title}, {ref.source.publisher}" for ref in fact.sources)
    return f"{fact_id} ({fact.status}, {fact.place}; {sources})"


def _serve(options: argparse.Namespace) -> int:
    """Check first what needs no import of the web, so that a wrong start is told at once."""
    del options
    from quiz.settings import ROOT, read_settings
    from quiz.web.serving import ensure_free, serve

    settings = read_settings(os.environ)
    if settings.database_url.startswith("postgresql") and find_spec("psycopg") is None:
        raise QuizError(
            "DATABASE_URL: PostgreSQL needs a package that is not here yet;"
            " bring it with .venv/bin/pip install 'psycopg[binary]'."
        )
    ensure_free(settings.host, settings.port)
    sys.path.insert(0, str(ROOT))
    from quiz.extensions import migrate_database
    from wsgi import app

    migrate_database(app)
    library = app.extensions["shelf"].library()
    for problem in library.problems:
        print(problem, file=sys.stderr)
    if library.problems:
        print("The packs above are not served until they are mended.", file=sys.stderr)
    serve(settings.host, settings.port)
    return 0
