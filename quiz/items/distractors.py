"""Wrong options: proven wrong, plausible, of the right time; a few candidates are found by index, never by
scanning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Value, shown
from quiz.bank.slugs import norm
from quiz.bank.truth import Truth
from quiz.bank.vocabulary import IT, Atom, Family
from quiz.items.chance import Stream, mixed_all
from quiz.items.claims import Binding, Verdict, bindings
from quiz.items.fame import Fame
from quiz.items.forms import Field, Look, classes_of
from quiz.items.item import Level, plain
from quiz.items.judging import Choice
from quiz.items.likeness import Likeness
from quiz.items.pools import Places, Pool
from quiz.items.rules import content
from quiz.items.times import Times
from quiz.items.wording import choice_label, fill

WANTED = 3
COLLECTED = 5
"""Proven candidates among which the set is chosen whose form tells least."""

FAMILIAR = 0.25
"""Added to the likeness of what the pack itself speaks of: it is no stranger among the options."""

FAME_APART = 0.4
"""Taken from the likeness of what is much more famous than the key, or much less: nobody falls for that."""

WINDOWS = {Level.BERLIN: (12, 48), Level.VENICE: (4, 24), Level.CANNES: (0, 10)}
"""How far down the ranking of likeness each level draws from: look-alikes are hard, distant ones easy."""

GIVES_UP_AFTER = 8

ALL_OF_SO_MANY = 40
RUNS, RUN_LENGTH = 4, 6
RUN_OF_FEATURE = 4

WIDEST_GAP = 10
"""Years between two that stand side by side among options, at most."""

TEXTS = ("text", "title")
"""The types of options that are no entities."""


Placed = tuple[Value, int]
"""A value, and where it lies on the ring."""


class _Traits(NamedTuple):
    """What a value is ranked by, looked up at once: a ranking takes some fifty of them.

    familiar: what is added to its likeness.
    """

    place: int
    features: frozenset[int]
    fame: float | None
    familiar: float


class Distractors:
    """Finds wrong options in a bank; remembers pools, which many seats share.

    asked: how often a value is a key.
    """

    def __init__(self, bank: Bank, fame: Fame, asked: Callable[[Value], int]) -> None:
        self.bank = bank
        self.times = Times(bank)
        self.place = Places()
        self.likeness = Likeness(bank, self.place)
        self._fame = fame
        self._asked = asked
        self._pools: dict[tuple[object, ...], Pool] = {}
        self._offers: dict[tuple[str, str], tuple[tuple[Atom, ...], tuple[str, ...]]] = {}
        self._owners: dict[tuple[str, Value], Value] = {}
        self._looks: dict[Entity, Look] = {}
        self._traits: dict[Value, _Traits] = {}

    def candidates(
        self, family: Family, binding: Binding, key: Value, level: Level, years: Sequence[int], stream: Stream
    ) -> Iterator[Value]:
        """Values for the place of the key: those that the pack itself speaks of, then strangers, and of both
        those of the level's likeness first.

        years: when the item's facts were; what was not about then is left out.
        """
        stands_for = self.owner(family, key)
        if family.it_type in TEXTS:
            level = Level.CANNES  # an original title in another language is no title that anybody would try
        tried = {key}
        for pool in self._pools_for(family, binding, key):
            found = [value for value in self._found(pool, stands_for, years, stream) if value not in tried]
            tried.update(found)
            ranked = self._ranked(family, stands_for, found, stream.number())
            for value in self._in_window(ranked, level, stream):
                if self.times.goes_with(self.owner(family, value), years) and _agrees(family, key, value):
                    yield value

    def is_own(self, family: Family, value: Value) -> bool:
        """Whether the pack itself speaks of it; all else is a stranger among the options."""
        owner = self.owner(family, value)
        return isinstance(owner, Entity) and self.bank.is_familiar(owner)

    def is_told_by_its_pack(self, family: Family, binding: Binding, key: Value) -> bool:
        """Whether the key is all that the pack itself speaks of in what can be offered: her only film."""
        own = self.pool(family, binding).own
        return own is not None and own.values == {key}

    def _pools_for(self, family: Family, binding: Binding, key: Value) -> Iterator[Pool]:
        """Beside a key that the pack speaks of, the others that it speaks of come before all strangers."""
        pool = self.pool(family, binding)
        if pool.own is not None and self.is_own(family, key):
            yield pool.own
        yield pool

    def pool(self, family: Family, binding: Binding, variable: str = IT) -> Pool:
        """Values that could stand as an option: what `among` asks for, or all of the option's column."""
        atoms, fixed = self._offer(family, variable)
        key = (family.slug, variable, *[binding[name] for name in fixed if name in binding])
        known = self._pools.get(key)
        if known is None:
            given = {name: binding[name] for name in fixed if name in binding}
            values = dict.fromkeys(found[variable] for found, _ in bindings(self.bank, atoms, given))
            asked = [value for value in values if not isinstance(value, Entity) or value.is_asked]
            own = [value for value in asked if self.is_own(family, value)]
            known = self._pools[key] = Pool(asked, self.place, lambda value: self._years(family, value), own)
        return known

    def _offer(self, family: Family, variable: str) -> tuple[tuple[Atom, ...], tuple[str, ...]]:
        """The lines that say what can be offered for a variable, and which of their variables are fixed."""
        known = self._offers.get((family.slug, variable))
        if known is None:
            if family.among and variable == IT:
                atoms = family.among
                fixed = {name for atom in atoms for name in atom.variables} - {IT}
            else:
                atoms = tuple(atom for atom in family.where if variable in atom.variables)[:1]
                apart = {IT, family.partner, family.year, *family.hidden}
                fixed = {name for atom in atoms for name in atom.variables} - apart if family.pair else set()
            known = self._offers[family.slug, variable] = atoms, tuple(sorted(fixed))
        return known

    def owner(self, family: Family, value: Value) -> Value:
        """For a text, the entity that it belongs to: an original title is like another if their films are."""
        if not isinstance(value, str):
            return value
        known = self._owners.get((family.slug, value))
        if known is None:
            atom = next(atom for atom in family.where if IT in atom.variables)
            [column, *_] = atom.columns_of(IT)
            rows = self.bank.rows(atom.relation, {column: value})
            cells = (cell for row in rows for cell in row.values if isinstance(cell, Entity))
            known = self._owners[family.slug, value] = next(cells, value)
        return known

    def field(self, family: Family, choices: Sequence[Choice]) -> Field:
        """What is seen of options, and how alike they are in what the family does not ask about."""
        asked = frozenset(atom.relation.name for atom in family.where)
        owners = [
            self.owner(family, choice) if not isinstance(choice, tuple) else choice[1] for choice in choices
        ]
        looks = [self._look(family, choice, owner) for choice, owner in zip(choices, owners, strict=True)]
        return Field(looks=looks, alike=self.likeness.among(owners, asked))

    def _look(self, family: Family, choice: Choice, owner: Value) -> Look:
        if choice is owner and isinstance(owner, Entity):
            known = self._looks.get(owner)
            if known is None:
                known = self._looks[owner] = self._look_of(owner.show, owner, owner)
            return known
        text = plain(choice_label(self.bank, family, choice))
        return self._look_of(text, choice[1] if isinstance(choice, tuple) else choice, owner)

    def _look_of(self, text: str, value: Value, owner: Value) -> Look:
        return Look(
            length=len(text),
            fame=self._fame.count(owner) if isinstance(owner, Entity) else 0,
            asked=self._asked(value),
            classes=classes_of(text),
        )

    def _found(self, pool: Pool, key: Value, years: Sequence[int], stream: Stream) -> dict[Value, None]:
        """Some of a pool: of those about at the time, and of those that share something with the key."""
        offered = pool.values
        if len(offered) <= ALL_OF_SO_MANY:
            return dict.fromkeys(pool.ring.values)
        found: list[Value] = []
        rings = list(pool.about(years))
        for ring in rings * RUNS if len(rings) == 1 else rings:
            found += ring.run(stream.number(), RUN_LENGTH)
        for ring in self.likeness.sharing(key):
            found += [value for value in ring.run(stream.number(), RUN_OF_FEATURE) if value in offered]
        return dict.fromkeys(found)

    def _in_window(self, ranking: list[Placed], level: Level, stream: Stream) -> Iterator[Value]:
        """The level's window of a ranking in an order of chance, then what is nearest to the window."""
        first, last = WINDOWS[level]
        # a short ranking is not all window: the hard level keeps to its top, the easy one to its tail
        last = min(last, max(COLLECTED, len(ranking)))
        first = max(0, min(first, len(ranking) - COLLECTED - 2))
        salt = stream.number()
        window = ranking[first:last]
        thrown = mixed_all([place ^ salt for _, place in window])
        yield from [window[at][0] for at in sorted(range(len(window)), key=thrown.__getitem__)]
        yield from [value for value, _ in ranking[last:]]
        yield from [value for value, _ in reversed(ranking[:first])]

    def _years(self, family: Family, value: Value) -> Sequence[int]:
        return self.times.of(self.owner(family, value))

    def _ranked(self, family: Family, key: Value, found: Iterable[Value], salt: int) -> list[Placed]:
        """Values in order of plausibility beside a key, equals in an order of chance."""
        traits = self._traits
        _, features, fame, _ = traits.get(key) or self._traits_of(key)
        size = len(features)
        is_text = family.it_type in TEXTS
        values: list[Value] = []
        places: list[int] = []
        unlike: list[float] = []
        for value in found:
            owner = self.owner(family, value) if is_text else value
            place, their_features, their_fame, familiar = traits.get(owner) or self._traits_of(owner)
            most = max(size, len(their_features))
            alike = len(features & their_features) / most if most else 0.0
            if fame is not None and their_fame is not None:
                alike -= FAME_APART * abs(fame - their_fame)
            values.append(value)
            places.append(self.place(value) if is_text else place)
            unlike.append(-alike - familiar)
        thrown = mixed_all([place ^ salt for place in places])
        order = sorted(zip(unlike, thrown, range(len(values)), strict=True))
        return [(values[at], places[at]) for _, _, at in order]

    def _traits_of(self, value: Value) -> _Traits:
        known = self._traits[value] = _Traits(
            place=self.place(value),
            features=self.likeness.numbered(value),
            fame=self._fame.of(value) if isinstance(value, Entity) else None,
            familiar=FAMILIAR if isinstance(value, Entity) and self.bank.is_familiar(value) else 0.0,
        )
        return known


