"""Which promise that a list is whole would make more items: by supposing it, and trying again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from quiz.bank.bank import Bank, Pattern
from quiz.bank.pack import Declaration, Entity, Pack, Value
from quiz.bank.problems import Place
from quiz.bank.vocabulary import Known, Relation
from quiz.items.chance import position
from quiz.items.claims import pattern_of
from quiz.items.making import Maker
from quiz.items.obstacles import OpenList
from quiz.items.seats import Seat

MOST_PROMISES = 12
"""So many are tried: those that most often were in the way."""

ALIKE = 3
"""Of promises that differ in a name alone, so many."""

TRIED = 150
"""Seats that are tried for one promise."""

SEED = 1
SUPPOSED = Place("(supposed)")

Fixed = tuple[tuple[int, Value | range], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something that an author could declare.

    sort: the same for promises that differ in a name alone.
    lists: what would be whole, by the cells that name it. opened: what would be open no more.
    """

    says: str
    sort: str
    relation: Relation
    lists: tuple[Fixed, ...]
    opened: frozenset[tuple[str, Entity]]
    families: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """What a promise would bring. is_exact: every seat that it concerns was tried."""

    says: str
    items: int
    seats: int
    is_exact: bool


class _Slots:
    """The slots of relations that have a row; remembers them."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._known: dict[tuple[str, tuple[int, ...]], tuple[Fixed, ...]] = {}

    def of(self, relation: Relation, columns: tuple[int, ...]) -> tuple[Fixed, ...]:
        """The column of most values stands first: a bank finds declarations by the first name in them."""
        key = (relation.name, columns)
        if key not in self._known:
            rows = self._bank.rows(relation)
            order = sorted(columns, key=lambda at: -len({row.values[at] for row in rows}))
            slots = dict.fromkeys(tuple(row.values[at] for at in order) for row in rows)
            self._known[key] = tuple(
                tuple((at, cell) for at, cell in zip(order, cells, strict=True) if cell is not None)
                for cells in slots
                if None not in cells
            )
        return self._known[key]


def unlocks(maker: Maker, open_lists: Counter[OpenList]) -> list[Unlock]:
    """The promises that would bring the most items, the best first.

    open_lists: how often each was in the way.
    """
    seats = {seat.name: seat for seat in maker.every_seat() if seat.family is not None}
    found = [_tried(maker, promise, seats) for promise in _promising(maker.bank, open_lists)]
    return sorted((each for each in found if each.items), key=lambda each: -each.items)


def _promising(bank: Bank, open_lists: Counter[OpenList]) -> Iterator[Promise]:
    """The dozen promises that cover the most of what was in the way."""
    weights: Counter[str] = Counter()
    promises: dict[str, Promise] = {}
    slots = _Slots(bank)
    for found, count in open_lists.items():
        for promise in _promises(bank, slots, found):
            known = promises.get(promise.says)
            weights[promise.says] += count
            promises[promise.says] = promise if known is None else _joined(known, promise)
    sorts: Counter[str] = Counter()
    for says, _ in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        promise = promises[says]
        sorts[promise.sort] += 1
        if sorts[promise.sort] <= ALIKE:
            yield promise
        if sum(min(count, ALIKE) for count in sorts.values()) == MOST_PROMISES:
            return


def _joined(one: Promise, other: Promise) -> Promise:
    return replace(one, families=one.families | other.families)


def _promises(bank: Bank, slots: _Slots, found: OpenList) -> Iterator[Promise]:
    relation, families = found.relation, frozenset([found.family.slug])
    if found.opened is not None:
        yield _no_more_open(bank, relation, {found.opened}, families)
        every = {entity for name, entity in bank.opened if name == relation.name}
        if len(every) > 1:
            yield _no_more_open(bank, relation, every, families)
        return
    if not found.fixed:
        return
    columns = tuple(at for at, _ in found.fixed)
    names = [relation.columns[at].name for at in columns]
    is_narrower = relation.known is Known.WHOLE_LIST and set(columns) < set(relation.per)
    if relation.known is Known.OPEN or is_narrower:  # else what is whole now would be so no more
        yield Promise(
            says=f"on the relation {relation.name}: `known: whole-list`, `per: [{', '.join(names)}]`",
            sort=f"relation {relation.name}",
            relation=relation,
            lists=slots.of(relation, columns),
            opened=frozenset(),
            families=families,
        )
    years = [at for at in columns if relation.columns[at].type == "year"]
    if years:
        yield _listed(bank, relation, {}, years[0], families)
    for at, value in found.fixed:
        if isinstance(value, Entity):
            yield _listed(bank, relation, {at: value}, years[0] if years else None, families)


def _no_more_open(bank: Bank, relation: Relation, entities: set[Entity], families: frozenset[str]) -> Promise:
    [first, *others] = entities
    whose = f"each of the {len(entities)} {first.kind.many} that have it" if others else first.name
    columns = [at for at, column in enumerate(relation.columns) if column.type == first.kind.name][:1]
    lists = tuple(((at, entity),) for at in columns for entity in entities)
    return Promise(
        says=f"`open: [{relation.name}]` taken from {whose}",
        sort=f"opened {relation.name}{len(others) > 0}",
        relation=relation,
        lists=tuple(each for each in lists if bank.rows(relation, dict(each))),
        opened=frozenset((relation.name, entity) for entity in entities),
        families=families,
    )


def _listed(
    bank: Bank, relation: Relation, named: Mapping[int, Entity], year: int | None, families: frozenset[str]
) -> Promise:
    """`complete:` with a name, or a range of years, or both."""
    fixed: list[tuple[int, Value | range]] = list(named.items())
    cells = [f"{relation.columns[at].name}: {value.name}" for at, value in named.items()]
    if year is not None:
        given = [row.values[year] for row in bank.rows(relation, dict(named))]
        years = [each for each in given if isinstance(each, int)] or [0]
        fixed.append((year, range(min(years), max(years) + 1)))
        span = f"{min(years)}..{max(years)}" if min(years) < max(years) else f"{years[0]}"
        cells.append(f"{relation.columns[year].name}: {span}")
    return Promise(
        says=f"`complete:` with `- {relation.name}: {{{', '.join(cells)}}}`",
        sort=f"complete {relation.name} {sorted(at for at, _ in fixed)}",
        relation=relation,
        lists=(tuple(fixed),),
        opened=frozenset(),
        families=families,
    )


def _tried(maker: Maker, promise: Promise, known: Mapping[str, Seat]) -> Unlock:
    """By making the pack anew with the promise, with the families alone that it helps."""
    supposed = Maker(_with(maker.pack, promise), maker.bank.today)
    is_concerned = _concerns(promise, maker.bank)
    concerned = [seat for seat in supposed.every_seat() if is_concerned(seat)]
    some = sorted(concerned, key=lambda seat: position("unlocks", seat.name))[:TRIED]
    more = sum(
        _is_made(supposed, seat) and not (seat.name in known and _is_made(maker, known[seat.name]))
        for seat in some
    )
    return Unlock(
        says=promise.says,
        items=round(more * len(concerned) / len(some)) if some else 0,
        seats=len(concerned),
        is_exact=len(some) == len(concerned),
    )


def _with(pack: Pack, promise: Promise) -> Pack:
    """The pack with a promise in it, and nothing to ask but what the promise may help."""
    places = () if promise.opened else promise.lists  # what is open no more is as whole as its relation says
    declared = tuple(
        Declaration(relation=promise.relation, fixed=fixed, says="Supposed.", sources=(), place=SUPPOSED)
        for fixed in places
    )

    def trimmed(one: Pack) -> Pack:
        return replace(
            one,
            uses=tuple(trimmed(used) for used in one.uses),
            families={slug: one.families[slug] for slug in one.families if slug in promise.families},
            opened=one.opened - promise.opened,
            questions=(),
        )

    changed = trimmed(pack)
    return replace(changed, declarations=(*changed.declarations, *declared))


def _concerns(promise: Promise, bank: Bank) -> Callable[[Seat], bool]:
    """Whether a seat asks about something that the promise speaks of."""
    columns = [at for at, _ in promise.lists[0]] if promise.lists else []
    slots = {tuple(value for _, value in fixed) for fixed in promise.lists}
    [ranged, *_] = [*promise.lists, ()]
    has_range = any(isinstance(value, range) for _, value in ranged)

    def speaks_of(pattern: Pattern) -> bool:
        if has_range:
            return all(at in pattern and _within(pattern[at], value) for at, value in ranged)
        return tuple(pattern.get(at) for at in columns) in slots

    def concerns(seat: Seat) -> bool:
        lines = seat.family.where if seat.family is not None else ()
        return any(
            atom.relation.name == promise.relation.name
            and speaks_of(pattern_of(bank, atom, dict(seat.binding)))
            for atom in lines
        )

    return concerns


def _within(value: Value, fixed: Value | range) -> bool:
    return value in fixed if isinstance(fixed, range) else value == fixed


def _is_made(maker: Maker, seat: Seat) -> bool:
    return maker.make(seat, SEED) is not None
