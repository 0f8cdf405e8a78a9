"""By what factor an answer could change, as a finding tells it."""

from __future__ import annotations

from fractions import Fraction

from flopguard.finding import Factor
from flopguard.quantity import show

ONE = Fraction(1)


def factor(low: Fraction, high: Fraction) -> Factor:
    """From `low` to `high` times what is stated, to two digits."""
    return Factor(low=show(low), high=show(high))


def towards(times: Fraction) -> Factor:
    """What is stated, or so many times it: a factor on one side of 1."""
    return factor(min(times, ONE), max(times, ONE))


def either_way(times: Fraction) -> Factor:
    """So many times more or less than what is stated."""
    larger = max(times, 1 / times)
    return factor(1 / larger, larger)
