"""Folders of YAML and CSV in, packs out; or every problem, each with its place and cure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from quiz.bank.checks import check_rows
from quiz.bank.nodes import Mapping as MappingNode
from quiz.bank.nodes import Node, Scalar, Sequence, decode, parse_yaml
from quiz.bank.pack import Declaration, Entity, Fact, Pack, Question, Source
from quiz.bank.problems import PackHasProblems, Place, Problem, did_you_mean, listed
from quiz.bank.promises import read_completeness, read_entity_promises, read_questions
from quiz.bank.rows import Block, read_block, read_entities, read_row
from quiz.bank.schema import PackModel, SourceModel
from quiz.bank.scope import Scope, entries
from quiz.bank.shaping import shape, wrong_shape
from quiz.bank.tables import parse_csv
from quiz.bank.vocabulary import Family, Kind, Relation
from quiz.bank.words import check_features, read_families, read_kinds, read_relations

__all__ = ["PackHasProblems", "Problem", "Reading", "folders_of", "read_packs"]

MANIFEST = "pack.yaml"
SECTIONS = ("sources", "kinds", "relations", "families", "complete", "questions", "source")
_MANIFEST_KEYS = tuple(field.alias or name for name, field in PackModel.model_fields.items())

Files = Mapping[str, bytes]
"""A pack's files: path for messages -> content."""

Use = Callable[[str], Pack | str]
"""A slug to its pack, or to the reason why it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of a set of folders. `packs` that loaded, by slug; the `problems` of those that did not.

    hashes: for each folder the SHA-256 of its files and of all that it uses.
    """

    packs: Mapping[str, Pack]
    problems: tuple[Problem, ...]
    hashes: Mapping[str, str]


def folders_of(root: Path) -> dict[str, dict[str, bytes]]:
    """The packs below a folder: slug -> file (as `folder/slug/name`) -> content. The only place that reads files."""
    folders: dict[str, dict[str, bytes]] = {}
    for manifest in sorted(root.glob(f"*/{MANIFEST}")):
        files = sorted(
            path
            for path in manifest.parent.rglob("*")
            if path.suffix in (".yaml", ".yml", ".csv") and path.is_file() and not path.name.startswith(".")
        )
        folders[manifest.parent.name] = {
            str(Path(root.name) / path.relative_to(root)): path.read_bytes() for path in files
        }
    return folders


