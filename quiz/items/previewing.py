"""The items that a fact or a handwritten question makes, and why other families make none of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.bank.pack import Fact, Question
from quiz.items.assembling import Unproven
from quiz.items.item import Item
from quiz.items.making import Maker
from quiz.items.obstacles import Obstacle, Obstacles
from quiz.items.rules import breach
from quiz.items.seats import Seat
from quiz.items.situations import Situations


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A family that could have asked, and why it does not."""

    family: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """silences: of families that make no item of it. why: what keeps all of it from being asked."""

    about: Fact | Question
    items: tuple[Item, ...]
    silences: tuple[Silence, ...]
    why: str | None


class Previews:
    """Looks up what the facts of a pack make, with one seed."""

    def __init__(self, maker: Maker, seed: int) -> None:
        self._maker = maker
        self._seed = seed
        self._situations = Situations(maker)
        self._obstacles = Obstacles(maker.bank)

    def of_fact(self, fact: Fact) -> Preview:
        obstacle = self._obstacles.of_row(fact)
        if obstacle is not None:
            return Preview(about=fact, items=(), silences=(), why=obstacle.says)
        if not self._maker.bank.is_own(fact):
            return Preview(about=fact, items=(), silences=(), why=f"{self._maker.pack.slug} does not ask it")
        items: dict[str, Item] = {}
        silences = []
        found: list[Obstacle] = []
        families = self._situations.families(fact.relation.name)
        for family in families:
            made: dict[str, Item] = {}
            obstacles: list[Obstacle] = []
            for situation in self._situations.of(fact, family):
                results = [self._result(seat) for seat in situation.seats]
                mine = {each.id: each for each in results if isinstance(each, Item)}
                made |= {key: item for key, item in mine.items() if fact.id in item.facts}
                if not mine:
                    obstacles.append(self._obstacles.of_situation(situation, results))
            items |= made
            found += obstacles
            if not made and obstacles:
                nearest = min(obstacles, key=lambda each: each.kind)
                silences.append(Silence(family=family.slug, why=nearest.says))
        nothing = None if items else self._obstacles.of_fact(fact, families, found).says
        return Preview(about=fact, items=tuple(items.values()), silences=tuple(silences), why=nothing)

    def of_question(self, question: Question) -> Preview:
        seat = next((each for each in self._situations.questions if each.question is question), None)
        if seat is None:
            return Preview(
                about=question, items=(), silences=(), why=f"it is {question.status}, or past its dates"
            )
        result = self._result(seat)
        if isinstance(result, Item):
            return Preview(about=question, items=(result,), silences=(), why=None)
        return Preview(about=question, items=(), silences=(), why=result or "too few options")

    def _result(self, seat: Seat) -> Item | str | None:
        """The item, or in words what it lacks; None if too few wrong options were found."""
        found = self._maker.attempt(seat, self._seed)
        if isinstance(found, Unproven):
            return found.reasons[0]
        return found and (breach(found) or found)


def found_at(maker: Maker, file: str, line: int | None, begins: Sequence[int]) -> list[Fact | Question]:
    """What a pack says in a file, or at a line of it: there, or in the entry to which the line belongs.

    begins: the lines where the entries of the file's sections begin.
    """
    pack = maker.pack
    facts = [fact for fact in pack.facts if fact.place.file == file]
    questions = [question for question in pack.questions if question.place.file == file]
    written: list[Fact | Question] = sorted([*facts, *questions], key=lambda each: each.place)
    if line is None:
        return written
    here = [each for each in written if each.place.line == line]
    if here:
        return here
    entry = max((begin for begin in begins if begin <= line), default=1)
    after = min((begin for begin in begins if begin > line), default=None)
    in_entry = [
        each for each in written if entry <= each.place.line and (after is None or each.place.line < after)
    ]
    # a row of a table may have several lines
    return in_entry if begins else [each for each in written if each.place.line < line][-1:]
