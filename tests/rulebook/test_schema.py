"""The JSON Schema of pack files says what the loader says."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from energy_audit import resources
from energy_audit.reference.lookup import laws
from energy_audit.reference.tables import Reference
from energy_audit.rulebook import load
from energy_audit.rulebook.cases import read_cases
from energy_audit.rulebook.schema import CODE_PATTERN, pack_schema, schema_text
from energy_audit.rulebook.toml_table import TomlTable

SCHEMA = pack_schema()
RULES = resources.folder("rules")
PACK_FILES = sorted(path for pack in ("national", "guizhou") for path in (RULES / pack).rglob("*.toml"))
KNOWN_WORDS = {
    "$schema", "title", "anyOf", "allOf", "$ref", "definitions", "description", "type", "enum", "properties",
    "required", "additionalProperties", "items", "minItems", "minLength", "pattern", "format",
}  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, Decimal),
    "boolean": (bool,),
}


def faults(value: Any, schema: Any, at: str = "") -> Iterator[str]:
    """Say where ``value`` does not fit: the words of JSON Schema that ours uses, and no others."""
    assert isinstance(schema, dict)
    assert set(schema) <= KNOWN_WORDS, f"the walker does not know {set(schema) - KNOWN_WORDS}"
    if "$ref" in schema:
        yield from faults(value, SCHEMA["definitions"][schema["$ref"].rpartition("/")[2]], at)
        return
    if "anyOf" in schema:
        tried = [list(faults(value, option, at)) for option in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
    for option in schema.get("allOf", ()):
        yield from faults(value, option, at)
    if "enum" in schema and not any(type(value) is type(known) and value == known for known in schema["enum"]):
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is_a(value, kind) for kind in kinds):
        yield f"{at}: {value!r} is no {kinds}"
        return
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0):
            yield f"{at}: empty"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{at}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{at}: too few"
        for place, item in enumerate(value):
            yield from faults(item, schema["items"], f"{at}[{place}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{at}: lacks {key}" for key in schema.get("required", ()) if key not in value)
        for key, item in value.items():
            if key in known:
                yield from faults(item, known[key], f"{at}.{key}")
            elif schema.get("additionalProperties") is False:
                yield f"{at}: unknown key {key}"
            elif isinstance(schema.get("additionalProperties"), dict):
                yield from faults(item, schema["additionalProperties"], f"{at}.{key}")


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def read(text: str) -> Any:
    """Read TOML as editors hand it to a schema: dates are texts."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return plain(tomllib.loads(text, parse_float=Decimal))


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_every_shipped_pack_file_fits(path: Path) -> None:
    assert [] == list(faults(read(path.read_text(encoding="utf-8")), SCHEMA))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": '"crime"'}, "is not one of"),
        ({"code": "KEU1"}, "does not match"),
        ({"severity": None}, "lacks severity"),
        ({"citations": None}, "lacks citations"),
        ({"citations": "[]"}, "too few"),
        ({"titel": '{ zh = "甲", en = "a" }'}, "unknown key titel"),
        ({"message": '{ zh = "甲" }'}, "lacks en"),
        ({"breached": "true"}, "is no"),
        ({"authority": '"police"'}, "is not one of"),
    ],
)
def test_what_the_loader_refuses_by_form_does_not_fit(packs: Any, changes: dict[str, Any], words: str) -> None:
    head = '[topic]\nname = "sample"\ntitle = { zh = "样例", en = "Sample" }\n'
    topic = SCHEMA["definitions"]["topic_file"]
    assert [] == list(faults(read(head + packs.rule()), topic))
    found = list(faults(read(head + packs.rule(**changes)), topic))
    assert 1 == len(found)
    assert words in found[0]


def test_the_shipped_file_is_the_schema() -> None:
    shipped = (RULES / "pack.schema.json").read_text(encoding="utf-8")
    assert schema_text() == shipped, "run: energy-audit rules schema > rules/pack.schema.json"


def test_every_key_is_described() -> None:
    for name, definition in SCHEMA["definitions"].items():
        for key, value in definition.get("properties", {}).items():
            assert key in {"zh", "en"} or value.get("description"), f"{name}.{key}"


def test_the_schema_knows_the_code_that_the_loader_knows() -> None:
    assert CODE_PATTERN == f"^{load._CODE.pattern}$"


def test_the_schema_knows_every_key_that_the_loader_asks_for(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    close = TomlTable.close

    def noting(table: TomlTable) -> None:
        place = next((step for step in reversed(table.path) if isinstance(step, str)), "")
        asked[place] |= table.asked
        close(table)

    monkeypatch.setattr(TomlTable, "close", noting)
    rulebook = load.load_rulebook(RULES, laws=laws(reference), documents=reference.documents)
    read_cases(rulebook, [RULES])
    made_up = {"template"}  # given to generated rules, never written in a file
    asked["rule"] |= asked["document_rule"] - {"code_prefix", "applies_conditions"}
    for name in ("rule", "criterion", "parameter", "topic", "case"):
        assert set(SCHEMA["definitions"][name]["properties"]) == asked[name] - made_up, name
    assert set(SCHEMA["definitions"]["parameter_value"]["properties"]) == asked["value"]


def test_the_schema_is_json() -> None:
    assert pack_schema() == json.loads(schema_text())
