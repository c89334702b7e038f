"""A pack and a seed in, items out: by index, never by scanning the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Pack, Value
from quiz.bank.slugs import norm
from quiz.bank.vocabulary import IT, Family, Shape
from quiz.items import difficulty, ids
from quiz.items.assembling import Draft, Unproven, assemble, assemble_question, span
from quiz.items.claims import bindings
from quiz.items.chance import chance, shuffled
from quiz.items.distractors import WANTED, Distractors, is_wrong, may_be_confused, years_around
from quiz.items.item import Item, Level, plain
from quiz.items.likeness import Likeness
from quiz.items.rules import breach
from quiz.items.seats import HANDWRITTEN, MINIMUM_TRUE, Seat, seats_of

_STEPS = {Level.BERLIN: (2, 1, 0), Level.VENICE: (1, 2, 0), Level.CANNES: (0, 1, 2)}


class Maker:
    """One pack's items on one day. The same bank, seat and seed make the same item."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.bank = Bank(pack, today)
        self.likeness = Likeness(self.bank)
        self._distractors = Distractors(self.bank, self.likeness)
        self._theme = f" {norm(pack.title)} "
        seats = [seat for seat in seats_of(self.bank) if not self._is_given_by_the_title(seat)]
        self._difficulty = {seat: difficulty.of_seat(seat, self.likeness) for seat in seats}
        ladder = difficulty.Ladder([self._difficulty[seat] for seat in seats])
        self._level = {
            seat: Level(seat.question.level) if seat.question else ladder.level(self._difficulty[seat])
            for seat in seats
        }
        self._seats = {level: tuple(seat for seat in seats if self._level[seat] is level) for level in Level}

    def seats(self, level: Level) -> Sequence[Seat]:
        """What could be asked at a level, in a fixed order; `make` may still find no proof for some."""
        return self._seats[level]

    def items(self, seed: int, level: Level | None = None) -> Iterator[Item]:
        """Every item that one seed makes, the families taking turns; no two alike."""
        seats = [seat for each in Level if level in (None, each) for seat in self._seats[each]]
        queues: dict[str, list[Seat]] = {}
        for seat in shuffled(seats, seed, self.pack.slug, "order", name=lambda seat: seat.name):
            queues.setdefault(seat.family_slug, []).append(seat)
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for seat in _in_turns(queues):
            item = self.make(seat, seed)
            if item is not None and (same := _identity(seat, item)) not in seen:
                seen.add(same)
                yield item

    def make(self, seat: Seat, seed: int) -> Item | None:
        """The item of a seat; None if its options cannot be proven or an item-writing rule forbids it."""
        found = (
            self._question_item(seat, seed) if seat.question is not None else self._family_item(seat, seed)
        )
        return found if isinstance(found, Item) and breach(found) is None else None

    def prove(self, item_id: str) -> Item | Unproven:
        """The item that an id names, proven anew by this bank; or what is missing.

        Options stand with the key first, for the order shown is no part of an id.
        """
        parsed = ids.parse(item_id)
        if parsed is None or parsed.pack != self.pack.slug:
            return Unproven(reasons=(f"“{item_id}” is not the id of an item of the pack {self.pack.slug}.",))
        if parsed.family == HANDWRITTEN:
            return self._prove_question(parsed)
        family = self.bank.families.get(parsed.family)
        if family is None:
            return Unproven(reasons=(f"There is no family {parsed.family} any more.",))
        types = dict(family.types)
        binding: dict[str, Value] = {}
        missing = []
        for name, text in parsed.binding:
            value = ids.decode(self.bank, types.get(name, "text"), text)
            if value is None:
                missing.append(f"The bank knows no {types.get(name, 'value')} “{text}” (any more).")
            else:
                binding[name] = value
        options = []
        for text in parsed.options:
            value = ids.decode(self.bank, family.it_type, text)
            if value is None:
                missing.append(f"The bank knows no {family.it_type} “{text}” (any more).")
            else:
                options.append(value)
        wanted = {name for atom in family.where for name in atom.variables} - {IT}
        if wanted - binding.keys() and family.shape in (Shape.PICK, Shape.EXCEPT, Shape.ODD):
            missing.append("The family asks about other things now.")
        if missing or len(options) < 2:
            return Unproven(reasons=tuple(missing) or ("The id names fewer than two options.",))
        for at, value in enumerate(options):
            clash = next((other for other in options[:at] if may_be_confused(value, other)), None)
            if clash is not None:
                return Unproven(reasons=(f"“{value}” and “{clash}” could be taken for one another.",))
        return assemble(
            self.bank,
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

    def deal(
        self, level: Level, seed: int, size: int = 10, avoid: frozenset[str] = frozenset()
    ) -> tuple[Item, ...]:
        """The items of a round at a level: no fact twice, and none that gives another away.

        avoid: facts to leave out while the level has others. Shorter than size only if the pack has no more;
        a level with too few is filled from the levels next to it.
        """
        hand = _Hand(size)
        for fresh_only in (True, False):
            for each in _levels_near(level):
                seats = shuffled(self._seats[each], seed, self.pack.slug, "deal", name=lambda seat: seat.name)
                queues: dict[str, list[Seat]] = {}
                for seat in seats:
                    if not fresh_only or not any(row.id in avoid for row in seat.facts):
                        queues.setdefault(seat.family_slug, []).append(seat)
                ordered = dict(
                    sorted(queues.items(), key=lambda queue: chance(seed, self.pack.slug, "family", queue[0]))
                )
                for seat in _in_turns(ordered):
                    if hand.is_full:
                        return hand.items
                    if hand.may_take(seat):
                        item = self.make(seat, seed)
                        if item is not None and not (fresh_only and avoid & set(item.facts)):
                            hand.offer(item)
                if hand.is_full:
                    return hand.items
        return hand.items

    def _is_given_by_the_title(self, seat: Seat) -> bool:
        """Whether the key is named by the pack's own title, which the player sees all the time."""
        key = dict(seat.binding).get(IT)
        return isinstance(key, Entity) and any(f" {name} " in self._theme for name in key.known_as)

    def _family_item(self, seat: Seat, seed: int) -> Item | Unproven | None:
        family = seat.family
        if family is None:
            return None
        level = self._level[seat]
        keys = (seed, seat.name)
        drawn = self._options(seat, family, level, keys)
        if drawn is None:
            return None
        key, others, is_ordered = drawn
        order: list[Value] = [key, *others]
        if is_ordered:
            order.sort(key=lambda value: value if isinstance(value, int) else 0)
        else:
            order = shuffled(order, *keys, "options", name=ids.encode)
        binding = {name: value for name, value in seat.binding if name != IT}
        if family.shape in (Shape.FIRST, Shape.LAST):
            binding = {}
        alike = [self.likeness.between(key, value) for value in others]
        return assemble(
            self.bank,
            Draft(
                family=family,
                wording=int(chance(*keys, "wording") * len(family.ask)),
                binding=binding,
                key=key,
                order=order,
                level=level,
                difficulty=difficulty.of_item(self._difficulty[seat], level, [] if is_ordered else alike),
            ),
        )

    def _options(
        self, seat: Seat, family: Family, level: Level, keys: tuple[object, ...]
    ) -> tuple[Value, list[Value], bool] | None:
        """The key, the wrong options, and whether they have an order of their own."""
        binding = dict(seat.binding)
        match family.shape:
            case Shape.PICK:
                key = binding[IT]
                if isinstance(key, int):
                    return self._years(family, binding, key, level, keys)
                others = self._distractors.draw(
                    family,
                    binding,
                    key,
                    level,
                    (),
                    lambda value: is_wrong(self.bank, family, binding, value),
                    *keys,
                )
                return (key, others, False) if others else None
            case Shape.FIRST | Shape.LAST:
                return self._neighbours_in_time(family, binding[IT], level, keys)
            case Shape.EXCEPT | Shape.ODD:
                return self._stranger(seat, family, binding, level, keys)

    def _years(
        self, family: Family, binding: Mapping[str, Value], key: int, level: Level, keys: tuple[object, ...]
    ) -> tuple[Value, list[Value], bool] | None:
        steps = [family.spread[min(at, len(family.spread) - 1)] for at in _STEPS[level]]
        for years in years_around(key, dict.fromkeys(steps), self.bank.today.year, *keys):
            if all(is_wrong(self.bank, family, binding, year) for year in years):
                return key, list(years), True
        return None

    def _neighbours_in_time(
        self, family: Family, key: Value, level: Level, keys: tuple[object, ...]
    ) -> tuple[Value, list[Value], bool] | None:
        mine = span(self.bank, family, {}, key)
        if mine is None:
            return None
        reach = {Level.BERLIN: 40, Level.VENICE: 16, Level.CANNES: 8}[level]

        def fits(value: Value) -> bool:
            theirs = span(self.bank, family, {}, value)
            if theirs is None:
                return False
            if family.shape is Shape.FIRST:
                return mine[1] + family.gap <= theirs[0] <= mine[1] + reach
            return mine[0] - reach <= theirs[1] <= mine[0] - family.gap

        domain = shuffled(self._distractors.domain(family, {}), *keys, "time", name=ids.encode)
        picked: list[Value] = []
        for value in domain:
            if (
                value is not key
                and not any(may_be_confused(value, other) for other in (key, *picked))
                and fits(value)
            ):
                picked.append(value)
                if len(picked) == WANTED:
                    return key, picked, False
        return None

    def _stranger(
        self, seat: Seat, family: Family, binding: Mapping[str, Value], level: Level, keys: tuple[object, ...]
    ) -> tuple[Value, list[Value], bool] | None:
        """Three for which it is so, and as the key one like them for which it is not."""
        true_values = dict.fromkeys(found[IT] for found, _ in bindings(self.bank, family.where, binding))
        members = shuffled(true_values, *keys, "members", name=ids.encode)
        three: list[Value] = []
        for value in members:
            if not any(may_be_confused(value, other) for other in three):
                three.append(value)
            if len(three) == MINIMUM_TRUE:
                break
        if len(three) < MINIMUM_TRUE:
            return None
        drawn = self._distractors.draw(
            family,
            binding,
            three[0],
            level,
            three,
            lambda value: is_wrong(self.bank, family, binding, value),
            *keys,
            wanted=1,
        )
        return (drawn[0], three, False) if drawn else None

    def _question_item(self, seat: Seat, seed: int) -> Item | Unproven | None:
        question = seat.question
        if question is None:
            return None
        order = list(range(len(question.wrong) + 1))
        if question.is_ordered:
            texts = [question.key, *(wrong.text for wrong in question.wrong)]
            order.sort(key=lambda at: _natural(texts[at]))
        else:
            order = shuffled(order, seed, seat.name, "options")
        wording = int(chance(seed, seat.name, "wording") * len(question.ask))
        return assemble_question(
            self.bank, question, wording, order, self._level[seat], self._difficulty[seat]
        )

    def _prove_question(self, parsed: ids.ParsedId) -> Item | Unproven:
        slug = dict(parsed.binding).get("id", "")
        question = next((each for each in self.bank.questions if each.slug == slug), None)
        if question is None:
            return Unproven(reasons=(f"There is no question {slug} any more.",))
        if not question.holds_on(self.bank.today):
            return Unproven(reasons=(f"The question {slug} is {question.status}, or past its date.",))
        if parsed.options != (ids.question_digest(question),):
            return Unproven(reasons=(f"The question {slug} has been rewritten since.",))
        order = range(len(question.wrong) + 1)
        return assemble_question(self.bank, question, parsed.wording, order, Level(question.level), 0.0)


class _Hand:
    """The items of a round as it fills."""

    def __init__(self, size: int) -> None:
        self.items: tuple[Item, ...] = ()
        self.size = size
        self._facts: set[str] = set()
        self._told: set[str] = set()
        self._stems: list[str] = []
        self._keys: list[str] = []
        self._negatives = 0

    @property
    def is_full(self) -> bool:
        return len(self.items) >= self.size

    def may_take(self, seat: Seat) -> bool:
        return not any(row.id in self._facts or row.id in self._told for row in seat.facts)

    def offer(self, item: Item) -> None:
        """Take the item, unless it repeats a fact, gives an answer away, or says NOT once too often."""
        facts, told = set(item.facts), set(item.rests_on)
        stem = f" {norm(plain(item.stem))} "
        key = f" {norm(plain(item.options[item.key].label))} "
        if facts & (self._facts | self._told) or told & self._facts:
            return
        if any(known in stem for known in self._keys) or any(key in known for known in self._stems):
            return
        if item.is_negative and self._negatives >= max(1, self.size // 10):
            return
        self.items = (*self.items, item)
        self._facts |= facts
        self._told |= told
        self._stems.append(stem)
        self._keys.append(key)
        self._negatives += item.is_negative


def _in_turns(queues: Mapping[str, list[Seat]]) -> Iterator[Seat]:
    """One seat of each family, then the next of each, until all are through."""
    longest = max((len(queue) for queue in queues.values()), default=0)
    for at in range(longest):
        for queue in queues.values():
            if at < len(queue):
                yield queue[at]


def _levels_near(level: Level) -> list[Level]:
    order = list(Level)
    return sorted(order, key=lambda each: (abs(order.index(each) - order.index(level)), order.index(each)))


def _identity(seat: Seat, item: Item) -> tuple[str, str, tuple[str, ...]]:
    """Stem and key; and the set of options where the family asks about the set."""
    is_set = seat.family is not None and seat.family.shape is not Shape.PICK
    options = tuple(sorted(option.value for option in item.options)) if is_set else ()
    return plain(item.stem), item.options[item.key].value, options


def _natural(text: str) -> tuple[float, str]:
    """Texts that begin with a figure by that figure, others by their letters."""
    figures = "".join(
        character for character in text.replace(",", "") if character.isdecimal() or character == "."
    )
    try:
        return float(figures), text
    except ValueError:
        return float("inf"), text
