from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from hypothesis import given
from sqlalchemy.dialects import sqlite

from quiz.items.item import Item
from quiz.store.base import Json
from quiz.store.snapshots import Back, Face, back_of, face_of, item_of
from tests.factories.items import an_item, any_items

T = TypeVar("T")

DIALECT = sqlite.dialect()


def stored(value: T, kind: type[T]) -> T:
    """The value after a way through its column."""
    column = Json(kind)
    loaded = column.process_result_value(column.process_bind_param(value, DIALECT), DIALECT)
    assert loaded is not None
    return loaded


@given(any_items())
def test_an_item_comes_back_as_it_was_dealt(item: Item) -> None:
    again = item_of(
        item_id=item.id,
        family=item.family,
        seat=item.seat,
        level=item.level.value,
        difficulty=item.difficulty,
        year=item.year,
        key=item.key,
        face=stored(face_of(item), Face),
        back=stored(back_of(item), Back),
    )

    assert again == item


def test_the_face_is_the_same_whichever_option_is_the_key() -> None:
    assert face_of(an_item(key=0)) == face_of(an_item(key=3))


def test_the_face_has_only_what_is_shown() -> None:
    assert {field.name for field in fields(Face)} == {"stem", "is_negative", "labels"}


def test_the_face_keeps_that_a_stem_asks_for_what_is_not_so() -> None:
    assert stored(face_of(an_item(is_negative=True)), Face).is_negative
