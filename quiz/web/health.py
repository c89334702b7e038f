"""Whether this process can serve, for whoever watches it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from quiz.extensions import db
from quiz.services import health
from quiz.web.home import library

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    bank = library()
    problems = health.problems(db.session(), bank)
    body = {
        "status": "failing" if problems else "ok",
        "database": db.engine.dialect.name,
        "bank": {"packs": list(bank.makers), "content_hash": bank.content_hash},
        "problems": problems,
    }
    return jsonify(body), 503 if problems else 200
