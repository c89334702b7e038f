"""A file that is no YAML in several places has all of them told at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.film_packs import read_cinema, told

FILMS = """\
source: book
film:
  - name: 2001: A Space Odyssey
    director: Jane Campion
  - {name: The Piano, director: Jane Campion
  - name: "Sweetie
    shown: 1989
  - name: Holy Smoke
    shown: 1999
  - name: 2010: The Year We Make Contact
person:
  - name: @home
"""


def places(films: str) -> list[str]:
    return [problem.split(": ")[0] for problem in told(read_cinema(films))]


def test_what_is_behind_the_first_place_is_told_too() -> None:
    assert places(FILMS) == [
        "films.yaml:3:11",
        "films.yaml:5:5",
        "films.yaml:6:11",
        "films.yaml:10:11",
        "films.yaml:12:11",
    ]


def test_tabs_are_told_once() -> None:
    films = "film:\n\t- name: A\n\t- name: B\n  - name: C: D\n"

    assert places(films) == ["films.yaml:2:1", "films.yaml:4:11"]


@pytest.mark.parametrize(
    "films",
    [
        'source: book\nfilm:\n  - name: "Sweetie\n    shown: 1989\n  - name: Holy Smoke\n    shown: 1999\n',
        "source: book\nfilm:\n  - name: [REC\n    shown: 1989\n  - name: Holy\n    note: >-\n      a: b\n",
        "source: book\nfilm:\n  - name: A: B\n    shown: 1989\n# - name: C: D\n\n  - name: Holy Smoke\n",
    ],
)
def test_what_is_right_behind_it_is_left_alone(films: str) -> None:
    assert places(films) == ["films.yaml:3:11"]


@given(st.lists(st.sampled_from(FILMS.split("\n")), max_size=12))
def test_mistakes_in_any_order_are_told_once_each_and_in_the_file(lines: list[str]) -> None:
    reading = read_cinema("\n".join(lines))

    assert bool(reading.packs) != bool(reading.problems)
    assert all(problem.line <= len(lines) for problem in reading.problems)
    assert len({(problem.file, problem.line, problem.message) for problem in reading.problems}) == len(
        reading.problems
    )