def read_packs(folders: Mapping[str, Files]) -> Reading:
    """Read every pack that can be read; a pack that uses a broken one is not loaded either."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    hashes: dict[str, str] = {}
    visiting: list[str] = []
    broken: set[str] = set()

    def visit(slug: str) -> None:
        if slug in packs or slug in broken:
            return
        visiting.append(slug)
        try:
            packs[slug] = _PackReader(slug, folders[slug]).read(use)
        except PackHasProblems as error:
            problems.extend(error.problems)
            broken.add(slug)
        finally:
            visiting.pop()

    def use(slug: str) -> Pack | str:
        """The pack, or why it cannot be used."""
        if slug in visiting:
            return f"The packs {listed([*visiting[visiting.index(slug) :], slug], last='and')} use each other in a circle."
        if slug not in folders:
            near = did_you_mean(slug, folders)
            return f"There is no pack called {slug}; {near}" if near else f"There is no pack called {slug}."
        visit(slug)
        return packs.get(slug, f"The pack {slug} has problems of its own.")

    for slug in folders:
        visit(slug)
    for slug, pack in packs.items():
        digest = hashlib.sha256()
        for each in pack.lineage():
            for name, content in sorted(folders[each.slug].items()):
                digest.update(f"{name}\0{len(content)}\0".encode())
                digest.update(content)
        hashes[slug] = digest.hexdigest()
    return Reading(packs=packs, problems=tuple(sorted(set(problems))), hashes=hashes)


class _PackReader:
    """Reads one folder: the words first, then every name, then the rows that use them."""

    def __init__(self, slug: str, files: Files) -> None:
        self.slug = slug
        self.files = files
        self.problems: list[Problem] = []
        self.trees: dict[str, MappingNode] = {}
        self.tables: dict[str, Sequence] = {}

    def read(self, use: Use) -> Pack:
        self._parse()
        manifest_file = next((file for file in self.trees if file.endswith(f"/{MANIFEST}")), None)
        if manifest_file is None:
            # its own YAML could not be parsed: nothing else can be judged
            raise PackHasProblems(self.problems)
        manifest, uses = self._manifest(self.trees[manifest_file], use)
        if manifest is None:
            raise PackHasProblems(self.problems)
        scope = Scope(self.slug, uses)
        scope.problems = self.problems
        own_kinds, own_relations, own_families = self._words(scope)
        own_sources = self._sources(scope)
        blocks = self._blocks(scope)
        facts = self._facts(scope, blocks)
        declarations: list[Declaration] = []
        opened: list[tuple[str, Entity]] = []
        questions: list[Question] = []
        for block in blocks:
            declared, left_open = read_entity_promises(scope, block)
            declarations += declared
            opened += left_open
        for tree in self.trees.values():
            if "complete" in tree.values:
                declarations += read_completeness(scope, tree.values["complete"])
            if "questions" in tree.values:
                questions += read_questions(scope, tree.values["questions"], tree.values.get("source"))
        self._refuse_question_twins(questions)
        check_rows(scope, facts)
        if self.problems:
            raise PackHasProblems(self.problems)
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
            sources=own_sources,
            kinds=own_kinds,
            relations=own_relations,
            families=own_families,
            entities={
                (kind, name): entity
                for kind, entities in scope.entities.items()
                for name, entity in entities.items()
                if entity.pack == self.slug
            },
            facts=tuple(facts),
            declarations=tuple(declarations),
            opened=frozenset(opened),
            questions=tuple(questions),
            subjects=frozenset(block.entity for block in blocks),
        )

    def _parse(self) -> None:
        for file, content in self.files.items():
            try:
                text = decode(content, file)
                if file.endswith(".csv"):
                    self.tables[file] = parse_csv(text, file)
                else:
                    self.trees[file] = parse_yaml(text, file)
            except PackHasProblems as error:
                self.problems.extend(error.problems)

    def _manifest(self, tree: MappingNode, use: Use) -> tuple[PackModel | None, list[Pack]]:
        own = MappingNode(tree.place)
        for key, scalar in tree.keys.items():
            if key in _MANIFEST_KEYS:
                own.keys[key], own.values[key] = scalar, tree.values[key]
        manifest = shape(PackModel, own, self.problems, "a pack's manifest")
        if manifest is None:
            return None, []
        if manifest.pack != self.slug:
            self.problems.append(
                Problem.at(
                    tree.values["pack"].place,
                    f"The pack is called {manifest.pack}, its folder {self.slug}.",
                    f"Write `pack: {self.slug}`, or rename the folder.",
                )
            )
        uses: list[Pack] = []
        named = tree.values.get("use")
        nodes = named.items if isinstance(named, Sequence) else [named] if named is not None else []
        for slug, node in zip(manifest.use, nodes, strict=True):
            found = use(slug)
            if isinstance(found, Pack):
                uses.append(found)
            else:
                self.problems.append(
                    Problem.at(node.place, found, "Correct the name, or mend that pack first.")
                )
        return (manifest if len(uses) == len(manifest.use) else None), uses

    def _words(self, scope: Scope) -> tuple[dict[str, Kind], dict[str, Relation], dict[str, Family]]:
        sections = [
            (name, tree.values[name])
            for tree in self.trees.values()
            for name in SECTIONS
            if name in tree.values
        ]
        own_kinds: dict[str, Kind] = {}
        own_relations: dict[str, Relation] = {}
        own_families: dict[str, Family] = {}
        for name, section in sections:
            if name == "kinds":
                own_kinds |= read_kinds(scope, section)
                scope.kinds |= own_kinds
        for name, section in sections:
            if name == "relations":
                own_relations |= read_relations(scope, section)
                scope.relations |= own_relations
        for name, section in sections:
            if name == "kinds":
                check_features(scope, section, own_kinds)
        for name, section in sections:
            if name == "families":
                own_families |= read_families(scope, section)
                scope.families |= own_families
        return own_kinds, own_relations, own_families

    def _sources(self, scope: Scope) -> dict[str, Source]:
        own: dict[str, Source] = {}
        for tree in self.trees.values():
            if "sources" not in tree.values:
                continue
            for key, node in entries(tree.values["sources"], self.problems, "a mapping of sources"):
                model = shape(SourceModel, node, self.problems, "a source")
                if key.text in scope.sources or "@" in key.text:
                    scope.refuse(
                        key.place, f"A source cannot be called {key.text} (again).", "Choose another name."
                    )
                elif model is not None:
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
            is_manifest = file.endswith(f"/{MANIFEST}")
            for key, scalar in tree.keys.items():
                if key in scope.kinds:
                    blocks += read_entities(scope, scope.kinds[key], tree.values[key], default)
                elif (
                    key not in SECTIONS
                    and key not in scope.relations
                    and not (is_manifest and key in _MANIFEST_KEYS)
                ):
                    self._refuse_name(scope, scalar, f"section `{key}`")
        for file, table in self.tables.items():
            name = _table_name(file)
            if name in scope.kinds:
                blocks += read_entities(scope, scope.kinds[name], table, None)
            elif name not in scope.relations:
                self._refuse_name(scope, Scalar(name, Place(file)), f"table {name}.csv")
        return blocks

    def _refuse_name(self, scope: Scope, scalar: Scalar, what: str) -> None:
        known = [*SECTIONS, *scope.kinds, *scope.relations]
        near = did_you_mean(scalar.text, known)
        scope.refuse(
            scalar.place,
            f"A pack has no {what}; {near}" if near else f"A pack has no {what}.",
            f"Sections and tables are named like a kind or a relation, or {listed(SECTIONS)}.",
        )

    def _facts(self, scope: Scope, blocks: list[Block]) -> list[Fact]:
        facts = [fact for block in blocks for fact in read_block(scope, block)]
        sections: list[tuple[str, Node, Node | None]] = [
            (key, node, tree.values.get("source"))
            for tree in self.trees.values()
            for key, node in tree.values.items()
            if key in scope.relations and key not in scope.kinds
        ]
        sections += [
            (name, table, None)
            for file, table in self.tables.items()
            if (name := _table_name(file)) in scope.relations and name not in scope.kinds
        ]
        for name, section, default in sections:
            if not isinstance(section, Sequence):
                self.problems.append(wrong_shape(section, f"a list of rows of {name}"))
                continue
            for node in section.items:
                if not isinstance(node, MappingNode):
                    self.problems.append(wrong_shape(node, f"a row of {name}, as a mapping,"))
                    continue
                fact = read_row(scope, scope.relations[name], node, default)
                if fact is not None:
                    facts.append(fact)
        return facts

    def _refuse_question_twins(self, questions: list[Question]) -> None:
        first: dict[str, Question] = {}
        for question in questions:
            twin = first.setdefault(question.slug, question)
            if twin is not question:
                self.problems.append(
                    Problem.at(
                        question.place,
                        f"The question id {question.slug} is taken ({twin.place}).",
                        "Choose another.",
                    )
                )


def _table_name(file: str) -> str:
    return Path(file).name.removesuffix(".csv")
