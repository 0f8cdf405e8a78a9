"""The JSON Schema of the JSON report, made from the types in `result`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from flopguard.finding import Finding
from flopguard.report.json import FORMAT
from flopguard.result import Claim, EffectiveValue, Range, Report, Summary, Verdict

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = "urn:flopguard:schema:report:1"

_SIMPLE: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}
_AMOUNT: Schema = {"pattern": r"^[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$"}
_SLOTS: Schema = {"additionalProperties": {"enum": ["given", "partly", "missing", "n/a"]}}
_KINDS: Schema = {"enum": ["value", "at_least", "at_most", "unbounded", "multivalued", "undefined"]}

_NARROWED: Mapping[tuple[type, str], Schema] = {
    **{(kind, name): _AMOUNT for kind in (Range, EffectiveValue) for name in ("low", "central", "high")},
    **{(Summary, entry.name): {"minimum": 0} for entry in fields(Summary)},
    **{(Finding, name): {"minimum": 1} for name in ("line", "column", "end_column")},
    (Claim, "line"): {"minimum": 1},
    (Claim, "slots"): _SLOTS,
    (EffectiveValue, "kind"): _KINDS,
    (Finding, "points_at"): {"enum": ["key", "value"]},
    (Verdict, "probability"): {"minimum": 0, "maximum": 1},
}
"""What a type hint cannot say."""


def report_schema() -> Schema:
    """The schema of format `flopguard/1`. Every key is always there, and there is no other."""
    definitions: dict[str, Schema] = {}
    body = _object(Report, definitions)
    properties = {"format": {"const": FORMAT}, **body["properties"]}
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "flopguard report, version 1",
        **body,
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type[Any], definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    properties = {
        entry.name: {**_schema(hints[entry.name], definitions), **_NARROWED.get((kind, entry.name), {})}
        for entry in fields(kind)
    }
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of a type hint; types of our own are defined once and referred to."""
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, StrEnum)):
        return _reference(hint, definitions)
    match get_origin(hint):
        case origin if origin in (UnionType, Union):
            return _either([_schema(part, definitions) for part in get_args(hint)])
        case origin if origin is tuple:
            return {"type": "array", "items": _schema(get_args(hint)[0], definitions)}
        case origin if origin is dict:
            return {"type": "object", "additionalProperties": _schema(get_args(hint)[1], definitions)}
    raise TypeError(f"{hint!r}: no JSON Schema is known for this type; add it to _schema")


def _either(choices: list[Schema]) -> Schema:
    if all(set(choice) == {"type"} for choice in choices):
        return {"type": [choice["type"] for choice in choices]}
    return {"anyOf": choices}


def _reference(kind: type[Any], definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # holds the name while its parts are defined
        definitions[kind.__name__] = _enumeration(kind) if issubclass(kind, StrEnum) else _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _enumeration(kind: type[StrEnum]) -> Schema:
    return {"description": " ".join((kind.__doc__ or "").split()), "enum": [member.value for member in kind]}
