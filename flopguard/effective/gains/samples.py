"""A gain measured in several runs, or as a median with its spread, as a log-normal factor with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import atan, ceil, cos, pi, sin, sqrt

from flopguard.effective.intervals import CONTEXT, decimal_of, deviations, rounded
from flopguard.quantity import DEFAULT_LEVEL, Estimate
from flopguard.units import Dimension

FEWEST = 3
"""Runs from which on their scatter says anything of the scatter of the next."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """The factor that runs gave; `level` is None where there are too few of them for an interval at a level."""

    estimate: Estimate
    level: Fraction | None
    how: str


def of_samples(runs: Sequence[Estimate]) -> Sampled | str:
    """The gain of one further run like these: geometric mean, and the interval of Student's t on the logarithms.

    The interval is that of a further run and not that of the mean, since the model at hand is one run: sd x t x
    sqrt(1 + 1/n) with n - 1 degrees of freedom. Fewer than three runs have a span and no interval.
    """
    values = [run.central for run in runs if run.is_point and run.central]
    known = [value for value in values if value]
    if len(known) < len(runs):
        return "has samples that are not each one value above 0"
    logs = [CONTEXT.ln(decimal_of(value)) for value in known]
    mean = CONTEXT.divide(reduce(CONTEXT.add, logs), Decimal(len(logs)))
    center = rounded(CONTEXT.exp(mean), up=False)
    if len(known) < FEWEST:
        low, high = min(known), max(known)
        how = f"{len(known)} run{'s' if len(known) > 1 else ''}: what they span, which is no interval at a level"
        return Sampled(Estimate(low, min(max(center, low), high), high, Dimension.RATIO), None, how)
    half = CONTEXT.multiply(_deviation(logs, mean), _student(len(logs)))
    ends = CONTEXT.exp(CONTEXT.subtract(mean, half)), CONTEXT.exp(CONTEXT.add(mean, half))
    how = f"{len(logs)} runs: geometric mean, 90% interval of one further run by Student's t on the logarithms"
    bottom, top = rounded(ends[0], up=False), rounded(ends[1], up=True)
    return Sampled(Estimate(bottom, center, top, Dimension.RATIO), DEFAULT_LEVEL, how)


def _deviation(logs: Sequence[Decimal], mean: Decimal) -> Decimal:
    """The standard deviation of the runs (n - 1)."""
    squares = [CONTEXT.power(CONTEXT.subtract(log, mean), 2) for log in logs]
    return CONTEXT.sqrt(CONTEXT.divide(reduce(CONTEXT.add, squares), Decimal(len(logs) - 1)))


def _student(count: int) -> Decimal:
    spread = CONTEXT.sqrt(CONTEXT.add(Decimal(1), CONTEXT.divide(Decimal(1), Decimal(count))))
    return CONTEXT.multiply(student_t(count - 1, DEFAULT_LEVEL), spread)


def student_t(freedom: int, level: Fraction) -> Decimal:
    """How far the ends of a central interval of this level lie from the middle, with so many degrees of freedom.

    Rounded up to 8 digits after the point, so that it does not hang on the last bit of a double.
    """
    low, high = 0.0, 1.0
    while _within(high, freedom) < float(level):
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < float(level) else (low, middle)
    return CONTEXT.divide(Decimal(ceil(high * 10**8)), Decimal(10**8))


def _within(t: float, freedom: int) -> float:
    """The chance that Student's t lies within plus and minus t: the finite series for whole degrees of freedom."""
    angle = atan(t / sqrt(freedom))
    step = cos(angle) ** 2
    if freedom % 2:
        term, total = cos(angle), 0.0
        for k in range(1, freedom, 2):
            total += term
            term *= step * (k + 1) / (k + 2)
        return 2 / pi * (angle + sin(angle) * total)
    term, total = 1.0, 0.0
    for k in range(0, freedom, 2):
        total += term
        term *= step * (k + 1) / (k + 2)
    return sin(angle) * total


def with_geometric_deviation(median: Estimate, gsd: Estimate) -> Estimate | str:
    """The interval at 90 % of a log-normal around its median: median x gsd^(+-1.645)."""
    if not median.is_point or not median.low:
        return "has a gsd around a gain that is not one value above 0"
    if not gsd.is_point or gsd.low < 1:
        return "has a geometric standard deviation (gsd) that is not one value of at least 1"
    half = CONTEXT.multiply(deviations(DEFAULT_LEVEL), CONTEXT.ln(decimal_of(gsd.low)))
    low, high = (CONTEXT.multiply(decimal_of(median.low), CONTEXT.exp(by)) for by in (half.copy_negate(), half))
    return Estimate(rounded(low, up=False), median.central, rounded(high, up=True), Dimension.RATIO)
