"""What the number of items in a benchmark leaves open, as a factor of compute."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from flopguard.effective.curves.answer import EXACT, LN10
from flopguard.effective.intervals import deviations

_ONE = Decimal(1)


def standard_error(share: Decimal, items: int) -> Decimal:
    """Of a share of right answers among independent items: sqrt(p (1 - p) / n)."""
    return EXACT.sqrt(EXACT.divide(EXACT.multiply(share, EXACT.subtract(_ONE, share)), Decimal(items)))


def noise_factor(error: Decimal, slope_per_tenfold: Decimal, deviations_off: Decimal = _ONE) -> Decimal:
    """The factor of compute that an error of the score looks like, where the score gains a slope for each tenfold."""
    tenfolds = EXACT.divide(EXACT.multiply(deviations_off, error), slope_per_tenfold)
    return EXACT.exp(EXACT.multiply(LN10, tenfolds))


def largest_error(factor: Decimal, slope_per_tenfold: Decimal, level: Fraction) -> Decimal:
    """The largest standard error of a score at which a factor of compute is told from 1 at a level."""
    return EXACT.divide(EXACT.multiply(slope_per_tenfold, EXACT.log10(factor)), deviations(level))


def items_needed(share: Decimal, factor: Decimal, slope_per_tenfold: Decimal, level: Fraction) -> int:
    """How many items tell a factor of compute from 1 at a level: one model against a curve that is known exactly."""
    error = largest_error(factor, slope_per_tenfold, level)
    variance = EXACT.multiply(share, EXACT.subtract(_ONE, share))
    needed = EXACT.divide(variance, EXACT.multiply(error, error))
    return int(needed.to_integral_value(rounding=ROUND_CEILING))
