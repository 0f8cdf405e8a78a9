"""Reading figures exactly from their text, and printing no more than is known."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from time import process_time

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.formula import Comparison, compare
from flopguard.quantity import (
    Estimate,
    QuantityError,
    exact_text,
    from_number,
    interval,
    last_digit_half,
    middle,
    orders_apart,
    outward,
    parse,
    point,
    show,
    show_apart,
    significant_digits,
)
from flopguard.reading.trees import read_tree
from flopguard.units import Dimension as D
from flopguard.units import Unit, known_units

F = Fraction
E25 = 10**25

# --- reading -----------------------------------------------------------------------------------------------------


def at(value: int | Fraction, dimension: D, text: str) -> Estimate:
    return Estimate(F(value), F(value), F(value), dimension, text=text)


def span(
    low: object,
    central: object,
    high: object,
    dimension: D,
    text: str,
    low_open: bool = False,
    high_open: bool = False,
) -> Estimate:
    ends = [None if end is None else F(str(end)) for end in (low, central, high)]
    assert ends[0] is not None
    return Estimate(ends[0], ends[1], ends[2], dimension, low_open, high_open, text)


POINTS = [
    ("3.8e25 FLOP", D.FLOP, 38 * 10**24),
    ("3.8e25", D.FLOP, 38 * 10**24),
    ("3.8E+25 FLOP", D.FLOP, 38 * 10**24),
    ("3.8e25FLOP", D.FLOP, 38 * 10**24),
    ("  3.8e25\u00a0FLOP\t", D.FLOP, 38 * 10**24),
    ("38_000_000_000_000_000_000_000_000 FLOP", D.FLOP, 38 * 10**24),
    ("3640 petaflop/s-days", D.FLOP, 314496 * 10**18),
    ("3640 PF-days", D.FLOP, 314496 * 10**18),
    ("1 EFLOP", D.FLOP, 10**18),
    ("1EFLOP", D.FLOP, 10**18),
    ("1e3EFLOP", D.FLOP, 10**21),
    ("0", D.FLOP, 0),
    ("0.0e0 FLOP", D.FLOP, 0),
    ("1e-60", D.FLOP, F(1, 10**60)),
    ("9.99e60", D.FLOP, 999 * 10**58),
    ("989.4 TFLOP/s", D.FLOP_PER_SECOND, 9894 * 10**11),
    ("15.6T", D.TOKENS, 156 * 10**11),
    ("15.6T tokens", D.TOKENS, 156 * 10**11),
    ("15.6 trillion", D.TOKENS, 156 * 10**11),
    ("15.6 trillion tokens", D.TOKENS, 156 * 10**11),
    ("405B", D.PARAMETERS, 405 * 10**9),
    ("405B parameters", D.PARAMETERS, 405 * 10**9),
    ("70.6M params", D.PARAMETERS, 706 * 10**5),
    ("3k", D.ITEMS, 3000),
    ("3K items", D.ITEMS, 3000),
    ("2 thousand", D.ITEMS, 2000),
    ("2 quadrillion", D.TOKENS, 2 * 10**15),
    ("500 million USD", D.USD, 5 * 10**8),
    ("2.1e9 USD", D.USD, 21 * 10**8),
    ("2B EUR", D.EUR, 2 * 10**9),
    ("1 billion KRW", D.KRW, 10**9),
    ("1/3", D.RATIO, F(1, 3)),
    ("1 / 3", D.RATIO, F(1, 3)),
    ("1e25/3 FLOP", D.FLOP, F(E25, 3)),
    ("38%", D.RATIO, F(38, 100)),
    ("71.2 %", D.RATIO, F(712, 1000)),
    ("4x", D.RATIO, 4),
    ("4×", D.RATIO, 4),
    ("4 times", D.RATIO, 4),
    ("6 months", D.MONTHS, 6),
    ("1 year", D.MONTHS, 12),
    ("54 days", D.SECONDS, 54 * 86400),
    ("90 min", D.SECONDS, 5400),
    ("100 Gbit/s", D.BITS_PER_SECOND, 10**11),
    ("3 MWh", D.WATT_HOURS, 3 * 10**6),
    ("150 kW", D.WATTS, 150_000),
]


@pytest.mark.parametrize("text, dimension, value", POINTS)
def test_one_value_is_read_exactly(text: str, dimension: D, value: int | Fraction) -> None:
    assert parse(text, dimension) == at(value, dimension, text.strip())


@pytest.mark.parametrize(
    "text, dimension, expected",
    [
        ("1e25..5e25 FLOP", D.FLOP, ("1e25", "2.23607e25", "5e25")),
        ("1e25 FLOP .. 5e25 FLOP", D.FLOP, ("1e25", "2.23607e25", "5e25")),
        ("1 TFLOP..5e15 FLOP", D.FLOP, ("1e12", "7.07107e13", "5e15")),
        ("38%..43%", D.RATIO, ("0.38", "0.404228", "0.43")),
        ("38..43%", D.RATIO, ("0.38", "0.404228", "0.43")),
        ("0..4", D.RATIO, ("0", "2", "4")),
        ("2..2", D.RATIO, ("2", "2", "2")),
        ("..5e25 FLOP", D.FLOP, ("0", None, "5e25")),
        ("1e25 FLOP..", D.FLOP, ("1e25", None, None)),
        ("3.8e25 ±10%", D.FLOP, ("3.42e25", "3.8e25", "4.18e25")),
        ("3.8e25 FLOP +/- 10 %", D.FLOP, ("3.42e25", "3.8e25", "4.18e25")),
        ("3.8e25 +-2.5%", D.FLOP, ("3.705e25", "3.8e25", "3.895e25")),
        ("0.4 ±5%", D.RATIO, ("0.38", "0.4", "0.42")),
        ("1e25/3 ±50%", D.FLOP, (F(E25, 6), F(E25, 3), F(E25, 2))),
        ("3.8e25 ± 2e24 FLOP", D.FLOP, ("3.6e25", "3.8e25", "4e25")),
        ("3.8e25 FLOP +/- 2 YFLOP", D.FLOP, ("3.6e25", "3.8e25", "4e25")),
        ("15.6 ± 0.2T", D.TOKENS, ("15.4e12", "15.6e12", "15.8e12")),
        ("54 days +- 12 h", D.SECONDS, (53 * 86400 + 43200, 54 * 86400, 54 * 86400 + 43200)),
        ("4x ± 1x", D.RATIO, (3, 4, 5)),
        ("1/3..1/2", D.RATIO, (F(1, 3), "0.408248", F(1, 2))),
        ("..1/3", D.RATIO, (0, None, F(1, 3))),
        ("0..0 FLOP", D.FLOP, (0, 0, 0)),
        ("1e24..", D.FLOP, ("1e24", None, None)),
        ("<=1e25 FLOP", D.FLOP, ("0", None, "1e25")),
        ("≤ 1e25 FLOP", D.FLOP, ("0", None, "1e25")),
        (">=15T", D.TOKENS, ("15e12", None, None)),
        ("≥15T", D.TOKENS, ("15e12", None, None)),
        ("<=0", D.FLOP, ("0", None, "0")),
        # the ends differ only beyond the sixth digit: the central value still lies between them
        ("1.0000001e25..1.0000002e25", D.FLOP, ("1.0000001e25", "1.00000015e25", "1.0000002e25")),
    ],
)
def test_an_interval_is_read(text: str, dimension: D, expected: tuple[object, object, object]) -> None:
    low, central, high = expected
    assert parse(text, dimension) == span(low, central, high, dimension, text)


def test_a_strict_bound_leaves_its_end_open() -> None:
    assert parse("<1e25 FLOP", D.FLOP) == span(0, None, E25, D.FLOP, "<1e25 FLOP", high_open=True)
    assert parse("> 1e25 FLOP", D.FLOP) == span(E25, None, None, D.FLOP, "> 1e25 FLOP", low_open=True)


TWOFOLD = "is written for amounts and for rates; write"
REFUSED = [
    ("~6e23", D.FLOP, "approximate-without-interval", "'~6e23' is approximate without saying how far off it may be"),
    ("≈ 6e23", D.FLOP, "approximate-without-interval", "'≈6e23' is approximate without saying how far off it may be"),
    ("1e61", D.FLOP, "number-out-of-range", "'1e61' has an exponent beyond ±60"),
    ("1e-61", D.FLOP, "number-out-of-range", "'1e-61' has an exponent beyond ±60"),
    ("1/1e61", D.RATIO, "number-out-of-range", "'1/1e61' has an exponent beyond ±60"),
    ("1 ±1e61%", D.RATIO, "number-out-of-range", "'1 ±1e61%' has an exponent beyond ±60"),
    ("1e9999999999", D.FLOP, "number-out-of-range", "'1e9999999999' has an exponent beyond ±60"),
    ("1e99999999999999999999", D.FLOP, "number-out-of-range", "'1e99999999999999999999' has an exponent beyond ±60"),
    ("1e-99999999999999999999", D.FLOP, "number-out-of-range", "'1e-99999999999999999999' has an exponent beyond ±60"),
    ("-1e25", D.FLOP, "number-out-of-range", "'-1e25' is negative"),
    ("- 1e25 FLOP", D.FLOP, "number-out-of-range", "'- 1e25 FLOP' is negative"),
    ("<0", D.FLOP, "number-out-of-range", "'<0' leaves no value"),
    ("<0.0e5 FLOP", D.FLOP, "number-out-of-range", "'<0.0e5 FLOP' leaves no value"),
    ("", D.FLOP, "malformed-quantity", "an empty text is not a figure in FLOP"),
    (" \t\n", D.FLOP, "malformed-quantity", "an empty text is not a figure in FLOP"),
    ("NaN", D.FLOP, "malformed-quantity", "'NaN' is not a figure in FLOP"),
    ("inf", D.FLOP, "malformed-quantity", "'inf' is not a figure in FLOP"),
    ("\uff11e25", D.FLOP, "malformed-quantity", "'\uff11e25' has digits other than 0 to 9"),
    ("1e\uff125", D.FLOP, "malformed-quantity", "'1e\uff125' has digits other than 0 to 9"),
    ("\u0663e25", D.FLOP, "malformed-quantity", "'\u0663e25' has digits other than 0 to 9"),
    ("1e25..\u0665e25", D.FLOP, "malformed-quantity", "'1e25..\u0665e25' has digits other than 0 to 9"),
    ("10\u00b2\u2075", D.FLOP, "malformed-quantity", "'10\u00b2\u2075' has digits other than 0 to 9"),
    ("\u00bd", D.RATIO, "malformed-quantity", "'\u00bd' has digits other than 0 to 9"),
    ("1" * 5000, D.FLOP, "malformed-quantity", "a figure of 5000 characters is too long to read"),
    ("1" * 121, D.FLOP, "malformed-quantity", "a figure of 121 characters is too long to read"),
    ("1" * 120, D.FLOP, "number-out-of-range", f"'{'1' * 37}...' has an exponent beyond ±60"),
    ("1e60 QFLOP", D.FLOP, "number-out-of-range", "'1e60 QFLOP' has an exponent beyond ±60"),
    ("1e60/1e-60", D.FLOP, "number-out-of-range", "'1e60/1e-60' has an exponent beyond ±60"),
    ("1e-60 %", D.RATIO, "number-out-of-range", "'1e-60 %' has an exponent beyond ±60"),
    ("at least 1e25 FLOP", D.FLOP, "malformed-quantity", "'at least 1e25 FLOP' is not how a bound is written"),
    ("up to 1e25 FLOP", D.FLOP, "malformed-quantity", "'up to 1e25 FLOP' is not how a bound is written"),
    ("Over 9e24", D.FLOP, "malformed-quantity", "'Over 9e24' is not how a bound is written"),
    ("15T+", D.TOKENS, "malformed-quantity", "'15T+' is not how a bound is written"),
    ("ca. 6", D.FLOP, "approximate-without-interval", "'ca. 6' is approximate without saying how far off it may be"),
    ("1e24-5e24", D.FLOP, "malformed-quantity", "'1e24-5e24' is not how a range is written"),
    ("38% - 43%", D.RATIO, "malformed-quantity", "'38% - 43%' is not how a range is written"),
    ("1e24 to 5e24 FLOP", D.FLOP, "malformed-quantity", "'1e24 to 5e24 FLOP' is not how a range is written"),
    ("1e24...5e24", D.FLOP, "malformed-quantity", "'1e24...5e24' is not how a range is written"),
    ("1e24\u20265e24", D.FLOP, "malformed-quantity", "'1e24\u20265e24' is not how a range is written"),
    ("1e24\u20135e24", D.FLOP, "malformed-quantity", "'1e24\u20135e24' has a dash that means nothing here"),
    ("1e\u22125", D.RATIO, "malformed-quantity", "'1e\u22125' has a dash that means nothing here"),
    ("\u22121e25", D.FLOP, "malformed-quantity", "'\u22121e25' has a dash that means nothing here"),
    ("$5e6", D.USD, "malformed-quantity", "'$5e6' has a sign of a currency"),
    ("unknown", D.FLOP, "malformed-quantity", "'unknown' is no figure"),
    ("N/A", D.FLOP, "malformed-quantity", "'N/A' is no figure"),
    ("10^25", D.FLOP, "malformed-quantity", "'10^25' is not a figure in FLOP"),
    ("10**25", D.FLOP, "malformed-quantity", "'10**25' is not a figure in FLOP"),
    ("3.8 x 10^25 FLOP", D.FLOP, "malformed-quantity", "'3.8 x 10^25 FLOP' is not a figure in FLOP"),
    ("3.8×10 FLOP", D.FLOP, "malformed-quantity", "'3.8×10 FLOP' is not a figure in FLOP"),
    ("1 000 FLOP", D.FLOP, "malformed-quantity", "'1 000 FLOP' is not a figure in FLOP"),
    ("1'000 FLOP", D.FLOP, "malformed-quantity", "'1'000 FLOP' is not a figure in FLOP"),
    ("5 e25", D.FLOP, "malformed-quantity", "'5 e25' is not a figure in FLOP"),
    ("40% ±5%", D.RATIO, "malformed-quantity", "'40% ±5%' may mean a share of the figure or points of percent"),
    ("3.8e25 ± 2e24", D.FLOP, "malformed-quantity", "'3.8e25 ± 2e24' has a tolerance without a unit"),
    ("3.8e25 FLOP ± 2e24", D.FLOP, "malformed-quantity", "'3.8e25 FLOP ± 2e24' has a tolerance without a unit"),
    ("1 ± 2 FLOP", D.FLOP, "malformed-quantity", "'1 ± 2 FLOP' has a tolerance of 100 % or more"),
    ("0 ± 1 FLOP", D.FLOP, "malformed-quantity", "'0 ± 1 FLOP' has a tolerance of 100 % or more"),
    ("3e25 FLOP/s ± 1e24 FLOP", D.FLOP, "rate-as-amount", "'3e25 FLOP/s' is a rate; an amount is needed here"),
    ("3e25 ± 1e24 FLOP/s", D.FLOP, "rate-as-amount", "'3e25 FLOP/s' is a rate; an amount is needed here"),
    ("<3e25 FLOP/s", D.FLOP, "rate-as-amount", "'3e25 FLOP/s' is a rate; an amount is needed here"),
    ("53 EFLOP/s", D.FLOP, "rate-as-amount", "'53 EFLOP/s' is a rate; an amount is needed here"),
    ("1e25 FLOPs", D.FLOP, "unknown-unit", f"in '1e25 FLOPs': 'FLOPs' {TWOFOLD} FLOP (an amount) or FLOP/s (a rate)"),
    ("15T", D.FLOP, "unknown-unit", "in '15T': 'T' scales counts and money, never FLOP"),
    ("2 trillion FLOP", D.FLOP, "unknown-unit", "in '2 trillion FLOP': 'trillion' scales counts and money, never FLOP"),
    ("+5", D.FLOP, "malformed-quantity", "'+5' is not a figure in FLOP"),
    ("5.", D.FLOP, "malformed-quantity", "'5.' is not a figure in FLOP"),
    (".5", D.RATIO, "malformed-quantity", "'.5' is not a figure in x"),
    ("..", D.FLOP, "malformed-quantity", "'..' is not a figure in FLOP"),
    ("1..2..3", D.FLOP, "malformed-quantity", "'2..3' is not a figure in FLOP"),
    ("1..2 ±10%", D.RATIO, "malformed-quantity", "'1..2 ±10%' is not a figure in x"),
    ("<1..2", D.RATIO, "malformed-quantity", "'1..2' is not a figure in x"),
    ("<1 ±10%", D.RATIO, "malformed-quantity", "'<1 ±10%' is not a figure in x"),
    ("1 ±10% ±20%", D.RATIO, "malformed-quantity", "'1 ±10% ±20%' is not a figure in x"),
    ("1 ±10", D.RATIO, "malformed-quantity", "'1 ±10' has a tolerance without a unit"),
    ("1 ±100%", D.RATIO, "malformed-quantity", "'1 ±100%' has a tolerance of 100 % or more"),
    ("1/0", D.RATIO, "malformed-quantity", "'1/0' divides by zero"),
    ("5e25..1e25", D.FLOP, "malformed-quantity", "'5e25..1e25' has its low end above its high end"),
    ("38%..43", D.RATIO, "malformed-quantity", "'38%..43' has a unit at its low end only"),
    ("1 FLOPS", D.FLOP, "unknown-unit", f"in '1 FLOPS': 'FLOPS' {TWOFOLD} FLOP (an amount) or FLOP/s (a rate)"),
    ("9 TFLOPs", D.FLOP, "unknown-unit", f"in '9 TFLOPs': 'TFLOPs' {TWOFOLD} TFLOP (an amount) or TFLOP/s (a rate)"),
    ("3e25 FLPO", D.FLOP, "unknown-unit", "in '3e25 FLPO': 'FLPO' is not a unit; did you mean 'FLOP'?"),
    ("1,000 FLOP", D.FLOP, "malformed-quantity", "'1,000 FLOP' is not a figure in FLOP"),
    ("3,8e25", D.FLOP, "malformed-quantity", "'3,8e25' is not a figure in FLOP"),
    ("15T FLOP", D.FLOP, "unknown-unit", "in '15T FLOP': 'T' scales counts and money, never FLOP"),
    ("3e25 FLOP/s", D.FLOP, "rate-as-amount", "'3e25 FLOP/s' is a rate; an amount is needed here"),
    ("1e25..3e25 FLOP/s", D.FLOP, "rate-as-amount", "'1e25 FLOP/s' is a rate; an amount is needed here"),
    ("3e25 FLOP", D.FLOP_PER_SECOND, "wrong-dimension", "'3e25 FLOP' is in FLOP; FLOP/s is needed here"),
    ("15e12 tokens", D.FLOP, "wrong-dimension", "'15e12 tokens' is in tokens; FLOP is needed here"),
    ("6 months", D.SECONDS, "wrong-dimension", "'6 months' is in months; s is needed here"),
    ("54 days", D.MONTHS, "wrong-dimension", "'54 days' is in s; months is needed here"),
    ("1e9 EUR", D.USD, "wrong-dimension", "'1e9 EUR' is in EUR; USD is needed here"),
    ("70B tokens", D.PARAMETERS, "wrong-dimension", "'70B tokens' is in tokens; parameters is needed here"),
]  # fmt: skip


@pytest.mark.parametrize("text, dimension, kind, message", REFUSED)
def test_what_cannot_be_read_says_why(text: str, dimension: D, kind: str, message: str) -> None:
    with pytest.raises(QuantityError) as raised:
        parse(text, dimension)
    assert (raised.value.kind, raised.value.message) == (kind, message)
    assert raised.value.help


@pytest.mark.parametrize(
    "text, dimension, help",
    [
        ("~6e23", D.FLOP, 'give the interval, such as "6e23 ±20%" or low and high'),
        ("38%..43", D.RATIO, "write the unit at the high end: '43 %'"),
        ("3e25 FLOP/s", D.FLOP, "multiply the rate by the time it ran, or drop '/s' if an amount was meant"),
        # not "or as a bare number": where hours are asked for, a bare number is in hours
        ("6 months", D.SECONDS, 'write it in s, for example "54 days"'),
        ("x", D.WATTS, 'write for example "1e3 W"'),
        ("1 ±10", D.RATIO, "write the tolerance as a share or with its unit: ±10% or ±10 x"),
        ("15T", D.FLOP, "write e12 for 'T': 15e12"),
        ("1.46M hours", D.SECONDS, "write e6 for 'M': 1.46e6 hours"),
        (">= 3 thousand hours", D.SECONDS, "write e3 for 'thousand': 3e3 hours"),
        ("1e24-5e24", D.FLOP, 'write "1e24..5e24"'),
        ("10^25", D.FLOP, "write digits without separators and a power of ten as an exponent: 1720320, 1e25"),
        ("1" * 5000, D.FLOP, "write it with an exponent, such as 3.8e25"),
        ("tbd", D.FLOP, "leave the key out where the figure is not known: absent means unknown"),
    ],
)
def test_the_cure_fits_the_mistake(text: str, dimension: D, help: str) -> None:
    with pytest.raises(QuantityError) as raised:
        parse(text, dimension)
    assert raised.value.help == help


@pytest.mark.parametrize(
    "number, value, text",
    [
        (0, 0, "0"),
        (16384, 16384, "16384"),
        (Decimal("1e25"), E25, "1e25"),
        (Decimal("1.5E-7"), F(15, 10**8), "1.5e-7"),
        (Decimal("-0.0"), 0, "-0.0"),
    ],
)
def test_a_bare_number_is_in_the_base_unit(number: int | Decimal, value: int | Fraction, text: str) -> None:
    assert from_number(number, D.FLOP) == at(value, D.FLOP, text)


@pytest.mark.parametrize(
    "number, message",
    [
        (-1, "'-1' is negative"),
        (Decimal("NaN"), "'NaN' is not a finite number"),
        (Decimal("Infinity"), "'Infinity' is not a finite number"),
        (Decimal("-Infinity"), "'-Infinity' is not a finite number"),
        (10**61, f"'1{'0' * 36}...' has an exponent beyond ±60"),
        (Decimal("1e999999"), "'1e999999' has an exponent beyond ±60"),
    ],
)
def test_a_bare_number_out_of_range_is_refused(number: int | Decimal, message: str) -> None:
    with pytest.raises(QuantityError) as raised:
        from_number(number, D.FLOP)
    assert (raised.value.kind, raised.value.message) == ("number-out-of-range", message)


def test_a_number_that_python_refuses_to_write_out_is_refused() -> None:
    with pytest.raises(QuantityError) as raised:
        from_number(16**10_000, D.FLOP)
    assert raised.value.message == "the number has an exponent beyond ±60"


@given(st.text(max_size=130), st.sampled_from(D))
def test_no_text_makes_reading_fail_in_another_way(text: str, dimension: D) -> None:
    try:
        estimate = parse(text, dimension)
    except QuantityError:
        return
    assert estimate.low >= 0
    assert estimate.text == text.strip()


@given(st.text("0123456789.eE+-_/%±~<>=≤≥ xTkFLOPs", max_size=30), st.sampled_from([D.FLOP, D.RATIO, D.TOKENS]))
def test_what_is_read_is_in_order(text: str, dimension: D) -> None:
    try:
        estimate = parse(text, dimension)
    except QuantityError:
        return
    ends = [end for end in (estimate.low, estimate.central, estimate.high) if end is not None]
    assert all(left <= right for left, right in pairwise(ends))


HOSTILE = "0123456789.eE+-_/%±~<>=≤≥ \txT,^*TkFLOPs'…"


@given(st.text(HOSTILE, min_size=1, max_size=4), st.integers(1, 400_000), st.text(HOSTILE, max_size=4))
def test_hostile_text_is_refused_at_once(part: str, times: int, end: str) -> None:
    text = "1" + part * times + end
    started = process_time()
    with suppress(QuantityError):
        parse(text, D.TOKENS)
    assert process_time() - started < 1


@pytest.mark.parametrize(
    "part", ["1", "1_", "1 ", "1/", "1.", "1e", "±", "+/-", "..", " ", "1-", "1x", "<", "1%", "a ", "e-"]
)
def test_the_longest_text_that_is_looked_at_takes_no_time(part: str) -> None:
    for start in ("", "1", "1e", "<", "1/1"):
        text = (start + part * 120)[:119] + "!"
        started = process_time()
        for _ in range(20):
            with pytest.raises(QuantityError):
                parse(text, D.TOKENS)
        assert process_time() - started < 1


UNITS = [(spelling, unit) for spelling, unit in known_units().items()]


@pytest.mark.parametrize("spelling, unit", UNITS, ids=[spelling for spelling, _ in UNITS])
@given(value=st.integers(1, 10**15), exponent=st.integers(-20, 10))
@settings(max_examples=5)
def test_every_unit_survives_print_and_parse(spelling: str, unit: Unit, value: int, exponent: int) -> None:
    number = F(value) * F(10) ** exponent
    read = parse(f"{exact_text(number)} {spelling}", unit.dimension)
    assert read == at(number * unit.factor, unit.dimension, f"{exact_text(number)} {spelling}")
    assert parse(f"{exact_text(read.low)} {unit.dimension}", unit.dimension).low == read.low


shares = st.fractions(0, F(99, 100), max_denominator=10**4).map(lambda share: F(exact_text(share)))
sizes = st.integers(1, 10**20).map(F)


@given(sizes, shares, shares)
def test_a_wider_tolerance_encloses_a_narrower_one(value: Fraction, one: Fraction, other: Fraction) -> None:
    narrow, wide = (parse(f"{exact_text(value)} ±{exact_text(share * 100)}%", D.FLOP) for share in sorted((one, other)))
    assert wide.high is not None
    assert narrow.high is not None
    assert wide.low <= narrow.low <= value <= narrow.high <= wide.high
    assert (narrow.central, wide.central) == (value, value)


@given(sizes, shares)
def test_a_tolerance_is_the_same_as_a_share_and_as_an_amount(value: Fraction, share: Fraction) -> None:
    as_share = parse(f"{exact_text(value)} FLOP ±{exact_text(share * 100)}%", D.FLOP)
    off = value * share
    if F(exact_text(off)) == off:
        as_amount = parse(f"{exact_text(value)} ± {exact_text(off)} FLOP", D.FLOP)
        assert replace(as_amount, text="") == replace(as_share, text="")


@given(sizes, st.sampled_from(["<", "<=", "≤", ">", ">=", "≥"]))
def test_a_bound_is_a_bound(value: Fraction, sign: str) -> None:
    text = f"{sign}{exact_text(value)}"
    up = sign in (">", ">=", "≥")
    strict = sign in "<>"
    expected = (
        Estimate(value, None, None, D.FLOP, low_open=strict, text=text)
        if up
        else Estimate(F(0), None, value, D.FLOP, high_open=strict, text=text)
    )
    assert parse(text, D.FLOP) == expected
    if not strict:
        opened = f"{exact_text(value)}.." if up else f"..{exact_text(value)}"
        assert parse(opened, D.FLOP) == replace(expected, text=opened)


# --- the traps of numbers ----------------------------------------------------------------------------------------


def compared(text: str, comparison: Comparison, line: int) -> bool | None:
    return compare(parse(text, D.FLOP), comparison, F(line))


def test_a_bare_1e25_is_not_more_than_ten_to_the_25_although_the_double_is() -> None:
    assert 1e25 > 10**25
    tree = read_tree("flop = 1e25")
    assert isinstance(tree, dict)
    assert tree == {"flop": Decimal("1e25")}
    read = from_number(tree["flop"], D.FLOP)
    assert read.low == 10**25
    assert compare(read, Comparison.MORE_THAN, F(10**25)) is False


def test_1e26_is_not_more_than_ten_to_the_26() -> None:
    assert compared("1e26", Comparison.MORE_THAN, 10**26) is False


def test_1e23_is_at_least_ten_to_the_23_although_the_double_is_not() -> None:
    assert not 1e23 >= 10**23
    assert compared("1e23", Comparison.AT_LEAST, 10**23) is True


@given(st.permutations(["1e24", "10e23", "0.1e25", "1.0e24", "1000e21"] * 2))
def test_ten_parts_of_1e24_are_exactly_1e25_in_any_order(parts: list[str]) -> None:
    assert sum([1e24] * 10) != 1e25
    assert sum(parse(part, D.FLOP).low for part in parts) == E25


def test_integers_beyond_64_bits_are_kept() -> None:
    tree = tomli.loads(f"flop = {E25 + 1}")
    assert from_number(tree["flop"], D.FLOP).low == E25 + 1


def test_an_interval_across_the_line_is_not_over_it_although_its_central_value_is() -> None:
    read = parse("1.2e25 ±40%", D.FLOP)
    assert read.central == 12 * 10**24
    assert {comparison: compare(read, comparison, F(E25)) for comparison in Comparison} == dict.fromkeys(Comparison)


def test_a_third_is_a_third() -> None:
    assert parse("1e25/3 FLOP", D.FLOP).low * 3 == E25


# --- estimates ---------------------------------------------------------------------------------------------------


def test_scaling_scales_every_end_and_drops_the_text() -> None:
    assert parse("1..4 hours", D.SECONDS).scaled(F(1, 2)) == span(1800, 3600, 7200, D.SECONDS, "")
    assert parse(">1 hour", D.SECONDS).scaled(F(2)) == span(7200, None, None, D.SECONDS, "", low_open=True)


def test_points_and_intervals_by_hand() -> None:
    assert point(3, D.FLOP) == at(3, D.FLOP, "")
    assert interval(F(1), F(4), D.FLOP) == span(1, 2, 4, D.FLOP, "")
    assert interval(F(1), F(4), D.FLOP, F(3)) == span(1, 3, 4, D.FLOP, "")
    assert interval(F(1), None, D.FLOP) == span(1, None, None, D.FLOP, "")


amounts = st.fractions(min_value=0, max_value=10**30)


@given(amounts, amounts)
def test_the_middle_lies_between(a: Fraction, b: Fraction) -> None:
    low, high = sorted((a, b))
    assert low <= middle(low, high) <= high


# --- printing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, digits, shown",
    [
        (0, 2, "0"),
        (38 * 10**24, 2, "3.8e25"),
        (3 * E25, 2, "3.0e25"),
        (3 * E25, 1, "3e25"),
        (298734 * 10**20, 2, "3.0e25"),
        (999 * 10**22, 2, "1.0e25"),
        (E25 + 1, 2, "1.0e25"),
        (41, 2, "41"),
        (F(995, 100), 2, "10"),
        (1234, 2, "1200"),
        (12345, 2, "1.2e4"),
        (F(64, 100), 2, "0.64"),
        (F(1, 3), 2, "0.33"),
        (F(2, 3), 3, "0.667"),
        (F(1, 1000), 2, "0.0010"),
        (F(12, 10**5), 2, "1.2e-4"),
        (1, 2, "1.0"),
        (E25 + 1, 26, "1.0000000000000000000000001e25"),
        (10**35 + 1, 36, "1.00000000000000000000000000000000001e35"),
    ],
)
def test_a_value_is_shown_with_the_digits_asked_for(value: int | Fraction, digits: int, shown: str) -> None:
    assert show(F(value), digits) == shown


@pytest.mark.parametrize(
    "value, line, shown",
    [
        (E25, E25, "1.0e25"),
        (2 * E25, E25, "2.0e25"),
        (E25 + 1, E25, "1.0000000000000000000000001e25"),
        (E25 - 1, E25, "9.999999999999999999999999e24"),
        (F("1.04e25"), E25, "1.04e25"),
        (F("1.0000001e25"), E25, "1.0000001e25"),
        (10**45 + 1, 10**45, "1.000000000000000000000000000000000000000000001e45"),
        (F("1.2341e25"), F("1.234e25"), "1.2341e25"),  # never 1.2e25, which lies on the other side
        (F("0.3334"), F(1, 3), "0.3334"),
        (F(1, 3), F(1, 3), "0.33"),
        (0, E25, "0"),
        (1, -1, "1.0"),
    ],
)
def test_a_value_that_is_not_the_line_does_not_look_like_it(value: int | Fraction, line: int, shown: str) -> None:
    assert show_apart(F(value), F(line)) == shown


@given(amounts, amounts)
def test_what_is_shown_stands_on_its_own_side_of_the_line(value: Fraction, line: Fraction) -> None:
    shown = F(show_apart(value, line))
    if value != line:
        assert (shown < line) is (value < line)
        assert shown != line


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"),
        (38 * 10**24, "3.8e25"),
        (156 * 10**11, "1.56e13"),
        (E25 + 1, "1.0000000000000000000000001e25"),
        (999999, "999999"),
        (100000, "100000"),
        (10**6, "1e6"),
        (F(5, 100), "0.05"),
        (F(1, 1000), "0.001"),
        (F(1, 10**4), "1e-4"),
        (F(1, 3), "0.333333333333"),
        (F(2 * E25, 3), "6.66666666667e24"),
    ],
)
def test_exact_text(value: int | Fraction, text: str) -> None:
    assert exact_text(F(value)) == text


@pytest.mark.parametrize(
    "value, down, up",
    [
        (F(1, 3), "0.333333333333", "0.333333333334"),
        (F(2 * E25, 3), "6.66666666666e24", "6.66666666667e24"),
        (F("1.0000000000000001e25"), "1.0000000000000001e25", "1.0000000000000001e25"),
        (0, "0", "0"),
    ],
)
def test_outward(value: int | Fraction, down: str, up: str) -> None:
    assert (outward(F(value), up=False), outward(F(value), up=True)) == (down, up)


decimals = st.builds(
    lambda digits, exponent: F(digits) * F(10) ** exponent,
    st.integers(1, 10**20),
    st.integers(-60, 40),
)


@given(decimals)
def test_a_decimal_survives_print_and_parse(value: Fraction) -> None:
    assert parse(f"{exact_text(value)} FLOP", D.FLOP).low == value


@given(amounts)
def test_outward_encloses_closely(value: Fraction) -> None:
    low, high = F(outward(value, up=False)), F(outward(value, up=True))
    assert low <= value <= high
    assert high - low <= value / 10**11


@given(amounts, st.integers(1, 40))
def test_the_context_of_the_caller_changes_no_digit(value: Fraction, digits: int) -> None:
    printed = show(value, digits), exact_text(value), outward(value, up=True)
    with localcontext() as context:
        context.prec = 3
        assert (show(value, digits), exact_text(value), outward(value, up=True)) == printed


@pytest.mark.parametrize(
    "text, digits, half",
    [
        ("3.8e25", 2, F(5, 380)),
        ("9e24", 1, F(1, 18)),
        ("15.60T", 4, F(5, 15600)),
        ("1e25", 1, F(1, 2)),
        ("1.000e25 FLOP", 4, F(5, 10**4)),
        ("0.05", 1, F(1, 10)),
        ("16_384", 5, F(1, 2 * 16384)),
        ("38%..43%", 2, F(1, 76)),
        ("1e99999999999999999999", 1, F(1, 2)),
        ("1/2", 1, None),
        ("4e18 FLOP/s", 1, F(1, 8)),
        ("0", 1, None),
        ("0.0", 1, None),
        ("about", 2, None),
        ("", 2, None),
    ],
)
def test_the_digits_of_a_text_and_half_of_its_last_one(text: str, digits: int, half: Fraction | None) -> None:
    assert (significant_digits(text), last_digit_half(text)) == (digits, half)


def test_orders_apart() -> None:
    assert orders_apart(F(1), F(1000)) == pytest.approx(3)
    assert orders_apart(F(E25), F(E25)) == 0
