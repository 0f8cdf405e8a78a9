"""TOML text to tree: exact numbers, and every syntax error at its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.places.field import MAX_DEPTH
from flopguard.problems import Problem
from flopguard.reading.trees import read_tree

QUOTES = "text values stand in quotes; see the manifest page of the documentation"
CLOSE = "close what was opened before this place: a bracket, a brace or a quote"
ONCE = "each key and table may stand once; use [[training]] for several phases"


def broken(message: str, line: int | None = None, column: int | None = None, help: str = QUOTES) -> Problem:
    return Problem(kind="invalid-syntax", at="", message=message, line=line, column=column, help=help)


DEEP = broken(f"brackets are nested deeper than {MAX_DEPTH}", 1, help="no document here needs brackets as deep as this")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", {}),
        (f"a = '{'[' * 200}' # {'[' * 200}", {"a": "[" * 200}),
        ("a = 1e25", {"a": Decimal("1e25")}),
        ("a = 0.1", {"a": Decimal("0.1")}),
        (f"a = {10**30}", {"a": 10**30}),
        ("a = 2026-03-01", {"a": date(2026, 3, 1)}),
        ("a = 1\r\nb = 'x'\r\n", {"a": 1, "b": "x"}),
        ("a = 1e99999999999999999999", {"a": Decimal("1e10000000")}),
        ("a = 1E-99999999999999999999", {"a": Decimal("1e-10000000")}),
        ("a = { b = 1,\n c = 2,\n}", {"a": {"b": 1, "c": 2}}),  # TOML 1.1
    ],
)
def test_toml_becomes_a_tree(text: str, expected: dict[str, Any]) -> None:
    assert read_tree(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a = 1\nb = text\n", broken("not valid TOML: invalid value", 2, 5)),
        ("a = 1\r\nb = \r\n", broken("not valid TOML: invalid value", 2, 5)),
        ("[a\n", broken("not valid TOML: expected ']' at the end of a table declaration", 1, 3)),
        ("a = 1\n\na = 2", broken("not valid TOML: cannot overwrite a value", 3, 6, ONCE)),
        ("[a]\n[a]", broken("not valid TOML: cannot declare ('a',) twice", 2, 3, ONCE)),
        ('a = "x', broken("not valid TOML: unterminated string", 1, 7, CLOSE)),
        ("a = [1", broken("not valid TOML: unclosed array", 1, 7, CLOSE)),
        ("é = 1", broken("not valid TOML: invalid statement", 1, 1)),
        ("a = '\0'", broken("not valid TOML: found invalid character '\\x00'", 1, 6)),
        (f"{'a.' * 2000}a = 1", broken("not valid TOML: TOML key has more than the allowed 1000 parts")),
        (
            "a = 1\nb = '\ud800'",
            broken("a character is half of a surrogate pair, which is no Unicode", 2, None, "remove it"),
        ),
        (f"a = {'[' * 200}{']' * 200}", DEEP),
        ("a = " + "{a = " * 200 + "1" + "}" * 200, DEEP),
        (f"# {']' * 200}\na = {'[' * 150}", replace(DEEP, line=2)),
        ("[" * 100_000, DEEP),
    ],
)
def test_a_syntax_error_has_its_place(text: str, expected: Problem) -> None:
    assert read_tree(text) == (expected,)


def test_a_number_of_five_thousand_digits_is_refused() -> None:
    help = "write it with an exponent, such as 3.8e25"
    assert read_tree("b = 1\na = " + "1" * 5000) == (broken("a number is too long to read", 2, None, help),)


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert isinstance(read_tree(text), dict | tuple)
