"""Folders of packs: which files are read, which are refused, and what packs may use of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz.bank.reading import folders_of, read_packs
from quiz.settings import ROOT

WORDS = """\
kinds: {film: {many: films}}
relations:
  shown:
    columns: {film: film, year: year}
    known: one-winner
    per: [film]
    reads: "{film} was shown in {year}."
sources: {book: {title: A Book, publisher: The Press}}
"""


def write(folder: Path, **files: str) -> None:
    """Files by name, `__` for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def manifest(slug: str, more: str = "") -> str:
    return f"pack: {slug}\ntitle: Title\nabout: Something.\n{more}"


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in read_packs(folders_of(root)).problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    return tmp_path / "questions"


def test_pack_about_chess_is_read_with_a_vocabulary_of_its_own() -> None:
    reading = read_packs(folders_of(ROOT / "questions", "chess"), "chess")

    chess = reading.packs["chess"]

    assert reading.problems == ()
    assert set(chess.kinds) == {"player", "championship", "city", "country"}
    assert len([fact for fact in chess.facts if fact.relation.name == "match"]) > 60


def test_folder_without_a_manifest_is_told(root: Path) -> None:
    write(root / "film", films__yaml="film: []\n")

    assert problems(root) == [
        (
            "questions/film/pack.yaml:1:1: The folder film holds files of a pack, but no pack.yaml. "
            "Write `pack: film`, `title: …` and `about: …` into it."
        )
    ]


def test_manifest_with_another_ending_is_to_be_renamed(root: Path) -> None:
    write(root / "film", pack__yml=manifest("film"))

    assert problems(root) == [
        (
            "questions/film/pack.yaml:1:1: The folder film holds files of a pack, but no pack.yaml. "
            "Rename pack.yml to pack.yaml."
        )
    ]


def test_files_that_no_pack_means_are_left_alone(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"), README__md="# Film\n", notes__txt="?\n")
    write(root / ".git", pack__yaml="?")
    write(root / "empty")

    assert problems(root) == []
    assert list(folders_of(root)) == ["film"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "won.xlsx",
            "A file that ends in .xlsx is not read. Save it as .csv (UTF-8), or take it out of the pack.",
        ),
        (
            "won.json",
            "A file that ends in .json is not read. Save it as .csv (UTF-8), or take it out of the pack.",
        ),
        (
            "films.YAML",
            "A file that ends in .YAML is not read. Save it as .yaml, or take it out of the pack.",
        ),
        ("people.yaml.txt", "A file that ends in .txt is not read. Rename it to people.yaml."),
        ("won.csv.txt", "A file that ends in .txt is not read. Rename it to won.csv."),
    ],
)
def test_file_that_is_not_read_is_told(root: Path, name: str, expected: str) -> None:
    write(root / "film", pack__yaml=manifest("film"), **{name: "{}"})

    assert problems(root) == [f"questions/film/{name}:1:1: {expected}"]


def test_file_beside_the_packs_is_told(root: Path) -> None:
    write(root, films__yaml="film: []\n")

    assert problems(root) == [
        "questions/films.yaml:1:1: This file lies beside the packs, in none. Move it into a pack's folder."
    ]


