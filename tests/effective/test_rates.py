from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from flopguard.effective.horizon import horizon
from flopguard.effective.rates import (
    annual_factor,
    doubling_months,
    doubling_together,
    implied_annual,
    log_share,
    orders_per_year,
    over_years,
    widest,
    with_inference,
)
from flopguard.effective.sampling import items_needed, largest_error, noise_factor, standard_error
from tests.effective.curves.laws import between, near

D = Decimal


@given(between("0.5", "60"))
def test_a_doubling_time_and_its_rate(months: Decimal) -> None:
    assert near(doubling_months(annual_factor(months)), months)


@given(between("1.1", "60"), between("0.5", "20"))
def test_years_of_a_rate_and_back(annual: Decimal, years: Decimal) -> None:
    assert near(implied_annual(over_years(annual, years), years), annual)


@given(between("0.5", "60"), between("0.5", "60"))
def test_two_kinds_of_progress_are_faster_than_either(one: Decimal, other: Decimal) -> None:
    together = doubling_together(one, other)
    assert together < min(one, other)
    assert near(annual_factor(together), annual_factor(one) * annual_factor(other))


@pytest.mark.parametrize(
    "found, expected",
    [
        (annual_factor(D(12)), D(2)),
        (annual_factor(D("0.5"), D(1)), D(4)),
        (doubling_months(D("0.5")), D(-12)),
        (orders_per_year(D(1000)), D(3)),
        (over_years(D(10), D(0)), D(1)),
        (widest([D(3), D("0.5"), D(2)]), D(6)),
        (log_share(D(10), D(1000)), 1 / D(3)),
        (with_inference(D("1e25"), D(100), D("0.5")), D("1e26")),
        (with_inference(D("1e25"), D(1), D("0.7")), D("1e25")),
        (horizon(D(0), D("-0.6"), D("0.5")), D(1)),
        (standard_error(D("0.5"), 100), D("0.05")),
        (noise_factor(D("0.12"), D("0.12")), D(10)),
    ],
)
def test_plain_figures(found: Decimal, expected: Decimal) -> None:
    assert near(found, expected, "1e-24")


@given(between("0.05", "0.95"), between("1.2", "50"), between("0.02", "0.5"))
def test_as_many_items_as_needed_and_no_more(share: Decimal, factor: Decimal, slope: Decimal) -> None:
    level = Fraction(95, 100)
    items, most = items_needed(share, factor, slope, level), largest_error(factor, slope, level)
    assert standard_error(share, items) <= most
    assert items == 1 or standard_error(share, items - 1) > most
