"""YAML text to tree: the core schema, nothing built, nothing expanded beyond measure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.places.yaml_nodes import MAX_NODES
from flopguard.problems import Problem
from flopguard.reading.trees import read_tree
from flopguard.syntax import Syntax


def read(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    return read_tree(text, Syntax.YAML)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", {}),
        ("# nothing\n", {}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("a: 1e25", {"a": Decimal("1e25")}),
        ("a: 3.80e+25", {"a": Decimal("3.80e+25")}),
        ("a: .5", {"a": Decimal("0.5")}),
        ("a: 1e99999999999999999999", {"a": Decimal("1e10000000")}),
        ("a: -.inf\nb: .nan", {"a": Decimal("-Infinity"), "b": Decimal("NaN")}),
        ("a: 010\nb: 0x10\nc: 0o10\nd: 1_000", {"a": 10, "b": 16, "c": 8, "d": "1_000"}),
        ("a: no\nb: on\nc: y\nd: 1:30", {"a": "no", "b": "on", "c": "y", "d": "1:30"}),
        ("a: true\nb: False", {"a": True, "b": False}),
        ("a: 2026-03-01\nb: 2026-03\nc: 2026-02-30", {"a": date(2026, 3, 1), "b": "2026-03", "c": "2026-02-30"}),
        ("a: '1e25'\nb: \"true\"\nc: !!str 1\nd: ! 2", {"a": "1e25", "b": "true", "c": "1", "d": "2"}),
        ("a:\nb: ~\nc: null\nd: [~]", {"d": [None]}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("1: a\ntrue: b\n2026-01-01: c", {"1": "a", "true": "b", "2026-01-01": "c"}),
        ('a: "\\U0001F600"', {"a": "\U0001f600"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
    ],
)
def test_yaml_becomes_a_tree(text: str, expected: dict[str, Any]) -> None:
    assert str(read(text)) == str(expected)


def broken(message: str, line: int, column: int, help: str) -> Problem:
    return Problem(kind="invalid-syntax", at="", message=message, line=line, column=column, help=help)


OUT = "write the value out"
PLAIN = "tags are not followed; write the plain value"
ONCE = "each key may stand once"
ONE = "a manifest is one model; write one file for each"
PYTHON = "tag:yaml.org,2002:python/object/apply:os.system"
ESCAPE = 'remove it, or write it as an escape in quotes: "\\x07"'
LONG = "write it with an exponent, such as 3.8e25"
NO_MAPPING = broken("the document is not a mapping of keys", 1, 1, "a manifest begins with manifest: 1")
INDENT = "check the indentation; put text that holds ': ' or ' #' in quotes"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a: [1,\nb: : 2", [broken("not valid YAML: did not find expected node content", 2, 4, INDENT)]),
        ("a: 'x", [broken("not valid YAML: found unexpected end of stream", 1, 6, INDENT)]),
        ("a: b: c", [broken("not valid YAML: mapping values are not allowed in this context", 1, 5, INDENT)]),
        (
            "a:\n\tb: 1",
            [
                broken(
                    "not valid YAML: found character that cannot start any token",
                    2,
                    1,
                    "indent with spaces; put text that holds : # @ or ` in quotes",
                )
            ],
        ),
        (
            "a: 1\nb: 2\na: 3\nb: 4",
            [broken("the key 'a' stands twice", 3, 1, ONCE), broken("the key 'b' stands twice", 4, 1, ONCE)],
        ),
        ("a: 1\n---\nb: 2", [broken("the file holds more than one document", 2, 1, ONE)]),
        ("- a", [NO_MAPPING]),
        ("just text", [NO_MAPPING]),
        ("a: !!python/object/apply:os.system [ls]", [broken(f"the tag '{PYTHON}' is not allowed", 1, 4, PLAIN)]),
        ("a: !!binary aGk=", [broken("the tag 'tag:yaml.org,2002:binary' is not allowed", 1, 4, PLAIN)]),
        ("a: !!float 1", [broken("the tag 'tag:yaml.org,2002:float' is not allowed", 1, 4, PLAIN)]),
        ("a: &x [*x]", [broken("the alias *x stands inside what it names", 1, 8, OUT)]),
        ("a: *x", [broken("the alias *x names nothing above it", 1, 4, OUT)]),
        ("a: &x {b: 1}\nc:\n  <<: *x", [broken("the merge key << is not followed", 3, 3, "write the keys out")]),
        ("? [a, b]\n: 1", [broken("a key is a list or a mapping", 1, 3, "write a plain key")]),
        ("a: x\x07", [broken("a control character is not allowed here", 1, 5, ESCAPE)]),
        ("b: 1\na: " + "1" * 5000, [broken("a number is too long to read", 2, 4, LONG)]),
        ("- " * 200_000, [broken("nested deeper than 100", 1, 201, "")]),
        ("? " * 200_000, [broken("nested deeper than 100", 1, 201, "")]),
        ("{a: " * 200_000, [broken("nested deeper than 100", 1, 401, "")]),
        (
            "[" * 200_000,
            [
                broken(
                    "not valid YAML: exceeded maximum nesting depth",
                    1,
                    1001,
                    "no document here needs brackets as deep as this",
                )
            ],
        ),
    ],
)
def test_a_text_that_is_not_right_says_where_and_what_to_do(text: str, expected: list[Problem]) -> None:
    assert read(text) == tuple(expected)


def test_an_alias_bomb_is_refused_before_it_is_written_out() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    found = read("\n".join(rows))
    assert found == (broken(f"aliases and values come to more than {MAX_NODES} entries", 6, 15, ""),)


def test_aliases_that_nest_count_as_deep_as_they_are() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [[[[[*a{n - 1}]]]]]" for n in range(1, 30)]
    found = read("\n".join(rows))
    assert isinstance(found, tuple)
    assert [problem.message for problem in found] == ["nested deeper than 100"]


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert isinstance(read(text), dict | tuple)
