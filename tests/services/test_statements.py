"""How much each step of a round asks of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from quiz.services.play import open_round_of, recent_facts, result_of
from tests.factories.rounds import NOON, Played, a_round

Statement = tuple[str, Any]
Step = Callable[[Session, Played], object]

ANSWERS = 5


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """What is sent meanwhile, but for the transaction's own."""
    sent: list[Statement] = []

    def note(_connection: Connection, _cursor: object, sql: str, parameters: object, *_: object) -> None:
        if not sql.startswith("BEGIN"):
            sent.append((sql, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


STEPS: dict[str, tuple[Step, int]] = {
    "show for the first time": (lambda session, played: played.show(session, ANSWERS + 1), 5),
    "show a verdict": (lambda session, played: played.send(session, ANSWERS, ""), 7),
    "result": (
        lambda session, played: result_of(session, player_id=played.player_id, round_id=played.id, at=NOON),
        3,
    ),
    "resume": (lambda session, played: open_round_of(session, player_id=played.player_id, at=NOON), 3),
    "recent facts": (
        lambda session, played: recent_facts(session, player_id=played.player_id, since=NOON, at=NOON),
        1,
    ),
}


def test_an_answer_in_the_middle_of_a_round_is_five_statements(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=ANSWERS)
    token = played.token(session, ANSWERS + 1)

    with statements(engine) as sent:
        played.send(session, ANSWERS + 1, token)

    assert len(sent) == 5, sent


@pytest.mark.parametrize("step", STEPS)
def test_a_step_sends_no_more_statements_than_it_needs(engine: Engine, session: Session, step: str) -> None:
    act, at_most = STEPS[step]
    played = a_round(session, answered=ANSWERS)

    with statements(engine) as sent:
        act(session, played)

    assert 1 <= len(sent) <= at_most, sent


def test_showing_an_item_loads_neither_its_key_nor_its_back(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=ANSWERS)

    with statements(engine) as sent:
        played.show(session, ANSWERS + 1)
        played.show(session, ANSWERS + 1)

    assert [sql for sql, _ in sent if "key_index" in sql or "back" in sql or "item_id" in sql] == []


def test_no_step_of_a_round_scans_a_table(engine: Engine, session: Session) -> None:
    played = a_round(session, answered=ANSWERS)
    with statements(engine) as sent:
        for act, _ in STEPS.values():
            act(session, played)
        played.answer(session, ANSWERS + 1)

    with engine.connect() as connection:
        plans = {
            sql: [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]
            for sql, parameters in sent
        }

    assert len(plans) >= 9
    scanning = {sql: plan for sql, plan in plans.items() if any(step.startswith("SCAN") for step in plan)}
    assert {sql: plan for sql, plan in scanning.items() if plan != ["SCAN CONSTANT ROW"]} == {}
