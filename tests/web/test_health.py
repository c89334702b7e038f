from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from quiz.store import storage


def test_a_server_with_a_database_and_a_bank_is_well(client: FlaskClient) -> None:
    response = client.get("/healthz")
    body = response.get_json()
    assert response.status_code == 200
    assert (body["status"], body["database"]) == ("ok", "sqlite")
    assert body["bank"]["packs"] == ["chess", "gardens"]
    assert len(body["bank"]["content_hash"]) == 64


def test_a_server_whose_database_is_not_migrated_says_so(client: FlaskClient, engine: Engine) -> None:
    with engine.begin() as connection:
        for table in ("answer", "dealt_fact", "round_item", "round", "player"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
        connection.execute(text("DROP TABLE alembic_version"))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "database" in response.get_json()["problems"][0]


def test_a_server_whose_database_is_gone_says_so(client: FlaskClient, database: Path) -> None:
    client.get("/")
    database.unlink()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.get_json()["problems"] == [storage.GONE]


class TestNoPack:
    @pytest.fixture
    def questions_dir(self, tmp_path: Path) -> Path:
        (tmp_path / "questions").mkdir()
        return tmp_path / "questions"

    def test_a_server_without_a_pack_says_so(self, client: FlaskClient) -> None:
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.get_json()["problems"] == ["No pack can be played."]
