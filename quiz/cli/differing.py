"""`quiz diff`: which items an edit adds, changes and removes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from quiz.bank.cache import Cache
from quiz.bank.pack import Pack
from quiz.bank.reading import Reading, collector_paused, folders_of, read_packs
from quiz.cli.items import as_json
from quiz.cli.places import Commands, add_questions, cache_for, questions, today
from quiz.cli.revisions import packs_of
from quiz.items.differing import Change, Difference, Sort, differ
from quiz.items.item import Item, plain
from quiz.items.making import Maker

MOST = 20


def add_to(commands: Commands) -> None:
    diff = commands.add_parser("diff", help="show which items an edit adds, changes and removes")
    diff.add_argument("old", help="a folder of packs, a pack, or a revision of git")
    diff.add_argument("new", nargs="?", help="the same (default: the packs as they are now)")
    diff.add_argument("--pack", help="look at this pack alone")
    diff.add_argument("--seed", type=int, default=1)
    diff.add_argument("--all", action="store_true", help="make every item of both versions; takes minutes")
    diff.add_argument("--count", type=int, default=MOST, help=f"items shown of each sort (default: {MOST})")
    diff.add_argument("--format", choices=["text", "json"], default="text")
    add_questions(diff)
    diff.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    here = questions(options)
    cache = cache_for(options)
    with (
        packs_of(options.old, here) as (old_root, old_pack),
        packs_of(options.new or str(here), here) as (new_root, new_pack),
    ):
        only = options.pack or new_pack or old_pack
        old = _read(old_root, only, cache.beside("before") if cache is not None else None)
        new = _read(new_root, only, cache)
    found = list(_differences(old, new, only, options))
    if options.format == "json":
        json.dump([_as_json(each) for each in found], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for each in found:
            print("\n".join(_as_text(each, options.count)))
        if not found:
            print("Nothing has changed.")
    return 1 if new.problems else 0


def _read(root: Path, only: str | None, cache: Cache | None) -> Reading:
    folders = folders_of(root, only)
    reading = read_packs(folders, only if only in folders else None, cache)
    for problem in reading.problems:
        print(problem, file=sys.stderr)
    return reading


def _differences(
    old: Reading, new: Reading, only: str | None, options: argparse.Namespace
) -> Iterator[Difference]:
    for slug in dict.fromkeys((*new.packs, *old.packs)):
        if only not in (None, slug) or old.hashes.get(slug) == new.hashes.get(slug):
            continue
        with collector_paused():
            makers = [_maker(reading.packs.get(slug)) for reading in (old, new)]
        if any(makers):
            yield differ(slug, makers[0], makers[1], options.seed, look_at_all=options.all)


def _maker(pack: Pack | None) -> Maker | None:
    return Maker(pack, today()) if pack is not None and pack.is_playable else None


def _as_text(found: Difference, most: int) -> Iterator[str]:
    yield f"{found.pack}: {found.before:,} ways to ask before, {found.after:,} now."
    yield from _sort("new", "+", found.new, most)
    yield from _sort("about what was edited", "~", found.touched, most)
    yield from _sort("about other things", "~", found.others, most)
    yield from _sort("gone", "-", found.gone, most)
    if found.moved:
        yield f"  {found.moved:,} of those that were there before have another level now."


def _sort(called: str, sign: str, sort: Sort, most: int) -> Iterator[str]:
    if not sort.seats:
        return
    looked = "" if sort.tried == sort.seats else f", {sort.tried:,} of them looked at"
    verb = {"+": "make an item", "-": "made an item"}.get(sign, "say something else")
    yield f"  {sort.seats:,} {called}{looked}: {len(sort.changes):,} {verb}."
    for change in sort.changes[:most]:
        yield from (f"    {line}" for line in _change(change))
    if len(sort.changes) > most:
        yield f"    … and {len(sort.changes) - most:,} more (--count {len(sort.changes)})"


def _change(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        item = before or after
        if item is not None:
            yield f"{'+' if before is None else '-'} {_in_a_line(item)}"
        return
    if _in_a_line(before) == _in_a_line(after):
        yield f"~ {_in_a_line(after)}"
    else:
        yield f"- {_in_a_line(before)}"
        yield f"+ {_in_a_line(after)}"
    then, now = (_wrong_options(item) for item in (before, after))
    if then != now:
        gone, come = ", ".join(sorted(then - now)), ", ".join(sorted(now - then))
        yield f"    wrong options: {f'- {gone}  ' if gone else ''}{f'+ {come}' if come else ''}".rstrip()
    if plain(before.explanation) != plain(after.explanation):
        yield f"    explained: {plain(after.explanation)}"


def _in_a_line(item: Item) -> str:
    return f"{plain(item.stem)}  → {plain(item.options[item.key].label)}  [{item.level}, {item.family}]"


def _wrong_options(item: Item) -> set[str]:
    return {plain(option.label) for at, option in enumerate(item.options) if at != item.key}


def _as_json(found: Difference) -> dict[str, object]:
    sorts = {"new": found.new, "edited": found.touched, "others": found.others, "gone": found.gone}
    return {
        "pack": found.pack,
        "seats_before": found.before,
        "seats_now": found.after,
        "another_level": found.moved,
        **{
            name: {
                "seats": sort.seats,
                "looked_at": sort.tried,
                "changes": [
                    {
                        "seat": change.seat,
                        "before": as_json(change.before) if change.before is not None else None,
                        "after": as_json(change.after) if change.after is not None else None,
                    }
                    for change in sort.changes
                ],
            }
            for name, sort in sorts.items()
        },
    }
