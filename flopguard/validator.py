"""The validator of a document type, made for pydantic's core from the type hints alone.

`pydantic.TypeAdapter` would make the same one, at many times the cost of reading a manifest: it is left to where the
JSON Schemas are published, and a test holds both against each other. What is known here is what document types use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_PLAIN: Mapping[Any, str] = {str: "str", int: "int", bool: "bool", date: "date", Any: "any"}


_MADE: dict[type[Any], Any] = {}


def validator(target: type[Any]) -> Any:
    """The validator of a document type, built once."""
    if target not in _MADE:
        from pydantic_core import SchemaValidator

        maker = _Maker()
        whole: Any = {"type": "definitions", "schema": maker.schema(target)}
        _MADE[target] = SchemaValidator({**whole, "definitions": list(maker.definitions.values())})
    return _MADE[target]


class _Maker:
    """Makes schemas; each document type is defined once and referred to by its name."""

    def __init__(self) -> None:
        self.definitions: dict[type[Any], Schema] = {}

    def __call__(self, hint: Any) -> Schema:
        """As a field marker asks for the schema of what it marks."""
        return self.schema(hint)

    def generate_schema(self, hint: Any) -> Schema:
        """As a field marker asks for the schema of another type."""
        return self.schema(hint)

    def schema(self, hint: Any) -> Schema:
        """The schema of a type hint. Raises TypeError for one that no document type uses."""
        if hint in _PLAIN:
            return {"type": _PLAIN[hint]}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return {"type": "enum", "cls": hint, "members": list(hint), "sub_type": "str"}
        if isinstance(hint, type) and is_dataclass(hint):
            return self._document(hint)
        return self._generic(hint, get_args(hint))

    def _generic(self, hint: Any, arguments: tuple[Any, ...]) -> Schema:
        origin = get_origin(hint)
        if origin is Annotated:
            return self._marked(arguments[0], arguments[1:])
        if origin in (Union, UnionType):
            return self._union(arguments)
        if origin is Literal:
            return {"type": "literal", "expected": list(arguments)}
        if origin is tuple:
            return {"type": "tuple", "items_schema": [self.schema(arguments[0])], "variadic_item_index": 0}
        if origin is dict:
            keys, values = map(self.schema, arguments)
            return {"type": "dict", "keys_schema": keys, "values_schema": values}
        raise TypeError(f"no document type uses {hint}")

    def _marked(self, inner: Any, marks: tuple[Any, ...]) -> Schema:
        for mark in marks:
            if hasattr(mark, "__get_pydantic_core_schema__"):
                schema: Schema = mark.__get_pydantic_core_schema__(inner, self)
                return schema
        return self.schema(inner)

    def _union(self, members: tuple[Any, ...]) -> Schema:
        choices = [self.schema(member) for member in members if member is not NoneType]
        schema = choices[0] if len(choices) == 1 else {"type": "union", "choices": choices}
        return {"type": "nullable", "schema": schema} if NoneType in members else schema

    def _document(self, target: type[Any]) -> Schema:
        reference = f"{target.__module__}.{target.__qualname__}"
        if target not in self.definitions:
            self.definitions[target] = {}  # it may hold itself
            self.definitions[target] = self._defined(target, reference)
        return {"type": "definition-ref", "schema_ref": reference}

    def _defined(self, target: type[Any], reference: str) -> Schema:
        hints = get_type_hints(target, include_extras=True)
        arguments = {
            "type": "dataclass-args",
            "dataclass_name": target.__name__,
            "fields": [self._field(entry, hints[entry.name], target) for entry in fields(target)],
            "collect_init_only": False,
        }
        return {
            "type": "dataclass",
            "ref": reference,
            "cls": target,
            "schema": arguments,
            "fields": [entry.name for entry in fields(target)],
            "config": {"extra_fields_behavior": "forbid"},
            "slots": "__slots__" in vars(target),
            "post_init": False,
        }

    def _field(self, entry: Field[Any], hint: Any, target: type[Any]) -> Schema:
        schema = self.schema(hint)
        if entry.default is not MISSING:
            schema = {"type": "default", "schema": schema, "default": entry.default}
        elif entry.default_factory is not MISSING:
            schema = {"type": "default", "schema": schema, "default_factory": entry.default_factory}
        alias = target.__pydantic_config__["alias_generator"](entry.name)
        return {
            "type": "dataclass-field",
            "name": entry.name,
            "schema": schema,
            "validation_alias": alias,
            "init": True,
        }
