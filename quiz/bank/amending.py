"""A relation of a pack whose rows become those of a table: row by row, so that what is left alone keeps its
place and its comments.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import yaml

from quiz.bank.cell_columns import CellColumn
from quiz.bank.checks import check_rows
from quiz.bank.manifest import is_manifest
from quiz.bank.nodes import Sequence as SequenceNode
from quiz.bank.nodes import decode
from quiz.bank.pack import Fact, Pack
from quiz.bank.problems import PackHasProblems, Place
from quiz.bank.rows import Defaults, read_row
from quiz.bank.scope import Scope
from quiz.bank.spreadsheets import BOM, Rows, RowTexts, header_of, row_of, said_of, to_csv, to_table
from quiz.bank.surgery import Edit, Holder, Text, entries, holders, mapping, root_of, scalar, texts_at
from quiz.bank.vocabulary import Relation
from quiz.errors import QuizError


class NoRoom(QuizError):
    """The rows can stand nowhere in the pack as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """files: those of the pack that change, by name. comments: lines of them that stood among rewritten rows
    and are gone.
    """

    files: Mapping[str, str]
    added: int
    changed: int
    removed: int
    comments: int


def facts_in(pack: Pack, relation: Relation, table: SequenceNode) -> list[Fact]:
    """The rows of a table as facts of a pack; raises PackHasProblems with all that is wrong with them."""
    scope = Scope(pack.slug, [pack])
    rows = (read_row(scope, relation, node, Defaults()) for node in table.items)
    facts = [fact for fact in rows if fact is not None]
    below = Scope(pack.slug, pack.uses)
    check_rows(below, facts)
    problems = [*scope.told(), *below.told()]
    if problems:
        raise PackHasProblems(problems)
    return facts


def rows_by_key(facts: Sequence[Fact]) -> Rows:
    return {fact.values: row_of(fact) for fact in facts}


def amend(
    pack: Pack, files: Mapping[str, bytes], relation: Relation, facts: Sequence[Fact], into: str | None = None
) -> Amendment:
    """into: the file of the pack that new rows go to, by its name there; if None, the table named like the
    relation, or the section with its rows, or else a new table.
    """
    return _Amending(pack, files, relation, facts).amendment(into)


