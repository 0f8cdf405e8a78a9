"""A TOML text becomes a tree, its floats as exact decimals."""

from __future__ import annotations

import re
from typing import Any

from flopguard.problems import Problem
from flopguard.reading.depth import too_deep
from flopguard.reading.numbers import MAX_DIGITS, exact

_TOKENS = re.compile(
    r'''
      """ [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* (?:"{3,5})?
    | \'\'\' [^']* (?: '{1,2}(?!') [^']* )* (?:'{3,5})?
    | "  [^"\\\n]* (?: \\[^\n] [^"\\\n]* )* "?
    | '  [^'\n]* '?
    | \# [^\n]*
    | [][{}]
    ''',
    re.VERBOSE | re.DOTALL,
)
_TOO_LONG = re.compile(rf"[0-9_]{{{MAX_DIGITS}}}")


def tree_of(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """The tree of a TOML text, or its first syntax error: the parser stops there."""
    import tomli

    deep = too_deep(text, _TOKENS)
    if deep:
        return (deep,)
    try:
        return tomli.loads(text, parse_float=exact)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        return (_syntax_problem(error),)
    except ValueError as error:
        return (_value_problem(error, text),)


def _syntax_problem(error: Exception) -> Problem:
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    said = str(getattr(error, "msg", error))[:120]
    message = f"not valid TOML: {said if said[1:2].isupper() else said[:1].lower() + said[1:]}"
    return Problem(kind="invalid-syntax", at="", message=message, line=line, column=column, help=_help(said))


def _help(said: str) -> str:
    if "overwrite" in said or "twice" in said or "already" in said:
        return "each key and table may stand once; use [[training]] for several phases"
    if said.casefold().startswith(("unclosed", "unterminated")):
        return "close what was opened before this place: a bracket, a brace or a quote"
    return "text values stand in quotes; see the manifest page of the documentation"


def _value_problem(error: ValueError, text: str) -> Problem:
    if "digits" not in str(error):
        return Problem(kind="invalid-syntax", at="", message=f"not valid TOML: {str(error)[:120]}")
    found = _TOO_LONG.search(text)
    line = text.count("\n", 0, found.start()) + 1 if found else None
    help = "write it with an exponent, such as 3.8e25"
    return Problem(kind="invalid-syntax", at="", message="a number is too long to read", help=help, line=line)
