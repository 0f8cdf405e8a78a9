"""The three ways of writing a document, whose tree is the same; and Markdown, whose front matter alone has one."""

from __future__ import annotations

import re
from enum import StrEnum


class Syntax(StrEnum):
    """How a document is written; the value is what people call it."""

    TOML = "TOML"
    YAML = "YAML"
    JSON = "JSON"
    MARKDOWN = "Markdown"


SUFFIXES = {".toml": Syntax.TOML, ".yaml": Syntax.YAML, ".yml": Syntax.YAML, ".json": Syntax.JSON}
"""File name endings by which a syntax is told."""

_JSON = re.compile(r"\s*\{\s*(?:[\"}]|\Z)")
_YAML = re.compile(r"^(?:---(?:\s|\Z)|%YAML|[\"']?\w+[\"']?[ \t]*:(?:\s|\Z))", re.MULTILINE)
_TOML = re.compile(r"^[ \t]*(?:\[|[\"']?[\w.-]+[\"']?[ \t]*=)", re.MULTILINE)


def syntax_of(path: str, text: str = "") -> Syntax:
    """The syntax of a file by the ending of its name; where that tells nothing, by how the text begins."""
    _, dot, ending = path.rpartition(".")
    return SUFFIXES.get(dot + ending.lower()) or _by_its_beginning(text)


def _by_its_beginning(text: str) -> Syntax:
    if _JSON.match(text):
        return Syntax.JSON
    yaml, toml = _YAML.search(text), _TOML.search(text)
    return Syntax.YAML if yaml and not (toml and toml.start() < yaml.start()) else Syntax.TOML
