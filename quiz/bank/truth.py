"""True, false or unknown: what the rows and declarations of a bank say of a claim.

A claim is a relation with some of its cells filled: "Caché was directed by Michael Haneke", or "Juliette
Binoche won the Volpi Cup in 1993 (for whatever film)". Absence of a row proves nothing by itself; it does
where the bank declares the list whole (the partial completeness assumption of Galárraga et al., arXiv
1612.05786, made explicit).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from quiz.bank.bank import Bank, Pattern
from quiz.bank.pack import Declaration, Fact, shown
from quiz.bank.vocabulary import Known, Relation


class Truth(Enum):
    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """A truth value with what it rests on.

    rows: when true, a row that says so; when false, the rows that fill the slot; when unknown, what stands in
    the way.
    declarations: the promises of completeness used.
    whole: the relation and the slot of it that the vocabulary keeps whole.
    """

    truth: Truth
    rows: tuple[Fact, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    whole: tuple[Relation, Pattern] | None = None

    @property
    def slot(self) -> str | None:
        """The promise that the vocabulary makes for the slot, in words."""
        return slot_sentence(*self.whole, len(self.rows)) if self.whole is not None else None


def judge(bank: Bank, relation: Relation, pattern: Pattern) -> Finding:
    """What the bank says of a claim.

    1. A row that says so, confirmed and in date: true.
    2. A row that could be a case of it (disputed, out of date, a cell not known, a year that other places
       give): unknown. A row that says `never`: false.
    3. A list declared whole, or a slot that the vocabulary keeps whole and that is filled: false.
    4. Else unknown.
    """
    matching = bank.rows(relation, pattern)
    if matching and (held := bank.held(matching)):
        return Finding(truth=Truth.TRUE, rows=held)
    doubtful = (*matching, *bank.may_match(relation, pattern))
    if doubtful:
        return Finding(truth=Truth.UNKNOWN, rows=doubtful)
    denied = _denied(bank, relation, pattern) if bank.never else ()
    if denied:
        return Finding(truth=Truth.FALSE, rows=denied)
    return _absent(bank, relation, pattern)


def _denied(bank: Bank, relation: Relation, pattern: Pattern) -> tuple[Fact, ...]:
    """Rows of status `never` that cover the whole claim: each of their cells is one that the claim fixes."""
    return tuple(
        fact
        for fact in bank.never.get(relation.name, ())
        if not fact.is_past(bank.today)
        and all(value is None or pattern.get(at) == value for at, value in enumerate(fact.values))
    )


def _absent(bank: Bank, relation: Relation, pattern: Pattern) -> Finding:
    """False if the claim falls into a slot or a list that is whole, else unknown.

    The slot, which says more, is looked at first.
    What is said to be open for one thing is open, unless a declaration names that very thing.
    """
    opened = bank.opened_in(relation, pattern)
    in_slot: tuple[Fact, ...] = ()
    slot = {at: pattern[at] for at in relation.per if at in pattern}
    if not opened and relation.known is not Known.OPEN and len(slot) == len(relation.per):
        in_slot = bank.held(bank.rows(relation, slot))
        if in_slot and (relation.known is Known.WHOLE_LIST or len(in_slot) >= _room(in_slot)):
            return Finding(truth=Truth.FALSE, rows=in_slot, whole=(relation, slot))
    for declaration in bank.promises(relation, pattern):
        fixed = {at for at, _ in declaration.fixed}
        if opened <= fixed and all(
            at in pattern and _within(pattern[at], value) for at, value in declaration.fixed
        ):
            others = {at: value for at, value in pattern.items() if at not in fixed}
            rows = _nearest(bank, relation, {at: pattern[at] for at in fixed}, others)
            return Finding(truth=Truth.FALSE, rows=rows, declarations=(declaration,))
    return Finding(truth=Truth.UNKNOWN, rows=in_slot)


def _room(in_slot: tuple[Fact, ...]) -> int:
    """How many rows the slot has, by what they say."""
    return max([fact.shared for fact in in_slot])


def _within(value: object, fixed: object) -> bool:
    return value in fixed if isinstance(fixed, range) else value is fixed or value == fixed


def _nearest(bank: Bank, relation: Relation, fixed: Pattern, others: Pattern) -> tuple[Fact, ...]:
    """The rows of a whole list that say most about why the claim is not in it: those on its other values."""
    for at, value in others.items():
        rows = bank.held(bank.rows(relation, {**fixed, at: value}))
        if rows:
            return rows[:4]
    return ()


def slot_sentence(relation: Relation, slot: Pattern, rows: int) -> str:
    """The promise that the vocabulary makes for a slot, in words."""
    cells = ", ".join(f"{relation.columns[at].name} {shown(value)}" for at, value in sorted(slot.items()))
    if relation.known is Known.WHOLE_LIST:
        listed = "every row is listed"
    else:
        listed = "the one row there is, is listed" if rows == 1 else f"all {rows} rows are listed"
    return f"{relation.name} ({cells}): {listed} (known: {relation.known})."
