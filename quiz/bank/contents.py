"""The names and rows of a file of a pack."""

from __future__ import annotations

from pathlib import PurePosixPath

from quiz.bank.entities import Block, read_block, read_entities
from quiz.bank.manifest import MANIFEST, is_manifest, is_meant_for_manifest
from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Fact
from quiz.bank.problems import Place, did_you_mean, listed, nearest
from quiz.bank.promises import read_entity_promises
from quiz.bank.rows import Defaults, read_row
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, MANIFEST_KEYS, SECTIONS
from quiz.bank.scope import Scope
from quiz.bank.shaping import wrong_shape
from quiz.bank.vocabulary import Relation

SEVERAL = 2
"""So many columns, none of them known, are no names of columns at all."""


class Written:
    """What one file says of entities and rows, in sections of YAML or as a table.

    The names come first, then the rows: `declare` every file of a pack before any other method of one.
    """

    def __init__(self, slug: str, file: str, content: Mapping | Sequence) -> None:
        self.slug = slug
        self.file = file
        self.content = content
        self.blocks: list[Block] = []
        self.facts_of_blocks: list[Fact] = []
        self.facts_of_rows: list[Fact] = []
        self.declarations: list[Declaration] = []
        self.opened: list[tuple[str, Entity]] = []

    @property
    def subjects(self) -> list[Entity]:
        return [block.entity for block in self.blocks]

    def declare(self, scope: Scope) -> None:
        """Every entity, declared; and a word about sections that name nothing."""
        if isinstance(self.content, Sequence):
            self._declare_table(scope, self.content)
            return
        default = self.content.values.get("source")
        for key, scalar in self.content.keys.items():
            if key in scope.kinds:
                self.blocks += read_entities(scope, scope.kinds[key], self.content.values[key], default)
            elif not self._is_known_section(scope, key):
                self._refuse_section(scope, scalar, "section", self.content.values[key])

    def _declare_table(self, scope: Scope, table: Sequence) -> None:
        name = _table_name(self.file)
        if self._refuse_headless(scope, name, table):
            self.content = Mapping(table.place)
        elif name in scope.kinds:
            self.blocks += read_entities(scope, scope.kinds[name], table, None)
        elif name not in scope.relations:
            self._refuse_section(scope, Scalar(name, Place(self.file)), "table", table)

    def _refuse_headless(self, scope: Scope, name: str, table: Sequence) -> bool:
        """Whether a table begins with its first row, and not with the names of its columns."""
        if name in scope.kinds:
            columns = ["name", *scope.kinds[name].has]
            known = [*columns, *ENTITY_KEYS, *scope.relations]
        elif name in scope.relations:
            columns = [*(column.name for column in scope.relations[name].columns), "source"]
            known = [*columns, *FACT_KEYS]
        else:
            return False
        heads = [head.text for head in table.heads]
        if len(heads) < SEVERAL or any(nearest(head, known) for head in heads):
            return False
        scope.lose(table)
        scope.lose(Sequence(list(table.heads), table.place))
        scope.refuse(
            table.place,
            f"The first line names columns, and this one looks like data: {', '.join(heads)}.",
            f"Begin the table with a line such as `{','.join(columns)}`.",
        )
        return True

    def _is_known_section(self, scope: Scope, key: str) -> bool:
        if key in SECTIONS or key in scope.relations:
            return True
        return is_manifest(self.slug, self.file) and is_meant_for_manifest(key)

    def _refuse_section(self, scope: Scope, name: Scalar, what: str, content: Node) -> None:
        was_lost = scope.is_lost(name.text)
        scope.lose(content)
        if was_lost:
            return
        words = [*scope.kinds, *scope.relations]
        known = words if what == "table" else [*SECTIONS, *words]
        if name.text in MANIFEST_KEYS:
            message, remedy = f"The key `{name.text}` belongs in {MANIFEST}.", "Move it there."
        else:
            near = did_you_mean(name.text, known)
            message = f"There is no {what} called {name.text}" + (f"; {near}" if near else ".")
            of_words = f"a kind or a relation ({listed(words)})" if words else "a kind or a relation"
            remedy = f"A {what} is named like {of_words}"
            remedy += "." if what == "table" else f", or is one of {listed(SECTIONS)}."
        # a kind that was misspelt where it is made is told there, and its sections are counted
        scope.refuse_once(("kind", name.text), name.place, message, remedy)

    def read_blocks(self, scope: Scope) -> None:
        """The facts that stand under entities."""
        self.facts_of_blocks = [fact for block in self.blocks for fact in read_block(scope, block)]

    def read_rows(self, scope: Scope) -> None:
        """The facts that stand in lists of their own."""
        if isinstance(self.content, Sequence):
            sections: dict[str, Node] = {_table_name(self.file): self.content}
            defaults = Defaults()
        else:
            sections = self.content.values
            defaults = Defaults(self.content.values.get("source"))
        for key, section in sections.items():
            if key in scope.relations and key not in scope.kinds:
                self.facts_of_rows += self._rows(scope, scope.relations[key], section, defaults)

    def _rows(self, scope: Scope, relation: Relation, section: Node, defaults: Defaults) -> list[Fact]:
        if not isinstance(section, Sequence):
            scope.problems.append(wrong_shape(section, f"a list of rows of {relation.name}"))
            return []
        facts = []
        for node in section.items:
            if not isinstance(node, Mapping):
                scope.problems.append(wrong_shape(node, f"a row of {relation.name}"))
                continue
            fact = read_row(scope, relation, node, defaults)
            if fact is not None:
                facts.append(fact)
        return facts

    def read_promises(self, scope: Scope) -> None:
        """What is vouched for under the entities: which lists are whole, and which are open."""
        for block in self.blocks:
            declarations, opened = read_entity_promises(scope, block)
            self.declarations += declarations
            self.opened += opened

    def other_sections(self, scope: Scope) -> Mapping | None:
        """The sections of a file of YAML that hold nothing of this."""
        if isinstance(self.content, Sequence):
            return None
        others = Mapping(self.content.place, self.content.is_flow)
        for key, scalar in self.content.keys.items():
            is_held = key in scope.kinds or key in scope.relations
            if not is_held or (is_manifest(self.slug, self.file) and key in MANIFEST_KEYS):
                others.keys[key], others.values[key] = scalar, self.content.values[key]
        return others


def _table_name(file: str) -> str:
    return PurePosixPath(file).name.removesuffix(".csv")
