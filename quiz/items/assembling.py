"""Options in, a proven item out: every option judged, whether it was just drawn or read from an id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.bank.bank import Bank
from quiz.bank.pack import Fact, Question
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Shape
from quiz.items.claims import Verdict, is_determined, judge_atoms, readings
from quiz.items.doubts import missing, namesakes_of, undetermined
from quiz.items.ids import encode, item_id, question_digest
from quiz.items.item import FactId, Item, ItemId, Level, Option, Phrase, Proof
from quiz.items.judging import Asked, Choice, claim_of, judge_choice, rows_in_order
from quiz.items.seats import HANDWRITTEN, seat_name
from quiz.items.telling import (
    citations,
    declared_sources,
    in_time,
    one_text,
    proof_of,
    reason,
    says,
    with_the_rest,
)
from quiz.items.times import WITHIN_YEARS, Times
from quiz.items.wording import choice_label, fill, joined, label, marked, plain_choice, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """Why an item cannot be made, in sentences."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be proven, with the wording, and where the item stands."""

    asked: Asked
    wording: int
    level: Level
    difficulty: float


def assemble(bank: Bank, draft: Draft, times: Times) -> Item | Unproven:
    """The item, if the key is proven right and every other option proven wrong. times: of the bank."""
    asked = draft.asked
    family = asked.family
    if draft.wording >= len(family.ask):
        return Unproven(reasons=(f"The family {family.slug} has no wording {draft.wording} any more.",))
    unclear = _unclear(bank, asked)
    if unclear is not None:
        return Unproven(reasons=(unclear,))
    judged = [judge_choice(bank, asked, choice) for choice in asked.order]
    reasons = [
        f"“{plain_choice(bank, family, choice)}” cannot be proven "
        f"{'right' if choice == asked.key else 'wrong'}: {why}"
        for choice, (verdict, why) in zip(asked.order, judged, strict=True)
        if verdict is None
    ]
    if reasons:
        return Unproven(reasons=tuple(reasons))
    return _told(bank, draft, [verdict for verdict, _ in judged if verdict is not None], times)


def _unclear(bank: Bank, asked: Asked) -> str | None:
    """Why nobody could tell what the stem means; None if it means one thing."""
    family = asked.family
    if family.shape is Shape.ODD:
        named = {name: value for name, value in asked.binding.items() if name not in family.hidden}
    elif is_determined(bank, family.where, family.hidden, asked.binding):
        named = dict(asked.binding)
    else:
        return undetermined(bank, family, asked.binding)
    if family.shape.is_negative and len(readings(bank, named)) > 1:
        return f"The stem may mean others: {namesakes_of(bank, named.values())}"
    return None


def _told(bank: Bank, draft: Draft, proven: Sequence[Verdict], times: Times) -> Item:
    """The item in words."""
    asked = draft.asked
    family = asked.family
    at = list(asked.order).index(asked.key)
    key_rows = with_the_rest(bank, proven[at].rows)
    options: list[Option] = []
    proofs: list[Proof] = []
    told: dict[object, tuple[Phrase, Proof]] = {}
    for choice, verdict in zip(asked.order, proven, strict=True):
        is_key, is_of_key = choice == asked.key, verdict is proven[at]
        same = (is_key, is_of_key, says(verdict) if verdict.rows else choice)
        known = told.get(same)
        if known is None:
            rows = key_rows if is_of_key else with_the_rest(bank, verdict.rows)
            because = _reason(bank, asked, choice, verdict, rows, () if is_of_key else key_rows)
            known = told[same] = because, proof_of(verdict, rows, is_key=is_key)
        text, proof = known
        options.append(Option(value=encode(choice), label=choice_label(bank, family, choice), reason=text))
        proofs.append(proof)
    asks = _rows_asked(asked, proven, at)
    explanation = options[at].reason
    if family.shape.is_negative:
        # here the other options say as much as the key
        others = with_the_rest(bank, asks)
        because = _reason(bank, asked, asked.key, proven[at], key_rows, others)
        explanation = one_text([sentences(bank, others), because])
    elif family.shape.is_about_order:
        explanation = sentences(bank, in_time([*asks, *rows_in_order(bank, asked)]))
    return Item(
        id=item_id(
            bank.pack.slug,
            family.slug,
            draft.wording,
            asked.binding.items(),
            [asked.key, *(choice for choice in asked.order if choice != asked.key)],
        ),
        pack=bank.pack.slug,
        family=family.slug,
        seat=_seat_of(asked),
        level=draft.level,
        difficulty=round(draft.difficulty, 3),
        year=_year_of(asked, times.of_rows(asks)),
        stem=fill(bank, family.ask[draft.wording], dict(asked.binding), dict(family.types)),
        options=tuple(options),
        key=at,
        explanation=explanation,
        sources=citations([*declared_sources(proven[at]), *(ref for row in asks for ref in row.sources)]),
        facts=tuple([FactId(row.id) for row in asks]),
        proofs=tuple(proofs),
    )


def _reason(
    bank: Bank, asked: Asked, choice: Choice, verdict: Verdict, rows: Sequence[Fact], told: Sequence[Fact]
) -> Phrase:
    value = claim_of(asked.family, asked.binding, choice)[IT]
    return reason(bank, verdict, value, rows, told)


def _rows_asked(asked: Asked, proven: Sequence[Verdict], at: int) -> tuple[Fact, ...]:
    """The rows that a player must know: the key's, or where all options count, those of all."""
    shape = asked.family.shape
    if shape.is_negative:
        told = [verdict for other, verdict in enumerate(proven) if other != at]
    elif shape in (Shape.FIRST, Shape.LAST):
        told = list(proven)
    else:
        told = [proven[at]]
    return tuple(dict.fromkeys(row for verdict in told for row in verdict.rows))


def _year_of(asked: Asked, years: Sequence[int]) -> int | None:
    """The first year that the rows tell; none where an item asks about several things far apart in time."""
    is_about_several = asked.family.shape.is_negative or asked.family.shape.is_about_order
    if not years or (is_about_several and years[-1] - years[0] >= WITHIN_YEARS):
        return None
    return years[0]


def _seat_of(asked: Asked) -> str:
    """The name of the seat; see `seats.seat_name`."""
    family = asked.family
    named = dict(family.types)
    binding = {name: value for name, value in asked.binding.items() if name in named}
    if family.shape is not Shape.TRUE_FALSE:
        binding = dict(claim_of(family, binding, asked.key))
    return seat_name(family, binding.items())


def assemble_question(
    bank: Bank,
    question: Question,
    wording: int,
    order: Sequence[int],
    level: Level,
    difficulty: float,
    times: Times,
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
            wrong_or_right = "wrong" if at else "right"
            reason = f"“{texts[at]}” cannot be proven {wrong_or_right}: {missing(bank, verdict, wanted)}"
            return Unproven(reasons=(reason,))
        rows[at] = list(verdict.rows)
        declarations[at] = list(proof_of(verdict, verdict.rows, is_key=at == 0).declarations)
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
        year=next(iter(times.of_rows(rows[0])), None),
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
