"""Files that are broken, hostile or no text at all: refused at their place, soon, and in plain words."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.bank.nodes import MAX_BYTES
from tests.factories.film_packs import read_cinema, told

PATIENCE_S = 4.0
"""For files of which each takes a fraction of a second, on a machine that does other things too."""


@pytest.mark.parametrize(
    ("films", "expected"),
    [
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n     director: Jane Campion\n",
            [
                (
                    "films.yaml:4:6: This line begins in column 6, the key above it in column 5. Begin "
                    "it in column 5, if it belongs to the same entry."
                ),
            ],
            id="a line too far right",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n   director: Jane Campion\n",
            [
                (
                    "films.yaml:4:4: This line begins in column 4, where no key can stand. Begin a key "
                    "in the column of the keys that it belongs to."
                ),
            ],
            id="a line too far left",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n\tdirector: Jane Campion\n",
            [
                "films.yaml:4:1: A tab stands where spaces indent. Indent with spaces.",
            ],
            id="a tab",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n  \u00a0\u00a0shown: 1993\n",
            ["films.yaml:4:3: A no-break space (U+00A0) stands where spaces indent. Indent with spaces."],
            id="no-break spaces",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director Jane Campion\n",
            [
                (
                    "films.yaml:4:5: No colon follows “director Jane Campion”. Write `director: Jane "
                    "Campion`, if director is the key."
                ),
            ],
            id="no colon",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director:Jane Campion\n",
            [
                "films.yaml:4:13: No space follows this colon. Write `director: Jane Campion`.",
            ],
            id="no space behind the colon",
        ),
        pytest.param(
            "source: book\nfilm:\n  - {name: The Piano, shown:1993}\n",
            ["films.yaml:3:28: No space follows this colon. Write `shown: 1993`."],
            id="no space behind a colon in braces",
        ),
        pytest.param(
            "film:\n  - {name:The Piano}\n",
            [
                (
                    "films.yaml:2:10: No space follows this colon. Write `name: The Piano`. If the brace "
                    "belongs to a text, put all of it in double quotes."
                ),
            ],
            id="no space behind the first colon in braces",
        ),
        pytest.param(
            "film:\n  -{name: The Piano}\n",
            ["films.yaml:2:3: A space must follow the dash. Write `- {name: The Piano}`."],
            id="no space behind a dash",
        ),
        pytest.param(
            "film:\n  - name: Sweetie\n  -name: The Piano\n    shown: 1993\n",
            ["films.yaml:3:3: A space must follow the dash. Write `- name: The Piano`."],
            id="no space behind a later dash",
        ),
        pytest.param(
            "film:\n  -\u00a0name: The Piano\n",
            ["films.yaml:2:3: A space must follow the dash. Write `- name: The Piano`."],
            id="a no-break space behind a dash",
        ),
        pytest.param(
            "film:\n  – {name: The Piano}\n",
            ["films.yaml:2:3: This is a long dash; type -. Write `- {name: The Piano}`."],
            id="a long dash",
        ),
        pytest.param(
            "film:\n  — name: The Piano\n    shown: 1993\n",
            ["films.yaml:2:3: This is a long dash; type -. Write `- name: The Piano`."],
            id="a longer dash",
        ),
        pytest.param(
            "film:\n  - name: Sweetie\n    director:\n      - Jane Campion\n      – Sam Neill\n",
            ["films.yaml:5:7: This is a long dash; type -. Write `- Sam Neill`."],
            id="a long dash below a short one",
        ),
        pytest.param(
            "film\n  - name: The Piano\n",
            [
                "films.yaml:1:1: No colon follows “film”. Write `film:`.",
            ],
            id="no colon behind a section",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    shown: 1993\n    shown: 1994\n",
            [
                (
                    "films.yaml:5:5: The key `shown` stands twice (first in line 4). Keep one; if it has "
                    "several values, write them as a list: [one, two]."
                ),
            ],
            id="a key twice",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n---\nfilm:\n",
            [
                (
                    "films.yaml:4:1: A second document begins here (`---`). Delete the line, or put what "
                    "follows into a file of its own."
                ),
            ],
            id="a second document",
        ),
        pytest.param(
            "- film\n",
            [
                (
                    "films.yaml:1:1: A file of a pack begins with the name of a section, not with a list "
                    "or a text. Begin with a line such as `film:`, and put the rest under it."
                ),
            ],
            id="a list at the root",
        ),
        pytest.param(
            "film:\n  - names: [The Piano, Sweetie\n  - name: Bright Star\n",
            [
                (
                    "films.yaml:2:12: `[` opens here and is not closed with `]` as it should be. Inside "
                    "brackets, commas part the entries, and texts with , : # [ ] { } want double quotes."
                ),
            ],
            id="a bracket that is not closed",
        ),
        pytest.param(
            'film:\n  - name: "The Piano\n',
            [
                (
                    "films.yaml:2:11: A quotation mark opens here and is not closed in this line. Put "
                    'the whole text in double quotes: "The Piano".'
                ),
            ],
            id="a quotation mark that is not closed",
        ),
        pytest.param(
            'film:\n  - name: "The Piano\n    aka: ["La leçon de piano"]\n',
            [
                (
                    "films.yaml:2:11: A quotation mark opens here and is closed only in line 3. If it is "
                    'a text, put all of it in double quotes: "The Piano".'
                ),
            ],
            id="a quotation mark closed lines later",
        ),
        pytest.param(
            'film:\n  - name: "Crocodile" Dundee\n',
            [
                (
                    "films.yaml:2:11: Text follows the quotation mark that closes here. Put the whole "
                    'text in double quotes: "\\"Crocodile\\" Dundee".'
                ),
            ],
            id="text behind a quotation mark",
        ),
        pytest.param(
            "a: &a [x, x]\nb: *a\n",
            [
                (
                    "films.yaml:1:4: YAML takes `&a` for an anchor, which packs do not use. If it is a "
                    'text, put all of it in double quotes: "&a [x, x]".'
                ),
                (
                    "films.yaml:2:4: YAML takes `*a` for an alias, which packs do not use. If it is a "
                    'text, put all of it in double quotes: "*a".'
                ),
            ],
            id="an alias bomb",
        ),
        pytest.param(
            'film:\n  - name: "\u202eThe Piano"\n',
            [
                (
                    "films.yaml:2:12: An invisible character (U+202E) stands here. Delete it, or type "
                    "the line anew."
                ),
            ],
            id="a right-to-left override",
        ),
    ],
)
def test_broken_yaml_is_told_at_its_place_in_plain_words(films: str, expected: list[str]) -> None:
    assert told(read_cinema(films)) == expected


@pytest.mark.parametrize(
    ("films", "expected"),
    [
        pytest.param(
            "film:\n  - name: Caché\n".encode("latin-1"),
            "films.yaml:2:15: Byte 0xe9 is not UTF-8 text; in Latin-1 it would be é.",
            id="Latin-1",
        ),
        pytest.param(
            "film:\n  - name: L’Avventura\n".encode("cp1252"),
            "films.yaml:2:12: Byte 0x92 is not UTF-8 text; in Windows-1252 it would be ’.",
            id="Windows-1252",
        ),
        pytest.param(
            "film:\n  - name: Caché\n".encode("utf-16"),
            "films.yaml:1:1: Byte 0xff is not UTF-8 text.",
            id="UTF-16",
        ),
    ],
)
def test_bytes_that_are_no_text_are_refused_where_they_begin(films: bytes, expected: str) -> None:
    assert told(read_cinema(films)) == [f'{expected} Save the file as UTF-8 (in Excel: "CSV UTF-8").']


def test_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    films = "\ufefffilm:\r\n  - name: The Piano\r\n    shwon: 1993\r\n".encode()

    assert told(read_cinema(films)) == [
        "films.yaml:3:5: There is no relation or key `shwon` for a film. Did you mean shown?"
    ]


@pytest.mark.parametrize(
    ("films", "place"),
    [
        pytest.param("x" * (MAX_BYTES + 1), "films.yaml:1:1", id="too many bytes"),
        pytest.param("film:\n" + "- a\n" * 500_000, "films.yaml:100001:3", id="too many texts"),
        pytest.param("film: " + "[" * 10_000, "films.yaml:1:22", id="too deep"),
        pytest.param("a: &a [x, x]\n", "films.yaml:1:4", id="an anchor"),
        pytest.param("a: " + ": " * 100_000, "films.yaml:1:4", id="colons"),
        pytest.param("film:\n  - name: a\0\n", "films.yaml:2:12", id="NUL"),
    ],
)
def test_hostile_file_is_refused_soon(films: str, place: str) -> None:
    begun = time.monotonic()

    problems = told(read_cinema(films))

    assert [problem.split(": ")[0] for problem in problems] == [place]
    assert time.monotonic() - begun < PATIENCE_S


@given(st.binary(max_size=300) | st.text("abc:-[]{}#&*!|>'\"%@`,? \n\t", max_size=80).map(str.encode))
@example(b"film:\n  - name: [\n")
@example(b"?")
@example(b"%")
@example(b"- - -\n")
def test_any_bytes_make_a_pack_or_problems(content: bytes) -> None:
    reading = read_cinema(content)

    assert bool(reading.packs) != bool(reading.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in reading.problems)
