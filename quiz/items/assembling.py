"""Options in, a proven item out: every option judged anew, whether it was just drawn or read from an id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Question, Value
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Family, Shape
from quiz.items.claims import Binding, Verdict, bindings, is_determined, judge_atoms, readings, refute
from quiz.items.ids import encode, item_id, question_digest
from quiz.items.item import FactId, Item, ItemId, Level, Option, Proof, plain
from quiz.items.seats import HANDWRITTEN, seat_name
from quiz.items.telling import (
    citations,
    declared_sources,
    in_time,
    missing,
    one_text,
    proof_of,
    reason,
    with_the_rest,
)
from quiz.items.wording import fill, joined, label, marked, sentences

NOBODY = ""
NO_YEAR = 0
"""Values that stand in no row: a claim about them is false only where a list is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """Why an item cannot be made, in sentences."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be proven: a family's wording under a binding, the key, and the wrong options.

    order: the options in the order shown (the key among them).
    """

    family: Family
    wording: int
    binding: Binding
    key: Value
    order: Sequence[Value]
    level: Level
    difficulty: float


def assemble(bank: Bank, draft: Draft) -> Item | Unproven:
    """The item, if the key is proven right and every other option proven wrong."""
    family = draft.family
    if draft.wording >= len(family.ask):
        return Unproven(reasons=(f"The family {family.slug} has no wording {draft.wording} any more.",))
    if family.shape is not Shape.ODD and not is_determined(bank, family.where, family.hidden, draft.binding):
        return Unproven(reasons=("The stem describes more than one thing, or none.",))
    named = {name: value for name, value in draft.binding.items() if name not in family.hidden}
    if family.shape in (Shape.EXCEPT, Shape.ODD) and len(readings(bank, named)) > 1:
        return Unproven(reasons=("The stem names one whose name others bear.",))
    judged = [_judge(bank, draft, value) for value in draft.order]
    reasons = [
        f"“{plain(label(value))}” cannot be proven {'right' if value == draft.key else 'wrong'}: {why}"
        for value, (verdict, why) in zip(draft.order, judged, strict=True)
        if verdict is None
    ]
    if reasons:
        return Unproven(reasons=tuple(reasons))
    types = dict(family.types)
    stem = fill(bank, family.ask[draft.wording], dict(draft.binding), types)
    proven = [verdict for verdict, _ in judged if verdict is not None]
    at = list(draft.order).index(draft.key)
    key_rows = with_the_rest(bank, proven[at].rows)
    options = tuple(
        Option(
            value=encode(value),
            label=label(value, is_title=family.it_type == "title"),
            reason=reason(bank, verdict, value, () if verdict is proven[at] else key_rows),
        )
        for value, verdict in zip(draft.order, proven, strict=True)
    )
    rows = proven[at].rows
    if family.shape in (Shape.EXCEPT, Shape.ODD):
        rows = tuple(
            dict.fromkeys(row for other, verdict in enumerate(proven) if other != at for row in verdict.rows)
        )
    elif family.shape in (Shape.FIRST, Shape.LAST):
        rows = tuple(dict.fromkeys(row for verdict in proven for row in verdict.rows))
    explanation = options[at].reason
    if family.shape in (Shape.EXCEPT, Shape.ODD):
        # here the other options say as much as the key
        others = with_the_rest(bank, rows)
        explanation = one_text([sentences(bank, others), reason(bank, proven[at], draft.key, others)])
    elif family.is_about_order:
        explanation = sentences(bank, in_time(rows))
    return Item(
        id=item_id(
            bank.pack.slug,
            family.slug,
            draft.wording,
            draft.binding.items(),
            [draft.key, *(value for value in draft.order if value != draft.key)],
        ),
        pack=bank.pack.slug,
        family=family.slug,
        seat=_seat_of(draft),
        level=draft.level,
        difficulty=round(draft.difficulty, 3),
        stem=stem,
        options=options,
        key=at,
        explanation=explanation,
        sources=citations([*declared_sources(proven[at]), *(ref for row in rows for ref in row.sources)]),
        facts=tuple(FactId(row.id) for row in rows),
        proofs=tuple(
            proof_of(bank, verdict, is_key=value == draft.key)
            for value, verdict in zip(draft.order, proven, strict=True)
        ),
    )


