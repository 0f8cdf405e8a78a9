from fractions import Fraction
from typing import Any

import pytest

from flopguard.effective.intervals import Spread, at_default_level, deviations, independent, orders, widened
from flopguard.quantity import Estimate, interval, point
from flopguard.units import Dimension

NINETY = Fraction(9, 10)


def factor(low: str, high: str) -> Estimate:
    return interval(Fraction(low), Fraction(high), Dimension.RATIO)


CASES = {
    # 90% intervals of factors; median, 90% interval if independent, and if all move together
    "A08": ([("1.5", "3.0"), ("2.0", "8.0"), ("1.0", "1.5")], 10.3923, (4.6647, 23.1526), (3.0, 36.0)),
    "A09": ([("1.5", "3.0"), ("2.0", "8.0"), ("1.0", "1.5")], 10.3923, (4.6647, 23.1526), (3.0, 36.0)),
}
A09_CORRELATED_BY_HALF = (3.65375, 29.5587)


@pytest.mark.parametrize("case", CASES)
def test_products_of_intervals(case: str) -> None:
    intervals, median, apart, together = CASES[case]
    factors = [factor(*ends) for ends in intervals]
    found = independent((each, NINETY) for each in factors)
    assert found is not None
    assert float(found.median) == pytest.approx(median, rel=1e-4)
    assert (float(found.low), float(found.high)) == pytest.approx(apart, rel=1e-4)
    low, high = 1.0, 1.0
    for each in factors:
        assert each.high is not None
        low, high = low * float(each.low), high * float(each.high)
    assert (low, high) == together


def test_half_correlated_lies_between_independent_and_together() -> None:
    _, _, apart, together = CASES["A09"]
    low, high = A09_CORRELATED_BY_HALF
    assert together[0] < low < apart[0]
    assert apart[1] < high < together[1]


@pytest.mark.parametrize(
    "factors, expected",
    [
        ([], Spread(Fraction(1), Fraction(1), Fraction(1))),
        ([(point(2, Dimension.RATIO), NINETY)], Spread(Fraction(2), Fraction(2), Fraction(2))),
        ([(Estimate(Fraction(5), None, None, Dimension.RATIO), NINETY)], None),
        ([(Estimate(Fraction(0), None, Fraction(5), Dimension.RATIO), NINETY)], None),
        ([(factor("1", "2"), Fraction(1, 10**30))], None),
        ([(factor("1e-60", "1e60"), Fraction(1, 10**9))], None),
    ],
)
def test_what_has_an_independent_interval(factors: list[tuple[Estimate, Fraction]], expected: Spread | None) -> None:
    found = independent(factors)
    if expected is None or found is None:
        assert found is expected
        return
    assert found.low <= expected.low <= found.high
    assert float(found.median) == pytest.approx(float(expected.median), rel=1e-11)
    assert float(found.high - found.low) == pytest.approx(0, abs=1e-10)


def test_a_wider_level_means_a_smaller_deviation() -> None:
    found = independent([(factor("1", "4"), Fraction(95, 100))])
    assert found is not None
    # 2 x 2^(+-1.6449/1.9600)
    assert (float(found.low), float(found.high)) == pytest.approx((1.11785, 3.57829), rel=1e-4)


@pytest.mark.parametrize(
    "level, expected", [(NINETY, 1.6448536), (Fraction(95, 100), 1.9599640), (1 - Fraction(1, 10**40), 8.2095362)]
)
def test_deviations_of_a_level(level: Fraction, expected: float) -> None:
    assert float(deviations(level)) == pytest.approx(expected)


@pytest.mark.parametrize("times, expected", [("1", 0), ("1000", 3), ("1e120", 120)])
def test_orders_are_exact_for_powers_of_ten(times: str, expected: int) -> None:
    assert orders(Fraction(times)) == expected


def test_widened_ends_have_twelve_digits_and_lie_outside() -> None:
    found = widened(point(2, Dimension.RATIO), NINETY, Fraction(1, 20), Fraction(10))
    assert (found.low, found.central, found.high) == (Fraction("1.65495928692"), Fraction(2), Fraction("2.41697788677"))


def test_no_distance_no_widening() -> None:
    found = widened(factor("2", "8"), NINETY, Fraction(2, 5), Fraction(1))
    assert (found.low, found.central, found.high) == (Fraction(2), Fraction(4), Fraction(8))


@pytest.mark.parametrize(
    "low, central, high, level, expected",
    [
        pytest.param("2", "3", "5", "0.9", ("2", "5"), id="at the level itself"),
        pytest.param("2", "3", "5", "0.95", ("2", "5"), id="at a higher one it stays as wide as it is"),
        pytest.param(
            "2", "4", "8", "0.5", (0.7378177302924399, 21.68557265987397), id="at a lower one it is too narrow"
        ),
        pytest.param("2", None, "8", "0.5", (0.7378177302924399, 21.68557265987397), id="without a middle"),
        pytest.param("0", "1", "8", "0.5", ("0", "8"), id="from 0 there is no log-normal"),
        pytest.param("2", None, None, "0.5", ("2", None), id="a bound"),
        pytest.param("2", "3", "5", "0.00001", None, id="a level that says nothing"),
    ],
)
def test_an_interval_is_brought_to_the_default_level(
    low: str, central: str | None, high: str | None, level: str, expected: tuple[Any, Any] | None
) -> None:
    """2 .. 8 around 4 at 50 %: both ends move from a factor 2 to 2^(1.6449 / 0.6745)."""
    ends = [None if each is None else Fraction(each) for each in (central, high)]
    found = at_default_level(Estimate(Fraction(low), *ends, Dimension.RATIO), Fraction(level))
    shown = None if found is None else (found.low, found.high)
    wanted = None if expected is None else tuple(None if each is None else _end(each) for each in expected)
    assert shown == wanted


def _end(text: str | float) -> object:
    return Fraction(text) if isinstance(text, str) else pytest.approx(text, rel=1e-9)
