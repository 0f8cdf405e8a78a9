"""A YAML text becomes the tree that TOML or JSON would give: plain scalars by the core schema of YAML 1.2.

So `no` is a text and not false, `1e25` is a number, and a number keeps its digits. A null is a key that is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flopguard.places.yaml_nodes import Node, YamlError, compose
from flopguard.problems import Problem
from flopguard.reading.numbers import MAX_DIGITS, exact

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def tree_of(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """The tree of a YAML text, or why it has none; every repeated key is told."""
    reader = _Reader(text)
    try:
        root = compose(text)
        tree = reader.value(root) if root is not None else {}
    except YamlError as error:
        return (reader.problem(error.message, error.offset, error.help),)
    if reader.problems:
        return tuple(reader.problems)
    if not isinstance(tree, dict):
        help = "a manifest begins with manifest: 1"
        return (reader.problem("the document is not a mapping of keys", root.place[0] if root else 0, help),)
    return tree


class _Reader:
    """Turns nodes into values; depth and size were counted when the nodes were made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []

    def value(self, node: Node) -> Any:
        """The value of a node."""
        if node.entries is not None:
            return self._table(node.entries)
        if node.items is not None:
            return [self.value(item) for item in node.items]
        return _resolved(node) if node.is_plain else node.text

    def _table(self, entries: list[tuple[Node, Node]]) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for key, node in entries:
            if key.text is None:
                raise YamlError("a key is a list or a mapping", key.place[0], "write a plain key")
            if key.text == "<<" and key.is_plain:
                raise YamlError("the merge key << is not followed", key.place[0], "write the keys out")
            if key.text in table:
                message = f"the key '{key.text[:60]}' stands twice"
                self.problems.append(self.problem(message, key.place[0], "each key may stand once"))
            table[key.text] = self.value(node)
        return {key: value for key, value in table.items() if value is not None}

    def problem(self, message: str, offset: int, help: str) -> Problem:
        """A problem at an offset of the text."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        return Problem(kind="invalid-syntax", at="", message=message, help=help, line=line, column=column)


def _resolved(node: Node) -> Any:
    text = node.text or ""
    if text in _WORDS:
        return _WORDS[text]
    return next((read(text, node) for pattern, read in _KINDS if pattern.fullmatch(text)), text)


def _whole(text: str, node: Node) -> int:
    if len(text) > MAX_DIGITS:
        raise YamlError("a number is too long to read", node.place[0], "write it with an exponent, such as 3.8e25")
    return int(text)


def _day(text: str, node: Node) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text  # no day of the calendar; the field that wants one says so


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str, Node], Any]], ...] = (
    (_INTEGER, _whole),
    (_FLOAT, lambda text, node: exact(text)),
    (_DATE, _day),
    (_OTHER_BASE, lambda text, node: int(text[2:], 8 if text[1] == "o" else 16)),
    (_NOT_FINITE, lambda text, node: exact(text.replace(".", "", 1))),
)
