"""HTTP and HTML: what reaches a browser, and what comes from it."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from quiz.services.ratings import LearntSoFar
from quiz.web import (
    account_settings,
    admin_flags,
    assets,
    challenges,
    clubs,
    errors,
    health,
    home,
    leaderboards,
    navigation,
    play,
    players,
    premiere,
    profiles,
    security,
    site,
)
from quiz.web.forms import Request


def register(app: Flask) -> None:
    """Give the app its pages; its extensions and its shelf of packs are there already."""
    app.request_class = Request
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["learnt"] = LearntSoFar()
    security.register(app)
    players.register(app)
    assets.register(app)
    site.register(app)
    navigation.register(app)
    errors.register(app)
    for blueprint in (
        home.blueprint,
        account_settings.blueprint,
        play.blueprint,
        premiere.blueprint,
        leaderboards.blueprint,
        profiles.blueprint,
        clubs.blueprint,
        challenges.blueprint,
        admin_flags.blueprint,
        health.blueprint,
    ):
        app.register_blueprint(blueprint)
