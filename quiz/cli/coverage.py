"""`quiz coverage`: what of a pack is asked, why the rest is not, and what would unlock more."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence

from quiz.cli.places import Commands, add_questions, maker_of, read_library
from quiz.items.coverage import Coverage, RelationCoverage, cover
from quiz.items.unlocking import Unlock, unlocks

WIDTH = 100
MARGIN = "    "
INDENT = 17


def add_to(commands: Commands) -> None:
    coverage = commands.add_parser("coverage", help="show what of a pack is asked, and why the rest is not")
    coverage.add_argument("pack")
    coverage.add_argument("--sample", type=_positive, help="look at so many facts of each relation only")
    coverage.add_argument("--format", choices=["text", "json"], default="text")
    add_questions(coverage)
    coverage.set_defaults(run=_coverage)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of facts; write 1 or more")
    return int(text)


def _coverage(options: argparse.Namespace) -> int:
    maker = maker_of(read_library(options), options.pack)
    found = cover(maker, options.sample)
    promises = unlocks(maker, found.open_lists)
    if options.format == "json":
        json.dump(_as_json(found, promises), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(_as_text(found, promises)))
    return 0


def _as_json(found: Coverage, promises: Sequence[Unlock]) -> dict[str, object]:
    return {
        "pack": found.pack,
        "relations": [
            {
                "relation": each.relation,
                "facts": each.facts,
                "tried": each.tried,
                "askable": each.askable,
                "asked": each.asked,
                "compared": each.compared,
                "families": dict(each.families),
                "unasked": [
                    {
                        "why": group.why,
                        "askable": group.is_askable,
                        "count": group.count,
                        "examples": [
                            {"fact": example.fact, "file": example.place.file, "line": example.place.line}
                            for example in group.examples
                        ],
                    }
                    for group in each.unasked
                ],
            }
            for each in found.relations
        ],
        "seats": found.seats,
        "tries": found.tries,
        "items": found.items,
        "rules": dict(found.broken),
        "warned": found.warned,
        "warnings": dict(found.warnings),
        "unlocks": [
            {"declaration": each.says, "items": each.items, "seats": each.seats, "exact": each.is_exact}
            for each in promises
        ],
    }


def _as_text(found: Coverage, promises: Sequence[Unlock]) -> Iterator[str]:
    yield f"{found.title} ({found.pack})"
    yield ""
    yield from _table(found.relations)
    yield ""
    yield "Which families ask them"
    for relation in found.relations:
        yield from _families(relation)
    yield ""
    yield "Not asked"
    for relation in found.relations:
        yield from _unasked(relation)
    yield ""
    yield "What a declaration would unlock, each by itself"
    if not promises:
        yield f"{MARGIN}no list's being open is in the way"
    for each in promises:
        yield from _hanging(
            f"{_about(each.items, each.is_exact):>12} {'item' if each.items == 1 else 'items'}  ", each.says
        )
    yield ""
    yield f"Item-writing rules: {found.tries:,} tries, {found.items:,} different items"
    for label, counts, of in (
        ("held back", found.broken, found.tries),
        ("warned of", found.warnings, found.items),
    ):
        for rule, count in counts:
            yield f"{MARGIN}{label} {count:>7,} {_share(count, of):>8}  {rule}"
    if found.warned:
        yield f"{MARGIN}items with a warning: {found.warned:,}, {_share(found.warned, found.items)}"


def _table(relations: Sequence[RelationCoverage]) -> Iterator[str]:
    width = max([len(each.relation) for each in relations] + [len("relation")])
    yield f"{'relation':{width}} {'facts':>9} {'askable':>13} {'asked':>13} {'share':>9}"
    for each in relations:
        yield _line(each.relation, width, each.facts, *_scaled(each), is_exact=each.tried == each.facts)
    scaled = [_scaled(each) for each in relations]
    yield _line(
        "all",
        width,
        sum(each.facts for each in relations),
        sum(askable for askable, _ in scaled),
        sum(asked for _, asked in scaled),
        is_exact=all(each.tried == each.facts for each in relations),
    )


def _line(name: str, width: int, facts: int, askable: int, asked: int, *, is_exact: bool) -> str:
    share = _share(asked, askable) if askable else "–"
    return (
        f"{name:{width}} {facts:>9,} {_about(askable, is_exact):>13} {_about(asked, is_exact):>13} {share:>9}"
    )


def _scaled(each: RelationCoverage) -> tuple[int, int]:
    """Askable and asked facts of all, by those tried."""
    return round(each.askable * each.facts / each.tried), round(each.asked * each.facts / each.tried)


def _families(each: RelationCoverage) -> Iterator[str]:
    is_exact = each.compared == each.facts
    counts = [
        f"{family} {_about(round(count * each.facts / each.compared), is_exact)}"
        for family, count in each.families
    ]
    yield from _hanging(f"{MARGIN}{each.relation}: ", ", ".join(counts) or "none")


def _unasked(each: RelationCoverage) -> Iterator[str]:
    is_exact = each.tried == each.facts
    for group in each.unasked:
        count = _about(round(group.count * each.facts / each.tried), is_exact)
        aside = "" if group.is_askable else " (not askable)"
        yield from _hanging(f"{count:>12} {each.relation}: ", f"{group.why}{aside}")
        for example in group.examples:
            where = f"{example.place.file}:{example.place.line}"
            told = f"{example.fact} ({where})"
            for line in (told,) if len(told) <= WIDTH - INDENT else (example.fact, f"  ({where})"):
                yield f"{' ' * INDENT}{_cut(line, WIDTH - INDENT)}"


def _about(count: int, is_exact: bool) -> str:  # noqa: FBT001
    return f"{count:,}" if is_exact else f"about {count:,}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _hanging(head: str, text: str) -> list[str]:
    indent = " " * min(len(head), INDENT)
    return textwrap.wrap(
        head.lstrip() + text,
        WIDTH,
        initial_indent=" " * (len(head) - len(head.lstrip())),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
