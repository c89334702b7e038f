"""The year that an item is about."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.items.item import Item
from quiz.items.making import Maker
from quiz.items.proving import prove
from tests.factories.film_packs import WORDS, read_cinema, told

FAMILIES = """\
families:
  who-directed:
    where: director(film, it)
    ask: ["Who directed {film}?"]
  first-shown:
    shape: first
    where: shown(it, year)
    gap: 1
    ask: ["Which of these films was shown first?"]
"""
PEOPLE = """\
person:
  - names: [Ann, Bea, Cleo, Dora, Eve]
"""


def makers(*years: int) -> Maker:
    """Of a pack of films, each by somebody else and from one of these years."""
    people = ("Ann", "Bea", "Cleo", "Dora", "Eve")
    films = "film:\n" + "".join(
        f"  - {{name: Film {number}, director: {who}, shown: {year}, source: book}}\n"
        for number, (who, year) in enumerate(zip(people, years, strict=True), start=1)
    )
    reading = read_cinema(films, words=WORDS + FAMILIES, people=PEOPLE)
    assert told(reading) == []
    return Maker(reading.packs["cinema"], date(2026, 11, 25))


def items(maker: Maker, family: str) -> list[Item]:
    found = [item for item in maker.items(1) if item.family == family]
    assert found
    return found


def test_an_item_is_about_the_year_of_the_film_that_its_rows_name() -> None:
    maker = makers(1985, 1987, 1989, 1991, 1993)

    assert {item.year for item in items(maker, "who-directed")} == {1985, 1987, 1989, 1991, 1993}


@pytest.mark.parametrize(
    ("years", "expected"),
    [((1990, 1991, 1993, 1995, 1997), {1990, 1991}), ((1984, 1988, 1992, 1996, 2000), {None})],
)
def test_an_item_about_several_films_has_a_year_if_they_are_of_one_time(
    years: tuple[int, ...], expected: set[int | None]
) -> None:
    assert {item.year for item in items(makers(*years), "first-shown")} <= expected


def test_an_item_that_is_proven_again_is_about_the_same_year() -> None:
    maker = makers(1985, 1987, 1989, 1991, 1993)

    for item in items(maker, "who-directed"):
        proven = prove(maker.bank, item.id)
        assert isinstance(proven, Item)
        assert proven.year == item.year
