"""What differs between two states of the packs, as what the oracle may have looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from quiz.bank.pack import Declaration, Entity, Fact, Pack, Question, Status
from quiz.bank.vocabulary import Atom, Constant, Family, Relation, Variable
from tests.items.oracle import Oracle
from tests.items.records import Key, Records, called

T = TypeVar("T")


def broken_by(before: Oracle, after: Oracle, looked_at: dict[str, frozenset[Key]]) -> set[str]:
    """The items that an edit breaks, of those that were right before it.

    looked_at: what each item's judgement looked at before. Only those are judged anew for which some of that
    is changed: the others find all as it was.
    """
    changed = set(changes(before.records, after.records))
    touched = [item for item, keys in looked_at.items() if not changed.isdisjoint(keys)]
    return {item for item in touched if after.flaws_of(item)}


def changes(before: Records, after: Records) -> Iterator[Key]:
    """Every key under which a look-up may find something else now."""
    same = {id(pack) for pack in before.reach} & {id(pack) for pack in after.reach}
    old, new = ([pack for pack in each.reach if id(pack) not in same] for each in (before, after))
    for fact in _differing(_facts_of(old), _facts_of(new), _of_fact):
        name = fact.relation.name
        yield "rows", name
        if fact.status is Status.NEVER:
            yield "never", name
        for at, value in enumerate(fact.values):
            yield "row", name, at, value.slug if isinstance(value, Entity) else ""
    for entity in _differing(_entities_of(old), _entities_of(new), _of_entity):
        kind = entity.kind.name
        yield from [("entity", kind, entity.slug), ("named", kind, entity.name)]
        yield from (("called", kind, name) for name in called(entity))
    for declaration in _differing(before.declarations, after.declarations, _of_declaration):
        yield "declared", declaration.relation.name
    for relation, entity in _differing(before.opened, after.opened, lambda each: (each[0], each[1].slug)):
        yield "open", relation, entity.slug
    for relation_ in _differing(before.relations.values(), after.relations.values(), _of_relation):
        yield "relation", relation_.name
    for family in _differing(before.families.values(), after.families.values(), _of_family):
        yield "family", family.slug
    for question in _differing(before.questions.values(), after.questions.values(), _of_question):
        yield "question", question.slug


def _facts_of(packs: Iterable[Pack]) -> list[Fact]:
    return [fact for pack in packs for fact in pack.facts]


def _entities_of(packs: Iterable[Pack]) -> list[Entity]:
    return [entity for pack in packs for entity in pack.entities.values()]


def _differing(before: Iterable[T], after: Iterable[T], told: Callable[[T], Hashable]) -> list[T]:
    old, new = {told(each): each for each in before}, {told(each): each for each in after}
    return [
        *(each for said, each in old.items() if said not in new),
        *(each for said, each in new.items() if said not in old),
    ]


def _of_fact(fact: Fact) -> Hashable:
    dates = (fact.until, fact.review_by)
    return (fact.relation.name, _cells(fact.values), fact.status, fact.elsewhere, fact.shared, dates)


def _cells(values: Iterable[object]) -> Hashable:
    return tuple(each.slug if isinstance(each, Entity) else each for each in values)


def _of_entity(entity: Entity) -> Hashable:
    return entity.kind.name, entity.kind.is_title, entity.name, entity.show, entity.aka


def _of_declaration(declaration: Declaration) -> Hashable:
    columns = tuple(at for at, _ in declaration.fixed)
    return declaration.relation.name, columns, _cells(value for _, value in declaration.fixed)


def _of_relation(relation: Relation) -> Hashable:
    columns = tuple((column.name, column.type, column.is_optional) for column in relation.columns)
    return relation.name, columns, relation.known, relation.per


def _of_family(family: Family) -> Hashable:
    lines = tuple(map(_line, family.where))
    return family.slug, family.shape, lines, len(family.ask), family.hidden, family.gap, family.types


def _line(atom: Atom) -> Hashable:
    terms = [
        (type(term).__name__, term.name if isinstance(term, Variable) else term.text)
        if isinstance(term, (Variable, Constant))
        else None
        for term in atom.terms
    ]
    return atom.relation.name, tuple(terms)


def _of_question(question: Question) -> Hashable:
    texts = (question.ask, question.key, tuple(wrong.text for wrong in question.wrong))
    dates = (question.until, question.review_by)
    return question.slug, *texts, question.status, dates, tuple(map(_line, question.where))
