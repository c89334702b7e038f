"""The cache makes reading faster and nothing else: whatever is wrong with it, packs read as without it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.bank.cache import Cache, reader_version
from quiz.bank.reading import Reading, folders_of, read_packs

WORDS = """\
pack: words
title: Words
about: Of towers.
kinds: {tower: {many: towers, has: [style]}}
relations:
  city:
    columns: {tower: tower, city: text}
    known: one-winner
    per: [tower]
    reads: "{tower} stands in {city}."
sources: {atlas: {title: Atlas of Towers, publisher: The Tower Society}}
"""
TOWERS = """\
pack: towers
title: Towers
about: How high they are.
use: words
source: atlas
tower:
  - {name: Eiffel, city: Paris}
  - {name: Asinelli, style: medieval, city: Bologna}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    root = tmp_path / "questions"
    write(root, "words", WORDS)
    write(root, "towers", TOWERS)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def write(root: Path, slug: str, text: str) -> None:
    (root / slug).mkdir(parents=True, exist_ok=True)
    (root / slug / "pack.yaml").write_text(text, encoding="utf-8")


def read(questions: Path, folder: Path) -> Reading:
    return read_packs(folders_of(questions), cache=Cache(folder))


def cities(reading: Reading) -> list[str]:
    return [str(fact.values[1]) for fact in reading.packs["towers"].facts]


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def inodes(folder: Path) -> set[tuple[str, int]]:
    """A file that is written anew is another one."""
    return {(path.name, path.stat().st_ino) for path in kept(folder)}


def test_what_has_not_changed_is_not_read_again(questions: Path, folder: Path) -> None:
    read(questions, folder)
    before = inodes(folder)

    reading = read(questions, folder)

    assert cities(reading) == ["Paris", "Bologna"]
    assert inodes(folder) == before


def test_an_edit_is_seen(questions: Path, folder: Path) -> None:
    read(questions, folder)

    write(questions, "towers", TOWERS.replace("Bologna", "Pisa"))

    assert cities(read(questions, folder)) == ["Paris", "Pisa"]


def test_an_edit_of_what_a_pack_uses_is_seen(questions: Path, folder: Path) -> None:
    read(questions, folder)

    write(questions, "words", WORDS.replace("has: [style]", "has: [colour]"))

    assert [str(problem) for problem in read(questions, folder).problems] == [
        (
            "questions/towers/pack.yaml:8:22: There is no relation or key `style` for a tower. A tower may "
            "have city, colour, aka, asked, checked, complete, name, names, note, open, show and source."
        )
    ]


def test_mistake_is_told_each_time(questions: Path, folder: Path) -> None:
    write(questions, "towers", TOWERS + "  - {name: Eiffel, city: Lyon}\n")

    first = read(questions, folder).problems

    assert first
    assert read(questions, folder).problems == first


def test_pack_is_told_about_what_it_uses_though_it_was_read_before(questions: Path, folder: Path) -> None:
    read(questions, folder)

    write(questions, "words", WORDS + "use: towers\n")

    assert read(questions, folder).problems == read_packs(folders_of(questions)).problems


def test_files_in_another_order_keep_their_own_order(folder: Path) -> None:
    one, other = (
        ("towers/a.yaml", b"tower: [{name: Zoo, city: A}]"),
        ("towers/b.yaml", b"tower: [{name: Bar, city: B}]"),
    )
    words = {"towers/pack.yaml": WORDS.replace("words", "towers").encode() + b"source: atlas\n"}
    sourced = [(name, text + b"\nsource: atlas\n") for name, text in (one, other)]
    read_packs({"towers": {**words, **dict(sourced)}}, cache=Cache(folder))

    reading = read_packs({"towers": {**words, **dict(reversed(sourced))}}, cache=Cache(folder))

    assert cities(reading) == ["B", "A"]


def test_another_version_of_the_reader_reads_anew(questions: Path, folder: Path) -> None:
    read_packs(folders_of(questions), cache=Cache(folder, version="of last year"))
    before = inodes(folder)

    read(questions, folder)

    assert len(inodes(folder) - before) == 2


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _with_another_city(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Bologna", b"Ravenna"))


def _replaced(path: Path, body: bytes) -> None:
    checksum = hashlib.sha256(reader_version().encode() + body).hexdigest()
    path.write_bytes(checksum.encode() + b"\n" + body)


def _with_numbers_too_high(path: Path) -> None:
    tree = json.loads(path.read_bytes().partition(b"\n")[2])
    for file in tree["files"]:
        file["facts_of_blocks"] = [[9_999] * len(row) for row in file["facts_of_blocks"]]
    _replaced(path, json.dumps(tree).encode())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(Path.unlink, id="missing"),
        pytest.param(_truncated, id="truncated"),
        pytest.param(_with_another_city, id="changed by hand"),
        pytest.param(_with_numbers_too_high, id="changed by hand, with the right checksum"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"\x80\x04\x95\n\xff"), id="not text"),
        pytest.param(lambda path: _replaced(path, b"[1, 2]"), id="other JSON"),
        pytest.param(lambda path: _replaced(path, b"[" * 100_000), id="JSON without an end"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a folder"),
    ],
)
def test_damaged_cache_is_as_none(questions: Path, folder: Path, spoil: Callable[[Path], object]) -> None:
    read(questions, folder)
    for path in kept(folder):
        spoil(path)

    reading = read(questions, folder)

    assert reading.problems == ()
    assert cities(reading) == ["Paris", "Bologna"]


def test_folder_that_cannot_be_made_is_done_without(questions: Path, folder: Path) -> None:
    folder.write_text("a file stands here")

    assert cities(read(questions, folder)) == ["Paris", "Bologna"]


def test_nothing_unfinished_is_left_behind(questions: Path, folder: Path) -> None:
    folder.mkdir()
    stale, fresh = folder / ".unfinished-1", folder / ".unfinished-2"
    stale.touch()
    fresh.touch()
    os.utime(stale, (0, 0))

    read(questions, folder)

    # the fresh one may be another process's
    assert list(folder.glob(".*")) == [fresh]


def test_several_processes_read_and_write_at_once(questions: Path, folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from quiz.bank.cache import Cache;"
        "from quiz.bank.reading import folders_of, read_packs\n"
        "for _ in range(20):\n"
        "    reading = read_packs(folders_of(Path(sys.argv[1])), cache=Cache(Path(sys.argv[2])))\n"
        "    assert len(reading.packs['towers'].facts) == 2 and not reading.problems\n"
        "    for path in Path(sys.argv[2]).glob('*.json'): path.unlink(missing_ok=True)\n"
    )
    command = [sys.executable, "-c", script, str(questions), str(folder)]

    running = [subprocess.Popen(command) for _ in range(3)]

    assert [process.wait(60) for process in running] == [0, 0, 0]
