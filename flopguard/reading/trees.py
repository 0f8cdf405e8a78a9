"""A text of any syntax becomes a tree of tables, lists and plain values."""

from __future__ import annotations

import re
from typing import Any

from flopguard.problems import Problem
from flopguard.syntax import Syntax

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONFLICT = [re.compile(mark, re.MULTILINE) for mark in (r"^<{7} ", r"^={7}\r?$", r"^>{7} ")]
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
    found = tree_of(text)
    return (_conflict(text) or found) if isinstance(found, tuple) else found


def _conflict(text: str) -> tuple[Problem, ...]:
    """What a merge left in a text that cannot be read: its marks are the cause, whatever the parser met first."""
    first, end = None, 0
    for mark in _CONFLICT:  # one after the other, each from where the last one ends
        found = mark.search(text, end)
        if found is None:
            return ()
        first, end = found.start() if first is None else first, found.end()
    help = "keep what is right, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"
    message = "the file has marks of a merge conflict"
    line = text.count("\n", 0, first) + 1
    return (Problem(kind="invalid-syntax", at="", line=line, message=message, help=help),)


def has_surrogate(text: str) -> bool:
    """Whether a text has a character that no encoding can write."""
    return _SURROGATE.search(text) is not None
