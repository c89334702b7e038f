"""The names and rows of a pack, as its files hold them."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from quiz.bank.checks import check_rows
from quiz.bank.entities import Block, read_block, read_entities
from quiz.bank.manifest import MANIFEST, is_manifest, is_meant_for_manifest
from quiz.bank.nodes import Mapping, Node, Scalar, Sequence
from quiz.bank.pack import Declaration, Entity, Fact
from quiz.bank.problems import Place, did_you_mean, listed, nearest
from quiz.bank.promises import read_completeness, read_entity_promises
from quiz.bank.rows import Defaults, read_row
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, MANIFEST_KEYS, SECTIONS
from quiz.bank.scope import Scope
from quiz.bank.shaping import wrong_shape
from quiz.bank.vocabulary import Relation

SEVERAL = 2
"""So many columns, none of them known, are no names of columns at all."""


class Written:
    """Entities and rows in sections of YAML and in tables."""

    def __init__(self, slug: str, trees: Map[str, Mapping], tables: Map[str, Sequence]) -> None:
        self.slug = slug
        self.trees = trees
        self.tables = dict(tables)
        self.blocks: list[Block] = []

    @property
    def subjects(self) -> frozenset[Entity]:
        return frozenset(block.entity for block in self.blocks)

    def declare(self, scope: Scope) -> None:
        """Every section or table of entities, declared; and a word about sections that name nothing."""
        for file, tree in self.trees.items():
            default = tree.values.get("source")
            for key, scalar in tree.keys.items():
                if key in scope.kinds:
                    self.blocks += read_entities(scope, scope.kinds[key], tree.values[key], default)
                elif not self._is_known_section(scope, file, key):
                    self._refuse_section(scope, scalar, "section", tree.values[key])
        for file, table in list(self.tables.items()):
            name = _table_name(file)
            if self._refuse_headless(scope, name, table):
                del self.tables[file]
            elif name in scope.kinds:
                self.blocks += read_entities(scope, scope.kinds[name], table, None)
            elif name not in scope.relations:
                self._refuse_section(scope, Scalar(name, Place(file)), "table", table)

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

    def _is_known_section(self, scope: Scope, file: str, key: str) -> bool:
        if key in SECTIONS or key in scope.relations:
            return True
        return is_manifest(self.slug, file) and is_meant_for_manifest(key)

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

    def facts(self, scope: Scope) -> list[Fact]:
        facts = [fact for block in self.blocks for fact in read_block(scope, block)]
        for tree in self.trees.values():
            for key, section in tree.values.items():
                if key in scope.relations and key not in scope.kinds:
                    defaults = Defaults(tree.values.get("source"))
                    facts += self._rows(scope, scope.relations[key], section, defaults)
        for file, table in self.tables.items():
            name = _table_name(file)
            if name in scope.relations and name not in scope.kinds:
                facts += self._rows(scope, scope.relations[name], table, Defaults())
        return facts

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

    def promises(self, scope: Scope) -> tuple[list[Declaration], list[tuple[str, Entity]]]:
        """What is vouched for, under an entity or in a section of its own: lists that are whole, or open."""
        declarations: list[Declaration] = []
        opened: list[tuple[str, Entity]] = []
        for block in self.blocks:
            declared, left_open = read_entity_promises(scope, block)
            declarations += declared
            opened += left_open
        for tree in self.trees.values():
            if "complete" in tree.values:
                declarations += read_completeness(scope, tree.values["complete"])
        return declarations, opened

    def other_sections(self, words: AbstractSet[str]) -> dict[str, Mapping]:
        """Of each file of YAML, the sections that hold none of this.

        words: the kinds and relations in reach.
        """
        others = {}
        for file, tree in self.trees.items():
            others[file] = Mapping(tree.place, tree.is_flow)
            for key, scalar in tree.keys.items():
                is_held = key in words or key == "complete"
                if not is_held or (is_manifest(self.slug, file) and key in MANIFEST_KEYS):
                    others[file].keys[key], others[file].values[key] = scalar, tree.values[key]
        return others

    def check(self, scope: Scope, facts: list[Fact]) -> None:
        check_rows(scope, facts)


def _table_name(file: str) -> str:
    return PurePosixPath(file).name.removesuffix(".csv")
