"""Rounds of several levels, what is kept out of a round whatever is missing then, and what is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from quiz.bank.reading import folders_of, read_packs
from quiz.bank.slugs import norm
from quiz.items.item import Item, Level, plain
from quiz.items.making import Maker
from quiz.items.nearness import Aim
from quiz.settings import ROOT
from tests.factories.question_packs import write_pack

TODAY = date(2026, 11, 25)
SIZES = {Level.BERLIN: 4, Level.VENICE: 3, Level.CANNES: 3}


def a_maker(folder: Path, **levels: int) -> Maker:
    write_pack(folder, levels=levels)
    return Maker(read_packs(folders_of(folder)).packs["chess"], TODAY)


def levels_of(items: tuple[Item, ...]) -> list[Level]:
    return [item.level for item in items]


def test_a_mixed_round_has_as_many_of_each_level_as_wanted(tmp_path: Path) -> None:
    items = a_maker(tmp_path, berlin=20, venice=20, cannes=20).deal_mixed(SIZES, seed=1)
    assert levels_of(items) == [Level.BERLIN] * 4 + [Level.VENICE] * 3 + [Level.CANNES] * 3
    assert len({item.seat for item in items}) == 10


def test_a_level_with_too_few_is_filled_from_the_nearest(tmp_path: Path) -> None:
    items = a_maker(tmp_path, berlin=20, venice=1, cannes=20).deal_mixed(SIZES, seed=1)
    assert len(items) == 10
    assert levels_of(items).count(Level.VENICE) == 1


def test_a_pack_with_fewer_gives_fewer(tmp_path: Path) -> None:
    assert len(a_maker(tmp_path, berlin=3, cannes=2).deal_mixed(SIZES, seed=1)) == 5


DEALS: dict[str, Callable[[Maker, frozenset[str]], tuple[Item, ...]]] = {
    "at a level": lambda maker, never: maker.deal(Level.BERLIN, 1, never=never),
    "near a difficulty": lambda maker, never: maker.deal_near(Aim(target=0.0), 1, never=never),
    "mixed": lambda maker, never: maker.deal_mixed(SIZES, 1, never=never),
}


@pytest.mark.parametrize("deal", DEALS)
def test_a_fact_that_is_never_to_be_asked_is_not_asked_when_nothing_else_is_left(
    tmp_path: Path, deal: str
) -> None:
    maker = a_maker(tmp_path, berlin=6, venice=6)
    never = frozenset(fact for item in islice(maker.items(seed=2), 8) for fact in item.facts)

    items = DEALS[deal](maker, never)

    assert len(items) == 4
    assert never.isdisjoint(fact for item in items for fact in item.facts)


@cache
def chess() -> Maker:
    return Maker(read_packs(folders_of(ROOT / "questions")).packs["chess"], TODAY)


@pytest.mark.content
def test_a_fact_that_is_never_to_be_asked_is_told_by_no_verdict() -> None:
    never = frozenset(fact for item in chess().deal_mixed(SIZES, 1) for fact in item.facts)
    for seed in range(10):
        for item in chess().deal(Level.VENICE, seed, never=never):
            assert never.isdisjoint(item.rests_on)


@pytest.mark.content
@pytest.mark.parametrize("seed", range(5))
def test_no_item_of_a_mixed_round_tells_the_answer_to_another(seed: int) -> None:
    items = chess().deal_mixed({Level.BERLIN: 15, Level.VENICE: 15, Level.CANNES: 20}, seed)
    told = [
        " ".join(
            f" {norm(plain(text))} "
            for text in (item.stem, item.explanation, *(option.reason for option in item.options))
        )
        for item in items
    ]
    for at, item in enumerate(items):
        key = f" {norm(plain(item.options[item.key].label))} "
        assert key.strip().isdecimal() or not any(key in text for text in (*told[:at], *told[at + 1 :]))


@pytest.mark.content
@pytest.mark.parametrize("seed", range(3))
def test_an_item_is_asked_again_with_its_options_in_another_order(seed: int) -> None:
    for item in islice(chess().items(1), 150):
        again = chess().ask_again(item.id, item.seat, seed)
        assert again is not None
        assert (again.id, again.stem, again.seat) == (item.id, item.stem, item.seat)
        assert set(again.facts) == set(item.facts)
        assert again.options[again.key].value == item.options[item.key].value
        assert again.proofs[again.key].is_true
        assert {option.value for option in again.options} == {option.value for option in item.options}


@pytest.mark.content
def test_the_key_of_what_is_asked_again_stands_at_every_place() -> None:
    items = list(islice(chess().items(1), 150))
    places = {again.key for item in items if (again := chess().ask_again(item.id, item.seat, 5))}
    assert places == {0, 1, 2, 3}


def test_an_item_is_asked_again_at_its_level(tmp_path: Path) -> None:
    maker = a_maker(tmp_path, berlin=2, cannes=2)
    items = list(maker.items(1))
    again = [maker.ask_again(item.id, item.seat, 7) for item in items]
    assert [each.level for each in again if each] == [item.level for item in items]


def test_a_question_that_was_rewritten_is_asked_as_it_is_now(tmp_path: Path) -> None:
    [old, *_] = a_maker(tmp_path, berlin=2).items(1)
    write_pack(tmp_path, levels={"berlin": 2}, stem="Which piece does riddle {number} mean now?")
    maker = Maker(read_packs(folders_of(tmp_path)).packs["chess"], TODAY)

    again = maker.ask_again(old.id, old.seat, 1)

    assert again is not None
    assert "mean now" in plain(again.stem)


def test_a_question_that_is_gone_is_not_asked_again(tmp_path: Path) -> None:
    items = list(a_maker(tmp_path, berlin=2).items(1))
    maker = a_maker(tmp_path, berlin=1)
    assert [maker.ask_again(item.id, item.seat, 1) is None for item in items].count(True) == 1
