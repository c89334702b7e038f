"""What a host can set, read once from the environment; a wrong value stops the start."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quiz.errors import QuizError

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"

_HOST = "127.0.0.1"
_PORT = 8000
_SECRET_KEY_LENGTH = 32
_HIGHEST_PORT = 65_535
_MAKE_A_KEY = 'make one with python3 -c "import secrets; print(secrets.token_hex())".'
_POSTGRESQL = ("postgresql+psycopg", "postgresql", "postgres")
_REDIS = ("redis", "rediss", "redis+unix")
_MOST_PROXIES = 9


class WrongSettings(QuizError):
    """Settings that stop the start: one line for each, with the remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """secret_key: signs the session cookies; the same in every process that serves.
    database_url: of SQLite with an absolute path, or of PostgreSQL, as SQLAlchemy writes it.
    questions: the folder of the packs.
    last_good: where each pack is kept as it last loaded, so that a mistake in it outlives no restart; None
    for nowhere.
    cache: where what was read of the packs is kept, so that the next start is fast; None for nowhere.
    host, port: where to serve.
    redis_url: of the Redis that counts attempts to sign in for all processes; None where each counts its own.
    proxies: how many proxies a request passes, each of which adds whom it has the request from.
    """

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    questions: Path
    last_good: Path | None = None
    cache: Path | None = None
    host: str = _HOST
    port: int = _PORT
    redis_url: str | None = field(default=None, repr=False)
    proxies: int = 0


def read_settings(environ: Mapping[str, str], *, instance: Path = INSTANCE) -> Settings:
    """The settings that the environment makes; an empty value counts as not set.

    instance: the folder of what this machine keeps: the SQLite database and the key, where none is set.
    Raises WrongSettings with every problem at once.
    """
    problems: list[str] = []
    database_url = _database_url(environ.get("DATABASE_URL", ""), instance, problems)
    settings = Settings(
        secret_key=_secret_key(environ.get("SECRET_KEY", ""), database_url, instance, problems),
        database_url=database_url,
        questions=_questions(environ.get("QUESTIONS", ""), problems),
        last_good=instance / "last-good",
        cache=cache_folder(environ, instance),
        host=_host(environ.get("HOST", ""), problems),
        port=_port(environ.get("PORT", ""), problems),
        redis_url=_redis_url(environ.get("REDIS_URL", ""), problems),
        proxies=_proxies(environ.get("PROXIES", ""), problems),
    )
    if problems:
        raise WrongSettings(problems)
    return settings


def cache_folder(environ: Mapping[str, str], instance: Path = INSTANCE) -> Path:
    return Path(environ.get("CACHE") or instance / "cache")


def _secret_key(value: str, database_url: str, instance: Path, problems: list[str]) -> str:
    if value and len(value) < _SECRET_KEY_LENGTH:
        problems.append(
            f"SECRET_KEY: has {len(value)} characters and needs {_SECRET_KEY_LENGTH} or more; {_MAKE_A_KEY}"
        )
    if value:
        return value
    if database_url.startswith(_POSTGRESQL):
        problems.append(
            f"SECRET_KEY: is not set, and processes that share PostgreSQL must share it; {_MAKE_A_KEY}"
        )
        return ""
    try:
        return _kept_key(instance)
    except OSError as error:
        problems.append(
            f"SECRET_KEY: is not set, and none can be kept in {instance} ({error.strerror}); set it,"
            " or let this user write there."
        )
        return ""


def _kept_key(instance: Path) -> str:
    """The key that this machine made at its first start."""
    kept = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        # Two processes may start at once. A link appears with its contents or not at all, and the second one
        # fails, so that both go on with the first one's key. mkstemp makes a file that only its owner reads.
        descriptor, made = tempfile.mkstemp(dir=instance, prefix=".secret_key-")
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex())
            with contextlib.suppress(FileExistsError):
                os.link(made, kept)
        finally:
            Path(made).unlink()
    return kept.read_text(encoding="ascii").strip()


def _database_url(value: str, instance: Path, problems: list[str]) -> str:
    if not value:
        return f"sqlite:///{instance / 'triple-crown.sqlite3'}"
    scheme, _, rest = value.partition("://")
    if scheme in _POSTGRESQL:
        return f"postgresql+psycopg://{rest}"
    name = rest.removeprefix("/")
    # The value itself stays out of the message: it may hold a password.
    if scheme != "sqlite" or (rest and name == rest):
        problems.append(
            "DATABASE_URL: is not understood; write sqlite:////an/absolute/path.sqlite3 or"
            " postgresql://user:password@host/name."
        )
        return value
    if not name or name.startswith((":memory:", "?")):
        problems.append(
            "DATABASE_URL: names a database in memory, which would forget every answer;"
            " write sqlite:////an/absolute/path.sqlite3."
        )
        return value
    path = instance / name  # which is the name itself where that is absolute
    if path.parent != instance and not path.parent.is_dir():
        problems.append(f"DATABASE_URL: there is no folder {path.parent}; make it, or name another.")
    return f"sqlite:///{path}"


def _questions(value: str, problems: list[str]) -> Path:
    folder = Path(value).expanduser().absolute() if value else ROOT / "questions"
    if not folder.is_dir():
        problems.append(f"QUESTIONS: there is no folder {folder}; name the folder that holds the packs.")
    return folder


def _host(value: str, problems: list[str]) -> str:
    if value and (any(character.isspace() for character in value) or "/" in value):
        problems.append(
            f"HOST: {value!r} is not a name or an address; write 127.0.0.1 or 0.0.0.0, for example."
        )
    return value or _HOST


def _port(value: str, problems: list[str]) -> int:
    if not value:
        return _PORT
    port = int(value) if value.isascii() and value.isdigit() else 0
    if not 1 <= port <= _HIGHEST_PORT:
        problems.append(f"PORT: {value!r} is not a port; write a number from 1 to {_HIGHEST_PORT}.")
    return port


def _redis_url(value: str, problems: list[str]) -> str | None:
    scheme, _, rest = value.partition("://")
    if value and (scheme not in _REDIS or not rest):
        # The value itself stays out of the message: it may hold a password.
        problems.append(
            "REDIS_URL: is not understood; write redis://host:6379/0, or leave it out if one process serves."
        )
    return value or None


def _proxies(value: str, problems: list[str]) -> int:
    proxies = int(value) if value.isascii() and value.isdigit() else 0
    if value and (not value.isascii() or not value.isdigit() or proxies > _MOST_PROXIES):
        problems.append(
            f"PROXIES: {value!r} is not a number from 0 to {_MOST_PROXIES}; write how many proxies stand in"
            " front of the game, 1 for example."
        )
    return proxies
