"""A JSON text becomes a tree, its numbers as exact decimals; a null is a key that is not stated."""

from __future__ import annotations

import json
import re
from typing import Any

from flopguard.places.json import Scanner
from flopguard.problems import Problem
from flopguard.reading.depth import too_deep
from flopguard.reading.numbers import MAX_DIGITS, exact

_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[][{}]', re.DOTALL)
_TOO_LONG = re.compile(rf"[0-9]{{{MAX_DIGITS}}}")


class _RepeatedError(Exception):
    """An object has a key twice."""


class _TooLongError(Exception):
    """A whole number has more digits than can be read."""


def tree_of(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """The tree of a JSON text, or why it has none; every repeated key is told."""
    deep = too_deep(text, _TOKENS)
    if deep:
        return (deep,)
    try:
        tree = json.loads(text, parse_float=exact, parse_int=_whole, parse_constant=exact, object_pairs_hook=_table)
    except json.JSONDecodeError as error:
        return (_syntax_problem(error),)
    except _TooLongError:
        return (_too_long(text),)
    except _RepeatedError:
        return _repeated(text)
    if not isinstance(tree, dict):
        return (_problem("the document is not an object with keys", 1, 1, 'a manifest begins with {"manifest": 1'),)
    return tree


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _RepeatedError
    return {key: value for key, value in pairs if value is not None}


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _TooLongError
    return int(text)


def _syntax_problem(error: json.JSONDecodeError) -> Problem:
    said = error.msg[:1].lower() + error.msg[1:]
    help = "keys and texts stand in double quotes, entries end with a comma but the last, there are no comments"
    return _problem(f"not valid JSON: {said[:120]}", error.lineno, error.colno, help)


def _too_long(text: str) -> Problem:
    found = _TOO_LONG.search(text)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return _problem("a number is too long to read", line, None, "write it with an exponent, such as 3.8e25")


def _repeated(text: str) -> tuple[Problem, ...]:
    scanner = Scanner(text)
    scanner.document()
    return tuple(_twice(name, start, text) for name, (start, _) in scanner.repeated)


def _twice(name: str, offset: int, text: str) -> Problem:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return _problem(f"the key '{name[:60]}' stands twice", line, column, "each key may stand once")


def _problem(message: str, line: int, column: int | None, help: str) -> Problem:
    return Problem(kind="invalid-syntax", at="", message=message, help=help, line=line, column=column)
