"""The countries that sent films, as packs call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quiz.bank.slugs import norm
from quiz.imports.oscars.records import Nomination

CALLED = {
    "Bosnia & Herzegovina": "Bosnia and Herzegovina",
    "Federal Republic of Germany - West": "West Germany",
    "Federal Republic of Germany": "West Germany",
    "German Democratic Republic": "East Germany",
    "German Federal Republic": "West Germany",
    "People's Republic of China": "China",
    "The Former Yugoslav Republic of Macedonia": "North Macedonia",
    "The Netherlands": "Netherlands",
    "The Palestinian Territories": "Palestine",
    "Union of Soviet Socialist Republics": "Soviet Union",
}
"""Official names, and those of the time, under which the Academy lists countries."""
WITH_ARTICLE = frozenset({"Czech Republic", "Netherlands"})


def name_countries(nominations: Iterable[Nomination], known: Mapping[str, str]) -> dict[str, str]:
    """How packs call each country; known: by compared name, those that packs in reach have."""
    listed = {row.named.partition(";")[0] for row in nominations}
    called = {name: CALLED.get(name, name) for name in listed if name}
    return {name: known.get(norm(usual), usual) for name, usual in called.items()}


def shown(country: str) -> str:
    return f"the {country}" if country in WITH_ARTICLE else country
