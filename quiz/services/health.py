"""Whether this process can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.store.base import Session

if TYPE_CHECKING:
    from quiz.items.library import Library


def problems(session: Session, library: Library) -> list[str]:
    """Why it cannot, in sentences; empty if it can."""
    return []
