"""Titles survive YAML to the letter, or are refused with their cure; nothing is changed without a word."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.bank.nodes import INVISIBLE, MAX_BYTES
from quiz.bank.problems import quoted
from tests.factories.film_packs import read_cinema, told

PATIENCE_S = 4.0
"""For files of which each takes a fraction of a second, on a machine that does other things too."""


def titles_in(films: str) -> list[str]:
    reading = read_cinema(films)
    assert told(reading) == []
    return [name for kind, name in reading.packs["cinema"].entities if kind == "film"]


@pytest.mark.parametrize(
    "title",
    [
        "1917",
        "No",
        "Yes",
        "On",
        "22:30",
        "Null",
        "~",
        "0x10",
        "007",
        "2010-01-01",
        "1e3",
        "…And Justice",
        "8½",
        "WALL·E",
        "What's Up, Doc?",
        "M*A*S*H",
        "Se7en",
        "(500) Days of Summer",
        "Amélie",
        "Сталкер",
        "オーディション",
        "ואלס עם באשיר",
        "<b>Bold</b>",
        "A {{ title }} & more",
        "Jules et Jim",
        "true",
        "3-Iron",
        "10",
        ".5",
        "\u200f\u05e9\u05dc\u05d5\u05dd\u200f",
        ".",
        "--",
        "=",
    ],
)
def test_title_without_quotes_survives(title: str) -> None:
    assert titles_in(f"film:\n  - name: {title}\n") == [title]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(
            "[REC]",
            [
                (
                    "films.yaml:2:11: A list stands where a text is expected. If the brackets belong to "
                    'the text, put all of it in double quotes: "[REC]".'
                ),
            ],
            id="[REC]",
        ),
        pytest.param(
            "{Proof}",
            [
                (
                    "films.yaml:2:11: A mapping stands where a text is expected. If the brackets belong "
                    'to the text, put all of it in double quotes: "{Proof}".'
                ),
            ],
            id="{Proof}",
        ),
        pytest.param(
            "#Alive",
            [
                (
                    "films.yaml:2:11: YAML drops “#Alive” as a comment, and nothing is left for `name`. "
                    'If it is a text, put it in double quotes: "#Alive".'
                ),
            ],
            id="#Alive",
        ),
        pytest.param(
            "The #1 Film",
            [
                (
                    "films.yaml:2:11: YAML reads only “The” here and drops “#1 Film” as a comment. If "
                    'that belongs to the text, write "The #1 Film"; if it is a comment, give it a line '
                    "of its own."
                ),
            ],
            id="The #1 Film",
        ),
        pytest.param(
            "2001: A Space Odyssey",
            [
                (
                    "films.yaml:2:11: A second colon in the line: YAML looks for a key inside the text. "
                    'Put the whole text in double quotes: "2001: A Space Odyssey".'
                ),
            ],
            id="2001: A Space Odyssey",
        ),
        pytest.param(
            "Who: Afraid",
            [
                (
                    "films.yaml:2:11: A second colon in the line: YAML looks for a key inside the text. "
                    'Put the whole text in double quotes: "Who: Afraid".'
                ),
            ],
            id="Who: Afraid",
        ),
        pytest.param(
            "!Women Art Revolution",
            [
                (
                    "films.yaml:2:11: YAML takes `!Women` for a tag, which packs do not use. If it is a "
                    'text, put all of it in double quotes: "!Women Art Revolution".'
                ),
            ],
            id="!Women Art Revolution",
        ),
        pytest.param(
            "&Me",
            [
                (
                    "films.yaml:2:11: YAML takes `&Me` for an anchor, which packs do not use. If it is a "
                    'text, put all of it in double quotes: "&Me".'
                ),
            ],
            id="&Me",
        ),
        pytest.param(
            "*batteries not included",
            [
                (
                    "films.yaml:2:11: YAML takes `*batteries` for an alias, which packs do not use. If "
                    'it is a text, put all of it in double quotes: "*batteries not included".'
                ),
            ],
            id="*batteries not included",
        ),
        pytest.param(
            "'71",
            [
                (
                    "films.yaml:2:11: A quotation mark opens here and is not closed in this line. Put "
                    'the whole text in double quotes: "\'71".'
                ),
            ],
            id="'71",
        ),
        pytest.param(
            "@Suicide Room",
            [
                (
                    "films.yaml:2:11: A text cannot begin with `@` without quotes. Put the whole text in "
                    'double quotes: "@Suicide Room".'
                ),
            ],
            id="@Suicide Room",
        ),
        pytest.param(
            "%",
            [
                (
                    "films.yaml:2:11: A text cannot begin with `%` without quotes. Put the whole text in "
                    'double quotes: "%".'
                ),
            ],
            id="%",
        ),
        pytest.param(
            "- 1",
            [
                (
                    "films.yaml:2:11: A text cannot begin with `-` without quotes. Put the whole text in "
                    'double quotes: "- 1".'
                ),
            ],
            id="- 1",
        ),
        pytest.param(
            "| pipe",
            [
                (
                    "films.yaml:2:11: A text cannot begin with `|` without quotes. Put the whole text in "
                    'double quotes: "| pipe".'
                ),
            ],
            id="| pipe",
        ),
        pytest.param(
            "[REC] 2",
            [
                (
                    "films.yaml:2:11: YAML takes `[REC]` for a list, and text follows it. Put the whole "
                    'text in double quotes: "[REC] 2".'
                ),
            ],
            id="[REC] 2",
        ),
        pytest.param(
            "{Proof} of Life",
            [
                (
                    "films.yaml:2:11: YAML takes `{Proof}` for a mapping, and text follows it. Put the "
                    'whole text in double quotes: "{Proof} of Life".'
                ),
            ],
            id="{Proof} of Life",
        ),
        pytest.param(
            "? and the Mysterians",
            [
                (
                    "films.yaml:2:11: A text cannot begin with `?` without quotes. Put the whole text in "
                    'double quotes: "? and the Mysterians".'
                ),
            ],
            id="? and the Mysterians",
        ),
        pytest.param(
            "`tick`",
            [
                (
                    "films.yaml:2:11: A text cannot begin with ``` without quotes. Put the whole text in "
                    'double quotes: "`tick`".'
                ),
            ],
            id="`tick`",
        ),
    ],
)
def test_title_that_yaml_would_change_is_refused_with_its_cure(title: str, expected: list[str]) -> None:
    assert told(read_cinema(f"film:\n  - name: {title}\n")) == expected


@pytest.mark.parametrize(
    "title", ["#Alive", "[REC]", "The #1 Film", "2001: A Space Odyssey", "'71", "- 1", "%"]
)
def test_refused_title_survives_in_double_quotes(title: str) -> None:
    assert titles_in(f"film:\n  - name: {quoted(title)}\n") == [title]


@pytest.mark.parametrize(
    ("films", "expected"),
    [
        pytest.param(
            "film:\n  - names: [Alien, #Alive]\n  - names: [Sweetie]\n",
            "films.yaml:2:20: YAML drops “#Alive]” as a comment, the closing `]` with it. "
            'If it belongs to a text, put that in double quotes: "#Alive".',
            id="a number sign in a list",
        ),
        pytest.param(
            "film:\n  - {name: What's Up, Doc?, shown: 1972}\n",
            "films.yaml:2:23: A comma ends a text in braces: “Doc?” is taken for a key of its own. "
            "Put the whole text, the part before the comma too, in double quotes.",
            id="a comma in braces",
        ),
        pytest.param(
            "source: book\nfilm:\n  - name: The Piano\n    director: {Proof}\n",
            "films.yaml:4:15: A mapping stands where a row of director is expected. "
            'If the brackets belong to the text, put all of it in double quotes: "{Proof}".',
            id="braces in a row",
        ),
        pytest.param(
            "film:\n  - name: The\n      Piano\n",
            "films.yaml:3:7: YAML takes this line for more of the text “The” above. A key wants a colon and "
            "a space behind it, in the column of the keys around it; a text of several lines wants double "
            "quotes around all of it.",
            id="a title on two lines",
        ),
        pytest.param(
            "film:\n  - name: The\u200b Piano\n",
            "films.yaml:2:14: An invisible character (U+200B) stands here. Delete it, or type the line anew.",
            id="a zero-width space",
        ),
        pytest.param(
            'film:\n  - name: "The \\0 Piano"\n',
            "films.yaml:2:11: An invisible character (U+0000) stands here. Delete it, or type the line anew.",
            id="an escaped NUL",
        ),
        pytest.param(
            'film:\n  - name: "The\\nPiano"\n',
            "films.yaml:2:11: A film cannot have this name. Write it on one line, with letters.",
            id="an escaped line end",
        ),
    ],
)
def test_text_that_would_be_changed_is_refused(films: str, expected: str) -> None:
    assert told(read_cinema(films)) == [expected]


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


def test_bytes_that_are_no_text_are_refused_where_they_begin() -> None:
    films = "film:\n  - name: Caché\n".encode("latin-1")

    assert told(read_cinema(films)) == [
        "films.yaml:2:15: Byte 0xe9 is not UTF-8 text. Save the file as UTF-8."
    ]


def test_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    films = "\ufefffilm:\r\n  - name: The Piano\r\n    shwon: 1993\r\n".encode()

    assert told(read_cinema(films)) == [
        "films.yaml:3:5: There is no relation or key `shwon` for a film. Did you mean shown?"
    ]


@pytest.mark.parametrize(
    ("films", "place"),
    [
        pytest.param("x" * (MAX_BYTES + 1), "films.yaml:1:1", id="too many bytes"),
        pytest.param("film:\n" + "- a\n" * 500_000, "films.yaml:40001:3", id="too many texts"),
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


_VISIBLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: not INVISIBLE.search(text) and "\n" not in text and "\t" not in text and text.strip()
)


@given(_VISIBLE)
@example("C:\\new")
@example('"')
@example(" a ")
def test_any_text_in_double_quotes_survives_to_the_letter(title: str) -> None:
    assert titles_in(f"film:\n  - name: {quoted(title)}\n") == [title]


@given(st.text(max_size=30))
def test_title_without_quotes_is_the_same_or_refused(title: str) -> None:
    reading = read_cinema(f"film:\n  - name: {title}\n")

    names = [name for pack in reading.packs.values() for kind, name in pack.entities if kind == "film"]

    assert reading.problems or names == [title.strip(" \n\r\t")]


@given(st.binary(max_size=300) | st.text("abc:-[]{}#&*!|>'\"%@`,? \n\t", max_size=80).map(str.encode))
@example(b"film:\n  - name: [\n")
@example(b"?")
@example(b"%")
@example(b"- - -\n")
def test_any_bytes_make_a_pack_or_problems(content: bytes) -> None:
    reading = read_cinema(content)

    assert bool(reading.packs) != bool(reading.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in reading.problems)
