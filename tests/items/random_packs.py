"""Packs by chance: few names and many ways to go wrong, written as an author would write them.

Names are shared on purpose: things of one kind that are shown alike, aliases that are another's name, names
that stand within others. Rows are disputed, retracted, out of date, denied or half empty; lists are open here
and whole there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import yaml
from hypothesis import strategies as st

from quiz.bank.pack import Pack
from quiz.bank.reading import Reading, read_packs

TODAY = date(2026, 11, 20)
WORDS = Path(__file__).with_name("words.yaml")

PEOPLE = ("Ada", "Bo", "Cyd", "Dora", "Eli", "Flo", "Gus", "Ada Lind", "Bo Ek", "Hedda", "Ivo", "Jo")
WORKS = (
    *("Alba", "Brume", "Cendre", "Dune", "Etna", "Fumée", "Givre", "Houle", "Iris"),
    *("Jade", "Kermès", "Lune", "Mars", "Neige", "Onde", "Pluie", "Roc", "Sel"),
)
FIGURES = ("Ann", "Bella", "Ann Lee", "Clown", "Duke", "Elf")
PRIZES = ("Crown", "Laurel", "Mask", "Rose")
ORIGINALS = ("Weiss", "Rot", "Blau", "Gelb", "Grau", "Alba", "Braun", "Rosa", "Lila", "Ocker")
YEARS = tuple(range(1990, 2006))

Row = dict[str, object]


@dataclass
class Draft:
    """A pack as it is being written. entities: by kind. rows: by relation."""

    entities: dict[str, list[Row]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    complete: list[Row] = field(default_factory=list)

    def files(self, slug: str, use: list[str]) -> dict[str, bytes]:
        manifest: dict[str, object] = {
            "pack": slug,
            "title": slug.title(),
            "about": "By chance.",
            "use": use,
            "sources": {f"{slug}-book": {"title": "The Book", "publisher": "The House"}},
        }
        tree: dict[str, object] = {**self.entities, **self.rows, "complete": self.complete}
        tree = {section: rows for section, rows in tree.items() if rows}
        return {f"{slug}/pack.yaml": dump(manifest), f"{slug}/rows.yaml": dump(tree)}


def dump(tree: object) -> bytes:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Two packs that stand on one another, `stage` on `stock`, as files; and read."""

    number: int
    files: Mapping[str, Mapping[str, bytes]] = field(repr=False)

    def read(self) -> Reading:
        reading = read_packs(self.files)
        assert not reading.problems, "\n".join(map(str, reading.problems))
        return reading

    @property
    def packs(self) -> tuple[Pack, Pack]:
        packs = self.read().packs
        return packs["stock"], packs["stage"]


def bank_by(number: int) -> Bank:
    """The bank of a number: what fails is found again by it."""
    chance = Random(number)
    stock, stage = Draft(), Draft()
    names = _name_everything(chance, stock)
    taken: set[tuple[object, ...]] = set()
    for draft in (stock, stage):
        source = "stock-book" if draft is stock else "stage-book"
        _write_rows(_Writer(chance, draft, source, taken), names)
    _fit_winners(stock, stage)
    _promise(chance, stage, names)
    return Bank(
        number=number,
        files={
            "words": {"words/pack.yaml": WORDS.read_bytes()},
            "stock": stock.files("stock", ["words"]),
            "stage": stage.files("stage", ["words", "stock"]),
        },
    )


banks = st.integers(min_value=0, max_value=10**6).map(bank_by)