def _seat_of(draft: Draft) -> str:
    binding = dict(draft.binding)
    if draft.family.shape not in (Shape.EXCEPT, Shape.ODD):
        binding[IT] = draft.key
    return seat_name(draft.family.slug, binding.items())


def _judge(bank: Bank, draft: Draft, value: Value) -> tuple[Verdict | None, str]:
    """The verdict that proves an option's part, as key or as other; or None, and what is missing."""
    family = draft.family
    is_key = value == draft.key
    if family.shape in (Shape.FIRST, Shape.LAST):
        return _judge_order(bank, draft, value)
    negative = family.shape in (Shape.EXCEPT, Shape.ODD)
    wanted = Truth.TRUE if is_key != negative else Truth.FALSE
    claim = {**draft.binding, IT: value}
    verdict = judge_atoms(bank, family.where, claim) if wanted is Truth.TRUE else refute(bank, family, claim)
    if verdict.truth is not wanted:
        return None, missing(verdict, wanted)
    if is_key and isinstance(value, int) and any(row.elsewhere for row in verdict.rows):
        return None, "other places give other years, and the stem names none."
    doubt = _doubt_of_negative(bank, draft, value) if negative else None
    return (None, doubt) if doubt else (verdict, "")


def _doubt_of_negative(bank: Bank, draft: Draft, value: Value) -> str | None:
    """Why an option does not fit a stem that asks for what is not so, though its own claim is proven."""
    is_key, is_odd = value == draft.key, draft.family.shape is Shape.ODD
    if (is_odd or not is_key) and isinstance(value, Entity) and bank.namesakes(value):
        return "it is so of this one, but others bear the same name."
    if not is_odd or not is_key:
        return None
    for other in draft.order:
        if other is not value and not _shares_nothing(bank, draft, value, other):
            return f"it may have the same in common with “{plain(label(other))}”."
    if _may_share_with_two(bank, draft, value):
        return "it may have something in common with two of the others, and the third be the odd one."
    return None


def _may_share_with_two(bank: Bank, draft: Draft, key: Value) -> bool:
    """Whether the key may have something in common with all but one of the others."""
    family = draft.family
    open_binding = {name: value for name, value in draft.binding.items() if name not in family.hidden}
    stranger: dict[str, Value] = dict.fromkeys(family.hidden, NOBODY)
    shared = [found for found, _ in bindings(bank, family.where, {**open_binding, IT: key}, doubtful=True)]
    for case in (*shared, {**open_binding, **stranger}):
        may_have_it = [
            value
            for value in draft.order
            if judge_atoms(bank, family.where, {**case, IT: value}).truth is not Truth.FALSE
        ]
        if key in may_have_it and len(may_have_it) >= len(draft.order) - 1:
            return True
    return False


def _shares_nothing(bank: Bank, draft: Draft, key: Value, other: Value) -> bool:
    """Whether the key is proven false for everything that holds, or may hold, of another option."""
    open_binding = {name: value for name, value in draft.binding.items() if name not in draft.family.hidden}
    for found, _ in bindings(bank, draft.family.where, {**open_binding, IT: other}, doubtful=True):
        if judge_atoms(bank, draft.family.where, {**found, IT: key}).truth is not Truth.FALSE:
            return False
    return True


