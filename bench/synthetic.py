"""Banks of any size that read like the real ones: films, their people and their prizes, made from a seed.

    python -m bench.synthetic FOLDER FACTS

writes three packs: `film`, the project's own vocabulary; `synthetic`, films by decade; and `prizes`, which
uses both.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.names import COUNTRIES, FAMILY, FESTIVALS, GIVEN, MANNERS, OF, ORIGINAL, PRIZES, THINGS

VOCABULARY = Path(__file__).resolve().parent.parent / "questions" / "film"
FIRST_YEAR, LAST_YEAR = 1930, 2025
FACTS_OF_A_FILM = 8.8
"""On average, its prizes counted in."""

FILMS_IN_A_FILE = 500
OF_ONE_TITLE = 0.05
"""The share of films, among those whose title is there already, that keep it; their year stands beside it."""

ENDINGS = ("ini", "sen", "ová", "escu", "ski", "yan", "idis", "mann", "eau", "uza", "ić", "ade")

Row = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Film:
    name: str
    year: int
    directors: list[str]
    cast: list[str]


@dataclass(slots=True)
class Writing:
    """Files by their place below the folder of packs, and how many facts they hold so far."""

    chance: Random
    files: dict[str, str] = field(default_factory=dict)
    facts: int = 0


def bank_of(facts: int, seed: int = 1) -> dict[str, str]:
    """The files of a bank of so many facts, or a few more or less: `folder/file` -> text."""
    writing = Writing(Random(seed))
    for path in sorted(VOCABULARY.iterdir()):
        writing.files[f"film/{path.name}"] = path.read_text(encoding="utf-8")
    films = _write_films(writing, max(8, round(facts / FACTS_OF_A_FILM)))
    _write_prizes(writing, films, facts)
    return writing.files


def write_bank(folder: Path, facts: int, seed: int = 1) -> int:
    """Writes the bank below a folder; returns its size in bytes."""
    size = 0
    for name, text in bank_of(facts, seed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        size += (folder / name).write_bytes(text.encode())
    return size


def _write_films(writing: Writing, count: int) -> list[Film]:
    chance = writing.chance
    genders = _people(chance, count)
    people = list(genders)
    characters = list(_people(chance, count))
    titles = _titles(chance, count)
    directing = people[: max(4, count // 3)]
    by_decade: dict[int, list[str]] = {}
    shown: dict[int, list[Row]] = {}
    films = []
    for title, year in titles.items():
        cast = chance.sample(people, chance.choice((1, 2, 2, 3, 4)))
        film = Film(title, year, chance.sample(directing, chance.choice((1,) * 9 + (2,))), cast)
        films.append(film)
        decade = year - year % 10
        by_decade.setdefault(decade, []).append(_film_text(writing, film, characters))
        shown.setdefault(decade, []).append({"film": title, "year": year, "source": f"catalogue@{year}"})
        writing.facts += 1
    for decade, texts in by_decade.items():
        _add_parts(writing, f"synthetic/films-{decade}s", texts)
        writing.files[f"synthetic/{decade}s/shown.csv"] = _table(shown[decade])
    writing.files |= {
        "synthetic/pack.yaml": _manifest("synthetic", "film", "catalogue"),
        "synthetic/person.csv": _table([{"name": name, "gender": genders[name]} for name in people]),
        "synthetic/names.yaml": _names(
            {"character": characters, "country": COUNTRIES, "festival": FESTIVALS}
        ),
    }
    return films


def _film_text(writing: Writing, film: Film, characters: list[str]) -> str:
    chance = writing.chance
    lines = [f"  - name: {_quoted(film.name)}"]
    if film.name.endswith(")"):
        lines.append(f"    show: {_quoted(film.name.rpartition(' (')[0])}")
    if chance.random() < 0.2:
        lines.append(f"    aka: [{_quoted(f'{chance.choice(ORIGINAL)} {film.name}')}]")
    if chance.random() < 0.4:
        lines.append(f"    original title: {_quoted(f'{chance.choice(ORIGINAL)} {chance.randint(1, 99)}')}")
        writing.facts += 1
    lines.append(f"    director: {_several(film.directors)}")
    countries = chance.sample(COUNTRIES, chance.choice((1, 1, 2)))
    lines.append(f"    country: {_several(countries)}")
    if chance.random() < 0.3:
        lines.append(f"    premiere: {chance.choice(FESTIVALS)}")
        writing.facts += 1
    lines.append("    role:")
    lines += [
        f"      - {{actor: {_quoted(actor)}, character: {_quoted(chance.choice(characters))}}}"
        for actor in film.cast
    ]
    lines.append(f"    source: catalogue@{film.year}")
    writing.facts += len(film.directors) + len(countries) + len(film.cast)
    return "\n".join(lines) + "\n"


def _write_prizes(writing: Writing, films: list[Film], facts: int) -> None:
    """Prizes, a year at a time and as many of them as are left to be made: the winner and four more."""
    chance = writing.chance
    left = max(facts - writing.facts, 8)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    count = max(1, round(left / (len(years) * 5)))
    names = [f"{FESTIVALS[at % 4]} Award {at // 16 + 1} for {PRIZES[at // 4 % 4]}" for at in range(count)]
    tables: dict[str, list[Row]] = {}
    for prize in names:
        for year in years:
            if left < 1:
                break
            for at, film in enumerate(chance.sample(films, min(5, left, len(films)))):
                row: Row = {
                    "prize": prize,
                    "year": year,
                    "person": chance.choice(film.cast),
                    "film": film.name,
                }
                row |= {
                    "source": f"records@{year}",
                    "checked": "the yearbook" if chance.random() < 0.5 else "",
                }
                tables.setdefault(f"{year - year % 10}s/{'nominated' if at else 'won'}", []).append(row)
                left -= 1
                writing.facts += 1
    kinds = {"prize": names}
    writing.files |= {f"prizes/{name}.csv": _table(rows) for name, rows in tables.items()}
    writing.files |= {
        "prizes/pack.yaml": _manifest("prizes", "[film, synthetic]", "records"),
        "prizes/names.yaml": _names(kinds),
    }


def _people(chance: Random, count: int) -> dict[str, str]:
    """Names of people, each with a gender."""
    genders: dict[str, str] = {}
    while len(genders) < count:
        gender = chance.choice("fm")
        given, family = chance.choice(GIVEN[gender]), chance.choice(FAMILY)
        if f"{given} {family}" in genders:  # few people are called like another
            family += chance.choice(ENDINGS) + chance.choice(ENDINGS)
        genders.setdefault(f"{given} {family}", gender)
    return genders


def _titles(chance: Random, count: int) -> dict[str, int]:
    """Titles of films with their years, in their order; of films of one title the later bear the year too."""
    years: dict[str, int] = {}
    while len(years) < count:
        thing, manner = chance.choice(THINGS), chance.choice(MANNERS)
        other = f"{chance.choice(MANNERS)} {chance.choice(THINGS)}"
        of = chance.choice((*OF, f"the {other}", f"the {other}", f"a {other}"))
        title = chance.choice((f"The {manner} {thing}", f"A {manner} {thing}", f"{thing} of {of}"))
        if title in years and chance.random() > OF_ONE_TITLE:
            title = f"{title}, or {other} of {chance.choice(FAMILY)}"
        year = chance.randint(FIRST_YEAR, LAST_YEAR)
        years.setdefault(f"{title} ({year})" if title in years else title, year)
    return dict(sorted(years.items(), key=lambda film: film[1]))


def _manifest(slug: str, use: str, source: str) -> str:
    return (
        f"pack: {slug}\ntitle: {slug.title()}\nabout: Made from a seed, to measure with.\nuse: {use}\n"
        f'sources:\n  {source}: {{title: "The {source} of {{at}}", publisher: Nobody}}\n'
    )


def _names(kinds: Mapping[str, Sequence[str]]) -> str:
    """Lists of names; a prize says when it is given."""
    lines = []
    for kind, names in kinds.items():
        lines.append(f"{kind}:")
        extra = "\n    held: ceremony" if kind == "prize" else ""
        lines += [f"  - name: {_quoted(name)}{extra}" for name in names]
    return "\n".join(lines) + "\n"


def _add_parts(writing: Writing, stem: str, texts: list[str]) -> None:
    """The films of a decade, in files of a size that an author would still edit."""
    for part, first in enumerate(range(0, len(texts), FILMS_IN_A_FILE), start=1):
        films = "\n".join(texts[first : first + FILMS_IN_A_FILE])
        writing.files[f"{stem}-{part}.yaml"] = f"film:\n{films}"


def _table(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _several(names: Sequence[str]) -> str:
    return _quoted(names[0]) if len(names) == 1 else f"[{', '.join(map(_quoted, names))}]"


def _quoted(name: str) -> str:
    """In quotes where an author would need them."""
    return f'"{name}"' if any(sign in name for sign in ":#,[]{}") else name


def main() -> None:
    folder, facts = Path(sys.argv[1]), int(sys.argv[2])
    print(f"{write_bank(folder, facts):,} bytes below {folder}")


if __name__ == "__main__":
    main()
