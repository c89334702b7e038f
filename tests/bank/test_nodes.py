"""Titles survive YAML to the letter, or are refused with their cure; nothing is changed without a word."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.bank.nodes import INVISIBLE
from quiz.bank.problems import quoted
from tests.factories.film_packs import read_cinema, told


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
        "“A” and “B”",
        "‘71",
        "’71",
        "– and —",
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
        pytest.param(
            "“C. V. Raman”",
            ['films.yaml:2:11: Curly quotes would be part of the text. Use straight ones: "C. V. Raman".'],
            id="curly quotes around all of it",
        ),
        pytest.param(
            "‘What’s Up, Doc?’",
            [
                (
                    "films.yaml:2:11: Curly quotes would be part of the text. "
                    'Use straight ones: "What’s Up, Doc?".'
                ),
            ],
            id="single curly quotes around all of it",
        ),
        pytest.param(
            "'What's Up, Doc?'",
            [
                (
                    "films.yaml:2:11: Text follows the quotation mark that closes here. Put the whole "
                    'text in double quotes: "What\'s Up, Doc?".'
                ),
            ],
            id="an apostrophe in single quotes",
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
            "film:\n  - names: [Alien, 'What's Up, Doc?']\n",
            "films.yaml:2:20: An apostrophe inside this text closes its quotation mark. "
            'Put the whole text in double quotes: "What\'s Up, Doc?".',
            id="an apostrophe in single quotes in a list",
        ),
        pytest.param(
            "film:\n  - names: [“Paris, Texas”]\n",
            'films.yaml:2:13: Curly quotes would be part of the text. Use straight ones: "…".',
            id="curly quotes around a comma",
        ),
        pytest.param(
            "film:\n  - {name: “Paris, Texas”}\n",
            'films.yaml:2:12: Curly quotes would be part of the text. Use straight ones: "…".',
            id="curly quotes around a comma in braces",
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
