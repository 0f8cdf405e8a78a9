"""What two runs with their scores say of a gain, and what is no gain at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, at_least, at_most, value
from flopguard.effective.rates import DAYS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Run:
    """One training run: its compute (FLOP, or tokens at one size) and its score."""

    compute: Decimal
    score: Decimal


def gain_of_runs(new: Run, baseline: Run, *, lower_is_better: bool) -> Answer:
    """The gain of a new recipe that one run of it and one of the baseline show.

    Equal scores give the factor. A better score gives its lower end, since the baseline would have needed more still;
    a worse one the upper end, since the new recipe would have.
    """
    factor = EXACT.divide(baseline.compute, new.compute)
    if new.score == baseline.score:
        return value(factor)
    off = EXACT.subtract(new.score, baseline.score).copy_abs()
    if (new.score < baseline.score) is lower_is_better:
        return at_least(factor, f"the new run is better by {off}: the baseline would have needed more")
    return at_most(factor, f"the new run is worse by {off}: it would have needed more for the same score")


def rest_of(gain: Decimal, part: Decimal) -> Decimal:
    """What is left of a gain when one part of it is taken out: of a gain in time, what is not per FLOP."""
    return EXACT.divide(gain, part)


def off_one(gain: Decimal) -> Decimal:
    """How far a gain lies from 1; of a change that changes nothing, the noise of the measurement."""
    return EXACT.subtract(gain, Decimal(1)).copy_abs()


def years_between(first: date, last: date) -> Decimal:
    """The years between two days, of 365.25 days."""
    return EXACT.divide(Decimal((last - first).days), DAYS_PER_YEAR)
