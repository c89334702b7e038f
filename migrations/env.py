"""How Alembic reaches the app's database: all steps in one transaction, on SQLite too."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

from quiz.store.base import check_references, migrating


def render_as_plain_type(kind: str, of: object, _context: object) -> str | Literal[False]:
    """A step names the column types of SQLAlchemy: it must run when ours have long changed."""
    return f"sa.{of.impl_instance!r}" if kind == "type" and isinstance(of, TypeDecorator) else False


migrate = current_app.extensions["migrate"]

with migrating(migrate.db.engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        # Alembic holds SQLite to be without it, because its driver begins too late; ours begins in time.
        transactional_ddl=True,
        render_item=render_as_plain_type,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
        check_references(connection)
