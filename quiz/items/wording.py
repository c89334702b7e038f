"""Facts and stems in words, with titles set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.vocabulary import IT, PLACEHOLDER, Family, Relation, Shape
from quiz.items.item import Part, Phrase, plain

LONGEST_LIST = 8
_ENDS = ("?", "!", ".")
_TITLE = re.compile(r"\*([^*]+)\*")
_SPACE = Part(text=" ")


def label(value: Value, *, is_title: bool = False) -> Phrase:
    """A value as an option: its name alone, whatever else bears it."""
    if not isinstance(value, Entity):
        return _alone(str(value), is_title)
    return _alone(value.show, value.kind.is_title)


@lru_cache(maxsize=50_000)
def _alone(text: str, is_title: bool) -> Phrase:  # noqa: FBT001  (a cache wants it so)
    """A name as a phrase: the same few stand in item after item."""
    return (Part(text=text, is_title=is_title),)


def full_label(bank: Bank, value: Value, *, is_title: bool = False) -> Phrase:
    """A value in a sentence: a title that several works bear gets what tells it apart, such as (2024)."""
    name = label(value, is_title=is_title)
    if not isinstance(value, Entity) or not value.is_told_apart or not bank.namesakes(value):
        return name
    apart = value.name.removeprefix(value.show).strip()
    return (*name, Part(text=f" {apart}" if apart != value.name else f" ({value.name})"))


def choice_label(bank: Bank, family: Family, choice: Value | tuple[Value, Value]) -> Phrase:
    """What an option reads like."""
    if isinstance(choice, tuple):
        values = {family.partner or "": choice[0], IT: choice[1]}
        return fill(bank, family.pair or "", values, dict(family.types))
    if family.shape is Shape.TRUE_FALSE:
        return (Part(text=str(choice).capitalize()),)
    return label(choice, is_title=family.it_type == "title")


def plain_choice(bank: Bank, family: Family, choice: Value | tuple[Value, Value]) -> str:
    return plain(choice_label(bank, family, choice))


def fill(bank: Bank, template: str, values: Mapping[str, Phrase | Value], types: Mapping[str, str]) -> Phrase:
    """A wording with its `{placeholders}` filled; `*…*` in it marks a title.

    values: for each variable its value, or a phrase made already. types: the column type of each.
    """
    return joined(filled(bank, template, values, types))


def filled(
    bank: Bank, template: str, values: Mapping[str, Phrase | Value], types: Mapping[str, str]
) -> list[Part]:
    """The same, not joined yet, for a longer text."""
    parts: list[Part] = []
    for piece in _pieces(template):
        if isinstance(piece, Part):
            parts.append(piece)
            continue
        name, attribute = piece
        value = values[name]
        if isinstance(value, tuple):
            parts += value
        elif attribute and isinstance(value, Entity):
            parts.append(Part(text=value.attributes.get(attribute, "")))
        else:
            parts += full_label(bank, value, is_title=types.get(name) == "title")
    return parts


@lru_cache(maxsize=2000)
def _pieces(template: str) -> tuple[Part | tuple[str, str], ...]:
    """A wording as texts, and variables with the attribute that is asked of them ("" for the name)."""
    pieces: list[Part | tuple[str, str]] = []
    at = 0
    for found in PLACEHOLDER.finditer(template):
        pieces += marked(template[at : found.start()])
        name, _, attribute = found[1].partition(".")
        pieces.append((name.strip(), attribute.strip()))
        at = found.end()
    return (*pieces, *marked(template[at:]))


def marked(text: str) -> list[Part]:
    """A text whose titles stand between asterisks, as parts."""
    parts = []
    at = 0
    for found in _TITLE.finditer(text):
        parts.append(Part(text=text[at : found.start()]))
        parts.append(Part(text=found[1], is_title=True))
        at = found.end()
    parts.append(Part(text=text[at:]))
    return [part for part in parts if part.text]


def joined(parts: Iterable[Part]) -> Phrase:
    """Neighbouring parts of one kind as one."""
    merged: list[Part] = []
    so_far, is_title = "", False
    for part in parts:
        text = part.text
        if so_far and is_title and not part.is_title:
            text = _after_title(so_far, text)
        if not text:
            continue
        if not so_far:
            so_far, is_title = text, part.is_title
        elif is_title == part.is_title:
            so_far += text
        else:
            merged.append(Part(text=so_far, is_title=is_title))
            so_far, is_title = text, part.is_title
    if so_far:
        merged.append(Part(text=so_far, is_title=is_title))
    return tuple(merged)


def _after_title(title: str, text: str) -> str:
    """The text without the mark that a title has set already, as *Quo Vadis, Aida?* does."""
    is_end = title[-1:] in _ENDS and text[:1] in _ENDS
    return text[1:] if is_end and (text[0] == "." or title[-1] == "?") else text


def sentences(bank: Bank, facts: Sequence[Fact]) -> Phrase:
    """The facts as sentences; rows that differ in one cell alone are told as one ("… by Joel Coen and
    Ethan Coen").
    """
    return joined(in_sentences(bank, facts))


def in_sentences(bank: Bank, facts: Sequence[Fact]) -> list[Part]:
    """The same, not joined yet, for a longer text."""
    parts: list[Part] = []
    for group, column in _groups(facts):
        if parts:
            parts.append(_SPACE)
        parts += _sentence(bank, group, column)
    return parts


def _groups(facts: Sequence[Fact]) -> list[tuple[list[Fact], int | None]]:
    """Runs of rows of one relation that differ in at most one column, with that column."""
    if len(facts) == 1:
        return [(list(facts), None)]
    groups: list[tuple[list[Fact], int | None]] = []
    for fact in dict.fromkeys(facts):
        for at, (group, column) in enumerate(groups):
            if group[0].relation is not fact.relation or len(group) >= LONGEST_LIST:
                continue
            differs = [
                index
                for index, (one, other) in enumerate(zip(group[0].values, fact.values, strict=True))
                if one != other
            ]
            if (
                len(differs) == 1
                and column in (None, differs[0])
                and None not in (fact.values[differs[0]], group[0].values[differs[0]])
            ):
                groups[at] = ([*group, fact], differs[0])
                break
        else:
            groups.append(([fact], None))
    return groups


def _sentence(bank: Bank, group: list[Fact], column: int | None) -> list[Part]:
    relation = group[0].relation
    types = {each.name: each.type for each in relation.columns}
    values: dict[str, Phrase | Value] = {}
    for at, each in enumerate(relation.columns):
        cell = group[0].values[at]
        if cell is None:
            continue
        if at == column:
            cells = [value for fact in group if (value := fact.values[at]) is not None]
            values[each.name] = _listed(bank, cells, is_title=each.type == "title")
        else:
            values[each.name] = cell
    template = reads(relation, values.keys())
    if column is not None:
        template = plural(template, relation.columns[column].name)
    return filled(bank, template, values, types)


def plural(template: str, subject: str) -> str:
    """The sentence for several subjects, if it begins with them: "… were directed by …"."""
    found = re.match(rf"(\{{{re.escape(subject)}\}}) (was|is|has|does)\b", template)
    if found is None:
        return template
    verb = {"was": "were", "is": "are", "has": "have", "does": "do"}[found[2]]
    return f"{found[1]} {verb}{template[found.end() :]}"


def reads(relation: Relation, present: Iterable[str]) -> str:
    """The sentence of the relation that needs no cell that is empty."""
    if not relation.reads_without:
        return relation.reads
    filled = set(present)
    for column, text in relation.reads_without:
        if column not in filled:
            return text
    return relation.reads


def _listed(bank: Bank, values: Sequence[Value], *, is_title: bool) -> Phrase:
    parts: list[Part] = []
    for at, value in enumerate(values):
        if at:
            parts.append(Part(text=" and " if at == len(values) - 1 else ", "))
        parts += full_label(bank, value, is_title=is_title)
    return tuple(parts)
