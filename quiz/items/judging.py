"""Whether an option is proven to be what its item says it is: the key right, every other wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import AFTER, BEFORE, IT, Family, Shape
from quiz.items.claims import Binding, Verdict, bindings, judge_atoms, readings, refute
from quiz.items.doubts import common, missing, namesakes_of, order_of, other_years, unsure_year
from quiz.items.wording import plain_choice

Pair = tuple[Value, Value]
"""An option of a match: the partner, and `it`."""

Choice = Value | Pair
"""What an option stands for."""

TRUE, FALSE = "true", "false"
"""The options of a true-false."""

NOBODY = ""
NO_YEAR = 0
"""Values that stand in no row: a claim about them is false only where a list is whole."""

Judged = tuple[Verdict | None, str]
"""The verdict that proves an option's part; or None, and what is missing."""

__all__ = [
    "FALSE",
    "TRUE",
    "Asked",
    "Choice",
    "Judged",
    "Pair",
    "claim_of",
    "judge_choice",
    "prove_false",
    "span",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be proven: a family under a binding, the key, and the options in the order shown.

    known: verdicts that were reached when the options were drawn.
    """

    family: Family
    binding: Binding
    key: Choice
    order: Sequence[Choice]
    known: Mapping[Choice, Verdict] = field(default_factory=dict)


def claim_of(family: Family, binding: Binding, choice: Choice) -> Binding:
    """The binding under which the where-lines say what an option says."""
    if family.shape is Shape.TRUE_FALSE:
        return binding
    if isinstance(choice, tuple):
        return {**binding, family.partner or "": choice[0], IT: choice[1]}
    return {**binding, IT: choice}


def prove_false(bank: Bank, family: Family, binding: Binding, choice: Choice) -> Verdict | None:
    """The verdict by which an option's claim is false, whoever its names mean; None if nothing proves it."""
    verdict = refute(bank, family, claim_of(family, binding, choice))
    return verdict if verdict.truth is Truth.FALSE else None


def judge_choice(bank: Bank, asked: Asked, choice: Choice) -> Judged:
    """Whether an option is proven to be the key, or not to be."""
    family = asked.family
    if family.shape.is_about_order:
        return _judge_order(bank, asked, choice)
    if family.shape is Shape.TRUE_FALSE:
        return _judge_statement(bank, asked)
    is_key = choice == asked.key
    wanted = Truth.TRUE if is_key != family.shape.is_negative else Truth.FALSE
    claim = claim_of(family, asked.binding, choice)
    verdict = asked.known.get(choice)
    if verdict is None:
        verdict = (
            judge_atoms(bank, family.where, claim) if wanted is Truth.TRUE else refute(bank, family, claim)
        )
    if verdict.truth is not wanted:
        return None, missing(bank, verdict, wanted)
    if is_key and isinstance(choice, int) and any(row.elsewhere for row in verdict.rows):
        return None, other_years(verdict.rows)
    doubt = _doubt_of_negative(bank, asked, choice) if family.shape.is_negative else None
    return (None, doubt) if doubt else (verdict, "")


def _judge_statement(bank: Bank, asked: Asked) -> Judged:
    """A statement has one verdict, by which one option is right and the other wrong."""
    if asked.key == FALSE:
        verdict = refute(bank, asked.family, asked.binding)
        wanted = Truth.FALSE
    else:
        verdict = judge_atoms(bank, asked.family.where, asked.binding)
        wanted = Truth.TRUE
        if len(readings(bank, asked.binding)) > 1:
            return None, namesakes_of(bank, asked.binding.values())
    if verdict.truth is not wanted:
        return None, missing(bank, verdict, wanted)
    return (verdict, "") if verdict.rows else (None, "no row tells what is so instead.")


def _doubt_of_negative(bank: Bank, asked: Asked, choice: Choice) -> str | None:
    """Why an option does not fit a stem that asks for what is not so, though its own claim is proven."""
    is_key, is_odd = choice == asked.key, asked.family.shape is Shape.ODD
    if (is_odd or not is_key) and isinstance(choice, Entity) and bank.namesakes(choice):
        return namesakes_of(bank, [choice])
    if not is_odd or not is_key:
        return None
    for other in asked.order:
        if other is not choice and not _shares_nothing(bank, asked, choice, other):
            shared = common(bank, asked.family, *_open_claims(asked, [choice, other]))
            return f"it may have in common with “{plain_choice(bank, asked.family, other)}”: {shared}"
    if _may_share_with_two(bank, asked, choice):
        others = [other for other in asked.order if other is not choice]
        shared = common(bank, asked.family, *_open_claims(asked, [choice, *others]))
        return f"two of the others may be like it, and the third be the odd one: {shared}"
    return None


def _open_claims(asked: Asked, choices: Sequence[Choice]) -> tuple[Binding, list[Binding]]:
    """What the stem shows, with the first choice, and with each of the others."""
    shown = {name: value for name, value in asked.binding.items() if name not in asked.family.hidden}
    key, *others = (claim_of(asked.family, shown, choice) for choice in choices)
    return key, others


def _may_share_with_two(bank: Bank, asked: Asked, key: Choice) -> bool:
    """Whether the key may have something in common with all but one of the others."""
    family = asked.family
    open_binding = {name: value for name, value in asked.binding.items() if name not in family.hidden}
    stranger: dict[str, Value] = dict.fromkeys(family.hidden, NOBODY)
    claim = claim_of(family, open_binding, key)
    shared = [found for found, _ in bindings(bank, family.where, claim, doubtful=True)]
    for case in (*shared, {**open_binding, **stranger}):
        may_have_it = [
            choice
            for choice in asked.order
            if judge_atoms(bank, family.where, claim_of(family, case, choice)).truth is not Truth.FALSE
        ]
        if key in may_have_it and len(may_have_it) >= len(asked.order) - 1:
            return True
    return False


def _shares_nothing(bank: Bank, asked: Asked, key: Choice, other: Choice) -> bool:
    """Whether the key is proven false for everything that holds, or may hold, of another option."""
    family = asked.family
    open_binding = {name: value for name, value in asked.binding.items() if name not in family.hidden}
    for found, _ in bindings(bank, family.where, claim_of(family, open_binding, other), doubtful=True):
        if judge_atoms(bank, family.where, claim_of(family, found, key)).truth is not Truth.FALSE:
            return False
    return True


def _judge_order(bank: Bank, asked: Asked, choice: Choice) -> Judged:
    mine = span(bank, asked.family, asked.binding, choice)
    if mine is None:
        return None, unsure_year(bank, asked.family, claim_of(asked.family, _shown(asked), choice))
    verdict = judge_atoms(bank, asked.family.where, claim_of(asked.family, _shown(asked), choice))
    if verdict.truth is not Truth.TRUE:
        return None, missing(bank, verdict, Truth.TRUE)
    if asked.family.shape is Shape.BETWEEN:
        return _judge_between(bank, asked, choice, mine, verdict)
    if choice == asked.key:
        return verdict, ""
    key = span(bank, asked.family, asked.binding, asked.key)
    if key is None:
        return None, _unsure(bank, asked, asked.key)
    gap = asked.family.gap
    is_apart = key[1] + gap <= mine[0] if asked.family.shape is Shape.FIRST else mine[1] + gap <= key[0]
    return (verdict, "") if is_apart else (None, _too_near(bank, asked, [asked.key, choice]))


def _unsure(bank: Bank, asked: Asked, choice: Choice) -> str:
    why = unsure_year(bank, asked.family, claim_of(asked.family, _shown(asked), choice))
    return f"“{plain_choice(bank, asked.family, choice)}”: {why}"


def _too_near(bank: Bank, asked: Asked, choices: Sequence[Choice]) -> str:
    claims = [claim_of(asked.family, _shown(asked), choice) for choice in choices]
    rows = order_of(bank, asked.family, claims)
    return f"the years do not lie as they should, {asked.family.gap} or more apart: {rows}"


def _judge_between(
    bank: Bank, asked: Asked, choice: Choice, mine: tuple[int, int], verdict: Verdict
) -> Judged:
    after = span(bank, asked.family, asked.binding, asked.binding[AFTER])
    before = span(bank, asked.family, asked.binding, asked.binding[BEFORE])
    if after is None or before is None:
        return None, _unsure(bank, asked, asked.binding[AFTER if after is None else BEFORE])
    gap = asked.family.gap
    named = [asked.binding[AFTER], asked.binding[BEFORE]]
    is_inside = after[1] + gap <= mine[0] and mine[1] + gap <= before[0]
    is_outside = mine[1] + gap <= after[0] or before[1] + gap <= mine[0]
    if is_inside if choice == asked.key else is_outside:
        return verdict, ""
    return None, _too_near(bank, asked, [*named, choice])


def _shown(asked: Asked) -> Binding:
    """What the stem fixes of the where-lines; the two of a `between` stand beside them."""
    return {name: value for name, value in asked.binding.items() if name not in (AFTER, BEFORE)}


def span(bank: Bank, family: Family, binding: Binding, choice: Choice) -> tuple[int, int] | None:
    """The earliest and latest year that anybody gives for an option; None if there may be others."""
    if isinstance(choice, tuple) or (isinstance(choice, Entity) and bank.namesakes(choice)):
        return None
    year = family.year or ""
    claim = {name: value for name, value in binding.items() if name not in (AFTER, BEFORE)} | {IT: choice}
    years: list[int] = []
    for found, rows in bindings(bank, family.where, claim, doubtful=True):
        if not all(bank.holds(row) for row in rows):
            return None
        at = found[year]
        if isinstance(at, int):
            years += [at, *(other for row in rows for other in row.elsewhere)]
    if not years:
        return None
    no_more = judge_atoms(bank, family.where, {**claim, year: NO_YEAR})
    return (min(years), max(years)) if no_more.truth is Truth.FALSE else None


def rows_in_order(bank: Bank, asked: Asked) -> tuple[Fact, ...]:
    """The rows that date the two between which the key of a `between` lies."""
    if asked.family.shape is not Shape.BETWEEN:
        return ()
    shown = _shown(asked)
    return tuple(
        row
        for name in (AFTER, BEFORE)
        for row in judge_atoms(bank, asked.family.where, {**shown, IT: asked.binding[name]}).rows
    )
