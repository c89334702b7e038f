"""Who is who: the names of the table, as the pack spells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from quiz.bank.slugs import norm, slugify
from quiz.errors import QuizError
from quiz.imports.cannes.named import Named
from quiz.imports.cannes.table import Decisions


class People:
    """Finds people by any of their names, family name first or last, with accents or without.

    Who is not found is new, and called as decided, or else as the table does.
    """

    def __init__(self, own: Iterable[Named], decisions: Decisions) -> None:
        self._decisions = decisions
        self._own: dict[str, Named] = {}
        self._turned: dict[str, Named] = {}
        self._spellings: dict[str, set[str]] = defaultdict(set)
        self._new: dict[str, str] = {}
        for person in own:
            for name in sorted(person.called):
                self._own.setdefault(name, person)
                for turned in _turned(name):
                    self._turned.setdefault(turned, person)

    def called(self, spelling: str) -> str:
        """How the pack calls whom the table spells so, who is new to it from now on if nobody is found."""
        name, is_known = self._find(spelling)
        if not is_known:
            other = self._new.setdefault(slugify(name), name)
            if other != name:
                raise QuizError(f"{name} and {other} are one name; decide how it is spelt, under `people`.")
        self._spellings[name].add(spelling)
        return name

    def is_called(self, name: str, spelling: str) -> bool:
        """Whether a spelling of the table means somebody of this name."""
        return self._find(spelling)[0] == name

    def _find(self, spelling: str) -> tuple[str, bool]:
        decided = self._decisions.people.get(spelling, spelling)
        found = self._own.get(norm(decided)) or self._turned.get(norm(decided))
        return (decided, False) if found is None else (found.name, True)

    def new(self) -> Iterator[tuple[str, list[str], str]]:
        """Name, other spellings and gender (where it is known) of everybody who was not in the pack."""
        for _, name in sorted(self._new.items()):
            others = sorted(each for each in self._spellings[name] if norm(each) != norm(name))
            gender = "f" if name in self._decisions.women else "m" if name in self._decisions.men else ""
            yield name, others, gender

    def missing_aliases(self) -> Iterator[str]:
        """Spellings of the table that the pack's own files should have as `aka`."""
        for person in dict.fromkeys(self._own.values()):
            for spelling in sorted(self._spellings.get(person.name, ())):
                if norm(spelling) not in person.called:
                    yield f"{person.name} is spelt {spelling} too: add it as `aka`."


def _turned(name: str) -> set[str]:
    """A name with its first word last, and with its last word first."""
    words = name.split()
    return {" ".join([*words[1:], words[0]]), " ".join([words[-1], *words[:-1]])} if len(words) > 1 else set()
