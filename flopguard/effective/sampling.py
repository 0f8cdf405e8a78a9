"""What the number of items in a benchmark leaves open, as a factor of compute."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from flopguard.effective.curves.answer import EXACT, LN10
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.points import Points
from flopguard.effective.intervals import deviations

_ONE = Decimal(1)


def standard_error(share: Decimal, items: int) -> Decimal:
    """Of a share of right answers among independent items: sqrt(p (1 - p) / n)."""
    return EXACT.sqrt(EXACT.divide(EXACT.multiply(share, EXACT.subtract(_ONE, share)), Decimal(items)))


def noise_factor(error: Decimal, slope_per_tenfold: Decimal, deviations_off: Decimal = _ONE) -> Decimal:
    """The factor of compute that an error of the score looks like, where the score gains a slope for each tenfold."""
    tenfolds = EXACT.divide(EXACT.multiply(deviations_off, error), slope_per_tenfold)
    return EXACT.exp(EXACT.multiply(LN10, tenfolds))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the error of a score moves its compute: factors below and above 1, None where no compute has the score.

    That is so past an end of the curve, where the factor on that side has no bound.
    """

    down: Decimal | None
    up: Decimal | None

    @property
    def farther(self) -> Decimal | None:
        """The larger factor of the two, whichever way; None where one has no bound."""
        if self.down is None or self.up is None:
            return None
        return max(self.up, EXACT.divide(_ONE, self.down))


def reach(law: Law, score: Decimal, off: Decimal) -> Reach | None:
    """By what factors the compute moves where the score is off by so much; None where it is no single compute.

    Between points, and on a line of which only the slope is known, by the slope at the score.
    """
    if isinstance(law, LogLinear):
        law = law.anchored(score)
    found = law.compute(score)
    if found.kind != "value":
        return None
    if isinstance(law, Points):
        slopes = law.sensitivity(score)
        if slopes is None:
            return None
        factor = EXACT.exp(EXACT.multiply(slopes["score"].copy_abs(), off))
        return Reach(down=EXACT.divide(_ONE, factor), up=factor)
    better = off.copy_negate() if law.lower_is_better else off
    ends = [law.compute(EXACT.add(score, step)) for step in (better.copy_negate(), better)]
    down, up = (EXACT.divide(end.value, found.value) if end.kind == "value" else None for end in ends)
    return Reach(down=down, up=up)


def largest_error(factor: Decimal, slope_per_tenfold: Decimal, level: Fraction) -> Decimal:
    """The largest standard error of a score at which a factor of compute is told from 1 at a level."""
    return EXACT.divide(EXACT.multiply(slope_per_tenfold, EXACT.log10(factor)), deviations(level))


def items_needed(share: Decimal, factor: Decimal, slope_per_tenfold: Decimal, level: Fraction) -> int:
    """How many items tell a factor of compute from 1 at a level: one model against a curve that is known exactly."""
    error = largest_error(factor, slope_per_tenfold, level)
    variance = EXACT.multiply(share, EXACT.subtract(_ONE, share))
    needed = EXACT.divide(variance, EXACT.multiply(error, error))
    return int(needed.to_integral_value(rounding=ROUND_CEILING))
