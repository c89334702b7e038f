"""What the tables share: their base, column types, transactions, and what differs between databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

__all__ = ["Session", "reading", "writing"]


@contextmanager
def reading(session: Session) -> Iterator[None]:
    with session.begin():
        yield


@contextmanager
def writing(session: Session) -> Iterator[None]:
    with session.begin():
        yield
