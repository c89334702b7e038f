"""The Flask extensions: made here, bound to an app in create_app."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_compress import Compress
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.errors import QuizError
from quiz.settings import ROOT, Settings
from quiz.store.base import prepare
from quiz.store.storage import CannotStore, Storage, reason_of
from quiz.store.tables import metadata

db = SQLAlchemy(metadata=metadata)
migrate = Migrate(db=db, directory=str(ROOT / "migrations"))
login = LoginManager()
csrf = CSRFProtect()
htmx = HTMX()
compress = Compress()
talisman = Talisman()
"""Bound by `quiz.web.register`, which knows the policy."""

limiter = Limiter(
    key_func=lambda: request.remote_addr or "",
    # Play goes on without Redis; each process then counts for itself.
    in_memory_fallback_enabled=True,
    swallow_errors=True,
)
_REDIS_WITHIN_S = 1

_CONNECTION_WITHIN_S = 5
_THE_SAME_FOR_ALL = {"assets", "health"}
"""The blueprints that know no player."""

_STAYS_SIGNED_IN = timedelta(days=365)
LONGEST_FORM = 64 * 1024
"""In bytes; what is longer is not read."""


class DatabaseIsNewer(QuizError):
    """A later version of the game has migrated the database."""


class DatabaseUnusable(QuizError):
    """The database cannot be opened or migrated; the message says which, why, and what to do."""


class Cookies(SecureCookieSessionInterface):
    """Session cookies that only https carries, where the request came by it: a laptop serves plain http."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave alone what is the same for all: a file that varies by cookie is fetched anew."""
        if request.blueprint not in _THE_SAME_FOR_ALL and request.endpoint != "static":
            super().save_session(app, session, response)


def bind(app: Flask, settings: Settings) -> None:
    """Configure the app, and give it the extensions that need nothing of the web."""
    app.config.from_mapping(
        # As many as the threads of the gateway, so that none waits for a connection.
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 8, "max_overflow": 48, "pool_timeout": _CONNECTION_WITHIN_S},
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=LONGEST_FORM,
        SESSION_COOKIE_NAME="triple_crown",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_STAYS_SIGNED_IN,
        # A form may stand open for as long as its round; the token still ends with the session.
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=_redis_options() if settings.redis_url else {},
    )
    if settings.proxies:
        # Else every request seems to come from the proxy, and one who guesses passwords stops everybody.
        proxies = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.session_interface = Cookies()
    db.init_app(app)
    migrate.init_app(app)
    # A page of an error shows no player, and looking one up may be what failed.
    login.init_app(app, add_context_processor=False)
    csrf.init_app(app)
    htmx.init_app(app)
    compress.init_app(app)
    limiter.init_app(app)
    with app.app_context():
        prepare(db.engine)
        app.extensions["storage"] = Storage(db.engine)


def _redis_options() -> dict[str, int]:
    return {"socket_connect_timeout": _REDIS_WITHIN_S, "socket_timeout": _REDIS_WITHIN_S}


def migrate_database(app: Flask) -> None:
    """Bring the database up to this version, and make it first if there is none; no failing step changes it.

    Raises DatabaseIsNewer if a later version of the game has been here, and DatabaseUnusable.
    """
    with app.app_context():
        try:
            _make_file(db.engine)
            _migrate()
        except (OSError, CannotStore, SQLAlchemyError) as error:
            reason = _reason_of(error)
            if reason is None:
                raise
            # The address of PostgreSQL may hold a password.
            which = db.engine.url.database if db.engine.dialect.name == "sqlite" else "DATABASE_URL"
            raise DatabaseUnusable(
                f"{which}: {reason} Mend that, or let DATABASE_URL name another."
            ) from error


def _make_file(engine: Engine) -> None:
    """Only here: while the game is served, an empty database in place of a lost one would hide the loss."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        path = Path(engine.url.database)
        if path.is_dir():
            raise CannotStore("This is a folder, not the file of a database.")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


def _reason_of(error: OSError | CannotStore | SQLAlchemyError) -> str | None:
    if isinstance(error, SQLAlchemyError):
        return reason_of(error)
    return f"{error.strerror}." if isinstance(error, OSError) else str(error)


def _migrate() -> None:
    config = cast(Config, migrate.get_config())  # which it is; its stubs do not say so
    steps = ScriptDirectory.from_config(config)
    with db.engine.connect() as connection:
        current = set(MigrationContext.configure(connection).get_current_heads())
    unknown = current - {step.revision for step in steps.walk_revisions()}
    if unknown:
        raise DatabaseIsNewer(
            f"The database is at step {', '.join(sorted(unknown))}, which this version of Triple Crown"
            " does not know: a newer one has migrated it. Start that version, or restore a copy of the"
            " database from before."
        )
    if current != set(steps.get_heads()):
        command.upgrade(config, "head")
