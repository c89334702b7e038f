"""JSON Schema (2020-12) of a pack's files, for editors: made from the models, as YAML itself sees a file.

An editor reads `1917` as a number and `No` as a text, where packs hold texts alone. So wherever a text may
stand, the schema takes what YAML makes of one: it never finds fault with what `quiz check` accepts.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from quiz.bank.schema import (
    CompletenessModel,
    EntityModel,
    FactKeys,
    FamilyModel,
    KindModel,
    PackModel,
    QuestionModel,
    RelationModel,
    SourceModel,
)

JsonSchema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELINE = "# yaml-language-server: $schema="
FOLDER = ".schemas"
"""Beside the packs, where no pack is looked for."""

OF_ANY_PACK = "any_pack.json"
"""No pack can be called so."""

TEXT: JsonSchema = {"$ref": "#/$defs/text"}
YEAR: JsonSchema = {"$ref": "#/$defs/year"}
_DEFINITIONS: JsonSchema = {
    "text": {"type": ["string", "number", "boolean", "null"], "maxLength": 1000},
    "year": {
        "anyOf": [
            {"type": "integer", "minimum": 1000, "maximum": 9999},
            {"type": "string", "pattern": "^[1-9][0-9]{3}$"},
        ]
    },
}
_NOISE = ("title", "default", "description")

SAYS = {
    "about": "One sentence for players; of a question, the things that it is about.",
    "aka": "Other names: two options never share one.",
    "alike": "What makes two of them alike: relation.column, relation.column/years, or an attribute.",
    "among": "Lines that every option must fulfil, so that all are of one sort.",
    "as of": "The day on which this was so, 2026-11-20.",
    "ask": "One wording or several; {variable} is filled in.",
    "asked": "false: known, to keep it apart from others, and never asked about.",
    "because": "The reason: of a question, why its key is right; of a row, why it is in doubt.",
    "checked": "Where you verified it; for authors, never shown.",
    "columns": "Name and type of each: a kind, year, text or title; ? may be left out.",
    "complete": "Relations of which every row with this is listed.",
    "credits": "Where the data came from.",
    "elsewhere": "Other years that are given for it: never a wrong option.",
    "gap": "Years by which first, last and between must be apart.",
    "harder": "Logits added to the difficulty that the game predicts.",
    "has": "Plain properties, as free text.",
    "key": "The right answer.",
    "known": "What silence means: whole-list, one-winner, or open.",
    "level": "berlin is easy, venice medium, cannes hard.",
    "many": "The plural, for sentences.",
    "name": "How packs call it; unique among its kind.",
    "names": "Several of which nothing else is said here.",
    "note": "For authors.",
    "open": "Relations whose list is NOT whole for this.",
    "order": "as-written: options in the order of their figures.",
    "pack": "The folder's name.",
    "per": "The columns that name a slot: of a list, or of a prize in a year.",
    "playable": "false: the pack only lends its words or facts to others.",
    "quote": "Up to 20 words of the source.",
    "reads": "The fact as a sentence, with {column} filled in.",
    "review by": "Past this day it is not asked until somebody looks again.",
    "same": "Attributes in which every option agrees with the key.",
    "shape": "pick one that is so; except: one that is NOT; odd: three share what the stem does not name …",
    "shared": "How many rows the slot holds, when a prize was shared.",
    "show": "What players see, if that is not the name.",
    "signed": "Who vouches that the wrong options are wrong.",
    "source": "Where a player can look it up: a name under `sources`, with @edition where it wants one.",
    "spread": "Steps between the years offered, from hard to easy.",
    "status": "confirmed (if not said), disputed, retracted or never; all but the first need a `because`.",
    "until": "Past this day it is no longer so.",
    "use": "The packs whose words, names and facts this one stands on.",
    "where": "Lines that must hold of the option `it`: director(film, it).",
    "whole": "What players are told of a list that is whole.",
    "wrong": "Two options or more that are not so; {is: …, because: …} gives a reason.",
}
"""Shown by an editor at each key."""


def schema_of_any_pack() -> JsonSchema:
    """What holds for the files of every pack, whatever its words."""
    entity = {**of_model(EntityModel), "additionalProperties": True}
    row = {**of_model(FactKeys), "additionalProperties": True}
    sections = {
        "type": ["array", "null"],
        "items": {"anyOf": [{"$ref": "#/$defs/entity"}, {"$ref": "#/$defs/row"}]},
    }
    return whole({"entity": entity, "row": row}, {}, sections)


def whole(definitions: JsonSchema, sections: JsonSchema, other_sections: JsonSchema | bool) -> JsonSchema:  # noqa: FBT001  # as JSON Schema has it
    """The schema of a file. sections: of those with names of their own; they come before the usual ones."""
    usual = {
        "sources": _mapping_of(of_model(SourceModel)),
        "kinds": _mapping_of(of_model(KindModel)),
        "relations": _mapping_of(_relation()),
        "families": _mapping_of(of_model(FamilyModel)),
        "complete": {"type": "array", "items": {**of_model(CompletenessModel), "additionalProperties": True}},
        "questions": {"type": "array", "items": of_model(QuestionModel)},
        "source": one_or_many(TEXT),
    }
    return {
        "$schema": DIALECT,
        "title": "A file of a Triple Crown pack",
        "type": ["object", "null"],
        "properties": {**of_model(PackModel)["properties"], **usual, **sections},
        "additionalProperties": other_sections,
        "$defs": {**_DEFINITIONS, **definitions},
    }


def of_model(model: type[BaseModel]) -> JsonSchema:
    """A model's schema with its parts in place, and with what YAML makes of texts."""
    made = model.model_json_schema(by_alias=True)
    parts = made.pop("$defs", {})
    schema: JsonSchema = _as_in_yaml(made, parts)
    for name, value in schema["properties"].items():
        if name in SAYS:
            schema["properties"][name] = {"description": SAYS[name], **value}
    return schema


