"""Rounds near a difficulty, from a pack of handwritten questions: the whole way through `Maker.deal_near`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import fmean

import pytest

from quiz.bank.reading import folders_of, read_packs
from quiz.items.item import Item, Level
from quiz.items.making import Maker
from quiz.items.nearness import Aim
from tests.factories.question_packs import write_pack

EASY, HARD = Aim(target=-0.8, breadth=0.2), Aim(target=0.8, breadth=0.2)


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    write_pack(tmp_path, levels={"berlin": 40, "venice": 40, "cannes": 40})
    reading = read_packs(folders_of(tmp_path))
    assert reading.problems == ()
    return Maker(reading.packs["chess"], date(2026, 11, 25))


def levels(items: tuple[Item, ...]) -> set[Level]:
    return {item.level for item in items}


def test_a_round_is_of_the_wanted_difficulty(maker: Maker) -> None:
    assert levels(maker.deal_near(EASY, seed=1)) == {Level.BERLIN}
    assert levels(maker.deal_near(HARD, seed=1)) == {Level.CANNES}


def test_the_same_seed_and_the_same_learnt_difficulties_give_the_same_items(maker: Maker) -> None:
    learnt = {seat.asks: 0.5 for seat in list(maker.every_seat())[::3]}
    asked = dict.fromkeys(learnt, 4)
    rounds = {maker.deal_near(EASY, 7, 10, frozenset(), learnt, asked) for _ in range(3)}
    assert len(rounds) == 1


def test_another_seed_gives_others(maker: Maker) -> None:
    rounds = {frozenset(item.seat for item in maker.deal_near(EASY, seed)) for seed in range(8)}
    assert len(rounds) == 8


def test_what_play_has_shown_goes_before_what_was_predicted(maker: Maker) -> None:
    easy_after_all = {seat.asks for seat in maker.every_seat(Level.CANNES)}
    learnt = dict.fromkeys(easy_after_all, -0.8) | {seat.asks: 3.0 for seat in maker.every_seat(Level.BERLIN)}
    assert {item.seat for item in maker.deal_near(EASY, 1, 10, frozenset(), learnt)} <= easy_after_all


def test_what_was_asked_often_rests(maker: Maker) -> None:
    asked = {seat.asks: 50 for seat in list(maker.every_seat(Level.BERLIN))[::2]}
    found = [
        fmean(item.seat in asked for item in maker.deal_near(EASY, seed, 10, frozenset(), {}, asked))
        for seed in range(10)
    ]
    assert fmean(found) < 0.25


def test_a_stray_is_of_any_level(maker: Maker) -> None:
    aim = Aim(target=-0.8, breadth=0.2, strays=1)
    found = [levels(maker.deal_near(aim, seed)) for seed in range(12)]
    assert any(Level.CANNES in each or Level.VENICE in each for each in found)


def test_a_pack_that_is_too_small_gives_all_it_has(tmp_path: Path) -> None:
    write_pack(tmp_path, levels={"venice": 4})
    maker = Maker(read_packs(folders_of(tmp_path)).packs["chess"], date(2026, 11, 25))
    assert len(maker.deal_near(HARD, seed=1)) == 4