class _Amending:
    def __init__(
        self, pack: Pack, files: Mapping[str, bytes], relation: Relation, facts: Sequence[Fact]
    ) -> None:
        self.relation = relation
        self.kinds = {kind for each in pack.lineage() for kind in each.kinds}
        self.is_kind = relation.name in self.kinds
        self.texts = {file: decode(content, file) for file, content in files.items()}
        self.marks = {file: (_mark_of(content), b"\r\n" in content) for file, content in files.items()}
        self.folder = next(PurePosixPath(file).parent for file in files if is_manifest(pack.slug, file))
        self.old = {fact.place: fact for fact in pack.facts if fact.relation.name == relation.name}
        self.new = rows_by_key(facts)
        self.roots = {
            file: root
            for file, text in self.texts.items()
            if not _is_table(file) and (root := root_of(text)) is not None
        }
        self.held = [held for file, root in self.roots.items() for held in self._held_in(file, root)]
        self.columns = [
            CellColumn(file, self.texts[file], relation, self.old)
            for file in self.texts
            if _is_table(file) and PurePosixPath(file).stem in self.kinds
        ]
        tables = [file for file in self.texts if PurePosixPath(file).name == f"{relation.name}.csv"]
        self.tables = [] if self.is_kind else sorted(tables, key=lambda file: (file.count("/"), file))

    def _held_in(self, file: str, root: yaml.MappingNode) -> Iterator[_Held]:
        for holder in holders(root, self.relation.name, self.kinds):
            places = [Place(file, row.start_mark.line + 1, row.start_mark.column + 1) for row in holder.rows]
            facts = [self.old[place] for place in places if place in self.old]
            yield _Held(file, self.relation, holder, texts_at(root, "source"), facts)

    def amendment(self, into: str | None) -> Amendment:
        in_order = [fact for _, fact in sorted(self.old.items(), key=lambda each: each[0])]
        of_tables = {table: [fact for fact in in_order if fact.place.file == table] for table in self.tables}
        stay = {fact.values for facts in of_tables.values() for fact in facts}
        stay |= {fact.values for held in self.held for fact in held.staying(self.new)}
        stay |= {fact.values for column in self.columns for fact in column.staying(self.new)}
        late = [row for key, row in self.new.items() if key not in stay]
        written: dict[str, str] = {}
        for column in self.columns:
            written[column.file], late = column.amended(self.new, late)
        target = self._target(into)
        beside = self._beside(late) if target is None else {}
        late = [row for row in late if not any(row in rows for rows in beside.values())]
        target = target or str(self.folder / f"{self.relation.name}.csv")
        for table, facts in of_tables.items():
            rows = [self.new[fact.values] for fact in facts if fact.values in self.new]
            rows += late if table == target else []
            if rows != [row_of(fact) for fact in facts]:
                written[table] = to_table(header_of(self.texts[table], table), rows)
        comments = 0
        for file in self.roots:
            mine = {entry: rows for (home, entry), rows in beside.items() if home == file}
            written[file], lost = self._amended(file, late if file == target else [], mine)
            comments += lost
        if late and target not in self.texts:
            written[target] = self._new_file(target, late)
        before = rows_by_key(list(self.old.values()))
        return Amendment(
            files={
                file: self._as_it_was_saved(file, text)
                for file, text in written.items()
                if text != self.texts.get(file)
            },
            added=sum(key not in before for key in self.new),
            changed=sum(key in before and before[key] != row for key, row in self.new.items()),
            removed=sum(key not in self.new for key in before),
            comments=comments,
        )

    def _target(self, into: str | None) -> str | None:
        """The file that new rows go to; None if they go to the things that they are about."""
        if into is not None:
            return str(self.folder / into)
        sections = [held.file for held in self.held if held.holder.entry is None]
        return next(iter([*self.tables, *sections]), None)

    def _beside(self, rows: Sequence[RowTexts]) -> dict[tuple[str, int], list[RowTexts]]:
        """Rows by the entry of the thing that they can stand under: its file, and where it begins."""
        if not self.is_kind and not any(held.holder.entry is not None for held in self.held):
            return {}
        homes: dict[tuple[str, str], tuple[str, int]] = {}
        speaking_for_rows = set()
        for file, root in self.roots.items():
            for kind, entry in entries(root, self.kinds):
                for name in texts_at(entry, "name"):
                    homes.setdefault((kind, name), (file, entry.start_mark.index))
                if texts_at(entry, "checked"):
                    speaking_for_rows.add((file, entry.start_mark.index))
        found: dict[tuple[str, int], list[RowTexts]] = {}
        for row in rows:
            things = ((column.type, row.get(column.name, "")) for column in self.relation.columns)
            home = next((homes[thing] for thing in things if thing in homes), None)
            if home is not None and ("checked" in row or home not in speaking_for_rows):
                found.setdefault(home, []).append(row)
        return found

    def _amended(
        self, file: str, late: Sequence[RowTexts], beside: Mapping[int, Sequence[RowTexts]]
    ) -> tuple[str, int]:
        """The file's text with its rows as they are now, and those that come to it; and comments lost.

        late: for its section. beside: for its entries, by where they begin.
        """
        page = Text(self.texts[file])
        edits = []
        waiting = dict(beside)
        comments = 0
        for held in (each for each in self.held if each.file == file):
            entry = held.holder.entry
            more = late if entry is None else waiting.pop(entry.start_mark.index, [])
            late = [] if entry is None else late
            edit = held.edit(page, self.new, more)
            if edit is not None:
                edits.append(edit)
                comments += page.comments_in(edit)
        root = self.roots[file]
        for kind, entry in entries(root, self.kinds):
            rows = waiting.pop(entry.start_mark.index, [])
            if rows:
                held = _Held.of_nothing(file, self.relation, entry, kind, texts_at(root, "source"))
                edits.append(page.adding_key(entry, self.relation.name, held.written_all(rows)))
        text = page.with_edits(edits)
        if late:
            text = f"{text.rstrip()}\n\n" + self._section(late, texts_at(root, "source"))
        return text, comments

    def _new_file(self, file: str, rows: Sequence[RowTexts]) -> str:
        if self.is_kind:
            names = ", ".join(sorted({next(iter(row.values())) for row in rows})[:3])
            raise NoRoom(
                f"{self.relation.name} names a kind too, so its rows stand under what they are about: "
                f"give {names} an entry of its own in a file of YAML, `- name: …`, and import again."
            )
        return to_csv(self.relation, rows, plain=True) if _is_table(file) else self._section(rows, ())

    def _section(self, rows: Sequence[RowTexts], default: tuple[str, ...]) -> str:
        lines = [f"  - {mapping(said_of(row, default, ()))}\n" for row in rows]
        return f"{scalar(self.relation.name)}:\n{''.join(lines)}"

    def _as_it_was_saved(self, file: str, text: str) -> str:
        mark, has_crlf = self.marks.get(file, ("", False))
        return mark + (text.replace("\n", "\r\n") if has_crlf else text)


