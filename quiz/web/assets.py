"""Static files under addresses that change with their contents, so that a browser keeps them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, send_from_directory, url_for

blueprint = Blueprint("assets", __name__, url_prefix="/assets")

_FOR_GOOD_S = 365 * 24 * 60 * 60
_DIGEST = "asset_digest"


def register(app: Flask) -> None:
    app.extensions[_DIGEST] = _digest(_folder(app))
    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(blueprint)


def asset(path: str) -> str:
    """The address of a file under static/."""
    return url_for("assets.file", digest=current_app.extensions[_DIGEST], path=path)


@blueprint.get("/<digest>/<path:path>")
def file(digest: str, path: str) -> Response:
    if digest != current_app.extensions[_DIGEST]:
        # A page of another version asks, and still works with ours; it must not keep this as its own.
        return send_from_directory(_folder(current_app), path)
    response = send_from_directory(_folder(current_app), path, max_age=_FOR_GOOD_S)
    response.cache_control.immutable = True
    return response


def _folder(app: Flask) -> Path:
    if app.static_folder is None:
        raise RuntimeError("The app has no static folder.")
    return Path(app.static_folder)


def _digest(folder: Path) -> str:
    """One for the whole tree: what a style sheet refers to by a relative address changes with it."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
