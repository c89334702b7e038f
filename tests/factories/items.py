"""Items made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from quiz.items.item import Citation, FactId, Item, ItemId, Level, Option, Part, Phrase, Proof


def a_phrase(text: str, *, title: str = "") -> Phrase:
    """`text`, with the title set apart where it says {title}."""
    before, _, after = text.partition("{title}")
    parts = (Part(text=before), Part(text=title, is_title=True), Part(text=after))
    return tuple(part for part in parts if part.text)


def an_item(
    number: int = 1,
    *,
    key: int = 0,
    level: Level = Level.BERLIN,
    names: Sequence[str] = ("Michael Haneke", "Leos Carax", "Claire Denis", "Olivier Assayas"),
    is_negative: bool = False,
    facts: Sequence[str] | None = None,
    pack: str = "binoche",
) -> Item:
    """An item of its own for each number: about `Film 1`, `Film 2` …

    facts: what it asks about; by default one fact of its own.
    """
    film = f"Film {number}"
    asked = tuple(FactId(fact) for fact in facts or (f"directed:film-{number}:someone",))
    verb = "did NOT direct" if is_negative else "directed"
    return Item(
        id=ItemId(f"{pack}:directed.who:film-{number}:{'+'.join(names)}"),
        pack=pack,
        family="directed-who",
        seat=f"directed-who:film=film-{number}",
        level=level,
        difficulty=-0.75 + number / 8,
        stem=a_phrase(f"Who {verb} {{title}}?", title=film),
        options=tuple(
            Option(
                value=name.lower().replace(" ", "-"),
                label=a_phrase(name),
                reason=a_phrase(f"{name} is listed with {{title}}." if index == key else "All are listed."),
            )
            for index, name in enumerate(names)
        ),
        key=key,
        explanation=a_phrase(f"{names[key]} directed {{title}}.", title=film),
        sources=(Citation(title="A feature on her films", publisher="An anonymous magazine", date="2026"),),
        facts=asked,
        proofs=tuple(
            Proof(
                is_true=index == key,
                claim=f"{name} directed {film}",
                rows=asked,
                declarations=() if index == key else (f"all directors of {film} are listed",),
            )
            for index, name in enumerate(names)
        ),
    )


def some_items(size: int = 10, *, level: Level = Level.BERLIN) -> tuple[Item, ...]:
    """Items on different facts, their keys at different places."""
    return tuple(an_item(number, key=number % 4, level=level) for number in range(1, size + 1))


T = TypeVar("T")

_texts = st.text(max_size=20)
_phrases = st.lists(st.builds(Part, text=_texts, is_title=st.booleans()), max_size=3).map(tuple)
_facts = st.lists(st.builds(FactId, _texts), max_size=3).map(tuple)


@st.composite
def any_items(draw: st.DrawFn) -> Item:
    """Items of any shape, whatever their texts say."""
    size = draw(st.integers(2, 5))

    def as_many(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
        return st.lists(of, min_size=size, max_size=size).map(tuple)

    return draw(
        st.builds(
            Item,
            id=st.builds(ItemId, _texts),
            pack=_texts,
            family=_texts,
            level=st.sampled_from(Level),
            difficulty=st.floats(allow_nan=False, allow_infinity=False),
            stem=_phrases,
            options=as_many(st.builds(Option, value=_texts, label=_phrases, reason=_phrases)),
            key=st.integers(0, size - 1),
            explanation=_phrases,
            sources=st.lists(
                st.builds(
                    Citation, title=_texts, publisher=_texts, date=st.none() | _texts, url=st.none() | _texts
                ),
                max_size=2,
            ).map(tuple),
            facts=_facts,
            proofs=as_many(
                st.builds(
                    Proof,
                    is_true=st.booleans(),
                    claim=_texts,
                    rows=_facts,
                    declarations=st.lists(_texts, max_size=2).map(tuple),
                )
            ),
        )
    )
