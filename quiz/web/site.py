"""The site's own name, as every page shows it."""

from __future__ import annotations

from flask import Flask

from quiz.extensions import db
from quiz.services import site


def register(app: Flask) -> None:
    app.jinja_env.globals["site_name"] = site_name


def site_name() -> str:
    return site.site_name(db.session())
