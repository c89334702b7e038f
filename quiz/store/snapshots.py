"""An item as it was dealt, in two halves like a card: the face that is shown, and the back that is not yet.

The halves are two columns, and the key is a third: the query that shows an item never loads what
would tell it.
"""

from __future__ import annotations

from dataclasses import dataclass

from quiz.items.item import Citation, FactId, Item, ItemId, Level, Option, Phrase, Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """labels: one for each option, in the order shown."""

    stem: Phrase
    is_negative: bool
    labels: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """values, reasons, proofs: one for each option, in the order shown."""

    pack: str
    values: tuple[str, ...]
    reasons: tuple[Phrase, ...]
    proofs: tuple[Proof, ...]
    explanation: Phrase
    sources: tuple[Citation, ...]
    facts: tuple[FactId, ...]


def face_of(item: Item) -> Face:
    return Face(
        stem=item.stem,
        is_negative=item.is_negative,
        labels=tuple(option.label for option in item.options),
    )


def back_of(item: Item) -> Back:
    return Back(
        pack=item.pack,
        values=tuple(option.value for option in item.options),
        reasons=tuple(option.reason for option in item.options),
        proofs=item.proofs,
        explanation=item.explanation,
        sources=item.sources,
        facts=item.facts,
    )


def item_of(  # noqa: PLR0913  an item's columns, by name
    *,
    item_id: str,
    family: str,
    seat: str,
    level: str,
    difficulty: float,
    year: int | None,
    key: int,
    face: Face,
    back: Back,
) -> Item:
    """The item that `face_of` and `back_of` were taken from."""
    options = zip(back.values, face.labels, back.reasons, strict=True)
    return Item(
        id=ItemId(item_id),
        pack=back.pack,
        family=family,
        seat=seat,
        level=Level(level),
        difficulty=difficulty,
        year=year,
        stem=face.stem,
        options=tuple(Option(value=value, label=label, reason=reason) for value, label, reason in options),
        key=key,
        explanation=back.explanation,
        sources=back.sources,
        facts=back.facts,
        proofs=back.proofs,
    )
