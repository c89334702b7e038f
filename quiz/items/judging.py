"""Whether an option is proven to be what its item says it is: the key right, every other wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import AFTER, BEFORE, IT, Family, Shape
from quiz.items.claims import NOBODY, Binding, Verdict, bindings, judge_atoms, readings, refute
from quiz.items.doubts import common, missing, namesakes_of, order_of, other_years, unsure_year
from quiz.items.wording import plain_choice

Pair = tuple[Value, Value]
"""An option of a match: the partner, and `it`."""

Choice = Value | Pair
"""What an option stands for."""

TRUE, FALSE = "true", "false"
"""The options of a true-false."""

NO_YEAR = 0
"""A year that stands in no row, as NOBODY does."""

ODD_WITH = 2
"""So many others like the key leave the third as the odd one."""

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
        return None, missing(bank, verdict, wanted, claim.values())
    if is_key and isinstance(choice, int) and any(row.elsewhere for row in verdict.rows):
        return None, other_years(verdict.rows)
    doubt = _doubt_of_negative(bank, asked, choice) if family.shape.is_negative else None
    return (None, doubt) if doubt else (verdict, "")


def _judge_statement(bank: Bank, asked: Asked) -> Judged:
    """A statement has one verdict, by which one option is right and the other wrong."""
    named = asked.binding.values()
    if asked.key == FALSE:
        verdict = refute(bank, asked.family, asked.binding)
        is_proven = verdict.truth is Truth.FALSE
        return (verdict, "") if is_proven else (None, missing(bank, verdict, Truth.FALSE, named))
    hidden = {name: value for name, value in asked.binding.items() if name in asked.family.hidden}
    shown = {name: value for name, value in asked.binding.items() if name not in hidden}
    verdicts = [
        judge_atoms(bank, asked.family.where, {**reading, **hidden}) for reading in readings(bank, shown)
    ]
    for verdict in verdicts:
        if verdict.truth is not Truth.TRUE:
            others = f"{namesakes_of(bank, shown.values())} " if verdict is not verdicts[0] else ""
            return None, others + missing(bank, verdict, Truth.TRUE, named)
    return verdicts[0], ""


def _doubt_of_negative(bank: Bank, asked: Asked, choice: Choice) -> str | None:
    """Why an option does not fit a stem that asks for what is not so, though its own claim is proven."""
    family = asked.family
    if choice != asked.key:
        own, *others = _readings_of(bank, claim_of(family, asked.binding, choice))
        for claim in others:
            verdict = judge_atoms(bank, family.where, claim)
            if verdict.truth is not Truth.TRUE:
                return f"{namesakes_of(bank, [own[IT]])} {missing(bank, verdict, Truth.TRUE)}"
    elif family.shape is Shape.ODD and _may_share_with_two(bank, asked):
        shown = {name: value for name, value in asked.binding.items() if name not in family.hidden}
        rest = [claim_of(family, shown, other) for other in asked.order if other != choice]
        shared = common(bank, family, claim_of(family, shown, choice), rest)
        return f"two of the others may be like it, and the third be the odd one: {shared}"
    return None


def _readings_of(bank: Bank, claim: Binding) -> list[Binding]:
    """The claim, and those about others that go by the name of its option."""
    option = claim[IT]
    namesakes = bank.namesakes(option) if isinstance(option, Entity) else ()
    return [claim, *({**claim, IT: other} for other in namesakes)]


def _may_share_with_two(bank: Bank, asked: Asked) -> bool:
    """Whether the key may have something in common with two of the others, so that the third is the odd one.

    What it may be: whatever may hold of any of them, and what nobody has heard of.
    """
    family = asked.family
    shown = {name: value for name, value in asked.binding.items() if name not in family.hidden}
    key, *others = (
        _readings_of(bank, claim_of(family, shown, choice))
        for choice in (asked.key, *(choice for choice in asked.order if choice != asked.key))
    )
    cases: set[tuple[Value, ...]] = {tuple(NOBODY for _ in family.hidden)}
    for claim in (claim for claims in (key, *others) for claim in claims):
        for found, _ in bindings(bank, family.where, claim, doubtful=True, loose=True):
            cases.add(tuple(found.get(name, NOBODY) for name in family.hidden))

    def may_have(claims: Sequence[Binding], case: Binding) -> bool:
        return any(
            judge_atoms(bank, family.where, {**claim, **case}).truth is not Truth.FALSE for claim in claims
        )

    for values in cases:
        case = dict(zip(family.hidden, values, strict=True))
        if may_have(key, case) and sum(may_have(claims, case) for claims in others) >= ODD_WITH:
            return True
    return False


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
    """The earliest and latest year that anybody gives for an option, whoever of its name is meant.

    None if there may be others.
    """
    if isinstance(choice, tuple):
        return None
    shown = {name: value for name, value in binding.items() if name not in (AFTER, BEFORE)}
    years: list[int] = []
    for claim in _readings_of(bank, {**shown, IT: choice}):
        found = _years(bank, family, claim)
        if found is None:
            return None
        years += found
    return min(years), max(years)


def _years(bank: Bank, family: Family, claim: Binding) -> list[int] | None:
    """The years that anybody gives; None if they are in doubt, or there may be others."""
    year = family.year or ""
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
    return years if no_more.truth is Truth.FALSE else None


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
