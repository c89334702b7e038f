"""What the generator hands to the game: one item, its proof, and an id that can prove it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ItemId = NewType("ItemId", str)
"""`pack:family.wording:bindings:options`; see `quiz.items.ids`. Never sent before the answer."""

FactId = NewType("FactId", str)
"""`relation:value:value…`, the values as slugs, in the order of the relation's columns."""


class Level(StrEnum):
    """The three levels, easiest first."""

    BERLIN = "berlin"
    VENICE = "venice"
    CANNES = "cannes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of text; a title (of a film, say) is set apart from the words around it."""

    text: str
    is_title: bool = False


Phrase = tuple[Part, ...]


def plain(phrase: Iterable[Part]) -> str:
    """The words of a phrase, without its typography."""
    if isinstance(phrase, tuple) and len(phrase) == 1:
        return str(phrase[0].text)
    return "".join(part.text for part in phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a player can look a fact up. `url` is the publication's own, never a mirror's."""

    title: str
    publisher: str
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that can be chosen.

    value: what the option is in the bank (an entity's slug, a year, a text); it stays on the server.
    reason: why it is right, or why it is wrong, in a sentence for the player.
    """

    value: str
    label: Phrase
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an option's truth rests on: rows of the bank, and declarations that a list is whole.

    rows: the facts, by id, that the claim was read off.
    declarations: sentences that say which list is declared complete, and where.
    """

    is_true: bool
    claim: str
    rows: tuple[FactId, ...]
    declarations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One multiple-choice question with exactly one right option, proven.

    options: in the order in which they are shown.
    key: index of the right option.
    seat: what it asks about, whatever its wording and wrong options: difficulty learnt in play hangs on it.
    difficulty: predicted, in logits; 0 is even odds for a player of rating 0.
    facts: the rows that the key asks about.
    year: what it is about; None where its rows tell none.
    proofs: one for each option, in the same order.
    """

    id: ItemId
    pack: str
    family: str
    seat: str
    level: Level
    difficulty: float
    stem: Phrase
    options: tuple[Option, ...]
    key: int
    explanation: Phrase
    sources: tuple[Citation, ...]
    facts: tuple[FactId, ...]
    proofs: tuple[Proof, ...]
    year: int | None = None

    @property
    def is_negative(self) -> bool:
        """Whether the stem asks for the option that is NOT so."""
        return any("NOT" in part.text.split() for part in self.stem if not part.is_title)

    @property
    def rests_on(self) -> frozenset[FactId]:
        """Every row that the item's verdict may show: the key's and its distractors'."""
        return frozenset(self.facts).union(*(proof.rows for proof in self.proofs))
