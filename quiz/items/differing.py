"""Which items an edit adds, changes and removes, seat by seat and with one seed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quiz.bank.pack import Entity, Fact, Question, value_slug
from quiz.bank.problems import Place
from quiz.bank.vocabulary import Family
from quiz.items.item import Item, Level, plain
from quiz.items.making import Maker
from quiz.items.seats import Seat

FEW = 600
"""With so many seats or fewer in both versions all are looked at."""

SAMPLE = 100
"""Seats out of reach of the edit that are looked at otherwise: other wrong options may be drawn there."""

RARE = 100
"""What stands in so many rows or fewer is in reach of an edit of one of them: a person, no great prize."""

MOST = 500
"""Seats that are looked at of each sort: those that are new, gone, and in reach of the edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """before, after: None where there is no item; both where they say different things."""

    seat: str
    before: Item | None
    after: Item | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """Seats of one sort. seats: how many there are; tried: how many were looked at; changes: found there."""

    seats: int
    tried: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """before, after: the seats of each version.

    new, gone: seats of one version alone. touched: of both, about something that was edited; others: of both.
    moved: seats of both that have another level now.
    """

    pack: str
    before: int
    after: int
    new: Sort
    gone: Sort
    touched: Sort
    others: Sort
    moved: int

    @property
    def changes(self) -> Iterator[Change]:
        for sort in (self.new, self.touched, self.others, self.gone):
            yield from sort.changes


@dataclass(frozen=True, slots=True)
class _Version:
    """The seats of a pack as it is or was, by name, and the level of each."""

    maker: Maker | None
    seats: Mapping[str, tuple[Seat, Level]]

    @classmethod
    def of(cls, maker: Maker | None) -> _Version:
        levels = Level if maker is not None else ()
        return cls(
            maker,
            {
                seat.name: (seat, level)
                for level in levels
                for seat in (maker.every_seat(level) if maker is not None else ())
            },
        )

    def make(self, name: str, seed: int) -> Item | None:
        known = self.seats.get(name)
        return self.maker.make(known[0], seed) if self.maker is not None and known is not None else None


def differ(slug: str, old: Maker | None, new: Maker | None, seed: int, *, look_at_all: bool) -> Difference:
    """old, new: the pack before and after; None where it is not there or does not load.

    look_at_all: make every item of both versions, however long that takes.
    """
    before, after = _Version.of(old), _Version.of(new)
    both = [name for name in after.seats if name in before.seats]
    edits = _Edits(old, new) if both and old is not None and new is not None else None
    touched = [name for name in both if edits is not None and edits.touch(after.seats[name][0])]
    near = set(touched)
    others = [name for name in both if name not in near]
    most = None if look_at_all else MOST

    def look(names: Sequence[str], most: int | None) -> Sort:
        tried = names if most is None else _evenly(names, most)
        found = (
            Change(seat=name, before=before.make(name, seed), after=after.make(name, seed)) for name in tried
        )
        changes = tuple(each for each in found if _words(each.before) != _words(each.after))
        return Sort(seats=len(names), tried=len(tried), changes=changes)

    return Difference(
        pack=slug,
        before=len(before.seats),
        after=len(after.seats),
        new=look([name for name in after.seats if name not in before.seats], most),
        gone=look([name for name in before.seats if name not in after.seats], most),
        touched=look(touched, most),
        others=look(others, None if look_at_all or len(both) <= FEW else SAMPLE),
        moved=sum(before.seats[name][1] is not after.seats[name][1] for name in both),
    )


def _evenly(names: Sequence[str], most: int) -> Sequence[str]:
    if len(names) <= most:
        return names
    return [names[at * len(names) // most] for at in range(most)]


def _words(item: Item | None) -> Hashable:
    """All that a player can read of an item."""
    if item is None:
        return None
    options = frozenset((plain(option.label), plain(option.reason)) for option in item.options)
    return (
        plain(item.stem),
        plain(item.options[item.key].label),
        options,
        plain(item.explanation),
        item.sources,
    )


class _Edits:
    """What two versions say differently of what is written in both, or in one of them."""

    def __init__(self, old: Maker, new: Maker) -> None:
        then, now = _facts(old), _facts(new)
        changed = [
            fact
            for one, other in ((then, now), (now, then))
            for key, fact in one.items()
            if key not in other or _said_by(fact) != _said_by(other[key])
        ]
        self._slots = {_slot(fact) for fact in changed}
        self._names = {
            (entity.kind.name, entity.slug)
            for one, other in ((old.bank, new.bank), (new.bank, old.bank))
            for key, entity in one.by_slug.items()
            if key not in other.by_slug or _described(entity) != _described(other.by_slug[key])
        }
        self._names |= {
            (value.kind.name, value.slug)
            for fact in changed
            for value in fact.values
            if isinstance(value, Entity) and _is_rare(value, old, new)
        }
        self._families = {
            slug
            for slug, family in new.bank.families.items()
            if slug not in old.bank.families or _asking(family) != _asking(old.bank.families[slug])
        }
        self._questions = {question.id: _asked(question) for question in old.bank.questions}

    def touch(self, seat: Seat) -> bool:
        if seat.question is not None:
            return self._questions.get(seat.question.id) != _asked(seat.question)
        return (
            seat.family_slug in self._families
            or any(_slot(fact) in self._slots for fact in seat.facts)
            or any(
                isinstance(value, Entity) and (value.kind.name, value.slug) in self._names
                for fact in seat.facts
                for value in fact.values
            )
        )


def _is_rare(entity: Entity, *makers: Maker) -> bool:
    """Whether what names it can be looked through."""
    known = (maker.bank.by_slug.get((entity.kind.name, entity.slug)) for maker in makers)
    makers_of = zip(makers, known, strict=True)
    return all(each is None or len(maker.bank.mentions(each)) <= RARE for maker, each in makers_of)


def _facts(maker: Maker) -> dict[tuple[str, str], Fact]:
    return {(fact.id, fact.status.value): fact for pack in maker.bank.packs for fact in pack.facts}


def _slot(fact: Fact) -> Hashable:
    """The list that a fact is part of: all that is so of the film, of the prize in a year."""
    at = fact.relation.per or range(len(fact.values))
    cells = [fact.values[each] for each in at]
    return fact.relation.name, tuple("" if value is None else value_slug(value) for value in cells)


def _said_by(fact: Fact) -> Hashable:
    cited = tuple((ref.title, ref.source.publisher, ref.date, ref.url) for ref in fact.sources)
    return fact.remarks, cited, fact.relation.reads, fact.relation.whole, fact.relation.known


def _described(entity: Entity) -> Hashable:
    return entity.name, entity.show, entity.aka, tuple(entity.attributes.items()), entity.is_asked


def _asking(family: Family) -> Family:
    """A family wherever it is written."""
    return replace(family, place=Place(""))


def _asked(question: Question) -> Hashable:
    reasons = tuple((wrong.text, wrong.because) for wrong in question.wrong)
    cited = tuple((ref.title, ref.source.publisher, ref.date, ref.url) for ref in question.sources)
    return question.ask, question.key, question.because, reasons, cited, question.level, question.is_ordered
