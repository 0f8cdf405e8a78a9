"""Intervals of factors on a logarithmic scale: widened for extrapolation, and multiplied as log-normals.

Ends that are computed are rounded outward to 12 digits and are exact fractions from there on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import reduce
from statistics import NormalDist

from flopguard.quantity import DEFAULT_LEVEL, Estimate, middle, point
from flopguard.units import Dimension

CONTEXT = Context(prec=40)
_DOWN = Context(prec=12, rounding=ROUND_FLOOR)
_UP = Context(prec=12, rounding=ROUND_CEILING)
_WIDEST = 1000
_HIGHEST_SHARE = 1 - 2.0**-53


@dataclass(frozen=True, slots=True)
class Spread:
    """A log-normal interval: its median and its two ends, at the default level, and its mean.

    The mean of a skewed factor lies above its median; None where it is too large to be worth a number.
    """

    low: Fraction
    median: Fraction
    high: Fraction
    mean: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A factor by the mean and the standard deviation of its natural logarithm."""

    mean: Decimal
    deviation: Decimal


Factors = Iterable[tuple[Estimate, Fraction]]
"""Factors, each with the level of its interval."""


def deviations(level: Fraction) -> Decimal:
    """How many standard deviations the ends of a central interval of this level lie from its middle."""
    share = min(float((1 + level) / 2), _HIGHEST_SHARE)
    return Decimal(NormalDist().inv_cdf(share))


def orders(times: Fraction) -> Decimal:
    """A positive factor in orders of magnitude."""
    return CONTEXT.log10(decimal_of(times))


def widened(estimate: Estimate, level: Fraction, tau: Fraction, times: Fraction) -> Estimate:
    """The factor with `tau` per order of magnitude in `times` added to its own log10 deviation in quadrature.

    Each end is moved from the central value on its own, so that a skew stays. A factor known only by a bound moves
    by the whole of it. The level of the interval stays what it was.
    """
    more = CONTEXT.multiply(deviations(level), CONTEXT.multiply(decimal_of(tau), CONTEXT.ln(decimal_of(times))))
    center = estimate.central
    if center is None and estimate.high is not None and estimate.low > 0:
        center = middle(estimate.low, estimate.high)
    low = estimate.low and _moved(estimate.low, center, more, up=False)
    high = None if estimate.high is None else _moved(estimate.high, center, more, up=True)
    return replace(estimate, low=low, high=high, low_open=False, high_open=False, text="")


def _moved(end: Fraction, center: Fraction | None, more: Decimal, *, up: bool) -> Fraction:
    """The end of an interval, moved away from its center."""
    start = end if center is None or center <= 0 else center
    half = CONTEXT.ln(decimal_of(end / start)).copy_abs()
    length = CONTEXT.sqrt(CONTEXT.add(CONTEXT.multiply(half, half), CONTEXT.multiply(more, more)))
    factor = CONTEXT.exp(length if up else length.copy_negate())
    return rounded(CONTEXT.multiply(decimal_of(start), factor), up=up)


def at_default_level(estimate: Estimate, level: Fraction) -> Estimate | None:
    """The interval of a log-normal factor at the default level, where its own holds fewer chances; else as it stands.

    Each end moves from the central value on its own, so that a skew stays. A bound, and an interval that starts at 0,
    has no such form and stays. None where the level is so low that the interval says nothing.
    """
    if level >= DEFAULT_LEVEL or estimate.is_point or estimate.high is None or estimate.low <= 0:
        return estimate
    center = estimate.central or middle(estimate.low, estimate.high)
    lengths = [CONTEXT.ln(decimal_of(end / center)) for end in (estimate.low, estimate.high)]
    away = deviations(level)
    if away <= 0 or any(abs(length) * deviations(DEFAULT_LEVEL) > _WIDEST * away for length in lengths):
        return None
    times = CONTEXT.divide(deviations(DEFAULT_LEVEL), away)
    low, high = (
        rounded(CONTEXT.multiply(decimal_of(center), CONTEXT.exp(CONTEXT.multiply(length, times))), up=up)
        for length, up in zip(lengths, (False, True), strict=True)
    )
    return replace(estimate, low=low, high=high, low_open=False, high_open=False, text="")


