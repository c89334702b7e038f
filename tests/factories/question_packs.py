"""Packs of handwritten questions, written to a folder as an author would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

_PIECES = ("king", "queen", "rook", "bishop", "knight")


def write_pack(
    questions: Path,
    slug: str = "chess",
    *,
    title: str = "Chess",
    about: str = "Openings and endings.",
    levels: Mapping[str, int] | None = None,
    stem: str = "Which piece is meant by riddle {number}?",
) -> Path:
    """A pack with so many questions at each level; the key of each says its number.

    levels: 12 at Berlin, if None. stem: what is asked, with {number} in it.
    """
    folder = questions / slug
    folder.mkdir(parents=True, exist_ok=True)
    asked = [level for level, count in (levels or {"berlin": 12}).items() for _ in range(count)]
    sources = {
        "handbook": {"title": "The Handbook", "publisher": "The Club", "url": "https://club.example/handbook"}
    }
    manifest = {"pack": slug, "title": title, "about": about, "sources": sources}
    pages = {
        "questions": [_question(slug, number, level, stem) for number, level in enumerate(asked, start=1)]
    }
    (folder / "pack.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    (folder / "questions.yaml").write_text(yaml.safe_dump(pages), encoding="utf-8")
    return folder


def right_answer(number: int) -> str:
    return f"The {_PIECES[number % 5]} of riddle {number}"


def _question(slug: str, number: int, level: str, stem: str) -> dict[str, object]:
    wrong = [f"The {_PIECES[(number + step) % 5]} of riddle {number}" for step in (1, 2, 3)]
    return {
        "id": f"{slug}-{number}",
        "ask": stem.format(number=number),
        "key": right_answer(number),
        "because": f"The handbook says so on page {number}.",
        "wrong": [{"is": option, "because": f"Not so, says page {number}."} for option in wrong],
        "source": "handbook",
        "signed": "The Club",
        "level": level,
    }
