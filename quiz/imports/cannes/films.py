"""Which film is which: the pack's own films found again, the others named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quiz.bank.slugs import norm
from quiz.errors import QuizError
from quiz.imports.cannes.named import Named
from quiz.imports.cannes.people import People
from quiz.imports.cannes.table import Decisions, Entry, FilmDecision

_APART = re.compile(r" \([^()]*\d{4}[^()]*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film as the pack has it. is_known: its own files declare it, with its directors."""

    name: str
    entry: Entry
    decision: FilmDecision
    directors: tuple[str, ...]
    is_known: bool

    @property
    def show(self) -> str:
        return _APART.sub("", self.name)

    @property
    def original(self) -> str:
        """The original title, where it is not the title itself."""
        title = self.entry.original if self.decision.original is None else self.decision.original
        return "" if norm(title) == norm(self.show) else title

    @property
    def aka(self) -> list[str]:
        others = dict.fromkeys([*self.decision.aka, self.entry.title])
        return [each for each in others if norm(each) != norm(self.show)]


def find_films(
    entries: Sequence[Entry], own: Sequence[Named], people: People, decisions: Decisions
) -> list[Film]:
    """Every film of the table, as the pack calls it. Raises QuizError where somebody must decide."""
    _refuse_idle_decisions(entries, decisions)
    by_title: dict[str, list[Named]] = defaultdict(list)
    for each in own:
        for title in each.called:
            by_title[title].append(each)
    films = [_film(entry, by_title, people, decisions.of(entry)) for entry in entries]
    faults = [*_twins(films), *_clashes(films, own)]
    if faults:
        raise QuizError("\n".join(faults))
    return films


def _film(entry: Entry, by_title: dict[str, list[Named]], people: People, decision: FilmDecision) -> Film:
    credited = entry.directors if decision.directors is None else decision.directors
    directors = tuple(people.called(each) for each in credited)
    titles = {norm(each) for each in (decision.name, entry.title, entry.original) if each}
    candidates = {each.name: each for title in titles for each in by_title.get(title, ())}
    same = [each for each in candidates.values() if each.directors & set(directors)]
    if len(same) > 1:
        names = " or ".join(each.name for each in same)
        raise QuizError(f"{entry.title} ({entry.year}) may be {names}; decide under `films`.")
    if same:
        differing = same[0].directors ^ set(directors) ^ set(decision.disputed)
        if differing:
            raise QuizError(
                f"{same[0].name}: the pack has {', '.join(sorted(same[0].directors))} as directors,"
                f" the table {', '.join(directors)}; decide under `films`."
            )
        return Film(name=same[0].name, entry=entry, decision=decision, directors=directors, is_known=True)
    name = decision.name or entry.title
    return Film(name=name, entry=entry, decision=decision, directors=directors, is_known=False)


def _refuse_idle_decisions(entries: Iterable[Entry], decisions: Decisions) -> None:
    listed = {(entry.year, entry.title) for entry in entries}
    idle = [f"{title} ({year})" for year, films in decisions.films.items() for title in films
            if (year, title) not in listed]  # fmt: skip
    if idle:
        raise QuizError(f"The table has no {idle[0]}, of which something is decided.")


def _twins(films: Iterable[Film]) -> Iterator[str]:
    first: dict[str, Film] = {}
    for film in films:
        twin = first.setdefault(film.name, film)
        if twin is not film:
            yield f"{film.name} competed in {twin.entry.year} and {film.entry.year}: are these two films?"


def _clashes(films: Iterable[Film], own: Iterable[Named]) -> Iterator[str]:
    """New films whose name, without a year, is that of another film."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for each in own:
        for title in each.shown:
            bearers[title].append(each.name)
    new = [film for film in films if not film.is_known]
    for film in new:
        bearers[norm(film.show)].append(film.name)
    for film in new:
        others = bearers[norm(film.show)].copy()
        others.remove(film.name)
        if others and film.name == film.show:
            yield (
                f"{film.name} ({film.entry.year}) has the title of {', '.join(sorted(others))}: "
                f"give it a name with a year, under `films`."
            )


def missing_aliases(films: Iterable[Film], own: Iterable[Named]) -> Iterator[str]:
    """Titles of the table that the pack's own films should have as `aka`."""
    called = {each.name: each.called for each in own}
    for film in films:
        for title in film.aka if film.is_known else ():
            if norm(title) not in called[film.name]:
                yield f"{film.name} is called {title} too: add it as `aka`."