@dataclass(frozen=True, slots=True)
class _Held:
    """Rows where they stand, and what they need not say there. default: the file's own `source`."""

    file: str
    relation: Relation
    holder: Holder
    default: tuple[str, ...]
    facts: Sequence[Fact]

    def staying(self, new: Rows) -> list[Fact]:
        """The facts whose rows are still so, and can be said here."""
        return [fact for fact in self.facts if fact.values in new and self._can_say(new[fact.values])]

    def _can_say(self, row: RowTexts) -> bool:
        return "checked" in row or not texts_at(self.holder.entry, "checked")

    def edit(self, page: Text, new: Rows, more: Sequence[RowTexts]) -> Edit | None:
        """What makes these rows as they are now, with more of them; None if there is nothing to do."""
        rows = [new[fact.values] for fact in self.staying(new)]
        is_same = rows == [row_of(fact) for fact in self.facts]
        if is_same and not more:
            return None
        added = page.adding(self.holder, [self.written(row) for row in more]) if is_same else None
        return added or page.rewriting(self.holder, [self.written(row) for row in [*rows, *more]])

    def written_all(self, rows: Sequence[RowTexts]) -> str:
        written = [self.written(row) for row in rows]
        return written[0] if len(written) == 1 else f"[{', '.join(written)}]"

    @classmethod
    def of_nothing(
        cls, file: str, relation: Relation, entry: yaml.MappingNode, kind: str, default: tuple[str, ...]
    ) -> _Held:
        """Where no row stands yet."""
        key, value = entry.value[0]
        holder = Holder(key=key, value=value, entry=entry, kind=kind, is_block=not entry.flow_style)
        return cls(file, relation, holder, default, ())

    def written(self, row: RowTexts) -> str:
        entry = self.holder.entry
        source = texts_at(entry, "source") or self.default
        checked = texts_at(entry, "checked")
        filled = self._filled(row)
        rest = {name: text for name, text in row.items() if name != filled}
        left = [column for column in self.relation.columns if column.name != filled]
        single = [column for column in left if not column.is_optional] or left
        said = said_of(rest, source, checked)
        if entry is not None and len(single) == 1 and list(said) == [single[0].name]:
            return scalar(row[single[0].name])
        return mapping(said)

    def _filled(self, row: RowTexts) -> str | None:
        """The column that the thing fills under which the row stands."""
        names = texts_at(self.holder.entry, "name")
        columns = [each.name for each in self.relation.columns if each.type == self.holder.kind]
        return next((name for name in columns if row.get(name) in names), None)


def _is_table(file: str) -> bool:
    return file.endswith(".csv")


def _mark_of(content: bytes) -> str:
    return BOM if content.startswith(codecs.BOM_UTF8) else ""
