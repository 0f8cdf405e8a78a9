"""JSON text to tree: exact numbers, repeated keys told, nothing that is only nearly JSON."""

import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.problems import Problem
from flopguard.reading.trees import read_tree
from flopguard.syntax import Syntax, syntax_of


def read(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    return read_tree(text, Syntax.JSON)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("{}", {}),
        (' {"a": 1e25} ', {"a": Decimal("1e25")}),
        ('{"a": 3.80E+25, "b": 0.1}', {"a": Decimal("3.80e+25"), "b": Decimal("0.1")}),
        ('{"a": 1e99999999999999999999}', {"a": Decimal("1e10000000")}),
        ('{"a": NaN, "b": -Infinity}', {"a": Decimal("NaN"), "b": Decimal("-Infinity")}),
        ('{"a": "\\ud83d\\ude00", "b": "\\u0000"}', {"a": "\U0001f600", "b": "\0"}),
        ('{"a": null, "b": [null], "c": {"d": null}}', {"b": [None], "c": {}}),
        ('{"a": "[[[{{{"}', {"a": "[[[{{{"}),
        ('{"a": "' + "[" * 500 + '"}', {"a": "[" * 500}),
    ],
)
def test_json_becomes_a_tree(text: str, expected: dict[str, Any]) -> None:
    assert str(read(text)) == str(expected)


SYNTAX = "keys and texts stand in double quotes, entries end with a comma but the last, there are no comments"


def broken(message: str, line: int, column: int | None, help: str = SYNTAX) -> Problem:
    return Problem(kind="invalid-syntax", at="", message=message, line=line, column=column, help=help)


NO_NAME = broken("not valid JSON: expecting property name enclosed in double quotes", 2, 1)
COMMA = broken("not valid JSON: illegal trailing comma before end of object", 1, 8)
TRAILING = COMMA if sys.version_info >= (3, 13) else NO_NAME
ONCE = "each key may stand once"
LONG = broken("a number is too long to read", 2, None, "write it with an exponent, such as 3.8e25")
DEEP = broken("brackets are nested deeper than 100", 1, None, "no document here needs brackets as deep as this")
HALF = broken("a character is half of a surrogate pair, which is no Unicode", 1, None, "remove it")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", [broken("not valid JSON: expecting value", 1, 1)]),
        ('{"a": 1,\n}', [TRAILING]),
        ("{'a': 1}", [broken("not valid JSON: expecting property name enclosed in double quotes", 1, 2)]),
        ('{"a": 1} x', [broken("not valid JSON: extra data", 1, 10)]),
        ('{"a": "x\ny"}', [broken("not valid JSON: invalid control character at", 1, 9)]),
        ("[1]", [broken("the document is not an object with keys", 1, 1, 'a manifest begins with {"manifest": 1')]),
        (
            '{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 3}',
            [broken("the key 'c' stands twice", 2, 16, ONCE), broken("the key 'a' stands twice", 3, 2, ONCE)],
        ),
        ('{"b": 1,\n"a": ' + "1" * 5000 + "}", [LONG]),
        ("[" * 200_000, [DEEP]),
        ('{"a":' * 200_000, [DEEP]),
        ('{"a": "\ud800"}', [HALF]),
    ],
)
def test_a_text_that_is_not_right_says_where_and_what_to_do(text: str, expected: list[Problem]) -> None:
    assert read(text) == tuple(expected)


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert isinstance(read(text), dict | tuple)


@pytest.mark.parametrize(
    "path, text, expected",
    [
        ("a.toml", "{", Syntax.TOML),
        ("a.YML", "", Syntax.YAML),
        ("a.flopguard.yaml", "", Syntax.YAML),
        ("a.json", "manifest = 1", Syntax.JSON),
        ("<stdin>", ' {"manifest": 1}', Syntax.JSON),
        ("<stdin>", "# x\nmanifest: 1\nmodel:\n", Syntax.YAML),
        ("<stdin>", "---\nmanifest: 1", Syntax.YAML),
        ("<stdin>", "# a: b\nmanifest = 1\n[model]\nname = 'a: b'", Syntax.TOML),
        ("<stdin>", "[model]\n", Syntax.TOML),
        ("card", "", Syntax.TOML),
        (".json", "manifest: 1", Syntax.JSON),
    ],
)
def test_a_syntax_is_told_by_the_name_or_else_by_the_beginning(path: str, text: str, expected: Syntax) -> None:
    assert syntax_of(path, text) is expected
