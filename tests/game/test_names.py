from __future__ import annotations

import unicodedata

import pytest
from confusable_homoglyphs.confusables import confusables_data
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quiz.game.names import folded, length_of, normal, problem_with, skeleton

NAMES = [
    "Anna",
    "Ed",
    "Krzysztof Kieślowski",
    "Ελένη",
    "Мария",
    "محمد",
    "李明",
    "พิมพ์ใจ",
    "आर्यन",
    "Jean-Luc",
    "O'Brien",
    "3D",
    "Zoë 🎬",
    "x" * 24,
    "é" * 24,
]
ALIKE = [
    ("Anna", "anna"),
    ("Anna", "ANNA"),
    ("Anna", "Аnna"),  # a Cyrillic A
    ("Anna", "ΑΝΝΑ"),  # Greek capitals
    ("anna", "аnnа"),
    ("Anna", "Ａｎｎａ"),
    ("Anna", "𝓐nna"),
    ("mike", "rnike"),
    ("Mike", "rnike"),
    ("Bob", "B0b"),
    ("OO7", "O07"),
    ("lll", "l1I"),
    ("Ill", "lll"),
    ("Yannis", "Υannis"),  # a Greek capital that looks like Y
    ("susan", "sυsan"),  # and its small letter, which looks like u
    ("Гена", "гена"),
    ("Straße", "STRASSE"),
    ("ﬁlm", "film"),
    ("José", "Jose\u0301"),
]
DIFFERENT = [
    ("Anna", "Hanna"),
    ("Tom", "Yom"),
    ("Vera", "Nera"),
    ("José", "Jose"),
    ("Coco", "Ococ"),
    ("Anna Lee", "AnnaLee"),
    ("Эмма", "Эрра"),
]


def look_alike(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other) or folded(one) == folded(other)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_alphabets_can_be_had(name: str) -> None:
    assert problem_with(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("A", "A name has 2 to 24 characters; this one has 1."),
        ("", "A name has 2 to 24 characters; this one has 0."),
        ("x" * 25, "A name has 2 to 24 characters; this one has 25."),
        (" Anna", "A name cannot begin or end with a space."),
        ("Anna ", "A name cannot begin or end with a space."),
        ("Anna  Lee", "A name cannot hold two spaces in a row."),
        ("An\u200bna", "The name holds a character that cannot be seen (U+200B). Leave it out."),
        ("Anna\u202e", "The name holds a character that cannot be seen (U+202E). Leave it out."),
        ("Anna\n", "The name holds a character that cannot be seen (U+000A). Leave it out."),
        ("An\u00a0na", "The name holds a character that cannot be seen (U+00A0). Leave it out."),
        ("\u3164\u3164", "The name holds a character that cannot be seen (U+3164). Leave it out."),
        ("An\x00na", "The name holds a character that cannot be seen (U+0000). Leave it out."),
        ("Anna\ud800", "The name holds a character that cannot be seen (U+D800). Leave it out."),
        ("A/B", "A name cannot hold / because it is part of your page's address."),
        ("...", "A name needs a letter or a digit."),
        (
            "A" + "\u0301" * 9 + "na",
            "The name has accents where there is no letter for them, or too many on one.",
        ),
        ("\u0301Anna", "The name has accents where there is no letter for them, or too many on one."),
    ],
)
def test_a_name_that_cannot_be_had_is_told_why(name: str, problem: str) -> None:
    assert problem_with(name) == problem


@pytest.mark.parametrize(
    ("name", "length"), [("é", 1), ("e\u0301", 1), ("🇫🇷🇵🇱", 2), ("👍🏽", 1), ("กี่", 1), ("李明", 2)]
)
def test_characters_are_counted_as_people_see_them(name: str, length: int) -> None:
    assert length_of(name) == length


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_are_found(one: str, other: str) -> None:
    assert look_alike(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_differ_are_left_alone(one: str, other: str) -> None:
    assert not look_alike(one, other)


# Of each, either NFKC has made another letter before, or its look has a look of its own.
_MISSED = set("öſϲϹᙆᣔᣖᣳᣴẚảℵℶℷℸꭴ𓋹")
_LETTERS = [
    (character, looks[0]["c"])
    for character, looks in sorted(confusables_data.items())
    if len(character) == len(looks) == 1
    and unicodedata.category(character) in {"Lu", "Ll", "Lo"}
    and character not in _MISSED
]


def test_whatever_unicode_calls_confusable_among_letters_looks_alike() -> None:
    assert len(_LETTERS) > 3_000
    missed = [pair for pair in _LETTERS if not look_alike(f"Anna {pair[0]}", f"Anna {pair[1]}")]
    assert missed == []


_names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=2, max_size=24).map(normal)


@given(_names)
@example("ǅ")
@example("ﬀ")
def test_a_name_looks_like_itself_however_it_is_written(name: str) -> None:
    assume(problem_with(name) is None)
    assert folded(name) == folded(name.casefold())
    for form in ("NFC", "NFD"):
        assert skeleton(unicodedata.normalize(form, name)) == skeleton(name)
        assert folded(unicodedata.normalize(form, name)) == folded(name)


@given(_names, st.sampled_from(_LETTERS), st.integers(0, 24))
def test_one_letter_for_another_that_looks_alike_makes_no_new_name(
    name: str, pair: tuple[str, str], where: int
) -> None:
    assert look_alike(name[:where] + pair[0] + name[where:], name[:where] + pair[1] + name[where:])


@given(st.text(max_size=30))
def test_no_name_is_too_odd_to_be_judged(name: str) -> None:
    problem = problem_with(normal(name))
    assert problem is None or problem.endswith((".", "out."))
    skeleton(name)
    folded(name)