def _name_everything(chance: Random, draft: Draft) -> dict[str, list[str]]:
    pools = {"person": PEOPLE, "work": WORKS, "figure": FIGURES, "prize": PRIZES}
    names = {
        kind: list(pool[: chance.randint(len(pool) * 2 // 3, len(pool))]) for kind, pool in pools.items()
    }
    for kind, pool in names.items():
        draft.entities[kind] = []
        for name in pool:
            entity: Row = {"name": name}
            if chance.random() < 0.15:
                entity = {"name": f"{name} (1990)", "show": chance.choice(pool)}
            if chance.random() < 0.15:
                entity["aka"] = [chance.choice([*pool, "Nemo"])]
            if kind == "person":
                entity["gender"] = chance.choice("fm")
            if kind == "work" and chance.random() < 0.15:
                entity["open"] = [chance.choice(["made", "dated"])]
            draft.entities[kind].append(entity)
        names[kind] = [str(entity["name"]) for entity in draft.entities[kind]]
    return names


@dataclass
class _Writer:
    """Writes rows into one pack, none that stands in it or in the other already."""

    chance: Random
    draft: Draft
    source: str
    taken: set[tuple[object, ...]]

    def write(self, relation: str, **cells: object) -> None:
        if (relation, *cells.values()) in self.taken:
            return
        self.taken.add((relation, *cells.values()))
        row: Row = {name: cell for name, cell in cells.items() if cell is not None}
        row |= {"source": self.source, **_doubts(self.chance, relation)}
        self.draft.rows.setdefault(relation, []).append(row)


def _write_rows(writer: _Writer, names: Mapping[str, list[str]]) -> None:
    makers = names["person"][: writer.chance.randint(3, 6)]
    for work in names["work"]:
        _write_work(writer, work, names, makers)
    for prize in names["prize"]:
        for year in writer.chance.sample(YEARS, 4):
            for person in writer.chance.sample(names["person"], writer.chance.choice([1, 1, 1, 2])):
                won_for = writer.chance.choice([None, *names["work"]])
                writer.write("won", prize=prize, year=year, person=person, work=won_for)
    for _ in range(3):
        person, work = writer.chance.choice(names["person"]), writer.chance.choice(names["work"])
        writer.write("admired", person=person, work=work)


def _write_work(writer: _Writer, work: str, names: Mapping[str, list[str]], makers: list[str]) -> None:
    chance = writer.chance
    for maker in chance.sample(makers, chance.choice([0, 1, 1, 1, 2])):
        writer.write("made", work=work, maker=maker)
    if chance.random() < 0.5:
        writer.write("dated", work=work, year=chance.choice(YEARS))
    if chance.random() < 0.3:
        writer.write("toured", work=work, year=chance.choice(YEARS))
    if chance.random() < 0.4:
        writer.write("titled", work=work, title=chance.choice(ORIGINALS))
    for player in chance.sample(names["person"][:5], chance.choice([0, 0, 1, 1, 2])):
        writer.write("part", work=work, player=player, figure=chance.choice([None, *names["figure"] * 2]))


def _doubts(chance: Random, relation: str) -> Row:
    """The keys that make a row less than certain; none for most."""
    keys: Row = {}
    if relation in ("dated", "toured", "won") and chance.random() < 0.1:
        keys["elsewhere"] = chance.sample(YEARS, 2)
    drawn = chance.random()
    if drawn < 0.05:
        keys |= {"status": "disputed", "because": "Two books differ."}
    elif drawn < 0.08:
        keys |= {"status": "retracted", "because": "The book was wrong."}
    elif drawn < 0.12:
        keys |= {"status": "never", "because": "It is often said, and wrong."}
    elif drawn < 0.16:
        keys |= {chance.choice(["until", "review by"]): "2026-11-19"}
    return keys


def _fit_winners(*drafts: Draft) -> None:
    """Say how many share a slot that holds more than one row, as a reader demands."""
    slots: dict[tuple[object, ...], list[Row]] = {}
    for draft in drafts:
        for relation, columns in {"won": ("prize", "year"), "dated": ("work",), "titled": ("work",)}.items():
            for row in draft.rows.get(relation, []):
                if "status" not in row:
                    slots.setdefault((relation, *(row[column] for column in columns)), []).append(row)
    for rows in slots.values():
        for row in rows:
            if len(rows) > 1:
                row["shared"] = len(rows)


def _promise(chance: Random, draft: Draft, names: Mapping[str, list[str]]) -> None:
    for _ in range(chance.randint(0, 3)):
        draft.complete.append(
            chance.choice(
                [
                    {"part": {"player": chance.choice(names["person"][:5])}},
                    {"won": {"person": chance.choice(names["person"])}},
                    {"won": {"prize": chance.choice(names["prize"]), "year": "1990..1999"}},
                    {"admired": {"person": chance.choice(names["person"])}},
                    {"toured": {"work": chance.choice(names["work"])}},
                ]
            )
            | {"says": "All of these are listed.", "source": "stage-book"}
        )
