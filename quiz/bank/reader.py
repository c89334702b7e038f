"""Reads one pack: its words first, then every name, then the rows and questions that use them."""

from __future__ import annotations

from collections.abc import Mapping

from quiz.bank.checks import check_rows
from quiz.bank.contents import Written
from quiz.bank.digests import Memory, digest_of, hash_of
from quiz.bank.families import read_families
from quiz.bank.manifest import Files, Use, find_manifest, read_manifest, read_uses
from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Node, decode
from quiz.bank.pack import Declaration, Entity, Fact, Pack, Question, Source
from quiz.bank.problems import PackHasProblems, Problem
from quiz.bank.promises import read_completeness
from quiz.bank.questions import read_questions
from quiz.bank.recovery import with_others
from quiz.bank.remembering import Remembered, Stale
from quiz.bank.schema import SourceModel
from quiz.bank.scope import Scope, entries
from quiz.bank.shaping import shape
from quiz.bank.tables import parse_csv
from quiz.bank.trees import parse_yaml
from quiz.bank.vocabulary import Family, Kind, Relation
from quiz.bank.words import check_features, read_kinds, read_relations


class PackReader:
    """Reads one folder; `read` gives the pack, or raises PackHasProblems with all that is wrong.

    memory: of the pack as it last was; the files that have not changed since need no reading. If what they
    rest on has changed, `read` raises Stale.
    """

    def __init__(self, slug: str, files: Files, memory: Memory | None = None) -> None:
        self.slug = slug
        self.files = files
        self.memory = memory
        self.problems: list[Problem] = []
        self.scope = Scope(slug, ())
        self.trees: dict[str, MappingNode] = {}
        self.parts: list[Written | Remembered] = []
        self.unread: list[str] = []

    def read(self, use: Use, hashes: Mapping[str, str]) -> Pack:
        """hashes: of the packs that can be used."""
        self._parse()
        tree = find_manifest(self.slug, self.files, self.trees, self.problems)
        uses = read_uses(tree, use, self.problems)
        manifest = read_manifest(self.slug, tree, self.problems)
        if uses is None:
            # without the words of the packs that it uses, nothing else can be judged
            raise PackHasProblems(self.problems)
        self.scope = scope = Scope(self.slug, uses)
        scope.problems = self.problems
        for text in self.unread:
            scope.lose_file(text)
        kinds, relations = self._words(scope)
        if self.memory is not None and self.memory.words != _hash_of_words(scope):
            raise Stale
        sources = self._sources(scope)
        for part in self.parts:
            part.declare(scope)
        families = self._families(scope)
        facts = self._facts(scope)
        declarations = self._promises(scope)
        questions = self._questions(scope)
        self.uses = [(each.slug, hashes[each.slug]) for each in uses]
        if not self.is_as_remembered():
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
            opened=frozenset(pair for part in self.parts for pair in part.opened),
            questions=tuple(questions),
            subjects=frozenset(entity for part in self.parts for entity in part.subjects),
        )

    def is_as_remembered(self) -> bool:
        """Whether neither a file nor what the pack stands on has changed, so that all was checked before."""
        return (
            self.memory is not None
            and self.uses == self.memory.uses
            and list(self.files) == [digest.file for digest in self.memory.files]
            and all(isinstance(part, Remembered) for part in self.parts)
        )

    def to_remember(self) -> Memory:
        """What to keep of the pack that was read."""
        digests = {
            part.file: part.digest
            if isinstance(part, Remembered)
            else digest_of(part, self._hash_of(part.file), self.scope)
            for part in self.parts
        }
        return Memory.model_construct(
            words=_hash_of_words(self.scope),
            uses=self.uses,
            files=[digests[file] for file in self.files],
        )

    def _hash_of(self, file: str) -> str:
        content = self.files[file]
        return hash_of(content) if isinstance(content, bytes) else ""

    def _parse(self) -> None:
        """Tables come after the rest: much of what they name is declared there."""
        known = {digest.file: digest for digest in self.memory.files} if self.memory is not None else {}
        tables: list[Written | Remembered] = []
        for file, content in self.files.items():
            if isinstance(content, Problem):
                self.problems.append(content)
                continue
            is_table = file.endswith(".csv")
            parts = tables if is_table else self.parts
            digest = known.get(file)
            if digest is not None and digest.content_hash == self._hash_of(file):
                remembered = Remembered(self.slug, digest)
                parts.append(remembered)
                if (tree := remembered.tree()) is not None:
                    self.trees[file] = tree
                continue
            try:
                text = decode(content, file)
                if is_table:
                    parts.append(Written(self.slug, file, parse_csv(text, file)))
                else:
                    self.trees[file] = parse_yaml(text, file)
                    parts.append(Written(self.slug, file, self.trees[file]))
            except PackHasProblems as error:
                self.unread.append(content.decode("utf-8", "replace"))
                self.problems.extend(error.problems if is_table else _all_problems(content, file, error))
        self.parts += tables

    def _facts(self, scope: Scope) -> list[Fact]:
        for part in self.parts:
            part.read_blocks(scope)
        for part in self.parts:
            part.read_rows(scope)
        of_blocks = [fact for part in self.parts for fact in part.facts_of_blocks]
        return of_blocks + [fact for part in self.parts for fact in part.facts_of_rows]

    def _promises(self, scope: Scope) -> list[Declaration]:
        for part in self.parts:
            part.read_promises(scope)
        declarations = [each for part in self.parts for each in part.declarations]
        for section in self._sections("complete"):
            declarations += read_completeness(scope, section)
        return declarations

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


def _all_problems(content: bytes, file: str, first: PackHasProblems) -> tuple[Problem, ...]:
    """What is wrong in a file of YAML, behind the first place where it cannot be read too."""
    try:
        text = decode(content, file)
    except PackHasProblems:
        return first.problems
    return with_others(parse_yaml, text, file, first)


def _hash_of_words(scope: Scope) -> str:
    return hash_of(repr((scope.kinds, scope.relations)).encode())


def _own_entities(scope: Scope) -> dict[tuple[str, str], Entity]:
    return {
        (kind, name): entity
        for kind, entities in scope.entities.items()
        for name, entity in entities.items()
        if entity.pack == scope.slug
    }
