"""A database of its own for each test.

Each is a copy of one that was migrated once, not a transaction that is rolled back: so that a test's commits
are commits, with the locks and the durability that the game has.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from quiz import create_app
from quiz.extensions import bind, migrate_database
from quiz.settings import ROOT, Settings
from quiz.store.base import prepare
from tests.postgresql import NOT_DURABLE, Cluster, NoPostgresql, running

SECRET_KEY = "a key for tests, long enough to be one"


BOTH = ("sqlite", "postgresql")
"""The databases that the game keeps its rows in."""

_numbers = count(1)


def settings_for(database: Path, questions: Path) -> Settings:
    return settings_at(f"sqlite:///{database}", questions)


def settings_at(url: str, questions: Path) -> Settings:
    return Settings(secret_key=SECRET_KEY, database_url=url, questions=questions)


def bare_app(settings: Settings) -> Flask:
    """The app without its bank and its pages."""
    app = Flask("quiz")
    bind(app, settings)
    return app


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a row; copy it."""
    folder = tmp_path_factory.mktemp("migrated")
    app = bare_app(settings_for(folder / "triple-crown.sqlite3", folder))
    migrate_database(app)
    dispose(app)
    return folder / "triple-crown.sqlite3"


def dispose(app: Flask) -> None:
    """Close the app's connections, which puts SQLite's log into its file."""
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def database(migrated_database: Path, tmp_path: Path) -> Path:
    """This test's own migrated database."""
    return Path(shutil.copy(migrated_database, tmp_path / "triple-crown.sqlite3"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{database}")
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for these tests alone; where the machine has none, they are skipped."""
    try:
        with running(*NOT_DURABLE) as cluster:
            yield cluster
    except NoPostgresql as reason:
        pytest.skip(str(reason))


@pytest.fixture
def new_postgresql_url(cluster: Cluster) -> Iterator[str]:
    """Of a database without a table."""
    name = f"new-{next(_numbers)}"
    yield cluster.make(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def migrated_postgresql(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database without a row; copy it."""
    name = "migrated"
    app = bare_app(settings_at(cluster.make(name), tmp_path_factory.mktemp(name)))
    migrate_database(app)
    dispose(app)
    return name


@pytest.fixture
def postgresql_url(cluster: Cluster, migrated_postgresql: str) -> Iterator[str]:
    """Of this test's own migrated database."""
    name = f"test-{next(_numbers)}"
    yield cluster.make(name, like=migrated_postgresql)
    cluster.drop(name)


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    engine = create_engine(postgresql_url)
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=BOTH)
def each_engine(request: pytest.FixtureRequest) -> Engine:
    """One test for each kind of database: ask for it instead of `engine`."""
    name = "engine" if request.param == "sqlite" else "postgresql_engine"
    engine: Engine = request.getfixturevalue(name)
    return engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def questions_dir() -> Path:
    """The folder of packs that `app` plays; override it in a file of tests that brings its own."""
    return ROOT / "questions"


@pytest.fixture
def app(database: Path, questions_dir: Path) -> Iterator[Flask]:
    """The whole app, on this test's database."""
    app = create_app(settings_for(database, questions_dir))
    yield app
    dispose(app)
