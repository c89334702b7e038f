"""Reads one pack: its words first, then every name, then the rows and questions that use them."""

from __future__ import annotations

from pathlib import PurePosixPath

from quiz.bank.checks import check_rows
from quiz.bank.entities import Block, read_block, read_entities
from quiz.bank.families import read_families
from quiz.bank.manifest import (
    MANIFEST,
    Files,
    Use,
    find_manifest,
    is_manifest,
    is_meant_for_manifest,
    read_manifest,
    read_uses,
)
from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Node, Scalar, Sequence, decode
from quiz.bank.pack import Declaration, Entity, Fact, Pack, Question, Source
from quiz.bank.problems import PackHasProblems, Place, Problem, did_you_mean, listed, nearest
from quiz.bank.promises import read_completeness, read_entity_promises
from quiz.bank.questions import read_questions
from quiz.bank.rows import Defaults, read_row
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, MANIFEST_KEYS, SECTIONS, SourceModel
from quiz.bank.scope import Scope, entries
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.tables import parse_csv
from quiz.bank.trees import parse_yaml
from quiz.bank.vocabulary import Family, Kind, Relation
from quiz.bank.words import check_features, read_kinds, read_relations

SEVERAL = 2
"""So many columns, none of them known, are no names of columns at all."""


class PackReader:
    """Reads one folder; `read` gives the pack, or raises PackHasProblems with all that is wrong."""

    def __init__(self, slug: str, files: Files) -> None:
        self.slug = slug
        self.files = files
        self.problems: list[Problem] = []
        self.trees: dict[str, MappingNode] = {}
        self.tables: dict[str, Sequence] = {}
        self.unread: list[str] = []

    def read(self, use: Use) -> Pack:
        self._parse()
        tree = find_manifest(self.slug, self.files, self.trees, self.problems)
        uses = read_uses(tree, use, self.problems)
        manifest = read_manifest(self.slug, tree, self.problems)
        if uses is None:
            # without the words of the packs that it uses, nothing else can be judged
            raise PackHasProblems(self.problems)
        scope = Scope(self.slug, uses)
        scope.problems = self.problems
        for text in self.unread:
            scope.lose_file(text)
        kinds, relations = self._words(scope)
        sources = self._sources(scope)
        blocks = self._blocks(scope)
        families = self._families(scope)
        facts = self._facts(scope, blocks)
        declarations, opened = self._promises(scope, blocks)
        questions = self._questions(scope)
        check_rows(scope, facts)
        if self.problems or manifest is None:
            raise PackHasProblems(scope.told())
        return Pack(
            slug=self.slug,
            title=manifest.title,
            about=manifest.about,
            language=manifest.language,
            licence=manifest.licence,
            credits=manifest.credits,
            as_of=manifest.as_of,
            is_playable=manifest.playable,
            uses=tuple(uses),
            sources=sources,
            kinds=kinds,
            relations=relations,
            families=families,
            entities=_own_entities(scope),
            facts=tuple(facts),
            declarations=tuple(declarations),
            opened=frozenset(opened),
            questions=tuple(questions),
            subjects=frozenset(block.entity for block in blocks),
        )

    def _parse(self) -> None:
        for file, content in self.files.items():
            if isinstance(content, Problem):
                self.problems.append(content)
                continue
            try:
                text = decode(content, file)
                if file.endswith(".csv"):
                    self.tables[file] = parse_csv(text, file)
                else:
                    self.trees[file] = parse_yaml(text, file)
            except PackHasProblems as error:
                self.problems.extend(error.problems)
                self.unread.append(content.decode("utf-8", "replace"))

    def _sections(self, name: str) -> list[Node]:
        return [tree.values[name] for tree in self.trees.values() if name in tree.values]

    def _words(self, scope: Scope) -> tuple[dict[str, Kind], dict[str, Relation]]:
        kinds: dict[str, Kind] = {}
        relations: dict[str, Relation] = {}
        for section in self._sections("kinds"):
            kinds |= read_kinds(scope, section)
            scope.kinds |= kinds
        for section in self._sections("relations"):
            relations |= read_relations(scope, section)
            scope.relations |= relations
        for section in self._sections("kinds"):
            check_features(scope, section, kinds)
        return kinds, relations

    def _families(self, scope: Scope) -> dict[str, Family]:
        """The families, once the entities are known that their where-lines may name."""
        families: dict[str, Family] = {}
        for section in self._sections("families"):
            families |= read_families(scope, section)
            scope.families |= families
        return families

    def _sources(self, scope: Scope) -> dict[str, Source]:
        own: dict[str, Source] = {}
        for section in self._sections("sources"):
            for key, node in entries(section, self.problems, "a mapping of sources"):
                model = shape(SourceModel, node, self.problems, "a source")
                if key.text in scope.sources or "@" in key.text:
                    scope.refuse(
                        key.place,
                        f"A source cannot be called {key.text}: "
                        + (
                            "the name is taken."
                            if key.text in scope.sources
                            else "`@` parts name and edition."
                        ),
                        "Choose another name.",
                    )
                elif model is None:
                    scope.lose(key)
                else:
                    own[key.text] = Source(
                        slug=key.text,
                        title=model.title,
                        publisher=model.publisher,
                        date=model.date,
                        url=model.url,
                    )
                    scope.sources[key.text] = own[key.text]
        return own

    def _blocks(self, scope: Scope) -> list[Block]:
        """Every section or table of entities, declared; and a word about sections that name nothing."""
        blocks: list[Block] = []
        for file, tree in self.trees.items():
            default = tree.values.get("source")
            for key, scalar in tree.keys.items():
                if key in scope.kinds:
                    blocks += read_entities(scope, scope.kinds[key], tree.values[key], default)
                elif not self._is_known_section(scope, file, key):
                    self._refuse_section(scope, scalar, "section", tree.values[key])
        for file, table in list(self.tables.items()):
            name = _table_name(file)
            if self._refuse_headless(scope, name, table):
                del self.tables[file]
            elif name in scope.kinds:
                blocks += read_entities(scope, scope.kinds[name], table, None)
            elif name not in scope.relations:
                self._refuse_section(scope, Scalar(name, Place(file)), "table", table)
        return blocks

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

    def _facts(self, scope: Scope, blocks: list[Block]) -> list[Fact]:
        facts = [fact for block in blocks for fact in read_block(scope, block)]
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
            self.problems.append(wrong_shape(section, f"a list of rows of {relation.name}"))
            return []
        facts = []
        for node in section.items:
            if not isinstance(node, MappingNode):
                self.problems.append(wrong_shape(node, f"a row of {relation.name}"))
                continue
            fact = read_row(scope, relation, node, defaults)
            if fact is not None:
                facts.append(fact)
        return facts

    def _promises(
        self, scope: Scope, blocks: list[Block]
    ) -> tuple[list[Declaration], list[tuple[str, Entity]]]:
        declarations: list[Declaration] = []
        opened: list[tuple[str, Entity]] = []
        for block in blocks:
            declared, left_open = read_entity_promises(scope, block)
            declarations += declared
            opened += left_open
        for section in self._sections("complete"):
            declarations += read_completeness(scope, section)
        return declarations, opened

    def _questions(self, scope: Scope) -> list[Question]:
        questions: list[Question] = []
        for tree in self.trees.values():
            if "questions" in tree.values:
                questions += read_questions(scope, tree.values["questions"], tree.values.get("source"))
        first: dict[str, Question] = {}
        for question in questions:
            twin = first.setdefault(question.slug, question)
            if twin is not question:
                scope.refuse(
                    question.place,
                    f"The question id {question.slug} is taken ({twin.place}).",
                    "Choose another.",
                )
        return questions


def _own_entities(scope: Scope) -> dict[tuple[str, str], Entity]:
    return {
        (kind, name): entity
        for kind, entities in scope.entities.items()
        for name, entity in entities.items()
        if entity.pack == scope.slug
    }


def _table_name(file: str) -> str:
    return PurePosixPath(file).name.removesuffix(".csv")
