"""How far a score may be off: its standard error, and what that follows from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Metric, MetricKind
from flopguard.effective.curves.answer import EXACT
from flopguard.effective.intervals import deviations
from flopguard.fields import Figure
from flopguard.manifest.types import Benchmark
from flopguard.quantity import DEFAULT_LEVEL, show

NOT_KNOWN = "no error stated and no number of items: its sampling noise is left out of the interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """The standard error of a score, None where nothing is stated that it follows from, and how it is known."""

    error: Decimal | None
    how: str


def noise_of(row: Benchmark, metric: Metric, score: Fraction) -> Noise | str:
    """The error as stated; else the larger of what the items and the interval of an accuracy give; or a problem.

    A stated error of 0 is no error at all: it is taken as not stated.
    """
    stated = row.standard_error
    if stated is not None and stated.estimate.high is None:
        return "has a standard error that is known only from below"
    if stated is not None and stated.estimate.high:
        return Noise(error=exact(stated.estimate.high), how=f"standard error {show(stated.estimate.high)} as stated")
    items = row.items or metric.items
    found = [_of_interval(row.score)] if row.score is not None else []
    if items is not None and metric.kind is MetricKind.ACCURACY:
        found.append(_of_items(score, items))
    known = [noise for noise in found if noise.error is not None]
    if not known:
        return Noise(error=None, how=NOT_KNOWN)
    return max(known, key=lambda noise: noise.error or 0)


def _of_interval(figure: Figure) -> Noise:
    """Half the interval on its longer side, in deviations of its own level."""
    estimate, away = figure.estimate, deviations(figure.level)
    if estimate.is_point or estimate.high is None or estimate.central is None or away <= 0:
        return Noise(error=None, how=NOT_KNOWN)
    longer = max(estimate.central - estimate.low, estimate.high - estimate.central)
    error = EXACT.divide(exact(longer), away)
    return Noise(
        error=error, how=f"standard error {show(Fraction(error))} from its interval ({_percent(figure.level)})"
    )


def _of_items(score: Fraction, items: int) -> Noise:
    """The binomial error, and at least what the interval of Wilson at the default level reaches from the score.

    The binomial error is 0 for a score of 0 or 1, which a few more items may well move; Wilson's interval is not.
    """
    p, n, z = exact(score), Decimal(items), deviations(DEFAULT_LEVEL)
    variance = EXACT.divide(EXACT.multiply(p, EXACT.subtract(Decimal(1), p)), n)
    error = max(EXACT.sqrt(max(variance, Decimal(0))), EXACT.divide(_wilson_reach(p, n, z), z))
    words = (
        f"standard error {show(Fraction(error))} from {items} items (binomial, at least as far as Wilson's interval)"
    )
    return Noise(error=error, how=words)


def _wilson_reach(p: Decimal, n: Decimal, z: Decimal) -> Decimal:
    """How far the farther end of the Wilson score interval lies from the score."""
    square = EXACT.divide(EXACT.multiply(z, z), n)
    whole = EXACT.add(Decimal(1), square)
    middle = EXACT.divide(EXACT.add(p, EXACT.divide(square, Decimal(2))), whole)
    spread = EXACT.add(
        EXACT.divide(EXACT.multiply(p, EXACT.subtract(Decimal(1), p)), n),
        EXACT.divide(square, EXACT.multiply(Decimal(4), n)),
    )
    half = EXACT.divide(EXACT.multiply(z, EXACT.sqrt(max(spread, Decimal(0)))), whole)
    return EXACT.add(EXACT.abs(EXACT.subtract(middle, p)), half)


def exact(value: Fraction) -> Decimal:
    """The value to forty digits."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _percent(level: Fraction) -> str:
    return f"{float(level):.0%}"
