"""Whether this process can serve, for whoever watches it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from quiz.services.health import health
from quiz.web.home import library

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    bank = library()
    storage = current_app.extensions["storage"]
    found = health(storage, bank)
    body = {
        "status": "ok" if found.can_serve else "failing",
        "database": storage.kind,
        "bank": {"packs": list(bank.makers), "content_hash": bank.content_hash},
        "problems": found.problems,
    }
    return jsonify(body), 200 if found.can_serve else 503
