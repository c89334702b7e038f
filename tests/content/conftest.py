"""The packs under questions/, read once, on a day on which everything in them is in date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quiz.bank.pack import Pack
from quiz.bank.reading import folders_of, read_packs
from quiz.items.item import Item
from quiz.items.library import Library, open_library
from quiz.settings import ROOT

QUESTIONS = ROOT / "questions"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library(read_packs(folders_of(QUESTIONS)), TODAY)


@pytest.fixture(scope="session")
def festivals(library: Library) -> Pack:
    return library.makers["festivals"].pack


@pytest.fixture(scope="session")
def binoche(library: Library) -> Pack:
    return library.makers["binoche"].pack


@pytest.fixture(scope="session")
def binoche_items(library: Library) -> list[Item]:
    """One item for each question that the pack could ask."""
    maker = library.makers["binoche"]
    made = (maker.make(seat, seed=1) for seat in maker.every_seat())
    return [item for item in made if item is not None]


@pytest.fixture(scope="session")
def content_files() -> list[Path]:
    packs = [path for path in QUESTIONS.rglob("*") if path.suffix in {".yaml", ".csv"}]
    return [*packs, ROOT / "docs" / "claims.md"]
