"""A value, a name or a new line as a file of some syntax writes it."""

from __future__ import annotations

import json
import re

from flopguard.syntax import Syntax

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"true|false|[-+]?[0-9][0-9_.eE+-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_JSON_VALUE = re.compile(r"true|false|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./%+-]*[A-Za-z0-9%])?")
_LITERAL = re.compile(r"[^'\x00-\x1f\x7f]*")
_ENTRY = re.compile(r"([A-Za-z0-9_-]+) = (.+)")


def name_as(text: str, before: str, syntax: Syntax) -> str:
    """A name in place of another, which stands there as `before`."""
    if syntax is Syntax.JSON or before[:1] in ("'", '"'):
        return _quoted(text, before)
    return text if _BARE_KEY.fullmatch(text) else _quoted(text, "")


def value_as(text: str, before: str, syntax: Syntax) -> str:
    """A value in place of another: in quotes where that one has some, and where it could not stand without."""
    if before[:1] in ("'", '"'):
        return _quoted(text, before, syntax)
    bare = {Syntax.TOML: _BARE_VALUE, Syntax.JSON: _JSON_VALUE, Syntax.YAML: _PLAIN}[syntax]
    return text if bare.fullmatch(text) else _quoted(text, "")


def line_as(entry: str, syntax: Syntax) -> str | None:
    """A line that is given as TOML, `key = value`, in another syntax; None where it is no such line."""
    found = _ENTRY.fullmatch(entry)
    if found is None:
        return None
    key, value = found.groups()
    return {Syntax.TOML: entry, Syntax.YAML: f"{key}: {value}", Syntax.JSON: f'"{key}": {value}'}[syntax]


def _quoted(text: str, before: str, syntax: Syntax = Syntax.TOML) -> str:
    if before.startswith("'") and (_LITERAL.fullmatch(text) or syntax is Syntax.YAML):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
