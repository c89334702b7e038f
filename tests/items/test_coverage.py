"""What of a pack is asked is told, and for the rest the reason and the cure."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from quiz.bank.reading import folders_of, read_packs
from quiz.cli import main
from quiz.items.coverage import Coverage, RelationCoverage, cover, facts_of
from quiz.items.making import Maker
from quiz.items.unlocking import Unlock, unlocks
from quiz.settings import ROOT
from tests.factories.film_packs import MANIFEST, PEOPLE, WORDS, read_cinema

TODAY = date(2026, 11, 20)
FAMILIES = """\
families:
  director:
    where: director(film, it)
    ask: "Who of these directed the work called {film}?"
  year:
    where: shown(film, it)
    spread: [1, 2]
    ask: "In which year was {film} first shown in public?"
  co-star:
    where: co-star(person, it)
    ask: "With whom of these did {person} play on the screen?"
"""
FILMS = """\
source: book
film:
  - {name: The Piano, director: Jane Campion}
  - {name: Benny's Video, director: Michael Haneke}
  - {name: Farewell My Concubine, director: Chen Kaige}
  - {name: Cinema of Unease, director: Sam Neill}
  - {name: Orlando, shown: 1992}
  - {name: Naked, shown: 1993}
"""
CO_STARS = """\
co-star:
  - {person: Holly Hunter, other: Sam Neill}
  - {person: Anna Paquin, other: Chen Kaige}
  - {person: Michael Haneke, other: Jane Campion}
  - {person: Jane Campion, other: Holly Hunter}
"""


def a_maker(films: str = FILMS, *, families: str = FAMILIES, manifest: str = MANIFEST) -> Maker:
    reading = read_cinema(films, words=WORDS + families, manifest=manifest)
    assert not reading.problems
    return Maker(reading.packs["cinema"], TODAY)


@lru_cache(maxsize=1)
def chess() -> tuple[Maker, Coverage]:
    maker = Maker(read_packs(folders_of(ROOT / "questions", "chess"), "chess").packs["chess"], TODAY)
    return maker, cover(maker)


def relation(found: Coverage, name: str) -> RelationCoverage:
    return next(each for each in found.relations if each.relation == name)


def reasons(films: str, name: str, *, families: str = FAMILIES) -> dict[str, int]:
    found = relation(cover(a_maker(films, families=families)), name)
    return {each.why: each.count for each in found.unasked}


def test_facts_are_counted_with_the_families_that_ask_them() -> None:
    found = cover(a_maker())

    director, shown = relation(found, "director"), relation(found, "shown")
    assert (director.facts, director.askable, director.asked) == (4, 4, 4)
    assert dict(director.families) == {"director": 4}
    assert (shown.facts, shown.asked, dict(shown.families)) == (2, 2, {"year": 2})


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{person: Chen Kaige, status: disputed, because: Sources differ.}", "disputed"),
        ("{person: Chen Kaige, status: retracted, because: It was a slip.}", "retracted"),
        ("{person: Chen Kaige, status: never, because: He did not.}", "said never to be so"),
        ("{person: Chen Kaige, review by: 2020-01-01}", "out of date"),
    ],
)
def test_rows_that_do_not_count_are_told_and_are_not_askable(row: str, why: str) -> None:
    found = relation(
        cover(a_maker(FILMS.replace("director: Chen Kaige", f"director: {row}"))),
        "director",
    )

    assert {each.why: each.is_askable for each in found.unasked}[why] is False
    assert found.askable == 3


def test_fact_about_what_is_not_to_be_asked_is_told() -> None:
    films = FILMS.replace("{name: Farewell My Concubine,", "{name: Farewell My Concubine, asked: false,")

    assert reasons(films, "director") == {"names something marked `asked: false`": 1}


def test_relation_that_no_family_asks_about_is_told_with_two_examples() -> None:
    films = (
        FILMS
        + "won:\n"
        + "".join(
            f"  - {{prize: Volpi Cup, year: {year}, person: Anna Paquin}}\n" for year in (1993, 1994, 1995)
        )
    )

    [group] = relation(cover(a_maker(films)), "won").unasked

    assert (group.why, group.count, group.is_askable) == ("no family asks about this relation", 3, False)
    assert len(group.examples) == 2
    assert {(each.fact, each.place.file, each.place.line) for each in group.examples} <= {
        (f"won:volpi-cup:{year}:anna-paquin", "questions/cinema/films.yaml", line)
        for year, line in ((1993, 10), (1994, 11), (1995, 12))
    }


def test_open_world_names_the_relation_and_its_slot() -> None:
    assert reasons(FILMS + CO_STARS, "co-star") == {
        "open world: co-star is `known: open`, and not declared complete for its person": 4
    }


def test_too_few_of_a_sort_is_no_open_world() -> None:
    films = "\n".join(FILMS.splitlines()[:4])

    [group] = relation(cover(a_maker(films)), "director").unasked

    assert group.why == "too few proven distractors: too few of its sort in the bank"
    assert group.is_askable


def test_rule_that_holds_a_fact_back_is_named() -> None:
    families = FAMILIES.replace("Who of these directed the work called {film}?", "Pick who directed {film}.")

    assert reasons(FILMS, "director", families=families) == {
        "a rule holds it back: L23: the stem is no question": 4
    }


def test_year_that_other_places_give_otherwise_is_a_doubt() -> None:
    films = FILMS.replace("shown: 1993", "shown: {year: 1993, elsewhere: [1994]}")

    [why] = reasons(films, "shown")

    assert why == "an option is in doubt: other places give another year"


def test_promise_brings_as_many_items_as_it_is_said_to() -> None:
    maker = a_maker(FILMS + CO_STARS)
    promises = {each.says: each for each in unlocks(maker, cover(maker).open_lists)}
    declared = "complete:\n  - {co-star: {person: Anna Paquin}, says: All are listed.}\n"

    before, after = (
        [item for item in each.items(1) if item.family == "co-star"]
        for each in (maker, a_maker(FILMS + CO_STARS + declared))
    )

    says = "`complete:` with `- co-star: {person: Anna Paquin}`"
    assert (len(before), len(after)) == (0, 1)
    assert promises[says] == Unlock(says=says, items=1, seats=1, is_exact=True)


def test_promise_for_the_whole_relation_brings_the_most_and_stands_first() -> None:
    maker = a_maker(FILMS + CO_STARS)

    first, *others = unlocks(maker, cover(maker).open_lists)

    assert first.says == "on the relation co-star: `known: whole-list`, `per: [person]`"
    assert first.items == 2  # Holly Hunter and Jane Campion stand among the options themselves
    assert all(other.items <= first.items for other in others)


def test_what_is_open_no_more_brings_items() -> None:
    films = FILMS.replace("{name: The Piano,", "{name: The Piano, open: [director],")
    maker = a_maker(films)
    found = cover(maker)

    assert [each.why for each in relation(found, "director").unasked] == [
        "open world: `open: [director]` is said of the film"
    ]
    [unlock] = unlocks(maker, found.open_lists)
    assert unlock == Unlock(says="`open: [director]` taken from The Piano", items=1, seats=1, is_exact=True)


def test_sample_looks_at_so_many_facts_of_each_relation() -> None:
    found = cover(a_maker(), sample=2)

    assert {each.relation: (each.facts, each.tried) for each in found.relations} == {
        "director": (4, 2),
        "shown": (2, 2),
    }


def test_every_fact_of_the_chess_pack_is_asked_or_has_one_reason() -> None:
    maker, found = chess()

    assert sum(each.facts for each in found.relations) == sum(len(each) for each in facts_of(maker).values())
    for each in found.relations:
        assert each.asked + sum(group.count for group in each.unasked) == each.tried == each.facts
        assert each.asked <= each.askable
        assert each.askable - each.asked == sum(group.count for group in each.unasked if group.is_askable)


def test_what_the_chess_pack_asks_is_counted_as_asked() -> None:
    maker, found = chess()
    asked = {fact for item in maker.items(1) for fact in item.facts}

    for name, facts in facts_of(maker).items():
        assert relation(found, name).asked >= len(asked & {fact.id for fact in facts})


def test_nine_in_ten_askable_facts_of_the_chess_pack_are_asked() -> None:
    _, found = chess()

    assert sum(each.asked for each in found.relations) >= 0.9 * sum(each.askable for each in found.relations)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pack of this file's tests."""
    monkeypatch.setenv("CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "packs" / "cinema"
    folder.mkdir(parents=True)
    for name, text in (
        ("pack", MANIFEST),
        ("words", WORDS + FAMILIES),
        ("people", PEOPLE),
        ("films", FILMS + CO_STARS),
    ):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder.parent


def test_report_is_at_most_a_hundred_wide(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "cinema", "--questions", str(shelf)]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert max(map(len, lines)) <= 100
    assert lines[0] == "Cinema (cinema)"
    assert "all".ljust(8) + "        10             6             6   100.0 %" in lines
    assert "    co-star: none" in lines


def test_sampled_figures_are_said_to_be_about(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "cinema", "--questions", str(shelf), "--sample", "3"]) == 0
    said = capsys.readouterr().out

    assert "    director: director about 4" in said
    assert "    shown: year 2\n" in said


def test_report_as_json_says_the_same(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "cinema", "--questions", str(shelf), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)

    co_star = next(each for each in said["relations"] if each["relation"] == "co-star")
    assert (co_star["facts"], co_star["asked"], co_star["askable"]) == (4, 0, 0)
    assert {each["file"].rpartition("/")[2] for each in co_star["unasked"][0]["examples"]} == {"films.yaml"}
    assert said["unlocks"][0]["items"] == 2


def test_unknown_pack_is_told_with_those_there_are(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "opera", "--questions", str(shelf)]) == 1
    assert capsys.readouterr().err == "There is no pack opera to ask about. Playable packs: cinema.\n"


