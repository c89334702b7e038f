"""The schema that editors read: as committed, and as YAML's own reader sees names."""

from __future__ import annotations

import pytest

from quiz.bank.completions import as_yaml_reads, schema_of
from quiz.bank.json_schema import (
    FOLDER,
    OF_ANY_PACK,
    has_modeline,
    schema_of_any_pack,
    to_json,
    with_modeline,
)
from quiz.bank.schema import ENTITY_KEYS, FACT_KEYS, MANIFEST_KEYS, SECTIONS
from quiz.settings import ROOT
from tests.factories.film_packs import a_film_pack


def test_the_committed_schema_is_the_one_that_the_models_make() -> None:
    committed = ROOT / "questions" / FOLDER / OF_ANY_PACK

    assert committed.read_text(encoding="utf-8") == to_json(schema_of_any_pack()), "run `quiz schema --write`"


def test_every_file_of_the_packs_names_its_schema() -> None:
    files = [path for path in (ROOT / "questions").rglob("*.y*ml") if FOLDER not in path.parts]
    committed = (ROOT / "questions" / FOLDER / OF_ANY_PACK).resolve()

    for file in files:
        text = file.read_text(encoding="utf-8")
        assert has_modeline(text), f"{file}: run `quiz schema --write`"
        assert (file.parent / text.partition("\n")[0].partition("$schema=")[2]).resolve() == committed
    assert len(files) > 30


def test_it_has_a_key_for_each_of_the_models() -> None:
    schema = schema_of_any_pack()

    assert schema["properties"].keys() >= {*SECTIONS, *MANIFEST_KEYS}
    assert schema["$defs"]["entity"]["properties"].keys() == ENTITY_KEYS
    assert schema["$defs"]["row"]["properties"].keys() == FACT_KEYS


def test_that_of_a_pack_offers_its_names_and_no_others() -> None:
    films = 'source: book\nfilm: [{name: "1917", director: Jane Campion}, {name: The Piano}]\n'
    schema = schema_of(a_film_pack(films), ["film", "cinema"])

    assert schema["$defs"]["name of film"]["enum"] == ["1917", 1917, "The Piano"]
    assert schema["$defs"]["a film"]["properties"].keys() == {
        *ENTITY_KEYS,
        *("director", "shown", "won", "role"),
    }
    assert schema["properties"]["role"]["items"]["required"] == ["film", "actor"]
    assert schema["properties"]["use"]["anyOf"][0] == {"enum": ["film"]}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1917", 1917),
        ("007", 7),
        ("8.5", 8.5),
        ("1e3", 1000.0),
        ("0x1F", 31),
        ("true", True),
        ("No", "No"),
        ("Null", None),
        ("22:30", "22:30"),
        ("8½", "8½"),
        ("1984 ", "1984 "),
        ("2026-11-20", "2026-11-20"),
    ],
)
def test_a_name_without_quotes_is_known_for_what_an_editor_takes_it_for(text: str, read: object) -> None:
    assert as_yaml_reads(text) == read
    assert type(as_yaml_reads(text)) is type(read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("film: []\n", "# yaml-language-server: $schema=x.json\nfilm: []\n"),
        ("", "# yaml-language-server: $schema=x.json\n"),
        (
            "# yaml-language-server: $schema=y.json\r\na: b\r\n",
            "# yaml-language-server: $schema=x.json\r\na: b\r\n",
        ),
        ("a: b\r\n", "# yaml-language-server: $schema=x.json\r\na: b\r\n"),
        ("\ufeffa: b\n", "\ufeff# yaml-language-server: $schema=x.json\na: b\n"),
        ("# yaml-language-server: $schema=y.json", "# yaml-language-server: $schema=x.json"),
    ],
)
def test_the_first_line_names_the_schema_and_the_rest_is_left_as_it_was(text: str, expected: str) -> None:
    assert with_modeline(text, "x.json") == expected
    assert with_modeline(expected, "x.json") == expected