def with_one(estimate: Estimate) -> Estimate:
    """The factor's interval stretched until it holds 1: what holds for it holds without the gain as well."""
    one = Fraction(1)
    if estimate.low <= one and (estimate.high is None or one <= estimate.high):
        return estimate
    high = None if estimate.high is None else max(estimate.high, one)
    return replace(
        estimate,
        low=min(estimate.low, one),
        high=high,
        low_open=estimate.low_open and estimate.low < one,
        high_open=estimate.high_open and high == estimate.high,
        text="",
    )


# --- products ------------------------------------------------------------------------------------------------------


def together(factors: Iterable[Estimate]) -> Estimate:
    """The product of factors that all move together (comonotone): the products of their ends, exact."""
    return reduce(_times, factors, point(1, Dimension.RATIO))


def _times(left: Estimate, right: Estimate) -> Estimate:
    central = None if left.central is None or right.central is None else left.central * right.central
    high = None if left.high is None or right.high is None else left.high * right.high
    return Estimate(left.low * right.low, central, high, Dimension.RATIO)


def independent(factors: Factors) -> Spread | None:
    """The product of factors as independent log-normals; None as for `correlated`."""
    return correlated(factors, Fraction(0))


def correlated(factors: Factors, correlation: Fraction) -> Spread | None:
    """The product of log-normal factors of which every two have this correlation of their logarithms, from 0 to 1.

    Median and standard deviation of each come from the ends of its interval. None where a factor has no two ends
    above zero, or the product is too wide to be worth a number.
    """
    parts = [log_normal(estimate, level) for estimate, level in factors]
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) else spread_of(product(known, correlation))


def log_normal(estimate: Estimate, level: Fraction) -> LogNormal | None:
    """The log-normal whose central interval of this level has the ends of the factor; None without two above zero."""
    if estimate.low <= 0 or estimate.high is None or deviations(level) <= 0:
        return None
    low, high = (CONTEXT.ln(decimal_of(end)) for end in (estimate.low, estimate.high))
    deviation = CONTEXT.divide(CONTEXT.subtract(high, low), CONTEXT.multiply(Decimal(2), deviations(level)))
    return LogNormal(CONTEXT.divide(CONTEXT.add(low, high), Decimal(2)), deviation)


def product(factors: Iterable[LogNormal], correlation: Fraction = Fraction(0)) -> LogNormal:
    """The product: variance (1 - r) x sum of squares + r x square of the sum of the deviations."""
    mean, squares, deviation = Decimal(0), Decimal(0), Decimal(0)
    for factor in factors:
        mean = CONTEXT.add(mean, factor.mean)
        squares = CONTEXT.add(squares, CONTEXT.multiply(factor.deviation, factor.deviation))
        deviation = CONTEXT.add(deviation, factor.deviation)
    apart = CONTEXT.multiply(decimal_of(1 - correlation), squares)
    joint = CONTEXT.multiply(decimal_of(correlation), CONTEXT.multiply(deviation, deviation))
    return LogNormal(mean, CONTEXT.sqrt(CONTEXT.add(apart, joint)))


def spread_of(factor: LogNormal, level: Fraction = DEFAULT_LEVEL) -> Spread | None:
    """The interval of a log-normal; None where it is too wide to be worth a number."""
    half = CONTEXT.multiply(deviations(level), factor.deviation)
    if half > _WIDEST or factor.mean.copy_abs() > _WIDEST:
        return None
    more = CONTEXT.divide(CONTEXT.multiply(factor.deviation, factor.deviation), Decimal(2))
    steps = (half.copy_negate(), Decimal(0), half, min(more, Decimal(_WIDEST)))
    low, median, high, mean = (CONTEXT.exp(CONTEXT.add(factor.mean, step)) for step in steps)
    return Spread(
        rounded(low, up=False),
        rounded(median, up=False),
        rounded(high, up=True),
        rounded(mean, up=False) if more < _WIDEST else None,
    )


def decimal_of(value: Fraction) -> Decimal:
    """A fraction to 40 digits."""
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def rounded(value: Decimal, *, up: bool) -> Fraction:
    """A computed number to 12 digits, upwards or downwards."""
    return Fraction((_UP if up else _DOWN).plus(value))
