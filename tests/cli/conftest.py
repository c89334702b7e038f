"""A folder of packs to work on, and a cache of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.cli import main

Quiz = Callable[..., int]

MANIFEST = """\
pack: towers
title: Towers
about: How high they are.
sources:
  atlas: {title: Atlas of Towers, publisher: The Tower Society}
kinds:
  tower: {many: towers}
  city: {many: cities}
relations:
  city:
    columns: {tower: tower, city: city}
    known: one-winner
    per: [tower]
    reads: "{tower} stands in {city}."
  built:
    columns: {tower: tower, year: year}
    known: one-winner
    per: [tower]
    reads: "{tower} was built in {year}."
families:
  where:
    where: city(tower, it)
    ask: "Where does {tower} stand?"
"""
CITIES = """\
city:
  - names: [Paris, Bologna, Seville, Tokyo, Dubai]
"""
TOWERS = """\
source: atlas

tower:
  # the iron one
  - name: Eiffel
    city: Paris
    built: {year: 1889, elsewhere: [1887], note: For the fair.}
  - {name: Asinelli, city: Bologna}
  - {name: Giralda, city: Seville}
  - name: Skytree
    city: Tokyo
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CACHE", str(folder))
    return folder


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `questions` with the pack `towers`, which is the one that commands are about."""
    folder = tmp_path / "questions" / "towers"
    folder.mkdir(parents=True)
    for name, text in (("pack.yaml", MANIFEST), ("cities.yaml", CITIES), ("towers.yaml", TOWERS)):
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("QUESTIONS", str(folder.parent))
    return folder.parent


@pytest.fixture
def quiz() -> Quiz:
    return lambda *arguments: main([str(argument) for argument in arguments])
