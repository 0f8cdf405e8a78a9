"""What the rules about worked-out figures say: a table of cases."""

from __future__ import annotations

import pytest

from flopguard.finding import Severity
from flopguard.manifest.load import load_text
from tests.lint.support import MINIMAL, subject_of, yielded

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
ESSAY = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2)"
SHAPE = "{ E = 4096, L = 100, V = 200_000, S = 128_000, H = 8 }"
PER_TOKEN = 'per = "token"\nlengths = ["S"]\n'
ARCHITECTURE = """
[architecture]
kind = "decoder-transformer"
layers = 100
hidden_size = 4096
heads = 8
kv_heads = 8
intermediate_size = 16384
vocabulary = 200_000
gated_mlp = false
tied_embeddings = true
"""


def card(formula: str, inputs: str, more: str = "") -> str:
    return f'[[calculation]]\nname = "c"\nformula = "{formula}"\ninputs = {inputs}\n{more}'


CASES = [
    (
        "FG231",
        card(ESSAY, SHAPE, 'printed = "1731304652800000 FLOP"'),
        W,
        "/calculation/0/printed",
        "the formula gives 1732772659200000 FLOP, not the 1731304652800000 FLOP that is printed, 0.085 % less; that "
        "comes out where H is left out of 4*E*H*S",
    ),
    (
        "FG231",
        card("2*a", "{ a = 3 }", 'printed = "9 FLOP"'),
        W,
        "/calculation/0/printed",
        "the formula gives 6.000 FLOP, not the 9 FLOP that is printed, 50 % more",
    ),
    (
        "FG231",
        card("a - a", "{ a = 3 }", 'printed = "9"'),
        W,
        "/calculation/0/printed",
        "the formula gives 0, not the 9 that is printed",
    ),
    (
        "FG231",
        card("need/each", '{ need = "53 EFLOP/s", each = "34 TFLOP/s" }', 'printed = "1.55M"'),
        INFO,
        "/calculation/0/printed",
        "the formula gives about 1558824; the 1.55M that is printed is cut off, not rounded",
    ),
    (
        "FG229",
        card("2*N*S", '{ N = "1e11", S = 128_000 }', PER_TOKEN),
        E,
        "/calculation/0/per",
        "'c' grows in proportion to S, as the cost of a whole sequence does",
    ),
    (
        "FG229",
        card(ESSAY, SHAPE, PER_TOKEN) + ARCHITECTURE,
        E,
        "/calculation/0/per",
        "'c' grows faster than S, as the cost of a whole sequence does; by /architecture a token costs 2.516e11 FLOP "
        "with a cache, and a prompt of 128000 tokens 1.858e16",
    ),
    (
        "FG229",
        card("2*N*S + E*V", '{ N = "1e11", S = 128_000, E = 4096, V = 200_000 }', PER_TOKEN),
        E,
        "/calculation/0/per",
        "'c' grows but for a small rest in proportion to S, as the cost of a whole sequence does",
    ),
    (
        "FG232",
        card("2*N", '{ N = "70e9" }', 'per = "item"\nprinted = "140 GFLOP/s"'),
        E,
        "/calculation/0/printed",
        "140 GFLOP/s is a rate; the cost of one item is an amount",
    ),
    (
        "FG233",
        card("2*N*S", '{ N = "1e11" }'),
        E,
        "/calculation/0/formula",
        "no input is called S",
    ),
    (
        "FG233",
        card("2*N/(S - S)", '{ N = "1e11", S = 1 }'),
        E,
        "/calculation/0/formula",
        "the formula has no value: the formula divides by zero",
    ),
    (
        "FG233",
        card("2*N", '{ N = "1e11", S = 1 }'),
        W,
        "/calculation/0/inputs/S",
        "S is an input that the formula lacks",
    ),
    ("FG233", card("2*N", "{ N = 1 }", 'lengths = ["T"]'), E, "/calculation/0/lengths/0", "no input is called T"),
]


@pytest.mark.parametrize("code, text, severity, at, message", CASES)
def test_what_is_found(code: str, text: str, severity: Severity, at: str, message: str) -> None:
    found = [(severity, finding.at, finding.message) for severity, finding in yielded(code, subject_of(text))]
    assert found == [(severity, at, message)]


SILENT = [
    ("FG231", card(ESSAY, SHAPE)),
    ("FG231", card("2*N*S", '{ N = "1e11" }', 'printed = "5"')),
    ("FG229", card("2*N*S", '{ N = "1e11", S = 128_000 }', f"{PER_TOKEN}cache = false")),
    ("FG229", card("2*N*S", '{ N = "1e11", S = 128_000 }', 'per = "sequence"\nlengths = ["S"]')),
    ("FG229", card("2*N*S", '{ N = "1e11", S = 128_000 }', 'per = "token"')),
    ("FG229", card("2*N + 4*L*E*S", '{ N = "2e10", L = 100, E = 4096, S = 128_000 }', PER_TOKEN)),
    ("FG229", card("2*N", '{ N = "1e11" }', PER_TOKEN)),
    ("FG232", card("2*N", '{ N = "70e9" }', 'printed = "140 GFLOP/s"')),
    ("FG232", card("2*N", '{ N = "70e9" }', 'per = "item"')),
    ("FG233", card(ESSAY, SHAPE, PER_TOKEN)),
]


@pytest.mark.parametrize("code, text", SILENT)
def test_what_is_let_pass(code: str, text: str) -> None:
    assert yielded(code, subject_of(text)) == []


@pytest.mark.parametrize(
    "formula, inputs, at, message",
    [
        ("8E^2", "{}", "/calculation/0/formula", "this is no formula: '8' and 'E' stand side by side; write * between"),
        ("__import__('os')", "{}", "/calculation/0/formula", "this is no formula: ''os')' is no number"),
        ("N", '{ N = "1..2" }', "/calculation/0/inputs/N", "one value is needed here, not an interval or a bound"),
        ("N", '{ N = "5 FLOPs" }', "/calculation/0/inputs/N", "in '5 FLOPs': 'FLOPs' is written for amounts and"),
    ],
)
def test_what_does_not_load(formula: str, inputs: str, at: str, message: str) -> None:
    (problem,) = load_text(MINIMAL + card(formula, inputs)).problems
    assert problem.at == at
    assert problem.message.startswith(message)
