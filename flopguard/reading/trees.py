"""A text of any syntax becomes a tree of tables, lists and plain values."""

from __future__ import annotations

import re
from typing import Any

from flopguard.problems import Problem
from flopguard.syntax import Syntax

_SURROGATE = re.compile("[\ud800-\udfff]")
NOT_UNICODE = "a character is half of a surrogate pair, which is no Unicode"


def read_tree(text: str, syntax: Syntax = Syntax.TOML) -> dict[str, Any] | tuple[Problem, ...]:
    """The tree of a text, its fractions as exact decimals; or the problems of its syntax.

    A parser that stops at its first error gives one problem. No text makes it fail.
    """
    surrogate = _SURROGATE.search(text)
    if surrogate:
        line = text.count("\n", 0, surrogate.start()) + 1
        return (Problem(kind="invalid-syntax", at="", line=line, message=NOT_UNICODE, help="remove it"),)
    match syntax:
        case Syntax.TOML:
            from flopguard.reading.toml import tree_of
        case Syntax.YAML:
            from flopguard.reading.yaml import tree_of
        case Syntax.JSON:
            from flopguard.reading.json import tree_of
        case Syntax.MARKDOWN:
            from flopguard.reading.markdown import tree_of
    return tree_of(text)


def has_surrogate(text: str) -> bool:
    """Whether a text has a character that no encoding can write."""
    return _SURROGATE.search(text) is not None
