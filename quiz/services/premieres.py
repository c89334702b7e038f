"""The Première of each date. Each function here is one transaction of its own, or says more."""

from __future__ import annotations

from datetime import datetime

from quiz.game.premieres import first_secret
from quiz.items.item import FactId
from quiz.store import premieres
from quiz.store.base import Session, reading

__all__ = ["secret_facts"]


def secret_facts(session: Session, at: datetime) -> frozenset[FactId]:
    """The facts of the Premières that are drawn and not over everywhere: no other mode deals them."""
    with reading(session):
        return premieres.facts_from(session, first_secret(at))