def one_or_many(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def _mapping_of(schema: JsonSchema) -> JsonSchema:
    return {"type": ["object", "null"], "additionalProperties": schema}


def _relation() -> JsonSchema:
    reading = {"^reads without ": TEXT}
    return {**of_model(RelationModel), "patternProperties": reading, "additionalProperties": False}


def _as_in_yaml(schema: JsonSchema, parts: JsonSchema) -> JsonSchema:
    if "$ref" in schema:
        return _as_in_yaml(parts[schema["$ref"].rpartition("/")[2]], parts)
    said = {
        key: value
        for key, value in schema.items()
        if key not in _NOISE or (key == "default" and "enum" in schema)
    }
    if "anyOf" in said:
        return _without_null([_as_in_yaml(each, parts) for each in said["anyOf"]])
    if "items" in said:
        said["items"] = _as_in_yaml(said["items"], parts)
    if "properties" in said:
        said["properties"] = {name: _as_in_yaml(each, parts) for name, each in said["properties"].items()}
    if isinstance(said.get("additionalProperties"), dict):
        said["additionalProperties"] = _as_in_yaml(said["additionalProperties"], parts)
    return said if said.get("type") in ("array", "object") else _scalar(said)


def _scalar(said: JsonSchema) -> JsonSchema:
    """A text, a number, a date or a word of few, with or without quotes."""
    match said.get("type"):
        case "boolean":
            return {"enum": [True, False, "true", "false"]}
        case "integer" | "number":
            return {"anyOf": [said, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
        case "string" if said.keys().isdisjoint({"enum", "format", "pattern"}):
            return TEXT
        case "string" if "maxLength" in said:
            return {**said, "type": ["string", "integer"]}  # a slug may be all figures
    return said


def _without_null(schemas: list[JsonSchema]) -> JsonSchema:
    """A key that may be left out has no value that says so."""
    kept = [each for each in schemas if each != {"type": "null"}]
    return kept[0] if len(kept) == 1 else {"anyOf": kept}


def with_modeline(text: str, address: str) -> str:
    """A file of YAML whose first line tells editors where its schema is.

    address: from the file's folder.
    """
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    first, end, rest = body.partition("\n")
    if not first.startswith(MODELINE):
        end = "\r\n" if first.endswith("\r") else "\n"
        rest = body
    elif first.endswith("\r"):
        end = "\r\n"
    return f"{mark}{MODELINE}{address}{end}{rest}"


def has_modeline(text: str) -> bool:
    return text.removeprefix("\ufeff").startswith(MODELINE)


def to_json(schema: JsonSchema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
