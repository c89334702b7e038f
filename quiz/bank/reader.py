"""Reads one pack: its words first, then every name, then the rows and questions that use them."""

from __future__ import annotations

from collections.abc import Mapping

from quiz.bank.contents import Written
from quiz.bank.digests import Digest, digest_of
from quiz.bank.families import read_families
from quiz.bank.manifest import Files, Use, find_manifest, read_manifest, read_uses
from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Node, Sequence, decode
from quiz.bank.pack import Entity, Pack, Question, Source
from quiz.bank.problems import PackHasProblems, Problem
from quiz.bank.questions import read_questions
from quiz.bank.remembering import Remembered
from quiz.bank.schema import SourceModel
from quiz.bank.scope import Scope, entries
from quiz.bank.shaping import shape
from quiz.bank.tables import parse_csv
from quiz.bank.trees import parse_yaml
from quiz.bank.vocabulary import Family, Kind, Relation
from quiz.bank.words import check_features, read_kinds, read_relations


class PackReader:
    """Reads one folder; `read` gives the pack, or raises PackHasProblems with all that is wrong.

    digest: of the very same files, read before, which then need no reading.
    """

    def __init__(self, slug: str, files: Files, digest: Digest | None = None) -> None:
        self.slug = slug
        self.files = files
        self.digest = digest
        self.problems: list[Problem] = []
        self.trees: dict[str, MappingNode] = {}
        self.tables: dict[str, Sequence] = {}
        self.unread: list[str] = []

    def read(self, use: Use) -> Pack:
        contents = self._contents()
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
        contents.declare(scope)
        families = self._families(scope)
        facts = contents.facts(scope)
        declarations, opened = contents.promises(scope)
        questions = self._questions(scope)
        contents.check(scope, facts)
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
            subjects=contents.subjects,
        )

    def digest_of(self, pack: Pack, hashes: Mapping[str, str]) -> Digest:
        """What to keep of the pack that was read. hashes: of it and those that it stands on."""
        words = {word for each in pack.lineage() for word in (*each.kinds, *each.relations)}
        return digest_of(pack, Written(self.slug, self.trees, {}).other_sections(words), hashes)

    def _contents(self) -> Written | Remembered:
        if self.digest is not None:
            remembered = Remembered(self.slug, self.digest)
            self.trees = remembered.trees()
            return remembered
        self._parse()
        return Written(self.slug, self.trees, self.tables)

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