def test_sample_of_none_is_refused(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["coverage", "cinema", "--questions", str(shelf), "--sample", "0"])

    assert "0 is not a number of facts; write 1 or more" in capsys.readouterr().err


def test_promise_that_would_undo_another_is_not_proposed() -> None:
    families = (
        "families:\n  which-prize:\n    where: won(it, year, person, _)\n"
        "    ask: Which prize did {person} win in {year}?\n"
    )
    films = (
        FILMS
        + "prize:\n  - names: [Golden Ear, Lynx, Moon]\nwon:\n"
        + "".join(
            f"  - {{prize: {prize}, year: {year}, person: {person}}}\n"
            for year, prize, person in (
                (1993, "Volpi Cup", "Anna Paquin"),
                (1994, "Golden Ear", "Holly Hunter"),
                (1995, "Lynx", "Sam Neill"),
                (1996, "Moon", "Chen Kaige"),
            )
        )
    )
    maker = a_maker(films, families=families)

    said = [each.says for each in unlocks(maker, cover(maker).open_lists)]

    assert "`complete:` with `- won: {person: Anna Paquin, year: 1993}`" in said
    assert not any("known:" in each for each in said)


def test_key_that_echoes_the_stem_is_told() -> None:
    films = FILMS.replace("Cinema of Unease", "Neill Speaks")

    assert reasons(films, "director") == {
        "the key shares a word with the stem, and too few proven distractors do": 1
    }
