"""What the modes ask of the database: few statements, and none that reads a whole table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.bank.reading import folders_of, read_packs
from quiz.game.rounds import PlayerId
from quiz.items.library import Library, open_library
from quiz.services import premieres, reviews, streaks, zones
from quiz.services.ratings import LearntSoFar
from tests.factories.question_packs import write_pack
from tests.factories.rounds import NOON, a_player
from tests.services.test_statements import statements


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_pack(tmp_path, levels={"berlin": 40, "venice": 40, "cannes": 40})
    return open_library(read_packs(folders_of(tmp_path)), NOON.date())


LOOKS: dict[str, tuple[Callable[[Session, PlayerId], object], int]] = {
    "the Première": (
        lambda session, player: premieres.look(
            session, day=NOON.date(), zone="UTC", player_id=player, at=NOON
        ),
        4,
    ),
    "the secret facts": (lambda session, _: premieres.secret_facts(session, NOON), 1),
    "the day streak": (lambda session, player: streaks.day_streak_of(session, player, NOON), 2),
    "what is due": (lambda session, player: reviews.due_of(session, player, NOON), 2),
    "the zone": (zones.setting_of, 1),
}


@pytest.fixture
def player(session: Session, library: Library) -> PlayerId:
    player_id = a_player(session)
    premieres.ensure_drawn(session, library, NOON, LearntSoFar())
    premieres.start(session, player_id=player_id, day=NOON.date(), zone="UTC", at=NOON)
    return player_id


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_sends_few_statements(engine: Engine, session: Session, player: PlayerId, look: str) -> None:
    act, at_most = LOOKS[look]
    with statements(engine) as sent:
        act(session, player)
    assert 1 <= len(sent) <= at_most, sent


@pytest.mark.parametrize("look", LOOKS)
def test_no_look_scans_a_table(engine: Engine, session: Session, player: PlayerId, look: str) -> None:
    with statements(engine) as sent:
        LOOKS[look][0](session, player)
    with engine.connect() as connection:
        plans = [
            row.detail
            for sql, parameters in sent
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]
    assert [step for step in plans if step.startswith("SCAN")] == []


def test_seeing_that_all_is_drawn_asks_nothing_of_the_database(
    engine: Engine, session: Session, library: Library, player: PlayerId
) -> None:
    with statements(engine) as sent:
        premieres.ensure_drawn(session, library, NOON, LearntSoFar())
    assert [sql for sql, _ in sent if "premiere" in sql] == []
