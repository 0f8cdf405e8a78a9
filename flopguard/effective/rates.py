"""Rates of progress: a doubling time, an annual factor and orders of magnitude a year are one quantity."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT

_LN2 = EXACT.ln(Decimal(2))
MONTHS_PER_YEAR = Decimal(12)
DAYS_PER_YEAR = Decimal("365.25")


def annual_factor(doubling: Decimal, per_year: Decimal = MONTHS_PER_YEAR) -> Decimal:
    """The factor in a year of what doubles in `doubling` months, or other units of which a year has `per_year`."""
    return EXACT.exp(EXACT.multiply(_LN2, EXACT.divide(per_year, doubling)))


def doubling_months(annual: Decimal) -> Decimal:
    """The months in which what grows by a factor other than 1 a year doubles; negative where it shrinks."""
    return EXACT.divide(EXACT.multiply(MONTHS_PER_YEAR, _LN2), EXACT.ln(annual))


def orders_per_year(annual: Decimal) -> Decimal:
    """An annual factor in orders of magnitude."""
    return EXACT.log10(annual)


def over_years(annual: Decimal, years: Decimal) -> Decimal:
    """The factor of several years at one rate."""
    return EXACT.exp(EXACT.multiply(EXACT.ln(annual), years))


def implied_annual(total: Decimal, years: Decimal) -> Decimal:
    """The annual factor that makes a total over so many years."""
    return EXACT.exp(EXACT.divide(EXACT.ln(total), years))


def doubling_together(of_parameters: Decimal, of_data: Decimal) -> Decimal:
    """The doubling time of effective compute from those of effective parameters and effective data, in their unit."""
    one = Decimal(1)
    return EXACT.divide(one, EXACT.add(EXACT.divide(one, of_parameters), EXACT.divide(one, of_data)))


def widest(factors: Iterable[Decimal]) -> Decimal:
    """How far apart several factors for one thing lie: the largest over the smallest."""
    known = tuple(factors)
    return EXACT.divide(max(known), min(known))


def log_share(part: Decimal, whole: Decimal) -> Decimal:
    """The share of a factor in the growth that it is part of, in logarithms."""
    return EXACT.divide(EXACT.ln(part), EXACT.ln(whole))


def with_inference(training: Decimal, inference: Decimal, exchange: Decimal) -> Decimal:
    """Training compute with a factor of inference compute folded in, an order of which is worth `exchange` orders."""
    return EXACT.multiply(training, EXACT.exp(EXACT.multiply(exchange, EXACT.ln(inference))))