def test_pack_inside_a_pack_is_told(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    write(root / "film" / "noir", pack__yaml=manifest("noir"))

    assert problems(root) == [
        (
            "questions/film/noir/pack.yaml:1:1: A pack cannot lie inside another. "
            "Move its folder up into questions."
        )
    ]


def test_manifest_that_is_not_read_is_told_once(root: Path) -> None:
    write(root / "deep" / "questions" / "film", pack__yaml=manifest("film"), films__yaml="film: []\n")
    write(root / "film", pack__yaml__txt=manifest("film"), films__yaml="film: []\n")

    assert problems(root) == [
        (
            "questions/deep/questions/film/pack.yaml:1:1: A pack cannot lie inside another. "
            "Move its folder up into questions."
        ),
        ("questions/film/pack.yaml.txt:1:1: A file that ends in .txt is not read. Rename it to pack.yaml."),
    ]


def test_row_that_a_used_pack_has_is_to_be_deleted(root: Path) -> None:
    write(
        root / "one",
        pack__yaml=manifest("one", WORDS + "film: [{name: The Piano, shown: 1993, source: book}]\n"),
    )
    write(
        root / "two",
        pack__yaml=manifest("two", "use: one\nfilm: [{name: The Piano, shown: 1993, source: book}]\n"),
    )

    assert problems(root) == [
        (
            "questions/two/pack.yaml:5:33: This row stands already in questions/one/pack.yaml:12:33. "
            "Delete this one: the pack one has it."
        )
    ]


def test_file_in_a_folder_of_a_pack_belongs_to_it(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    write(root / "film" / "1990s", films__yaml="kinds: {film: {many: films}}\nfilm: [{name: The Piano}]\n")

    reading = read_packs(folders_of(root))

    assert list(reading.packs["film"].entities) == [("film", "The Piano")]


def test_link_out_of_the_folder_is_not_followed(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    (root.parent / "secret.yaml").write_text("sources: {x: 1}\n", encoding="utf-8")
    (root / "film" / "link.yaml").symlink_to(root.parent / "secret.yaml")
    (root / "elsewhere").symlink_to(root.parent)

    assert problems(root) == [
        (
            "questions/elsewhere:1:1: A symbolic link that leads out of questions is not followed. "
            "Put the files themselves here."
        ),
        (
            "questions/film/link.yaml:1:1: A symbolic link that leads out of questions is not followed. "
            "Put the files themselves here."
        ),
    ]


def test_link_to_itself_ends_nowhere(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    (root / "film" / "loop.yaml").symlink_to("loop.yaml")

    assert problems(root) == [
        (
            "questions/film/loop.yaml:1:1: A symbolic link that leads out of questions is not followed. "
            "Put the files themselves here."
        )
    ]


def test_file_of_fifty_megabytes_is_refused_unread(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    with (root / "film" / "films.yaml").open("wb") as file:
        file.truncate(50_000_000)

    assert problems(root) == [
        (
            "questions/film/films.yaml:1:1: The file has 50,000,000 bytes; "
            "8,388,608 is the most that one may have. Split it into several files."
        )
    ]


def test_folder_that_is_not_there_holds_no_packs(root: Path) -> None:
    assert folders_of(root / "nowhere") == {}


def test_packs_that_use_each_other_in_a_circle_are_refused(root: Path) -> None:
    write(root / "one", pack__yaml=manifest("one", "use: two\n"))
    write(root / "two", pack__yaml=manifest("two", "use: one\n"))

    assert problems(root) == [
        "questions/one/pack.yaml:4:6: The pack two has problems of its own. Mend them first.",
        (
            "questions/two/pack.yaml:4:6: These packs use each other in a circle: one → two → one. "
            "Leave one of them out, and move what both need into a third."
        ),
    ]


def test_missing_pack_is_told_with_the_nearest_name(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    write(root / "binoche", pack__yaml=manifest("binoche", "use: [flim]\n"))

    assert problems(root) == [
        "questions/binoche/pack.yaml:4:7: There is no pack called flim; did you mean film? Correct the name."
    ]


def test_pack_beside_a_broken_one_is_read(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    write(root / "broken", pack__yaml="pack: [\n")

    reading = read_packs(folders_of(root))

    assert list(reading.packs) == ["film"]


def test_one_pack_is_read_with_what_it_uses_and_nothing_else(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film"))
    write(root / "noir", pack__yaml=manifest("noir", "use: film\n"))
    write(root / "broken", pack__yaml="pack: [\n")

    reading = read_packs(folders_of(root, "noir"), "noir")

    assert set(reading.packs) == {"film", "noir"}
    assert reading.problems == ()


def test_entity_and_fact_of_a_used_pack_have_one_home(root: Path) -> None:
    write(root / "film", pack__yaml=manifest("film", WORDS))
    write(
        root / "one",
        pack__yaml=manifest("one", "use: film\nfilm: [{name: The Piano, shown: 1993, source: book}]\n"),
    )
    write(
        root / "two",
        pack__yaml=manifest("two", "use: one\nfilm: [{name: The Piano, shown: 1994, source: book}]\n"),
    )

    assert problems(root) == [
        (
            "questions/two/pack.yaml:5:33: shown has 2 rows for The Piano, and room for 1 "
            "(another stands in questions/one/pack.yaml:5:33). "
            "If it was shared, write `shared: 2` on each; otherwise correct one."
        )
    ]
