"""Intervals of factors on a logarithmic scale: widened for extrapolation, and multiplied as independent log-normals.

Ends that are computed are rounded outward to 12 digits and are exact fractions from there on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from statistics import NormalDist

from flopguard.quantity import DEFAULT_LEVEL, Estimate, middle

_CONTEXT = Context(prec=40)
_DOWN = Context(prec=12, rounding=ROUND_FLOOR)
_UP = Context(prec=12, rounding=ROUND_CEILING)
_WIDEST = 1000
_HIGHEST_SHARE = 1 - 2.0**-53


@dataclass(frozen=True, slots=True)
class Spread:
    """An independent log-normal interval: its median and its two ends, at the default level."""

    low: Fraction
    median: Fraction
    high: Fraction


def deviations(level: Fraction) -> Decimal:
    """How many standard deviations the ends of a central interval of this level lie from its middle."""
    share = min(float((1 + level) / 2), _HIGHEST_SHARE)
    return Decimal(NormalDist().inv_cdf(share))


def orders(times: Fraction) -> Decimal:
    """A positive factor in orders of magnitude."""
    return _CONTEXT.log10(_decimal(times))


def widened(estimate: Estimate, level: Fraction, tau: Fraction, times: Fraction) -> Estimate:
    """The factor with `tau` per order of magnitude in `times` added to its own log10 deviation in quadrature.

    Each end is moved from the central value on its own, so that a skew stays. A factor known only by a bound moves
    by the whole of it. The level of the interval stays what it was.
    """
    more = _CONTEXT.multiply(deviations(level), _CONTEXT.multiply(_decimal(tau), _CONTEXT.ln(_decimal(times))))
    center = estimate.central
    if center is None and estimate.high is not None and estimate.low > 0:
        center = middle(estimate.low, estimate.high)
    low = estimate.low and _moved(estimate.low, center, more, up=False)
    high = None if estimate.high is None else _moved(estimate.high, center, more, up=True)
    return replace(estimate, low=low, high=high, low_open=False, high_open=False, text="")


def _moved(end: Fraction, center: Fraction | None, more: Decimal, *, up: bool) -> Fraction:
    """The end of an interval, moved away from its center."""
    start = end if center is None or center <= 0 else center
    half = _CONTEXT.ln(_decimal(end / start)).copy_abs()
    length = _CONTEXT.sqrt(_CONTEXT.add(_CONTEXT.multiply(half, half), _CONTEXT.multiply(more, more)))
    factor = _CONTEXT.exp(length if up else length.copy_negate())
    return _rounded(_CONTEXT.multiply(_decimal(start), factor), up=up)


def independent(factors: Iterable[tuple[Estimate, Fraction]]) -> Spread | None:
    """The product of factors, each with its level, as independent log-normals.

    Median and standard deviation of each come from the ends of its interval. None where a factor has no two ends
    above zero, or the product is too wide to be worth a number.
    """
    median, variance = Decimal(0), Decimal(0)
    for estimate, level in factors:
        if estimate.low <= 0 or estimate.high is None or deviations(level) <= 0:
            return None
        low, high = (_CONTEXT.ln(_decimal(end)) for end in (estimate.low, estimate.high))
        deviation = _CONTEXT.divide(_CONTEXT.subtract(high, low), _CONTEXT.multiply(Decimal(2), deviations(level)))
        median = _CONTEXT.add(median, _CONTEXT.divide(_CONTEXT.add(low, high), Decimal(2)))
        variance = _CONTEXT.add(variance, _CONTEXT.multiply(deviation, deviation))
    half = _CONTEXT.multiply(deviations(DEFAULT_LEVEL), _CONTEXT.sqrt(variance))
    if half > _WIDEST:
        return None
    low, high = _CONTEXT.exp(_CONTEXT.subtract(median, half)), _CONTEXT.exp(_CONTEXT.add(median, half))
    return Spread(_rounded(low, up=False), _rounded(_CONTEXT.exp(median), up=False), _rounded(high, up=True))


def _decimal(value: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _rounded(value: Decimal, *, up: bool) -> Fraction:
    return Fraction((_UP if up else _DOWN).plus(value))
