"""Values that could stand as options, kept so that a few are drawn without looking at the others."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from quiz.bank.pack import Value, value_slug
from quiz.items.chance import position

SPAN_YEARS = 5
STRIDE = 8
REACH_SPANS = 2
"""Spans on either side of a year that hold what was about within ten years of it, and little else."""

Place = Callable[[Value], int]


class Ring:
    """Values at places of chance on a ring: a draw takes those that follow a point.

    So one value more or less changes only the draws that meet it.
    """

    __slots__ = ("_places", "values")

    def __init__(self, values: Iterable[Value], place: Place) -> None:
        placed = sorted(((place(value), value) for value in values), key=lambda pair: pair[0])
        self._places = array("Q", [at for at, _ in placed])
        self.values: list[Value] = [value for _, value in placed]

    def __len__(self) -> int:
        return len(self.values)

    def run(self, point: int, count: int) -> list[Value]:
        """`count` of the values after a point; all, if there are no more.

        Some are left out in between: who has much room before him on the ring would else come too often.
        """
        size = len(self.values)
        if count >= size:
            return self.values
        step = min(STRIDE, size // count)
        at = bisect_left(self._places, point) + point % step
        run = self.values[at : at + step * count : step]
        if len(run) < count:  # past the end the ring begins anew
            run = [self.values[(at + step * each) % size] for each in range(count)]
        return run


class Places:
    """Where values lie on the ring; remembers it."""

    def __init__(self) -> None:
        self._known: dict[Value, int] = {}

    def __call__(self, value: Value) -> int:
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = position("ring", value_slug(value))
        return known


class Pool:
    """What a family can offer under one binding, also by the time at which each was about.

    own: those that the pack itself speaks of; None if it speaks of all, or of none.
    """

    def __init__(
        self,
        values: Collection[Value],
        place: Place,
        years_of: Callable[[Value], Sequence[int]],
        own: Collection[Value] = (),
    ) -> None:
        self.values = frozenset(values)
        self.own = Pool(own, place, years_of) if 0 < len(own) < len(values) else None
        self.ring = Ring(values, place)
        self._place = place
        self._years_of = years_of
        self._spans: dict[int, Ring] | None = None

    def about(self, years: Sequence[int]) -> Iterator[Ring]:
        """Rings that hold all that was about near those years; without a year, all there is."""
        if not years:
            yield self.ring
            return
        if self._spans is None:
            self._split()
        spans = self._spans or {}
        for span in dict.fromkeys(
            year // SPAN_YEARS + step for year in years for step in range(-REACH_SPANS, REACH_SPANS + 1)
        ):
            if span in spans:
                yield spans[span]

    def _split(self) -> None:
        """A value lies in the span of each year it was about."""
        spans: dict[int, dict[Value, None]] = defaultdict(dict)
        for value in self.ring.values:
            for year in self._years_of(value):
                spans[year // SPAN_YEARS][value] = None
        self._spans = {span: Ring(found, self._place) for span, found in spans.items()}
