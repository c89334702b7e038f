"""Rows as a table for a spreadsheet and back: to the letter, whatever they say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.bank.amending import amend, facts_in
from quiz.bank.nodes import INVISIBLE
from quiz.bank.pack import Fact, Pack
from quiz.bank.reading import folders_of, read_packs
from quiz.bank.schema import MAX_QUOTE_WORDS
from quiz.bank.spreadsheets import BOM, RowTexts, guarded, read_csv, row_of, to_csv, unfit, unguarded
from quiz.bank.surgery import mapping, scalar
from quiz.bank.trees import parse_yaml
from quiz.settings import ROOT

MANIFEST = """\
pack: random
title: Random
about: Whatever comes.
sources:
  book: {title: A Book, publisher: The Press}
  palmares: {title: "Awards of {at}", publisher: The Festival}
kinds:
  film: {many: films, title: true}
relations:
  said:
    columns: {film: film, text: text, title: title?, year: year?, other: film?}
    known: open
    reads: "{film}: {text}."
    reads without title: "{film}: {text}."
    reads without year: "{film}: {text}."
    reads without other: "{film}: {text}."
film:
"""
FILMS = [
    "1917",
    "The Piano",
    "=1+1",
    "'71",
    "A, B; C",
    'Say "Hi"',
    "007",
    "#Alive",
    "May 5",
    "Null",
    "-",
    "“Hi”",
]


def _is_text(text: str) -> bool:
    return bool(text.strip()) and not INVISIBLE.search(text)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=12)
texts = texts.filter(_is_text) | st.sampled_from(FILMS)
in_lists = texts.map(str.strip).filter(lambda text: "|" not in text and bool(text))
years = st.integers(min_value=1000, max_value=9999).map(str)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)).map(date.isoformat)
cells = st.fixed_dictionaries(
    {"film": st.sampled_from(FILMS), "text": texts},
    optional={"title": texts, "year": years, "other": st.sampled_from(FILMS)},
)
remarks = st.fixed_dictionaries(
    {"source": st.lists(st.sampled_from(["book", "palmares@1993", "palmares@a:b"]), min_size=1, max_size=2)},
    optional={
        "checked": st.lists(in_lists, min_size=1, max_size=3),
        "quote": texts.filter(lambda text: len(text.split()) <= MAX_QUOTE_WORDS),
        "note": texts,
        "as of": days,
        "until": days,
        "review by": days,
        "elsewhere": st.lists(years, min_size=1, max_size=2),
        "shared": st.integers(min_value=2, max_value=9).map(str),
    },
)
doubts = st.fixed_dictionaries(
    {"status": st.sampled_from(["disputed", "retracted", "never"]), "because": texts}
)
rows = st.lists(
    st.builds(
        lambda *said: {key: value for part in said for key, value in part.items()},
        cells,
        remarks,
        doubts | st.just({}),
    ),
    max_size=6,
    unique_by=lambda row: tuple(row.get(name) for name in ("film", "text", "title", "year", "other")),
)


def the_pack(said: Iterable[dict[str, object]], *, under: bool) -> tuple[Pack, dict[str, bytes]]:
    """A pack that says so, the rows in a list of their own or under their films."""
    own: dict[str, list[str]] = {name: [] for name in FILMS}
    section = []
    for row in said:
        without_film = {key: value for key, value in row.items() if key != "film"}
        own[str(row["film"])].append(mapping(without_film))  # type: ignore[arg-type]
        section.append(mapping(row))  # type: ignore[arg-type]
    lines = [MANIFEST]
    for name, entries in own.items():
        lines.append(f"  # {FILMS.index(name)}\n  - name: {scalar(name)}\n")
        lines += ["    said:\n", *(f"      - {entry}\n" for entry in entries)] if under and entries else []
    lines += ["said:\n", *(f"  - {entry}\n" for entry in section)] if section and not under else []
    files = {"questions/random/pack.yaml": "".join(lines).encode()}
    return _read(files), files


def _read(files: dict[str, bytes]) -> Pack:
    reading = read_packs({"random": files})
    assert reading.problems == ()
    return reading.packs["random"]


def said_by(facts: Iterable[Fact]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(row_of(fact).items()) for fact in facts)


@given(rows, st.sampled_from(["section", "names"]), st.sampled_from(["plain", "guarded"]))
def test_rows_come_back_from_a_table_to_the_letter(
    said: list[dict[str, object]],
    where: str,
    how: str,
) -> None:
    pack, files = the_pack(said, under=where == "names")
    relation, plain = pack.relations["said"], how == "plain"
    table = BOM + to_csv(relation, map(row_of, pack.facts), plain=plain)

    assume(plain or all(unfit(fact) is None for fact in pack.facts))
    meant = [str(cell) for row in said for cell in row.values()]
    assume(not plain or all(unguarded(cell) == cell for cell in meant))
    back = facts_in(pack, relation, read_csv(table.encode(), "saved.csv", relation))

    assert said_by(back) == said_by(pack.facts)
    assert amend(pack, files, relation, back).files == {}


@given(rows, rows, st.sampled_from(["section", "names"]), st.sampled_from([None, "more.yaml", "said.csv"]))
def test_a_pack_says_what_the_table_says(
    before: list[dict[str, object]],
    after: list[dict[str, object]],
    where: str,
    into: str | None,
) -> None:
    pack, files = the_pack(before, under=where == "names")
    wanted, _ = the_pack(after, under=False)
    relation = pack.relations["said"]
    table = to_csv(relation, map(row_of, wanted.facts))
    facts = facts_in(pack, relation, read_csv(table.encode(), "saved.csv", relation))

    amendment = amend(pack, files, relation, facts, into)
    amended = _read(files | {file: text.encode() for file, text in amendment.files.items()})

    assert said_by(amended.facts) == said_by(wanted.facts)
    assert amended.entities.keys() == pack.entities.keys()
    comments = [line for line in files["questions/random/pack.yaml"].split(b"\n") if line.startswith(b"  # ")]
    page = (
        amendment.files.get("questions/random/pack.yaml", "").encode() or files["questions/random/pack.yaml"]
    )
    assert all(comment in page.split(b"\n") for comment in comments)


@given(rows)
def test_what_is_written_is_read_by_pythons_own_reader(said: list[dict[str, object]]) -> None:
    pack, _ = the_pack(said, under=True)
    relation = pack.relations["said"]
    listed: list[RowTexts] = [row_of(fact) for fact in pack.facts]

    read = list(csv.DictReader(io.StringIO(to_csv(relation, listed, plain=True), newline="")))

    assert [{name: text for name, text in row.items() if text} for row in read] == listed


@given(texts)
def test_an_apostrophe_is_taken_off_where_it_was_put(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


@given(texts)
def test_a_text_written_into_yaml_is_read_as_it_was(text: str) -> None:
    tree = parse_yaml(f"a: {scalar(text)}\nb: {mapping({'c': text, 'd': [text, text]})}\n", "t.yaml")

    assert [getattr(tree.values["a"], "text", None)] == [text]
    inner = tree.values["b"].values  # type: ignore[union-attr]
    assert getattr(inner["c"], "text", None) == text


@pytest.mark.parametrize("text", ["'71", "'Til", "1917", "12 Angry Men", "Mark", "8½", "5–5"])
def test_titles_that_a_spreadsheet_leaves_alone_are_left_alone_when_typed(text: str) -> None:
    assert unguarded(text) == text


@pytest.mark.content
@pytest.mark.parametrize("slug", ["binoche", "chess", "festivals", "oscars"])
def test_every_relation_of_the_packs_comes_back(slug: str) -> None:
    folders = folders_of(ROOT / "questions")
    pack = read_packs(folders, slug).packs[slug]
    files = {file: content for file, content in folders[slug].items() if isinstance(content, bytes)}
    relations = {fact.relation.name: fact.relation for fact in pack.facts}

    for name, relation in relations.items():
        facts = [fact for fact in pack.facts if fact.relation.name == name]
        assert [unfit(fact) for fact in facts if unfit(fact)] == []
        table = to_csv(relation, map(row_of, facts))
        back = facts_in(pack, relation, read_csv(table.encode(), "saved.csv", relation))
        assert said_by(back) == said_by(facts)
        assert amend(pack, files, relation, back).files == {}
    assert len(relations) > 5