def _agrees(family: Family, key: Value, value: Value) -> bool:
    """Whether an option agrees with the key where the family wants it: whom a prize goes to, say."""
    if not family.same or not isinstance(key, Entity) or not isinstance(value, Entity):
        return True
    return all(key.attributes.get(name) == value.attributes.get(name) for name in family.same)


def collect(
    candidates: Iterable[Value],
    beside: Sequence[Value],
    clang: Callable[[Value], bool],
    judge: Callable[[Value], Verdict],
    count: int = COLLECTED,
) -> dict[Value, Verdict]:
    """The first candidates that are proven wrong and could be taken for nothing that stands beside them.

    clang: whether an option echoes the stem in another way than the key does.
    Where the first few cannot be proven wrong, the others cannot either: it is the list that is not whole.
    """
    found: dict[Value, Verdict] = {}
    failures = 0
    for value in candidates:
        if clang(value) or is_among(value, beside) or is_among(value, found):
            continue
        verdict = judge(value)
        if verdict.truth is Truth.FALSE:
            found[value] = verdict
        elif verdict.truth is Truth.UNKNOWN:
            failures += 1
        if len(found) == count or (failures >= GIVES_UP_AFTER and not found):
            break
    return found


Echo = Callable[[Value], frozenset[str]]


def echo_with(bank: Bank, family: Family, wording: int, binding: Binding) -> Echo:
    """Says which words of an option the stem has too."""
    stem = content(plain(fill(bank, family.ask[wording], dict(binding), dict(family.types))))
    return lambda value: content(shown(value)) & stem


