"""An item read from its id and proven anew, by whatever version of the bank is at hand."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Question, Status, Value
from quiz.bank.vocabulary import Family, Shape
from quiz.items import ids
from quiz.items.assembling import Draft, Unproven, assemble, assemble_question
from quiz.items.distractors import may_be_confused
from quiz.items.item import Item, Level
from quiz.items.judging import FALSE, TRUE, Asked, Choice
from quiz.items.seats import HANDWRITTEN
from quiz.items.times import Times

FEWEST_OPTIONS = 2


def prove(bank: Bank, item_id: str) -> Item | Unproven:
    """The item that an id names, or what is missing for its proof.

    Options stand with the key first, and level and difficulty are not told: they are no part of an id.
    """
    parsed = ids.parse(item_id)
    if parsed is None or parsed.pack != bank.pack.slug:
        return Unproven(reasons=(f"“{item_id}” is not the id of an item of the pack {bank.pack.slug}.",))
    if parsed.family == HANDWRITTEN:
        return _prove_question(bank, parsed)
    family = bank.families.get(parsed.family)
    if family is None:
        return Unproven(reasons=(f"There is no family {parsed.family} any more.",))
    missing: list[str] = []
    binding = _binding(bank, family, parsed, missing)
    options = _options(bank, family, parsed, missing)
    if missing or len(options) < FEWEST_OPTIONS:
        return Unproven(reasons=tuple(missing) or ("The id names fewer than two options.",))
    clash = _clash(options)
    if clash is not None:
        return Unproven(reasons=(clash,))
    asked = Asked(family=family, binding=binding, key=options[0], order=options)
    draft = Draft(asked=asked, wording=parsed.wording, level=Level.VENICE, difficulty=0.0)
    return assemble(bank, draft, Times(bank))


def _binding(bank: Bank, family: Family, parsed: ids.ParsedId, missing: list[str]) -> dict[str, Value]:
    binding: dict[str, Value] = {}
    for name, text in parsed.binding:
        value = ids.decode(bank, family.fixed.get(name, "text"), text)
        if value is None:
            missing.append(f"The bank knows no {family.fixed.get(name, 'value')} “{text}” (any more).")
        else:
            binding[name] = value
    if family.fixed.keys() != dict(parsed.binding).keys():
        missing.append(f"The family {family.slug} asks about other things now.")
    return binding


def _options(bank: Bank, family: Family, parsed: ids.ParsedId, missing: list[str]) -> list[Choice]:
    if family.shape is Shape.TRUE_FALSE:
        is_known = sorted(parsed.options) == sorted((TRUE, FALSE))
        return list(parsed.options) if is_known else []
    options: list[Choice] = []
    for text in parsed.options:
        one, plus, other = text.partition("+")
        its = _value(bank, family.it_type, other if plus else one, missing)
        partner = _value(bank, dict(family.types)[family.partner], one, missing) if family.partner else None
        if its is not None and partner is not None:
            options.append((partner, its))
        elif its is not None and not family.partner:
            options.append(its)
    return options


def _value(bank: Bank, kind: str, text: str, missing: list[str]) -> Value | None:
    value = ids.decode(bank, kind, text)
    if value is None:
        missing.append(f"The bank knows no {kind} “{text}” (any more).")
    return value


def _clash(options: Sequence[Choice]) -> str | None:
    for at, choice in enumerate(options):
        for other in options[:at]:
            for one, another in _beside(choice, other):
                if may_be_confused(one, another):
                    names = " and ".join(map(_names_of, (one, another)))
                    return f"Two options could be taken for one another: {names}."
    return None


def _names_of(value: Value) -> str:
    """What an option may be called, and where it says so."""
    if not isinstance(value, Entity):
        return f"“{value}”"
    others = dict.fromkeys(name for name in (value.name, *value.aka) if name != value.show)
    also = f", also {', '.join(others)}" if others else ""
    return f"“{value.show}”{also} ({value.place})"


def _beside(choice: Choice, other: Choice) -> Sequence[tuple[Value, Value]]:
    """The values that stand at one place of two options."""
    if isinstance(choice, tuple) and isinstance(other, tuple):
        return list(zip(choice, other, strict=True))
    return [] if isinstance(choice, tuple) or isinstance(other, tuple) else [(choice, other)]


def _prove_question(bank: Bank, parsed: ids.ParsedId) -> Item | Unproven:
    slug = dict(parsed.binding).get("id", "")
    question = next((each for each in bank.questions if each.slug == slug), None)
    if question is None:
        return Unproven(reasons=(f"There is no question “{slug}” in the pack {bank.pack.slug} any more.",))
    if not question.holds_on(bank.today):
        return Unproven(reasons=(_why_not_asked(bank, question),))
    if parsed.options != (ids.question_digest(question),):
        reason = f"The question {slug} ({question.place}) has been rewritten since."
        return Unproven(reasons=(reason,))
    order = range(len(question.wrong) + 1)
    return assemble_question(bank, question, parsed.wording, order, Level(question.level), 0.0, Times(bank))


def _why_not_asked(bank: Bank, question: Question) -> str:
    dates = (("held until", question.until), ("was to be looked at again by", question.review_by))
    past = [f"{said} {limit}" for said, limit in dates if limit is not None and limit < bank.today]
    why = " and ".join(past) if question.status is Status.CONFIRMED else f"is {question.status}"
    return f"The question {question.slug} ({question.place}) {why}."
