"""Tallies, added up and taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quiz.game.profiles import Batch, Tally, TallyKind, add_up, decade_of, without

tallies = st.builds(
    lambda right, wrong: Tally(answers=right + wrong, right_count=right), st.integers(0, 5), st.integers(0, 5)
).filter(lambda tally: tally.answers > 0)
batches = st.lists(
    st.builds(
        Batch,
        family=st.sampled_from(["director", "year-shown"]),
        year=st.none() | st.integers(1895, 2030),
        pack=st.sampled_from(["binoche", "chess"]),
        tally=tallies,
    ),
    max_size=8,
)


@given(batches)
def test_every_answer_is_in_one_family_one_pack_and_at_most_one_decade(played: list[Batch]) -> None:
    sums = add_up(played)

    def answers(kind: TallyKind) -> int:
        return sum(tally.answers for (of, _), tally in sums.items() if of is kind)

    total = sum(batch.tally.answers for batch in played)
    dated = sum(batch.tally.answers for batch in played if batch.year is not None)
    assert (answers(TallyKind.FAMILY), answers(TallyKind.PACK), answers(TallyKind.DECADE)) == (
        total,
        total,
        dated,
    )


@given(batches, batches)
def test_taking_a_part_away_leaves_the_rest(part: list[Batch], rest: list[Batch]) -> None:
    assert without(add_up([*part, *rest]), add_up(part)) == add_up(rest)


def test_a_decade_begins_with_a_year_that_ends_in_nought() -> None:
    assert [decade_of(year) for year in (1899, 1990, 1999, 2000)] == [1890, 1990, 1990, 2000]
