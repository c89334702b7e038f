"""Whether this process can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.store.base import Session, is_usable, reading

if TYPE_CHECKING:
    from quiz.items.library import Library


def problems(session: Session, library: Library) -> list[str]:
    """Why it cannot, in sentences; empty if it can.

    A pack that did not load is none as long as another can be played: the server would leave its players
    alone for a slip of an author's.
    """
    found = []
    with reading(session):
        if not is_usable(session):
            found.append("The database does not answer, or is not migrated to this version.")
    if not library.makers:
        found.append("No pack can be played.")
        found.extend(str(problem) for problem in library.problems)
    return found
