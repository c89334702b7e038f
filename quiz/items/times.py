"""When a thing was about: the years of the rows that name it, and the span of a life."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from quiz.bank.bank import Bank
from quiz.bank.pack import Entity, Fact, Value
from quiz.bank.vocabulary import Kind

WITHIN_YEARS = 10
"""An option goes with a year if a row about it is no further from that year."""

COMES_OF_AGE = 15


class Times:
    """The years of entities; remembers what it looked up."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._years: dict[Entity, tuple[int, ...]] = {}
        self._dated: dict[str, bool] = {}
        self._lives: dict[Entity, tuple[int | None, int | None]] = {}

    def of(self, value: Value) -> tuple[int, ...]:
        """The years of the rows that name it, and of the works beside it, in order.

        Dates of birth and death are no years of work. A year is about in itself.
        """
        if not isinstance(value, Entity):
            return (value,) if isinstance(value, int) else ()
        known = self._years.get(value)
        if known is None:
            known = tuple(sorted({*self._own(value), *self._of_works(value)}))
            self._years[value] = known
        return known

    def of_rows(self, rows: Collection[Fact]) -> tuple[int, ...]:
        """The years that rows tell; for want of them, those of the works that they name."""
        told = sorted({cell for row in rows for cell in row.values if isinstance(cell, int)})
        if told:
            return tuple(told)
        works = [
            cell for row in rows for cell in row.values if isinstance(cell, Entity) and cell.kind.is_title
        ]
        return tuple(sorted({year for work in works for year in self.of(work)}))

    def goes_with(self, value: Value, years: Sequence[int]) -> bool:
        """Whether an option was about at one of those years; anything does where there is none."""
        if not years or isinstance(value, str):
            return True
        own = self.of(value)
        is_dated = bool(own) or (isinstance(value, Entity) and self._is_dated(value.kind))
        if is_dated and not _is_near(own, years):
            return False
        return not isinstance(value, Entity) or not value.kind.lives or self._is_alive(value, years)

    def _own(self, entity: Entity) -> tuple[int, ...]:
        lives = entity.kind.lives
        return tuple(
            sorted(
                {
                    cell
                    for row in self._bank.mentions(entity)
                    if row.relation.name not in lives
                    for cell in row.values
                    if isinstance(cell, int)
                }
            )
        )

    def _of_works(self, entity: Entity) -> tuple[int, ...]:
        works = {
            cell
            for row in self._bank.mentions(entity)
            for cell in row.values
            if isinstance(cell, Entity) and cell.kind.is_title and cell is not entity
        }
        return tuple(sorted({year for work in works for year in self._own(work)}))

    def _is_dated(self, kind: Kind) -> bool:
        """Whether things of a kind stand beside years, or beside works that do."""
        known = self._dated.get(kind.name)
        if known is None:
            tables = [
                {column.type for column in relation.columns}
                for relation in self._bank.relations.values()
                if relation.name not in kind.lives
            ]
            dated = {type_ for types in tables if "year" in types for type_ in types}
            works = {each.kind.name for each in self._bank.entities.values() if each.kind.is_title} & dated
            beside = {type_ for types in tables if types & works for type_ in types}
            known = self._dated[kind.name] = kind.name in dated | beside
        return known

    def _is_alive(self, entity: Entity, years: Sequence[int]) -> bool:
        born, died = self._life(entity)
        return any(
            (born is None or born + COMES_OF_AGE <= year) and (died is None or year <= died) for year in years
        )

    def _life(self, entity: Entity) -> tuple[int | None, int | None]:
        known = self._lives.get(entity)
        if known is None:
            found: list[int | None] = [None, None]
            for at, name in enumerate(entity.kind.lives):
                for row in self._bank.mentions(entity):
                    if row.relation.name == name:
                        found[at] = next((cell for cell in row.values if isinstance(cell, int)), None)
            known = self._lives[entity] = found[0], found[1]
        return known


def _is_near(own: Sequence[int], years: Sequence[int]) -> bool:
    """Whether one of its own years is within reach of one of the others."""
    for year in years:
        at = bisect_left(own, year - WITHIN_YEARS)
        if at < len(own) and own[at] <= year + WITHIN_YEARS:
            return True
    return False
