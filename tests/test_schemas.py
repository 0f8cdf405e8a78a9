"""The published schemas are those of the types, and they judge as the types do.

After a change of the types: python scripts/make_schemas.py
"""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("manifest", "policy", "report")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_schemas", ROOT / "scripts" / "make_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    schemas: dict[str, str] = _script().schemas()
    return schemas


def test_the_files_are_those_that_the_script_makes(made: dict[str, str]) -> None:
    committed = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "schemas").glob("*.json")}
    assert sorted(committed) == sorted(made)
    for name, text in made.items():
        assert committed[name] == text, f"schemas/{name} is out of date: python scripts/make_schemas.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_says_what_it_is(name: str, made: dict[str, str]) -> None:
    schema = json.loads(made[f"{name}.schema.json"])
    Draft202012Validator.check_schema(schema)
    assert {key: schema[key] for key in ("$schema", "$id", "title")} == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:flopguard:schema:{name}:1",
        "title": f"flopguard {name}, version 1",
    }


GOOD: dict[str, Any] = {
    "manifest": 1,
    "model": {"name": "Example-70B", "released": "2026-03", "inputs": ["text"], "base": "none"},
    "training": [
        {"name": "text", "component": "pretrain", "flop": "6.4e24 FLOP", "tokens": "15T"},
        {"name": "number", "component": "pretrain", "flop": 6.4e24},
        {
            "name": "table",
            "component": "pretrain",
            "flop": {"value": "6.4e24", "low": 6.1e24, "evidence": "reported", "source": "https://example.com"},
        },
    ],
}


def _errors(document: dict[str, Any], made: dict[str, str]) -> list[str]:
    schema = json.loads(made["manifest.schema.json"])
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


def test_a_manifest_may_write_a_figure_as_text_number_or_table(made: dict[str, str]) -> None:
    assert _errors(GOOD, made) == []


def test_an_unknown_key_is_refused(made: dict[str, str]) -> None:
    assert _errors({**GOOD, "modle": {}}, made) == ["Additional properties are not allowed ('modle' was unexpected)"]
    assert _errors({**GOOD, "model": {"name": "A", "version": 1.5, "nmae": "B"}}, made)
