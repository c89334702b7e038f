"""The YAML's shape, as pydantic models. Every scalar arrives as text; see `nodes`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FIRST_YEAR, LAST_YEAR = 1000, 9999
MAX_QUOTE_WORDS = 20
SECTIONS = ("sources", "kinds", "relations", "families", "complete", "questions", "source")
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _as_list(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


def _as_bool(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=1000)]
Slug = Annotated[str, Field(pattern=SLUG, max_length=80)]
Texts = Annotated[list[Text], BeforeValidator(_as_list, json_schema_input_type=Text | list[Text])]
Flag = Annotated[bool, BeforeValidator(_as_bool)]
Count = Annotated[int, Field(ge=1, le=1000)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Years = Annotated[list[Year], BeforeValidator(_as_list, json_schema_input_type=Year | list[Year])]
Counts = Annotated[list[Count], BeforeValidator(_as_list, json_schema_input_type=Count | list[Count])]
Slugs = Annotated[list[Slug], BeforeValidator(_as_list, json_schema_input_type=Slug | list[Slug])]
Status = Literal["confirmed", "disputed", "retracted", "never"]


def yaml_name(field: str) -> str:
    """`review_by` in Python is `review by` in YAML."""
    return field.replace("_", " ")


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=yaml_name)


class SourceModel(Model):
    """A publication where a player can look something up; `{at}` is filled from `source: name@at`."""

    title: Text
    publisher: Text
    date: Text | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")] | None = None


class PackModel(Model):
    """The manifest, in `pack.yaml`."""

    pack: Slug
    title: Text
    about: Text
    use: Slugs = []
    as_of: date | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "en"
    licence: Text | None = None
    credits: Text | None = None
    playable: Flag = True


class KindModel(Model):
    """A kind of entity. `title`: its names are titles of works. `has`: attributes its entities may carry.

    `lives`: the relations that tell its births and its deaths. `whole names`: no part of a name means it.
    """

    many: Text
    title: Flag = False
    has: Texts = []
    alike: Texts = []
    lives: Annotated[Texts, Field(max_length=2)] = []
    whole_names: Flag = False


class RelationModel(BaseModel):
    """A table. `columns`: name to type (a kind, `year`, `text` or `title`), with `?` if optional."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=yaml_name)

    columns: dict[Text, Text]
    known: Literal["whole-list", "one-winner", "open"]
    per: Texts = []
    means: Text | None = None
    reads: Text
    whole: Text | None = None


class FamilyModel(Model):
    """One way to turn rows into questions; see `quiz.bank.vocabulary.Family`."""

    shape: Literal["pick", "except", "odd", "first", "last", "between", "match", "true-false"] = "pick"
    where: Texts
    among: Texts = []
    same: Texts = []
    ask: Texts
    pair: Text | None = None
    gap: Count = 1
    spread: Years | Counts = [1, 2, 3]
    sets: Count = 1
    harder: Annotated[float, Field(ge=-3, le=3)] = 0.0


class CompletenessModel(BaseModel):
    """A declaration that a list is whole: one key names a relation, its value the columns that are fixed."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=yaml_name)

    says: Text
    source: Texts = []
    as_of: date | None = None


class WrongModel(Model):
    is_: Text = Field(alias="is")
    because: Text | None = None
    source: Texts = []


def _as_wrong(value: object) -> object:
    return {"is": value} if isinstance(value, str) else value


Wrong = Annotated[WrongModel, BeforeValidator(_as_wrong, json_schema_input_type=Text | WrongModel)]


class QuestionModel(Model):
    """A handwritten question."""

    id: Slug
    ask: Texts
    key: Text
    because: Text
    wrong: Annotated[list[Wrong], Field(min_length=1, max_length=5)]
    source: Texts = []
    checked: Texts = []
    note: Text | None = None
    quote: Text | None = None
    about: Texts = []
    signed: Text | None = None
    level: Literal["berlin", "venice", "cannes"] = "venice"
    order: Literal["shuffled", "as-written"] = "shuffled"
    where: Texts = []
    status: Literal["confirmed", "disputed", "retracted"] = "confirmed"
    as_of: date | None = None
    until: date | None = None
    review_by: date | None = None


class EntityModel(BaseModel):
    """An entity; every further key is an attribute of its kind or a relation of the vocabulary."""

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=yaml_name)

    name: Text | None = None
    names: Texts = Field(default_factory=list)
    show: Text | None = None
    aka: Texts = Field(default_factory=list)
    source: Texts = Field(default_factory=list)
    checked: Texts = Field(default_factory=list)
    note: Text | None = None
    asked: Flag = True
    open: Texts = Field(default_factory=list)
    complete: Texts = Field(default_factory=list)


class FactKeys(Model):
    """What a row may carry beside its columns."""

    source: Texts = Field(default_factory=list)
    checked: Texts = Field(default_factory=list)
    quote: Text | None = None
    note: Text | None = None
    status: Status = "confirmed"
    because: Text | None = None
    as_of: date | None = None
    until: date | None = None
    review_by: date | None = None
    elsewhere: Years = Field(default_factory=list)
    shared: Count | None = None


FACT_KEYS = frozenset(yaml_name(name) for name in FactKeys.model_fields)
ENTITY_KEYS = frozenset(yaml_name(name) for name in EntityModel.model_fields)
MANIFEST_KEYS = tuple(yaml_name(name) for name in PackModel.model_fields)
