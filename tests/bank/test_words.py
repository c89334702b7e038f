"""What an author is told of a mistake in kinds and relations."""

from __future__ import annotations

import pytest

from tests.factories.film_packs import WORDS, read_cinema, told


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            ("film: {many", "flim: {many"),
            [
                (
                    "words.yaml:8:21: There is no kind called film; did you mean flim? A column holds a "
                    "character, flim, person, prize, text, title or year. (Also in films.yaml:2:1 and 3 "
                    "more.)"
                ),
            ],
            id="flim: {many",
        ),
        pytest.param(
            ("{film: film, year: year}", "{film: film, year: yaer}"),
            [
                (
                    "words.yaml:13:33: There is no kind called yaer; did you mean year? A column holds a "
                    "character, film, person, prize, text, title or year."
                ),
            ],
            id="{film: film, year: yaer}",
        ),
        pytest.param(
            ("per: [film, actor]", "per: [film, aktor]"),
            [
                "words.yaml:26:10: role has no column `aktor`. Did you mean actor?",
            ],
            id="per: [film, aktor]",
        ),
        pytest.param(
            (("    known: whole-list\n    per: [film]\n"), "    known: whole-list\n"),
            [
                (
                    "words.yaml:9:12: `known: whole-list` needs `per`: the columns of which one row, or "
                    "a whole list, is known. Write `per: [film]`, for example."
                ),
            ],
            id="known: whole-list",
        ),
        pytest.param(
            ("known: open", "known: opne"),
            [
                "words.yaml:31:12: `known` cannot be opne. Did you mean open?",
            ],
            id="known: opne",
        ),
        pytest.param(
            ("first shown in {year}", "first shown in {yaer}"),
            [
                "words.yaml:16:12: `{yaer}` names nothing here. Did you mean year?",
            ],
            id="first shown in {yaer}",
        ),
        pytest.param(
            ("{many: prizes}", "{many: prizes, alike: [won.yer/5]}"),
            [
                "words.yaml:4:32: There is no column won.yer to be alike in. Did you mean year?",
            ],
            id="{many: prizes, alike: [won.yer/5]}",
        ),
        pytest.param(
            ("{many: prizes}", "{mny: prizes}"),
            [
                "words.yaml:4:11: There is no key `mny` in a kind. Did you mean many?",
            ],
            id="{mny: prizes}",
        ),
        pytest.param(
            ('    reads: "{person} played with {other}."\n', ""),
            [
                ("words.yaml:30:5: `reads` is missing in a relation. Add a line such as `reads: …`."),
            ],
            id="no reads",
        ),
    ],
)
def test_mistake_in_the_vocabulary_is_told_once_with_its_cure(
    change: tuple[str, str], expected: list[str]
) -> None:
    films = "source: book\nfilm: [{name: The Piano, director: Jane Campion, shown: 1993}]\n"

    words = WORDS.replace(*change)

    assert told(read_cinema(films, words=words)) == expected


def test_section_without_its_heading_is_told_once_for_each_entry() -> None:
    words = WORDS.replace("relations:\n", "")

    problems = told(read_cinema(words=words))

    strangers = [problem for problem in problems if "There is no key" in problem]
    assert strangers == [
        f"words.yaml:{line}:5: There is no key `columns` in a kind. "
        "The keys are many, title, has, alike, lives and whole names."
        for line in (7, 12, 17, 23, 29)
    ]


def test_sections_that_do_not_begin_in_one_column_are_told_at_the_first() -> None:
    assert told(read_cinema(words=" " + WORDS)) == [
        (
            "words.yaml:1:2: The first line of the file begins in column 2, another one further left. "
            "Begin each section in column 1."
        )
    ]
