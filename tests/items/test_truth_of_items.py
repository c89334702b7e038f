"""What must be so of every item of every pack, whatever chance puts into it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quiz.bank.pack import Fact, shown
from quiz.bank.slugs import norm
from quiz.items.item import Item, Level, plain
from quiz.items.making import Maker
from quiz.settings import ROOT
from tests.items.oracle import Oracle
from tests.items.random_packs import TODAY, Bank, bank_by, banks, dump

SLOW = [HealthCheck.too_slow]
seeds = st.integers(min_value=0, max_value=2**31)


def makers_of(bank: Bank) -> list[Maker]:
    return [Maker(pack, TODAY) for pack in bank.packs]


def items_of(bank: Bank, seed: int) -> Iterator[tuple[Maker, Item]]:
    for maker in makers_of(bank):
        for item in maker.items(seed):
            yield maker, item


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@example(bank=bank_by(0), seed=1)
@example(bank=bank_by(1), seed=1)
@example(bank=bank_by(5), seed=2)
@example(bank=bank_by(9), seed=2)
@given(bank=banks, seed=seeds)
def test_every_item_has_exactly_one_right_option_by_an_independent_check(bank: Bank, seed: int) -> None:
    for pack in bank.packs:
        oracle = Oracle(pack, TODAY)
        flawed = {item.id: oracle.flaws(item) for item in Maker(pack, TODAY).items(seed)}
        assert {item: flaws for item, flaws in flawed.items() if flaws} == {}


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(bank=banks, seed=seeds)
def test_the_id_of_an_item_proves_the_same_key_and_options_again(bank: Bank, seed: int) -> None:
    for maker, item in items_of(bank, seed):
        proven = maker.prove(item.id)

        assert isinstance(proven, Item), item.id
        assert proven.id == item.id
        assert proven.stem == item.stem
        assert proven.options[proven.key] == item.options[item.key]
        assert set(proven.options) == set(item.options)
        assert set(proven.facts) == set(item.facts)


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@example(bank=bank_by(0), seed=1)
@given(bank=banks, seed=seeds)
def test_no_verdict_tells_as_a_fact_what_is_denied_or_in_doubt(bank: Bank, seed: int) -> None:
    for maker in makers_of(bank):
        rows = [row for pack in maker.pack.lineage() for row in pack.facts if row.relation.name == "made"]
        certain = {told_by(row) for row in rows if row.holds_on(TODAY)}
        doubtful = {told_by(row) for row in rows} - certain
        for item in maker.items(seed):
            told = " ".join(
                plain(text) for text in (item.explanation, *(each.reason for each in item.options))
            )
            assert not [sentence for sentence in doubtful if f" {sentence}" in f" {told}"], item.id


def told_by(row: Fact) -> str:
    return f"{shown(row.values[0] or '')} was made by {shown(row.values[1] or '')}."


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(bank=banks, seed=seeds)
def test_the_same_bank_and_seed_make_the_same_items(bank: Bank, seed: int) -> None:
    once = [item for _, item in items_of(bank, seed)]
    again = [item for _, item in items_of(Bank(number=bank.number, files=bank.files), seed)]

    assert once == again


def test_another_process_makes_the_same_items() -> None:
    program = (
        "from tests.items.random_packs import bank_by; "
        "from tests.items.test_truth_of_items import digest_of; print(digest_of(bank_by(11), 3))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }

    assert digests == {digest_of(bank_by(11), 3)}


def digest_of(bank: Bank, seed: int) -> str:
    """One text for all that two packs ask, level for level and round for round."""
    digest = hashlib.sha256()
    for maker in makers_of(bank):
        for item in maker.items(seed):
            digest.update(repr(item).encode())
        for level in Level:
            digest.update(repr(maker.deal(level, seed)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_row_elsewhere_leaves_most_items_as_they_are(seed: int) -> None:
    bank = bank_by(seed)
    tree = yaml.safe_load(bank.files["stage"]["stage/rows.yaml"])
    tree["work"] = [{"name": "Unheard Of"}]
    tree["person"] = [{"name": "Nobody Known"}]
    tree["made"].append({"work": "Unheard Of", "maker": "Nobody Known", "source": "stage-book"})
    stage = {**bank.files["stage"], "stage/rows.yaml": dump(tree)}
    edited = Bank(number=seed, files={**bank.files, "stage": stage})

    before = {item.id for _, item in items_of(bank, seed)}
    after = {item.id for _, item in items_of(edited, seed)}

    assert len(before & after) > 0.75 * len(before)


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(bank=banks, seed=seeds)
def test_a_pack_with_enough_to_ask_has_all_three_levels(bank: Bank, seed: int) -> None:
    for maker in makers_of(bank):
        seats = [len(list(maker.every_seat(level))) for level in Level]
        if sum(seats) >= 30:
            assert min(seats) > 0


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(bank=banks, seed=seeds, level=st.sampled_from(Level))
def test_a_round_asks_no_fact_twice_and_gives_none_away(bank: Bank, seed: int, level: Level) -> None:
    for maker in makers_of(bank):
        dealt = maker.deal(level, seed)

        facts = [fact for item in dealt for fact in item.facts]
        assert len(facts) == len(set(facts))
        assert len(dealt) <= 10
        assert sum(item.is_negative for item in dealt) <= 1
        for at, item in enumerate(dealt):
            shown_before = frozenset[str]().union(*(former.rests_on for former in dealt[:at]))
            assert shown_before.isdisjoint(item.facts)
            assert not any(key_of(item) in stem_of(other) for other in dealt if other is not item)


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(bank=banks, seed=seeds)
def test_facts_to_avoid_come_back_only_when_there_is_nothing_else(bank: Bank, seed: int) -> None:
    for maker in makers_of(bank):
        first = maker.deal(Level.BERLIN, seed, size=3)
        asked = frozenset(fact for item in first for fact in item.facts)
        second = maker.deal(Level.BERLIN, seed, size=3, avoid=asked)
        everything = {fact for item in maker.items(seed) for fact in item.facts}

        if len(everything - asked) > 40:
            assert all(asked.isdisjoint(item.facts) for item in second)


def key_of(item: Item) -> str:
    return f" {norm(plain(item.options[item.key].label))} "


def stem_of(item: Item) -> str:
    return f" {norm(plain(item.stem))} "
