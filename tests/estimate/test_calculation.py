"""Figures worked out anew: how what is printed stands to the value, what one omission explains, what grows with S."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.check import check_loaded
from flopguard.estimate.calculation import Growth, calculations, growth, worked
from flopguard.manifest.training import Calculation as Stated
from flopguard.result import Calculation
from tests.estimate.support import loaded
from tests.evaluate.support import settings

ESSAY = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2)"
SHAPE = "{ E = 4096, L = 100, V = 200_000, S = 128_000, H = 8 }"


def text_of(formula: str, inputs: str, printed: str = "", more: str = "") -> str:
    line = f'printed = "{printed}"\n' if printed else ""
    return f'[[calculation]]\nname = "c"\nformula = "{formula}"\ninputs = {inputs}\n{line}{more}'


def stated(formula: str, inputs: str, printed: str = "") -> Stated:
    manifest = loaded(text_of(formula, inputs, printed)).manifest
    assert manifest is not None
    return manifest.calculation[0]


def told(formula: str, inputs: str, printed: str = "", more: str = "") -> Calculation:
    manifest = loaded(text_of(formula, inputs, printed, more)).manifest
    assert manifest is not None
    (only,) = calculations(manifest)
    return only


def test_the_figure_that_the_formula_does_not_give() -> None:
    assert worked(stated(ESSAY, SHAPE)).value == 1_732_772_659_200_000
    found = told(ESSAY, SHAPE, "1731304652800000 FLOP", 'per = "token"\nsource = "the essay"\n')
    assert found == Calculation(
        at="/calculation/0",
        name="c",
        formula=ESSAY,
        value="1.7327726592e15",
        printed="1.7313046528e15",
        unit="FLOP",
        agreement="differs",
        explained=("H is left out of 4*E*H*S",),
        per="token",
        source="the essay",
    )


NEED, EACH = '"5.3e19 FLOP/s"', '"34 TFLOP/s"'


@pytest.mark.parametrize(
    "formula, inputs, printed, value, agreement",
    [
        (ESSAY, SHAPE, "1732772659200000 FLOP", "1.7327726592e15", "exact"),
        ("2*N*S", '{ N = "1e11", S = 128_000 }', "2.56e16 FLOP", "2.56e16", "exact"),
        ("2*N*S", '{ N = "1e11", S = 128_000 }', "2.6e16 FLOP", "2.56e16", "rounded"),
        ("2*N*S", '{ N = "1e11", S = 128_000 }', "2.5e16 FLOP", "2.56e16", "cut_off"),
        ("2*N*S", '{ N = "1e11", S = 128_000 }', "2.57e16 FLOP", "2.56e16", "differs"),
        ("2*N*S", '{ N = "1e11", S = 128_000 }', "25.6 PFLOP", "2.56e16", "exact"),
        ("n*f*r", '{ n = "100e9", f = 20_000, r = 1000 }', "2e18 FLOP/s", "2e18", "exact"),
        ("n*f*r", '{ n = "600e12", f = 85, r = 1000 }', "5.1e19 FLOP/s", "5.1e19", "exact"),
        ("a + b", '{ a = "2e18", b = "5.1e19" }', "53 EFLOP/s", "5.3e19", "exact"),
        ("need/each", f"{{ need = {NEED}, each = {EACH} }}", "1.55M", "1.55882352941e6", "cut_off"),
        ("need/each", f"{{ need = {NEED}, each = {EACH} }}", "1.56M", "1.55882352941e6", "rounded"),
        ("need/each", f"{{ need = {NEED}, each = {EACH} }}", "1558824", "1.55882352941e6", "rounded"),
        ("need/each", f'{{ need = {NEED}, each = "67 TFLOP/s" }}', "791045", "791044.776119", "rounded"),
        ("need*time", f'{{ need = {NEED}, time = "7 days" }}', "3.205e25 FLOP", "3.20544e25", "rounded"),
        ("f", "{ f = 104 }", "100", "104", "rounded"),
        ("f", "{ f = 240_000 }", "200000", "240000", "differs"),
        ("f", "{ f = 201_000 }", "200000", "201000", "rounded"),
        ("f", '{ f = "7.2 days" }', "7 days", "622080", "rounded"),
        ("f", '{ f = "8.2 days" }', "7 days", "708480", "differs"),
        ("f", "{ f = 5 }", "0", "5", "differs"),
        ("f", "{ f = 2.5 }", "3", "2.5", "rounded"),  # half a unit may go either way
        ("f", "{ f = 2.5 }", "2", "2.5", "rounded"),
        ("f - g", "{ f = 5, g = 12 }", "7", "-7", "differs"),
        ("f - g", "{ f = 5, g = 7_000_005 }", "", "-7e6", "unknown"),
        ("1/3", "{}", "0.333", "0.333333333333", "rounded"),
    ],
)
def test_how_the_printed_figure_stands(formula: str, inputs: str, printed: str, value: str, agreement: str) -> None:
    found = told(formula, inputs, printed)
    assert (found.value, found.agreement) == (value, agreement)


@pytest.mark.parametrize(
    "formula, inputs, reason",
    [
        ("a*b", "{ a = 1 }", "'b' is not among the inputs"),
        ("1/(a - a)", "{ a = 1 }", "the formula divides by zero"),
        ("a^b", "{ a = 2, b = 1000 }", "an exponent is a whole number from -60 to 60"),
    ],
)
def test_a_formula_without_a_value_says_why(formula: str, inputs: str, reason: str) -> None:
    found = told(formula, inputs, "5")
    assert (found.value, found.agreement, found.reason) == (None, "unknown", reason)


@pytest.mark.parametrize(
    "formula, inputs, printed, explained",
    [
        ("2*a*b", "{ a = 3, b = 5 }", "6", ("b is left out of 2*a*b",)),
        ("a^2 + b", "{ a = 30, b = 5 }", "35", ("the exponent of a^2 is left out",)),
        ("a^2 + b", "{ a = 30, b = 5 }", "900", ()),  # 905 rounded to two digits is not what it is, but 90 tens are
        ("a^2 + b", "{ a = 30, b = 55 }", "900", ("the term b is left out",)),
        ("a*b", "{ a = 2, b = 2 }", "2", ("b is left out of a*b", "a is left out of a*b")),
        ("2*a*b", "{ a = 3, b = 5 }", "31", ()),
        ("2*a*b", "{ a = 3, b = 5 }", "30", ()),
    ],
)
def test_one_omission_explains_it_where_it_gives_the_last_digit(
    formula: str, inputs: str, printed: str, explained: tuple[str, ...]
) -> None:
    assert told(formula, inputs, printed).explained == explained


@pytest.mark.parametrize(
    "formula, found",
    [
        ("2*N*S", Growth.PROPORTIONAL),
        (ESSAY.replace("E*V + ", ""), Growth.FASTER),
        (ESSAY, Growth.FASTER),
        ("2*N*S + E*V", Growth.NEARLY),
        ("2*N*S + 2*N", Growth.NEARLY),
        ("2*N*(S - 1)", Growth.NEARLY),
        ("2*N*S + 2*N + 1", None),
        ("2*N*(S - 1) - 1", None),
        ("E*V - 2*N*S", None),
        ("2*N + 4*L*E*S", None),
        ("(2*N*S + 2*L*E*S^2)/S", None),
        ("2*N*S + 2*L*E*S^2", Growth.FASTER),
        ("2*N", None),
        ("N/S", None),
        ("N - S", None),
        ("S - S", None),
        ("2^S", None),  # an exponent that is too large once S is doubled
        ("N*Q*S", None),
    ],
)
def test_what_grows_as_the_cost_of_a_whole_sequence_does(formula: str, found: Growth | None) -> None:
    inputs = "{ N = 100, S = 30, E = 4, L = 3, V = 20, H = 2 }"
    assert growth(stated(formula, inputs), "S") is found


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 10**6))
def test_decoding_is_never_taken_for_a_sequence(more: int, width: int, length: int) -> None:
    inputs = f"{{ N = {12 * width**2 + more}, E = {width}, S = {length} }}"
    assert growth(stated("2*N + 4*E*S", inputs), "S") is None


@given(st.integers(1, 10**12), st.integers(1, 12))
def test_a_value_rounded_to_its_digits_always_agrees(value: int, digits: int) -> None:
    printed = f"{Decimal(value):.{digits - 1}e}".replace("e+", "e")
    assert told("f", f"{{ f = {value} }}", printed).agreement in ("exact", "rounded")


def test_a_confidential_calculation_is_not_done() -> None:
    open_one = text_of("2*a", "{ a = 3 }", "7")
    marked = text_of("2*N*S", '{ N = "1e11", S = 12 }', "5", "confidential = true\n")
    found = check_loaded(loaded(marked + open_one), (), settings())
    assert found.compute is not None
    assert [entry.at for entry in found.compute.calculations] == ["/calculation/1"]
    assert [(finding.code, finding.at) for finding in found.findings if finding.code > "FG22"] == [
        ("FG231", "/calculation/1/printed")
    ]
