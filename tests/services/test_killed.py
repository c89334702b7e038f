from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from quiz.game.rounds import PlayerId, RoundId
from quiz.services.play import result_of
from quiz.settings import ROOT
from quiz.store.tables import AnswerRow, RoundRow
from tests.factories.rounds import NOON


@pytest.mark.parametrize("acknowledged", [1, 17, 40])
def test_every_acknowledged_answer_survives_a_kill_once(
    database: Path, session: Session, acknowledged: int
) -> None:
    command = [sys.executable, "-m", "tests.services.answers_until_killed", str(database)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as answering:
        assert answering.stdout is not None
        said = list(islice(answering.stdout, acknowledged))
        answering.kill()  # which is kill -9
        said += answering.stdout.readlines()

    assert len(said) >= acknowledged
    # The last line may have been cut off in the middle.
    lines = [line.split() for line in said if line.endswith("\n")]
    claimed = [
        (round_id, int(position), int(chosen), int(points)) for round_id, position, chosen, points in lines
    ]
    points = AnswerRow.base_points + AnswerRow.speed_points + AnswerRow.streak_points
    kept = [
        tuple(row)
        for row in session.execute(
            select(AnswerRow.round_id, AnswerRow.position, AnswerRow.option_index, points)
            .join(RoundRow, RoundRow.id == AnswerRow.round_id)
            .order_by(RoundRow.player_id, AnswerRow.position)
        )
    ]
    assert kept[: len(claimed)] == claimed
    assert len(kept) - len(claimed) in (0, 1)
    assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_round_goes_on_after_a_kill(database: Path, session: Session) -> None:
    command = [sys.executable, "-m", "tests.services.answers_until_killed", str(database)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as answering:
        assert answering.stdout is not None
        round_id = next(iter(answering.stdout)).split()[0]
        answering.kill()
    player_id = PlayerId(session.scalars(select(RoundRow.player_id).where(RoundRow.id == round_id)).one())
    session.rollback()

    result = result_of(session, player_id=player_id, round_id=RoundId(round_id), at=NOON)

    assert len(result.verdicts) == session.scalar(
        select(func.count()).select_from(AnswerRow).where(AnswerRow.round_id == round_id)
    )
    assert len(result.verdicts) >= 1
