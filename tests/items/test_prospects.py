"""Situations of which nothing can be proven are seen at once, and no others are given up."""

from __future__ import annotations

from datetime import date

import pytest

from quiz.items.making import Maker
from tests.factories.film_packs import WORDS, read_cinema, told

WITH_A_RELATION = """\
  screened:
    columns: {{film: film, year: year}}
    known: {known}
    reads: "{{film}} was screened in {{year}}."
families:
  year:
    where: screened(film, it)
    spread: [1]
    ask: ["In which of these years was {{film}} screened?"]
  pair:
    shape: match
    where: screened(film, it)
    pair: "{{film}} – {{it}}"
    ask: ["Which of these films is paired with a year in which it was screened?"]
"""
SCREENED = "source: book\nfilm:\n" + "".join(
    f"  - {{name: {name}, screened: {1990 + at}}}\n"
    for at, name in enumerate(("Naked", "Orlando", "Caché", "Blue"))
)


def seats_of(known: str) -> tuple[Maker, dict[str, int]]:
    reading = read_cinema(SCREENED, words=WORDS + WITH_A_RELATION.format(known=known))
    assert told(reading) == []
    maker = Maker(reading.packs["cinema"], date(2026, 11, 20))
    seats = [seat.family_slug for seat in maker.every_seat()]
    return maker, {slug: seats.count(slug) for slug in ("year", "pair")}


def test_no_year_is_asked_of_a_list_that_is_open() -> None:
    maker, seats = seats_of("open")
    assert seats["year"] == 0
    assert len(maker.hopeless("year")) == len(("Naked", "Orlando", "Caché", "Blue"))


@pytest.mark.parametrize("known", ["one-winner\n    per: [film]", "whole-list\n    per: [film]"])
def test_a_year_is_asked_where_its_slot_is_full(known: str) -> None:
    maker, seats = seats_of(known)
    assert seats == {"year": 4, "pair": 4}
    assert not maker.hopeless("year")
