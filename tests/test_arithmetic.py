"""Formulas: what is read, what is refused and why, exact values, and the formulas that one change away lie."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.arithmetic import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_PARTS,
    Change,
    FormulaError,
    Name,
    Number,
    Pair,
    Part,
    changes,
    names,
    parsed,
    shown,
    value_of,
)

GIVEN = {"a": Fraction(2), "b": Fraction(3), "E": Fraction(5), "H_2": Fraction(1, 2), "nil": Fraction(0)}


@pytest.mark.parametrize(
    "text, value",
    [
        ("7", 7),
        ("1_000", 1000),
        ("2.5e3", 2500),
        ("1e-3", Fraction(1, 1000)),
        ("a + b*E", 17),
        ("(a + b)*E", 25),
        ("a - b - E", -6),
        ("a / b / E", Fraction(2, 15)),
        ("a*b^2", 18),
        ("a^b^a", 512),
        ("-a^2", -4),
        ("(-a)^2", 4),
        ("2*-b", -6),
        ("a^-2", Fraction(1, 4)),
        ("a**b", 8),
        ("a×b·E", 30),
        ("b − a", 1),
        ("E*H_2", Fraction(5, 2)),
        ("  ( ( a ) )  ", 2),
        ("nil^0", 1),
    ],
)
def test_the_value_is_exact(text: str, value: Fraction | int) -> None:
    assert value_of(parsed(text), GIVEN) == value


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "the end stands where a number, a name or a bracket is expected"),
        ("a +", "the end stands where a number, a name or a bracket is expected"),
        ("* a", "'*' stands where a number, a name or a bracket is expected"),
        ("8E^2", "'8' and 'E' stand side by side; write * between them"),
        ("8E2", "'8' and 'E2' stand side by side; write * between them"),
        ("a b", "'a' and 'b' stand side by side; write * between them"),
        ("a(b)", "'a' and '(' stand side by side; write * between them"),
        ("(a", "a bracket is not closed before the end"),
        ("a)", "')' does not fit here; expected an operation such as + or *"),
        ("(a)(b)", "'(' does not fit here; expected an operation such as + or *"),
        ("a, b", "', b' is no number, name or operation; use + - * / ^ and brackets"),
        ("a.b", "'.b' is no number, name or operation; use + - * / ^ and brackets"),
        ("__import__('os')", "''os')' is no number, name or operation; use + - * / ^ and brackets"),
        ("a" * (MAX_LENGTH + 1), f"the formula is longer than {MAX_LENGTH} characters"),
        ("+".join(["1"] * 150), f"the formula has more than {MAX_PARTS} parts"),
        ("(" * (MAX_DEPTH + 2) + "1", f"the formula is nested deeper than {MAX_DEPTH}"),
        ("-" * (MAX_DEPTH + 2) + "1", f"the formula is nested deeper than {MAX_DEPTH}"),
    ],
)
def test_what_is_no_formula(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        parsed(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text, message",
    [
        ("a*q", "'q' is not among the inputs"),
        ("a/(b - 3)", "the formula divides by zero"),
        ("nil^-1", "the formula divides by zero"),
        ("a^61", "an exponent is a whole number from -60 to 60"),
        ("a^H_2", "an exponent is a whole number from -60 to 60"),
        ("((10^60)^60)", "a value in the formula is too large"),
        ("10^60" + "*10^60" * 20, "a value in the formula is too large"),
        ("1e999*1e999", "a value in the formula is too large"),
    ],
)
def test_what_cannot_be_worked_out(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        value_of(parsed(text), GIVEN)
    assert str(error.value) == message


def test_names_come_once_and_in_their_order() -> None:
    assert names(parsed("b*a + a^2 - E*b")) == ("b", "a", "E")


def test_every_single_change() -> None:
    found = {change.what: shown(change.formula) for change in changes(parsed("a*b^2/E + 7"))}
    assert found == {
        "the term 7 is left out": "a*b^2/E",
        "the term a*b^2/E is left out": "7",
        "E is left out of a*b^2/E": "a*b^2 + 7",
        "b^2 is left out of a*b^2/E": "a/E + 7",
        "a is left out of a*b^2/E": "b^2/E + 7",
        "the exponent of b^2 is left out": "a*b/E + 7",
    }


def test_nothing_can_be_left_out_of_a_single_figure() -> None:
    assert list(changes(parsed("a"))) == []
    assert list(changes(parsed("a*b"))) == [
        Change(Name("a"), "b is left out of a*b"),
        Change(Name("b"), "a is left out of a*b"),
    ]


LEAVES = st.sampled_from([Name("a"), Name("b"), Name("E"), Number("3"), Number("0.5")])
FORMULAS: st.SearchStrategy[Part] = st.recursive(
    LEAVES,
    lambda parts: (
        st.builds(Pair, st.sampled_from("+-*/"), parts, parts)
        | st.builds(Pair, st.just("^"), parts, st.sampled_from([Number("2"), Number("0")]))
    ),
    max_leaves=12,
)


@given(FORMULAS)
def test_what_is_shown_reads_as_what_it_was(part: Part) -> None:
    assert parsed(shown(part)) == part


@given(st.text("ab1+-*/^(). ", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value_of(parsed(text), GIVEN)
    except FormulaError:
        return