def _judge_order(bank: Bank, draft: Draft, value: Value) -> tuple[Verdict | None, str]:
    mine = span(bank, draft.family, draft.binding, value)
    if mine is None:
        return None, "its year is not known for certain, or several bear its name."
    verdict = judge_atoms(bank, draft.family.where, {**draft.binding, IT: value})
    if verdict.truth is not Truth.TRUE:
        return None, missing(verdict, Truth.TRUE)
    if value == draft.key:
        return verdict, ""
    key = span(bank, draft.family, draft.binding, draft.key)
    if key is None:
        return None, "the year of the key is not known for certain."
    gap = draft.family.gap
    is_apart = key[1] + gap <= mine[0] if draft.family.shape is Shape.FIRST else mine[1] + gap <= key[0]
    return (verdict, "") if is_apart else (None, f"its year is less than {gap} from the key's.")


def span(bank: Bank, family: Family, binding: Binding, value: Value) -> tuple[int, int] | None:
    """The earliest and latest year that anybody gives for an option; None if there may be others."""
    if isinstance(value, Entity) and bank.namesakes(value):
        return None
    year = next(name for name, kind in family.types if kind == "year")
    years: list[int] = []
    for found, rows in bindings(bank, family.where, {**binding, IT: value}, doubtful=True):
        if not all(bank.holds(row) for row in rows):
            return None
        at = found[year]
        if isinstance(at, int):
            years += [at, *(other for row in rows for other in row.elsewhere)]
    no_more = judge_atoms(bank, family.where, {**binding, IT: value, year: NO_YEAR})
    return (min(years), max(years)) if years and no_more.truth is Truth.FALSE else None


def assemble_question(
    bank: Bank, question: Question, wording: int, order: Sequence[int], level: Level, difficulty: float
) -> Item | Unproven:
    """A handwritten question as an item. order: 0 is the key, 1 and up the wrong options as written."""
    if wording >= len(question.ask):
        return Unproven(reasons=(f"The question has no wording {wording} any more.",))
    texts = [question.key, *(wrong.text for wrong in question.wrong)]
    because = [question.because, *(wrong.because or question.because for wrong in question.wrong)]
    entities = [question.key_entity, *(wrong.entity for wrong in question.wrong)]
    rows: list[list[Fact]] = [[] for _ in texts]
    declarations: list[list[str]] = [[] for _ in texts]
    for at, entity in enumerate(entities):
        if not question.where or entity is None:
            declarations[at] = [f"Vouched for by {question.signed} ({question.place})."]
            continue
        verdict = judge_atoms(bank, question.where, {IT: entity})
        wanted = Truth.FALSE if at else Truth.TRUE
        if verdict.truth is not wanted:
            reason = (
                f"“{texts[at]}” cannot be proven {'wrong' if at else 'right'}: {missing(verdict, wanted)}"
            )
            return Unproven(reasons=(reason,))
        rows[at] = list(verdict.rows)
        declarations[at] = list(proof_of(bank, verdict, is_key=at == 0).declarations)
    labels = [
        label(entity) if entity is not None else joined(marked(text))
        for text, entity in zip(texts, entities, strict=True)
    ]
    return Item(
        id=ItemId(f"{bank.pack.slug}:{HANDWRITTEN}.{wording}:id={question.slug}:{question_digest(question)}"),
        pack=bank.pack.slug,
        family=HANDWRITTEN,
        seat=question.id,
        level=level,
        difficulty=round(difficulty, 3),
        stem=joined(marked(question.ask[wording])),
        options=tuple(
            Option(value=str(at), label=labels[at], reason=joined(marked(because[at]))) for at in order
        ),
        key=list(order).index(0),
        explanation=joined(marked(question.because)),
        sources=citations([*question.sources, *(ref for wrong in question.wrong for ref in wrong.sources)]),
        facts=(FactId(question.id), *(FactId(row.id) for row in rows[0])),
        proofs=tuple(
            Proof(
                is_true=at == 0,
                claim=("true" if at == 0 else "false"),
                rows=tuple(FactId(row.id) for row in rows[at]),
                declarations=tuple(declarations[at]),
            )
            for at in order
        ),
    )
