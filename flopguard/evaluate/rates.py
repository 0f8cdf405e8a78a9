"""What a yearly rate of progress makes of the time between two days.

A rate is a figure with an interval, and so is the time where a date is partial. The product lies between the corners
of both, since it rises or falls in each of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from flopguard.dates import PartialDate
from flopguard.definition.types import Trend
from flopguard.fields import Figure
from flopguard.quantity import Estimate
from flopguard.units import Dimension

MONTHS = 12
HIGHEST = 60
"""A factor of more orders of magnitude than this is worth no number."""
_EXACT = Context(prec=40)
_DOWN = Context(prec=12, rounding=ROUND_FLOOR)
_UP = Context(prec=12, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class Months:
    """The time between two days in months; negative where the second day is the earlier one."""

    low: Fraction
    central: Fraction
    high: Fraction


def months_between(first: PartialDate, second: PartialDate) -> Months:
    """The time from the one to the other, with what a month or a year without a day leaves open."""
    low, high = _months(first.last, second.first), _months(first.first, second.last)
    return Months(low, (low + high) / 2, high)


def _months(first: date, second: date) -> Fraction:
    """Whole months of the calendar, and the days beyond as a share of the month that they lie in."""
    if second < first:
        return -_months(second, first)
    whole = (second.year - first.year) * MONTHS + second.month - first.month
    last = whole if second.day >= first.day else whole - 1
    start, end = _later(first, last), _later(first, last + 1)
    if start == second:
        return Fraction(last)
    return last + Fraction((second - start).days, (end - start).days)


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    if day.year + years > date.max.year:
        return date.max
    for number in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(f"{day} has no day {months} months later")


# --- growth ------------------------------------------------------------------------------------------------------


def figure_of(trend: Trend) -> Figure | None:
    """The figure that says the rate; None where it is said not at all, or in two ways."""
    stated = [figure for figure in (trend.per_year, trend.doubling_months) if figure is not None]
    return stated[0] if len(stated) == 1 else None


def growth(trend: Trend, time: Months) -> Estimate | None:
    """The factor by which the rate multiplies over a time; None where it has no rate or is beyond all numbers.

    A time of doubling inverts: the longer, the slower. Ends that have no exact value are rounded outward to 12 digits.
    """
    figure = figure_of(trend)
    if figure is None:
        return None
    estimate = figure.estimate
    rates = _annual(estimate) if trend.per_year is not None else _inverted(estimate)
    corners = [_power(rate, months) for rate in rates for months in (time.low, time.high)]
    if any(corner is _TOO_LARGE for corner in corners):
        return None
    low = min((corner.low for corner in corners if corner.low is not None), default=Fraction(0))
    highs = [corner.high for corner in corners if corner.high is not None]
    high = max(highs) if len(highs) == len(corners) else None
    return Estimate(low, _central(trend, estimate.central, time.central), high, Dimension.RATIO)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A base and the months over which it multiplies once; a base of None grows without bound."""

    base: Fraction | None
    every: Fraction = Fraction(MONTHS)


def _annual(estimate: Estimate) -> tuple[_Rate, _Rate]:
    return _Rate(estimate.low), _Rate(estimate.high)


def _inverted(estimate: Estimate) -> tuple[_Rate, _Rate]:
    """The fast and the slow end of a time of doubling: of no time it grows without bound, of endless time never."""
    fast = _Rate(Fraction(2), estimate.low) if estimate.low else _Rate(None)
    slow = _Rate(Fraction(2), estimate.high) if estimate.high is not None else _Rate(Fraction(1))
    return fast, slow


@dataclass(frozen=True, slots=True)
class _Ends:
    """A value between its two roundings; without either it is beyond every bound."""

    low: Fraction | None
    high: Fraction | None


_TOO_LARGE = _Ends(Fraction(-1), None)


def _power(rate: _Rate, months: Fraction) -> _Ends:
    """A base to the power of a time, which may be negative."""
    if not months or rate.base == 1:
        return _Ends(Fraction(1), Fraction(1))
    if rate.base is None or not rate.base:
        grows = (rate.base is None) is (months > 0)
        return _Ends(None, None) if grows else _Ends(Fraction(0), Fraction(0))
    return _raised(rate.base, months / rate.every)


def _raised(base: Fraction, exponent: Fraction) -> _Ends:
    orders = _EXACT.multiply(_EXACT.log10(_decimal(base)), _decimal(exponent))
    if abs(orders) > HIGHEST:
        return _TOO_LARGE
    if exponent.denominator == 1:
        exact = Fraction(base) ** exponent.numerator
        return _Ends(exact, exact)
    value = _EXACT.power(Decimal(10), orders)
    return _Ends(Fraction(_DOWN.plus(value)), Fraction(_UP.plus(value)))


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _central(trend: Trend, middle: Fraction | None, months: Fraction) -> Fraction | None:
    if not middle:
        return None
    found = _power(_Rate(middle) if trend.per_year is not None else _Rate(Fraction(2), middle), months)
    return None if found is _TOO_LARGE else found.low
