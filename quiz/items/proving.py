"""An item read from its id and proven anew, by whatever version of the bank is at hand."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Value, shown
from quiz.bank.vocabulary import IT, Family
from quiz.items import ids
from quiz.items.assembling import Draft, Unproven, assemble, assemble_question
from quiz.items.distractors import may_be_confused
from quiz.items.item import Item, Level
from quiz.items.seats import HANDWRITTEN

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
    return assemble(
        bank,
        Draft(
            family=family,
            wording=parsed.wording,
            binding=binding,
            key=options[0],
            order=options,
            level=Level.VENICE,
            difficulty=0.0,
        ),
    )


def _binding(bank: Bank, family: Family, parsed: ids.ParsedId, missing: list[str]) -> dict[str, Value]:
    types = dict(family.types)
    binding: dict[str, Value] = {}
    for name, text in parsed.binding:
        value = ids.decode(bank, types.get(name, "text"), text)
        if value is None:
            missing.append(f"The bank knows no {types.get(name, 'value')} “{text}” (any more).")
        elif name not in types:
            missing.append(f"The family {family.slug} asks about other things now.")
        else:
            binding[name] = value
    if not family.is_about_order:
        named = {name for atom in family.where for name in atom.variables} - {IT}
        if named - dict(parsed.binding).keys():
            missing.append(f"The family {family.slug} asks about other things now.")
    return binding


def _options(bank: Bank, family: Family, parsed: ids.ParsedId, missing: list[str]) -> list[Value]:
    options = []
    for text in parsed.options:
        value = ids.decode(bank, family.it_type, text)
        if value is None:
            missing.append(f"The bank knows no {family.it_type} “{text}” (any more).")
        else:
            options.append(value)
    return options


def _clash(options: Sequence[Value]) -> str | None:
    for at, value in enumerate(options):
        for other in options[:at]:
            if may_be_confused(value, other):
                return f"“{shown(value)}” and “{shown(other)}” could be taken for one another."
    return None


def _prove_question(bank: Bank, parsed: ids.ParsedId) -> Item | Unproven:
    slug = dict(parsed.binding).get("id", "")
    question = next((each for each in bank.questions if each.slug == slug), None)
    if question is None:
        return Unproven(reasons=(f"There is no question {slug} any more.",))
    if not question.holds_on(bank.today):
        return Unproven(reasons=(f"The question {slug} is {question.status}, or past its date.",))
    if parsed.options != (ids.question_digest(question),):
        return Unproven(reasons=(f"The question {slug} has been rewritten since.",))
    order = range(len(question.wrong) + 1)
    return assemble_question(bank, question, parsed.wording, order, Level(question.level), 0.0)
