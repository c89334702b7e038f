"""Triple Crown: a film-trivia game that people host themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quiz.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The app of these settings, or of the environment's; its database is there and migrated already.

    Raises quiz.settings.WrongSettings.
    """
    # Imported here, so that `quiz check` and the bank's own tests load neither Flask nor SQLAlchemy.
    import os
    from datetime import UTC, datetime

    from flask import Flask

    from quiz import extensions, web
    from quiz.bank.cache import Cache
    from quiz.services.packs import Shelf
    from quiz.settings import read_settings

    settings = settings or read_settings(os.environ)
    app = Flask(__name__)
    extensions.bind(app, settings)
    app.extensions["shelf"] = Shelf(
        settings.questions,
        today=lambda: datetime.now(UTC).date(),
        last_good=settings.last_good,
        cache=Cache(settings.cache) if settings.cache else None,
    )
    web.register(app)
    return app
