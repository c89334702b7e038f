"""`quiz items`: the items that a pack makes."""

from __future__ import annotations

import argparse
import json
import sys

from quiz.cli.places import Commands, add_questions, maker_of, read_library
from quiz.items.item import Item, Level, plain


def add_to(commands: Commands) -> None:
    items = commands.add_parser("items", help="list the items that a pack makes")
    items.add_argument("pack")
    items.add_argument("--level", choices=[level.value for level in Level])
    items.add_argument("--seed", type=int, default=1, help="another seed draws other options and wordings")
    items.add_argument("--count", type=_positive, help="as many at most")
    items.add_argument("--format", choices=["text", "json"], default="text")
    add_questions(items)
    items.set_defaults(run=_items)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of items; write 1 or more")
    return int(text)


def _items(options: argparse.Namespace) -> int:
    maker = maker_of(read_library(options), options.pack)
    found: list[Item] = []
    for item in maker.items(options.seed, Level(options.level) if options.level else None):
        found.append(item)
        if len(found) == options.count:
            break
    if options.format == "json":
        json.dump([as_json(item) for item in found], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for item in found:
            print(as_text(item))
    return 0


def as_json(item: Item) -> dict[str, object]:
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


def as_text(item: Item) -> str:
    lines = [f"{plain(item.stem)}  [{item.level}, {item.family}]"]
    for at, option in enumerate(item.options):
        lines.append(f"  {'*' if at == item.key else ' '} {plain(option.label)}")
    lines += [f"  {plain(item.explanation)}", f"  {item.id}", ""]
    return "\n".join(lines)
