from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quiz import create_app
from quiz.settings import ROOT, WrongSettings
from tests.conftest import SECRET_KEY, dispose
from tests.factories.question_packs import write_pack


def test_the_app_is_made_of_the_environment(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path / "questions", "chess")
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("QUESTIONS", str(tmp_path / "questions"))

    app = create_app()
    health = app.test_client().get("/healthz")
    dispose(app)

    assert list(app.extensions["shelf"].library().makers) == ["chess"]
    assert health.status_code == 200


def test_a_wrong_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")

    with pytest.raises(WrongSettings, match="PORT: 'http' is not a port"):
        create_app()


def test_the_bank_loads_neither_flask_nor_the_database() -> None:
    """`quiz check` answers an author at once, and the generator stays pure."""
    script = "import sys, quiz.items.making; print({'flask', 'sqlalchemy', 'alembic'} & set(sys.modules))"

    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout == "set()\n"
