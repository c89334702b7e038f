"""A round under any sequence of what players, browsers and clocks do."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from quiz.game.modes import ROUND_CLOSES_AFTER
from quiz.game.rounds import ItemNotOpen, RoundIsOver, RoundResult, UnknownOption, Verdict
from quiz.game.scoring import total
from quiz.items.item import Level
from quiz.services import play
from quiz.store.base import prepare
from tests.factories.rounds import NOON, Played, a_round

SIZE = 4
positions = st.integers(0, SIZE + 1)
choices = st.integers(0, 3)


class RoundMachine(RuleBasedStateMachine):
    """Keeps beside the round what a player was told, and holds every later word of the game to it."""

    migrated_database: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        database = shutil.copy(self.migrated_database, self.folder.name)
        self.engine = create_engine(f"sqlite:///{database}")
        prepare(self.engine)
        self.session = Session(self.engine)
        self.at: datetime = NOON
        self.told: dict[int, Verdict] = {}
        self.tokens: dict[int, list[str]] = {}
        self.first_shown: dict[int, datetime] = {}
        self.played: Played

    @initialize(level=st.sampled_from(Level), is_relaxed=st.booleans())
    def start(self, level: Level, is_relaxed: bool) -> None:  # noqa: FBT001
        self.played = a_round(self.session, size=SIZE, level=level, is_relaxed=is_relaxed)

    @property
    def open_position(self) -> int | None:
        is_closed = self.at >= NOON + ROUND_CLOSES_AFTER
        return None if is_closed or len(self.told) == SIZE else len(self.told) + 1

    @rule(duration=st.timedeltas(timedelta(), timedelta(seconds=30)))
    def wait(self, duration: timedelta) -> None:
        self.at += duration

    @rule()
    def wait_until_the_round_closes(self) -> None:
        self.at = max(self.at, NOON + ROUND_CLOSES_AFTER)

    @rule()
    def restart_the_server(self) -> None:
        self.session.close()
        self.engine.dispose()

    @rule(position=positions)
    def show(self, position: int) -> None:
        seen = play.show_item(
            self.session,
            player_id=self.played.player_id,
            round_id=self.played.id,
            position=position,
            at=self.at,
        )
        if position in self.told:
            assert seen == self.told[position]
        elif position == self.open_position:
            assert isinstance(seen, play.ItemView)
            self.tokens.setdefault(position, [option.token for option in seen.options])
            assert seen.shown_at == self.first_shown.setdefault(position, self.at)
            assert [option.token for option in seen.options] == self.tokens[position]
            assert seen.points == sum(verdict.points for verdict in self.told.values())
        else:
            assert seen == play.RedirectTo(position=self.open_position)

    @precondition(lambda self: self.tokens)
    @rule(position=positions, of=st.integers(0, SIZE - 1), choice=choices)
    def answer(self, position: int, of: int, choice: int) -> None:
        """With an option of any item that was shown: of this one, or of another."""
        shown = sorted(self.tokens)[of % len(self.tokens)]
        token = self.tokens[shown][choice]
        try:
            verdict = self.played.send(self.session, position, token, at=self.at)
        except RoundIsOver:
            assert self.open_position is None
            assert position not in self.told
        except ItemNotOpen:
            assert position != self.open_position or position not in self.tokens
            assert position not in self.told
        except UnknownOption:
            assert position == self.open_position
            assert shown != position
        else:
            self.hear(position, choice, verdict)

    @precondition(lambda self: self.open_position in self.tokens)
    @rule(choice=choices)
    def answer_the_open_item(self, choice: int) -> None:
        position = len(self.told) + 1
        verdict = self.played.send(self.session, position, self.tokens[position][choice], at=self.at)
        self.hear(position, choice, verdict)

    def hear(self, position: int, choice: int, verdict: Verdict) -> None:
        if position in self.told:
            assert verdict == self.told[position]
            return
        assert position == self.open_position
        assert verdict.chosen == choice
        assert verdict.is_right == (choice == self.played.item(position).key)
        assert verdict.total == sum(told.points for told in self.told.values()) + verdict.points
        self.told[position] = verdict

    def result(self) -> RoundResult:
        return play.result_of(
            self.session, player_id=self.played.player_id, round_id=self.played.id, at=self.at
        )

    @invariant()
    def points_are_the_sum_of_their_lines_and_never_doubled(self) -> None:
        result = self.result()
        assert result.verdicts == tuple(self.told[position] for position in sorted(self.told))
        assert result.points == total(result.lines) == sum(told.points for told in self.told.values())
        assert all(told.points == total(told.lines) for told in self.told.values())
        assert result.open_position == self.open_position

    @invariant()
    def a_row_is_kept_for_each_answer_told(self) -> None:
        with self.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM answer")) == len(self.told)

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        self.folder.cleanup()


def test_no_sequence_of_steps_loses_or_doubles_an_answer(migrated_database: Path) -> None:
    class Machine(RoundMachine):
        pass

    Machine.migrated_database = migrated_database
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=100, stateful_step_count=25, deadline=None)
    )
