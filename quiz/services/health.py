"""Whether this process can serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.store.storage import Storage

if TYPE_CHECKING:
    from quiz.items.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """problems: all that somebody should see to, in sentences.

    A pack that did not load keeps nothing from serving as long as another can be played: the server would
    leave its players alone for a slip of an author's.
    """

    can_serve: bool
    problems: tuple[str, ...]


def health(storage: Storage, library: Library) -> Health:
    faults = []
    trouble = storage.trouble()
    if trouble is not None:
        faults.append(trouble)
    if not library.makers:
        faults.append("No pack can be played.")
    return Health(can_serve=not faults, problems=(*faults, *(str(problem) for problem in library.problems)))
