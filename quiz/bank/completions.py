"""The JSON Schema of one pack's files: its words as keys, and all names in reach as what an editor offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from quiz.bank.json_schema import TEXT, YEAR, JsonSchema, of_model, one_or_many, whole
from quiz.bank.pack import Pack, Source
from quiz.bank.schema import EntityModel, FactKeys
from quiz.bank.vocabulary import PLAIN_TYPES, Column, Kind, Relation

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL, _HEX = re.compile(r"0o[0-7]+"), re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~"), None),
}


def as_yaml_reads(text: str) -> str | float | bool | None:
    """What an editor makes of a text without quotes (YAML 1.2): `1917` is a number to it."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def schema_of(pack: Pack, packs: Iterable[str] = ()) -> JsonSchema:
    """packs: the slugs that `use` may name."""
    return _PackSchema(pack).schema(sorted(set(packs) - {pack.slug}))


class _PackSchema:
    def __init__(self, pack: Pack) -> None:
        self.kinds: dict[str, Kind] = {}
        self.relations: dict[str, Relation] = {}
        self.sources: dict[str, Source] = {}
        self.names: dict[str, set[str]] = {}
        for each in pack.lineage():
            self.kinds |= each.kinds
            self.relations |= each.relations
            self.sources |= each.sources
            for kind, name in each.entities:
                self.names.setdefault(kind, set()).add(name)
        self.pack = pack

    def schema(self, packs: list[str]) -> JsonSchema:
        source = one_or_many({"$ref": "#/$defs/source"})
        definitions: JsonSchema = {"source": self._source()}
        sections: JsonSchema = {"source": source}
        if packs:
            sections["use"] = one_or_many({"enum": packs})
        for name in self.kinds:
            definitions[f"name of {name}"] = self._names_of(name)
            definitions[f"a {name}"] = self._entity(name)
            sections[name] = {"type": ["array", "null"], "items": {"$ref": _ref(f"a {name}")}}
        for name, relation in self.relations.items():
            definitions[f"row of {name}"] = self._row(relation)
            if name not in self.kinds:
                required = [column.name for column in relation.columns if not column.is_optional]
                row = {"$ref": _ref(f"row of {name}"), "required": required}
                sections[name] = {"type": ["array", "null"], "items": row}
        sections["complete"] = {"type": "array", "items": self._declaration(source)}
        if self.kinds:
            any_name = {"anyOf": [{"$ref": _ref(f"name of {kind}")} for kind in self.kinds]}
            definitions["any name"] = any_name
        schema = whole(definitions, sections, other_sections=False)
        # the manifest's sentence is called `about` too, but is another key
        question = schema["properties"]["questions"]["items"]["properties"]
        question["source"] = source
        question["about"] = one_or_many({"$ref": _ref("any name")} if self.kinds else TEXT)
        column_types = [*self.kinds, *sorted(PLAIN_TYPES)]
        column_types += [f"{each}?" for each in column_types]
        relation_keys = schema["properties"]["relations"]["additionalProperties"]["properties"]
        # kinds that this very file declares anew are not known yet
        relation_keys["columns"]["additionalProperties"] = {"anyOf": [{"enum": column_types}, TEXT]}
        schema["title"] = f"A file of the pack {self.pack.slug}"
        return schema

    def _source(self) -> JsonSchema:
        bare = sorted(slug for slug, source in self.sources.items() if not _wants_edition(source))
        with_edition = sorted(set(self.sources) - set(bare))
        unknown = {"errorMessage": "No source of this name is declared; some want an @edition."}
        choices: list[JsonSchema] = [{"enum": list(_as_read(bare)), **unknown}] if bare else []
        if self.sources:
            slugs = "|".join(re.escape(slug) for slug in sorted(self.sources))
            choices.append({"type": "string", "pattern": rf"^\s*({slugs})\s*@"})
        return {
            "anyOf": choices or [TEXT],
            "defaultSnippets": [{"label": f"{slug}@…", "body": f"{slug}@"} for slug in with_edition],
            **unknown,
        }

    def _names_of(self, kind: str) -> JsonSchema:
        return {
            "enum": list(_as_read(sorted(self.names.get(kind, ())))),
            "errorMessage": f"No {kind} of this name was declared when this schema was made.",
        }

    def _entity(self, kind: str) -> JsonSchema:
        schema = of_model(EntityModel)
        keys = schema["properties"]
        known = {"$ref": _ref(f"name of {kind}")}
        # whoever is new here is no mistake
        keys["name"] = {**keys["name"], "anyOf": [known, TEXT]}
        keys["names"] = {**keys["names"], **one_or_many({"anyOf": [known, TEXT]})}
        keys["source"] = one_or_many({"$ref": "#/$defs/source"})
        near = [each for each in self.relations.values() if kind in [column.type for column in each.columns]]
        for key in ("open", "complete"):
            keys[key] = {**keys[key], **one_or_many({"enum": [each.name for each in near]})}
        keys |= dict.fromkeys(self.kinds[kind].has, TEXT)
        for relation in near:
            keys[relation.name] = {"description": relation.reads, **self._rows_under(relation, kind)}
        return {**schema, "additionalProperties": False}

    def _rows_under(self, relation: Relation, kind: str) -> JsonSchema:
        """One value that fills the column left over, a mapping, or a list of these."""
        row: JsonSchema = {"$ref": _ref(f"row of {relation.name}")}
        own = next(column for column in relation.columns if column.type == kind)
        left = [column for column in relation.columns if column is not own]
        candidates = [column for column in left if not column.is_optional] or left
        if len(candidates) != 1:
            return one_or_many(row)
        return one_or_many({"anyOf": [self._cell(candidates[0]), row]})

    def _row(self, relation: Relation) -> JsonSchema:
        schema = of_model(FactKeys)
        schema["properties"]["source"] = one_or_many({"$ref": "#/$defs/source"})
        columns = {column.name: self._cell(column) for column in relation.columns}
        return {**schema, "properties": {**columns, **schema["properties"]}}

    def _cell(self, column: Column) -> JsonSchema:
        if column.is_entity:
            return {"$ref": _ref(f"name of {column.type}")}
        return YEAR if column.type == "year" else TEXT

    def _declaration(self, source: JsonSchema) -> JsonSchema:
        columns = {
            name: {
                "type": "object",
                "properties": {
                    column.name: TEXT if column.type == "year" else self._cell(column)
                    for column in relation.columns
                },
                "additionalProperties": False,
                "minProperties": 1,
            }
            for name, relation in self.relations.items()
        }
        as_of = {"type": "string", "format": "date"}
        return {
            "type": "object",
            "properties": {"says": TEXT, "source": source, "as of": as_of, **columns},
            "required": ["says"],
            "additionalProperties": False,
        }


def _ref(definition: str) -> str:
    """The place of a definition, as a JSON pointer in an address."""
    escaped = definition.replace("~", "~0").replace("/", "~1").replace("%", "%25").replace(" ", "%20")
    return f"#/$defs/{escaped}"


def _wants_edition(source: Source) -> bool:
    return any("{at}" in (text or "") for text in (source.title, source.date, source.url))


def _as_read(names: Iterable[str]) -> Iterator[str | float | bool | None]:
    """Each name, and what an editor takes it for if it stands without quotes."""
    for name in names:
        yield name
        read = as_yaml_reads(name)
        if not isinstance(read, str):
            yield read
