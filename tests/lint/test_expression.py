"""Formulas out of texts: exact values, and nothing for what is no formula."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.lint.expression import formula_in

VALUES = [
    ("6*N*D; N=70e9, D=15e12", "6.3e24"),
    ("6*N*D; N=70B, D=15T", "6.3e24"),
    ("6*N*D; N=70 billion, D=15.6 T", "6.552e24"),
    ("2*N; N=7e3M", "1.4e10"),
    ("1+2*3; N=1", "7"),
    ("(1+2)*3; N=1", "9"),
    ("2*3^2; N=1", "18"),
    ("2*3**2; N=1", "18"),
    ("8/4/2; N=1", "1"),
    ("7-4-2; N=1", "1"),
    ("1/3*3; N=1", "1"),
    ("6 × N · 2; N = 1.5", "18"),
    ("seq_len2*2; seq_len2=4", "8"),
    ("N; N=5e22", "5e22"),
    ("-6 + N; N=7", "1"),
    ("72*L*d^2*(1 + S/(6*d) + V/(12*L*d)); L=96, d=12288, S=2048, V=50257", None),
]


@pytest.mark.parametrize("text, expected", VALUES)
def test_a_formula_is_worked_out_exactly(text: str, expected: str | None) -> None:
    found = formula_in(text)
    assert found is not None
    assert found.text == text.partition(";")[0].strip()
    if expected is not None:
        assert found.value == Fraction(expected)


NONE = [
    "",
    ";",
    "from energy",
    "6*N*D",
    "6*N*D; N=70e9",
    "2*N*S; N=70B, S=128K",
    "2*N*S; N=70B, S=128k",
    "2*N; N=70b",
    "2*N; N=70Bn",
    "6*N*D; N=70e9, D",
    "6 N D; N=1, D=1",
    "6*; N=1",
    "(6; N=1",
    "6); N=1",
    "6/0; N=1",
    "6/(N-N); N=1",
    "2^0.5; N=1",
    "2^61; N=1",
    "9^60^60; N=1",
    "((9^60)^60)^60; N=1",
    "__import__('os'); N=1",
    "N.real; N=1",
    "6*N; N=1e999",
    "(" * 31 + "1" + ")" * 31 + "; N=1",
    "+".join("1" * 250) + "; N=1",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_formula_has_no_value(text: str) -> None:
    assert formula_in(text) is None


@given(st.text("0123456789eE.+-*/^() ;=,NDx×", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = formula_in(text)
    assert found is None or isinstance(found.value, Fraction)