def years_around(
    key: int, steps: Iterable[int], offered: Iterable[int], stream: Stream
) -> Iterator[list[int]]:
    """Sets of three other years, each the next that is offered a step away from its neighbour; the key's rank
    among the four is drawn uniformly.

    Most human-written numeric items hide the key in the middle (63.7 % where 50 % is chance); these must not.
    """
    earlier = sorted((year for year in offered if year < key), reverse=True)
    later = sorted(year for year in offered if year > key)
    for step in steps:
        before, after = _steps(key, earlier, step), _steps(key, later, step)
        for rank in sorted(range(WANTED + 1), key=lambda _: stream.number()):
            years = [*before[:rank], *after[: WANTED - rank]]
            if len(years) == WANTED:
                yield years


def _steps(key: int, years: Iterable[int], step: int) -> list[int]:
    """The first years on the way from the key that are a step from each other, as far as no gap is wide."""
    found: list[int] = []
    last = key
    for year in years:
        if abs(year - last) > WIDEST_GAP or len(found) == WANTED:
            break
        if abs(year - last) >= step:
            found.append(year)
            last = year
    return found


def is_among(value: Value, others: Iterable[Value]) -> bool:
    """Whether an option is one of others, or could be taken for one."""
    for other in others:  # noqa: SIM110  asked of each candidate; a generator takes twice as long
        if value is other or may_be_confused(value, other):
            return True
    return False


def may_be_confused(one: Value, other: Value) -> bool:
    """Whether two options could be taken for one: a name in common, or one name inside the other."""
    if isinstance(one, Entity) and isinstance(other, Entity) and not one.known_as.isdisjoint(other.known_as):
        return True
    mine, theirs = _between_spaces(shown(one)), _between_spaces(shown(other))
    if isinstance(one, int) or isinstance(other, int):
        return mine == theirs
    return mine in theirs or theirs in mine


@lru_cache(maxsize=50_000)
def _between_spaces(text: str) -> str:
    """A text normed, with a space on either side; a lone space, which all others hold, for nothing."""
    return f" {norm(text)} " if norm(text) else " "
