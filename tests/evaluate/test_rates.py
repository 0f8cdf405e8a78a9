"""A rate of progress over a time: exact where the time is whole, enclosed everywhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.dates import partial_date
from flopguard.definition.load import bundled_definitions
from flopguard.definition.types import Trend
from flopguard.evaluate.rates import Months, growth, months_between
from flopguard.fields import Figure
from flopguard.quantity import Estimate, parse, show
from flopguard.units import Dimension


def rate(per_year: str | None = None, *, doubling: str | None = None) -> Trend:
    def figure(text: str | None) -> Figure | None:
        return Figure(estimate=parse(text, Dimension.RATIO)) if text else None

    return Trend(id="r", per_year=figure(per_year), doubling_months=figure(doubling))


def over(months: str | int, last: str | int | None = None) -> Months:
    low, high = Fraction(months), Fraction(months if last is None else last)
    return Months(low, (low + high) / 2, high)


BETWEEN = [
    ("2024-10-01", "2025-12-01", ("14", "14")),
    ("2024-10-01", "2024-10-01", ("0", "0")),
    ("2024-01-31", "2024-02-29", ("1", "1")),  # the month ends on its last day
    ("2024-01-31", "2024-02-15", ("15/29", "15/29")),
    ("2024-10-16", "2024-11-01", ("16/31", "16/31")),
    ("2025-12-01", "2024-10-01", ("-14", "-14")),
    ("9999-12-31", "9999-12-31", ("0", "0")),
    ("9999-11-30", "9999-12-30", ("1", "1")),
]


@pytest.mark.parametrize("first, second, expected", BETWEEN)
def test_months_are_those_of_the_calendar(first: str, second: str, expected: tuple[str, str]) -> None:
    found = months_between(partial_date(first), partial_date(second))
    assert (found.low, found.high) == tuple(map(Fraction, expected))


def test_partial_dates_are_as_far_apart_as_their_days() -> None:
    found = months_between(partial_date("2024"), partial_date("2025"))
    assert (found.low, found.high) == (Fraction(1, 31), 23 + Fraction(30, 31))


GROWTH = [
    (rate("3x"), over(12), ("3", "3", "3")),
    (rate("3x"), over(24), ("9", "9", "9")),
    (rate("3x"), over(0), ("1", "1", "1")),
    (rate("3x"), over(-12), ("1/3", "1/3", "1/3")),
    (rate("2x..4x"), over(12, 24), ("2", None, "16")),
    (rate("2x..4x"), over(-12, 12), ("1/4", "1", "4")),
    (rate(doubling="6..12"), over(12), ("2", None, "4")),
    (rate(doubling=">=12"), over(24), ("1", None, "4")),  # at least a year to double: at most twice doubled
    (rate(doubling="<=12"), over(24), ("4", None, None)),
    (rate(">=3x"), over(12), ("3", None, None)),
    (rate("<=3x"), over(12), ("0", None, "3")),
    (rate("0.5x"), over(24), ("1/4", "1/4", "1/4")),
]


@pytest.mark.parametrize("trend, time, expected", GROWTH)
def test_growth_lies_between_the_corners(
    trend: Trend, time: Months, expected: tuple[str, str | None, str | None]
) -> None:
    found = growth(trend, time)
    assert found is not None
    low, central, high = expected
    assert (found.low, found.high) == (Fraction(low), None if high is None else Fraction(high))
    if central is not None:
        assert found.central == Fraction(central)


NO_NUMBER = [rate(), rate("3x", doubling="6")]


@pytest.mark.parametrize("trend", NO_NUMBER)
def test_a_rate_said_not_at_all_or_twice_is_none(trend: Trend) -> None:
    assert growth(trend, over(12)) is None


def test_growth_beyond_all_numbers_is_none() -> None:
    assert growth(rate("1e9x"), over(1000)) is None


ANNUAL = st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=1000)
TIMES = st.fractions(min_value=-36, max_value=36, max_denominator=31)


@given(ANNUAL, TIMES)
def test_a_growth_that_is_rounded_holds_its_value(annual: Fraction, months: Fraction) -> None:
    """The twelfth power of the growth of a month is that of a year, whatever the rounding of the one."""
    trend = Trend(id="r", per_year=Figure(estimate=Estimate(annual, annual, annual, Dimension.RATIO)))
    found = growth(trend, Months(months, months, months))
    assert found is not None
    assert found.high is not None
    whole, parts = months.numerator, months.denominator * 12
    assert found.low**parts <= annual**whole <= found.high**parts


@given(ANNUAL, ANNUAL, TIMES, TIMES)
def test_a_wider_rate_or_time_never_gives_a_narrower_growth(
    one: Fraction, other: Fraction, first: Fraction, second: Fraction
) -> None:
    low, high = sorted((one, other))
    start, end = sorted((first, second))
    wide = Trend(id="r", per_year=Figure(estimate=Estimate(low, None, high, Dimension.RATIO)))
    narrow = Trend(id="r", per_year=Figure(estimate=Estimate(low, low, low, Dimension.RATIO)))
    outer, inner = growth(wide, Months(start, start, end)), growth(narrow, Months(start, start, start))
    assert outer is not None
    assert inner is not None
    assert outer.high is not None
    assert inner.high is not None
    assert outer.low <= inner.low <= inner.high <= outer.high


def test_every_bundled_rate_is_cited_and_gives_a_number() -> None:
    for trend in bundled_definitions().trend:
        assert trend.source, trend.id
        assert trend.verified, trend.id
        assert growth(trend, over(14)) is not None, trend.id


PUBLISHED = [
    ("vision-2020", "1.7"),
    ("vision-2022", "2.5"),
    ("language-2024", "2.7"),
    ("said-half-order", "3.2"),
    ("index-regression", "16"),
]


@pytest.mark.parametrize("name, annual", PUBLISHED)
def test_a_year_of_a_published_rate(name: str, annual: str) -> None:
    trend = next(trend for trend in bundled_definitions().trend if trend.id == name)
    found = growth(trend, over(12))
    assert found is not None
    assert found.central is not None
    assert show(found.central) == annual


def test_every_bundled_rate_is_on_the_page_of_definitions() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert [trend.id for trend in bundled_definitions().trend if f"| `{trend.id}` |" not in page] == []
