from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.game.merging import GivenAnswer, Place, StartedPremiere, later_premieres, repeated_answers
from quiz.game.rounds import PlayerId, RoundId
from quiz.items.item import FactId
from tests.factories.rounds import NOON

ONE, OTHER = PlayerId(1), PlayerId(2)
DAY = timedelta(days=1)


def an_answer(who: PlayerId, day: float, *facts: str, number: int = 1) -> GivenAnswer:
    return GivenAnswer(
        player_id=who,
        place=(RoundId(f"{who}-{day}"), number),
        facts=frozenset(FactId(fact) for fact in facts or ("f",)),
        at=NOON + day * DAY,
    )


def repeated_days(*given: GivenAnswer) -> list[Place]:
    return sorted(repeated_answers(given))


def test_of_two_answers_to_a_fact_the_second_is_repeated() -> None:
    assert repeated_days(an_answer(OTHER, 6.9), an_answer(ONE, 0)) == [("2-6.9", 1)]


def test_a_week_later_a_fact_counts_again() -> None:
    assert repeated_days(an_answer(ONE, 0), an_answer(OTHER, 7)) == []


def test_what_one_of_the_two_repeats_by_themselves_is_left_alone() -> None:
    assert repeated_days(an_answer(ONE, 0), an_answer(ONE, 1)) == []


def test_answers_to_different_facts_are_left_alone() -> None:
    assert repeated_days(an_answer(ONE, 0, "f"), an_answer(OTHER, 1, "g")) == []


def test_one_fact_in_common_is_enough() -> None:
    assert repeated_days(an_answer(ONE, 0, "f", "g"), an_answer(OTHER, 1, "g", "h")) == [("2-1", 1)]


def test_an_answer_that_counts_for_nothing_is_nobodys_first() -> None:
    assert repeated_days(an_answer(ONE, 0), an_answer(OTHER, 5), an_answer(ONE, 8)) == [("2-5", 1)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([ONE, OTHER]), st.integers(0, 40), st.sets(st.sampled_from("fgh"), min_size=1)
        ),
        unique_by=lambda drawn: (drawn[0], drawn[1]),
    )
)
def test_no_two_that_count_are_too_near_and_each_repeated_one_has_its_first(
    drawn: list[tuple[PlayerId, int, set[str]]],
) -> None:
    given_answers = [an_answer(who, day, *facts) for who, day, facts in drawn]
    repeated = repeated_answers(given_answers)

    def near(one: GivenAnswer, other: GivenAnswer) -> bool:
        is_others = one.player_id != other.player_id and one.facts & other.facts
        return bool(is_others) and timedelta() <= one.at - other.at < 7 * DAY

    counted = [answer for answer in given_answers if answer.place not in repeated]
    assert not [
        (one, other) for one in counted for other in counted if near(one, other) and one.at != other.at
    ]
    for answer in given_answers:
        if answer.place in repeated:
            assert any(near(answer, other) for other in counted)


def test_of_a_date_s_premieres_the_first_started_stays() -> None:
    def started(who: PlayerId, day: int, minutes: int) -> StartedPremiere:
        return StartedPremiere(
            player_id=who,
            round_id=RoundId(f"{who}-{day}"),
            day=date(2026, 3, day),
            started_at=NOON + timedelta(minutes=minutes),
        )

    premieres = [started(ONE, 1, 5), started(OTHER, 1, 4), started(ONE, 2, 0), started(OTHER, 3, 0)]

    assert later_premieres(premieres) == {"1-1"}
