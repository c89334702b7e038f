"""Pages as a browser without JavaScript gets them, and as htmx asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.question_packs import write_pack
from tests.factories.readers import let_players_read


@pytest.fixture
def questions_dir(tmp_path: Path) -> Path:
    """Two packs: chess has questions at two levels, gardens at one."""
    questions = tmp_path / "questions"
    write_pack(questions, "chess", title="Chess", levels={"berlin": 12, "cannes": 12})
    write_pack(questions, "gardens", title="Gardens", about="What grows.", levels={"venice": 12})
    return questions


@pytest.fixture
def database(database: Path) -> Path:
    """This test's own, in which players read before they answer."""
    let_players_read(database)
    return database


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
