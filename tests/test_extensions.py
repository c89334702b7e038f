from __future__ import annotations

from pathlib import Path

import pytest
from flask import session

from tests.conftest import bare_app, dispose, settings_for


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_a_session_cookie_is_closed_to_scripts_and_other_sites_and_to_http_where_there_is_https(
    database: Path,
    scheme: str,
    is_secure: bool,  # noqa: FBT001
) -> None:
    app = bare_app(settings_for(database, database.parent))

    @app.get("/")
    def remember() -> str:
        session["x"] = "y"
        return ""

    response = app.test_client().get("/", base_url=f"{scheme}://quiz.test")
    dispose(app)

    name, *attributes = response.headers["Set-Cookie"].split("; ")
    assert name.startswith("triple_crown=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(attributes)
    assert ("Secure" in attributes) is is_secure
