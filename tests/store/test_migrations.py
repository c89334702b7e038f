from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import cast

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from quiz.extensions import DatabaseIsNewer, DatabaseUnusable, migrate, migrate_database
from quiz.game.modes import OwnLevel
from quiz.services import play, ratings
from quiz.store.tables import metadata
from tests.conftest import BOTH, bare_app, dispose, settings_at, settings_for
from tests.factories.rounds import NOON, a_round


@pytest.fixture(params=BOTH)
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables; that of SQLite does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    url: str = request.getfixturevalue("new_postgresql_url")
    return url


@pytest.fixture
def fresh(fresh_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database is still to be migrated."""
    app = bare_app(settings_at(fresh_url, tmp_path))
    yield app
    dispose(app)


@pytest.fixture
def fresh_engine(fresh: Flask, fresh_url: str) -> Iterator[Engine]:
    engine = create_engine(fresh_url)
    yield engine
    engine.dispose()


def move(app: Flask, *, down_to: str) -> None:
    with app.app_context():
        command.downgrade(cast(Config, migrate.get_config()), down_to)


def test_the_migrations_make_the_tables_that_the_code_has(each_engine: Engine) -> None:
    with each_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_the_migrations_name_every_rule_as_the_code_does(each_engine: Engine) -> None:
    """compare_metadata does not look at checks, and at no name of a primary or foreign key."""
    found = inspect(each_engine)
    in_database = {
        (table, constraint["name"])
        for table in metadata.tables
        for constraint in (
            found.get_pk_constraint(table),
            *found.get_check_constraints(table),
            *found.get_foreign_keys(table),
            *found.get_unique_constraints(table),
        )
    }

    assert in_database == {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
    }


def test_a_database_goes_up_and_down_and_up_again_with_rows_in_it(fresh: Flask, fresh_engine: Engine) -> None:
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        a_round(session, answered=3)
        a_round(session, answered=10)

    move(fresh, down_to="base")

    assert set(inspect(fresh_engine).get_table_names()) == {"alembic_version"}
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        played = a_round(session, answered=2)
        result = play.result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)
        assert result.right_count == 2


def test_a_step_back_keeps_rounds_at_ones_own_level_as_one_of_the_three(
    fresh: Flask, fresh_engine: Engine
) -> None:
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        played = a_round(session, answered=3, level=OwnLevel.YOURS)

    move(fresh, down_to="0001")

    with fresh_engine.connect() as connection:
        assert connection.execute(text("SELECT level FROM round")).scalars().all() == ["venice"]
        assert connection.execute(text("SELECT count(*) FROM answer")).scalar_one() == 3
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        result = play.result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)
        assert (result.right_count, result.verdicts[0].item.seat) == (3, "")


def test_what_was_dealt_before_its_seat_was_kept_is_not_rated(fresh: Flask, fresh_engine: Engine) -> None:
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        played = a_round(session, size=2, answered=2)
    move(fresh, down_to="0001")
    migrate_database(fresh)

    with Session(fresh_engine) as session:
        assert ratings.fold_round(session, played.id)

    with fresh_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM item_rating")).scalar_one() == 0


def test_a_second_start_leaves_the_rows_alone(fresh: Flask, fresh_engine: Engine) -> None:
    migrate_database(fresh)
    with Session(fresh_engine) as session:
        played = a_round(session, answered=3)

    migrate_database(fresh)

    with Session(fresh_engine) as session:
        result = play.result_of(session, player_id=played.player_id, round_id=played.id, at=NOON)
        assert result.right_count == 3


def test_a_step_that_fails_leaves_nothing_behind(fresh: Flask, fresh_engine: Engine) -> None:
    with fresh_engine.begin() as connection:
        connection.execute(text("CREATE TABLE answer (id INTEGER)"))

    with pytest.raises((OperationalError, ProgrammingError), match=r'"?answer"? already exists'):
        migrate_database(fresh)

    assert set(inspect(fresh_engine).get_table_names()) == {"answer"}


def test_a_database_of_a_newer_version_is_left_alone(fresh: Flask, fresh_engine: Engine) -> None:
    migrate_database(fresh)
    with fresh_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseIsNewer) as raised:
        migrate_database(fresh)

    assert str(raised.value) == (
        "The database is at step 9999, which this version of Triple Crown does not know: a newer one has"
        " migrated it. Start that version, or restore a copy of the database from before."
    )


def test_a_database_that_is_none_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "fresh.sqlite3").write_text("This is a letter. " * 100)
    app = bare_app(settings_for(tmp_path / "fresh.sqlite3", tmp_path))

    with pytest.raises(DatabaseUnusable) as raised:
        migrate_database(app)
    dispose(app)

    assert str(raised.value) == (
        f"{tmp_path}/fresh.sqlite3: The database file is none of SQLite's."
        " Mend that, or let DATABASE_URL name another."
    )


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    app = bare_app(settings_for(tmp_path, tmp_path))

    with pytest.raises(DatabaseUnusable, match="This is a folder, not the file of a database"):
        migrate_database(app)
    dispose(app)


def start(url: str, questions: Path, at_once: Barrier) -> None:
    app = bare_app(settings_at(url, questions))
    at_once.wait(timeout=60)
    migrate_database(app)


def test_two_processes_that_start_at_once_migrate_once(fresh_url: str, tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    at_once = processes.Barrier(2)
    both = [processes.Process(target=start, args=(fresh_url, tmp_path, at_once)) for _ in range(2)]

    for process in both:
        process.start()
    for process in both:
        process.join(timeout=60)

    assert [process.exitcode for process in both] == [0, 0]


def test_a_step_imports_nothing_of_the_game() -> None:
    """What a step does must stay the same while the code moves on."""
    steps = sorted((Path(migrate.directory) / "versions").glob("*.py"))

    assert steps
    assert [step.name for step in steps if "quiz" in step.read_text(encoding="utf-8")] == []
