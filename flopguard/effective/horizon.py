"""The length of the tasks that a model solves with a given chance, from a logistic in the logarithm of the length."""

from __future__ import annotations

from decimal import Decimal

from flopguard.effective.curves.answer import EXACT


def horizon(intercept: Decimal, slope_per_doubling: Decimal, chance: Decimal) -> Decimal:
    """The minutes at which sigmoid(intercept + slope x log2(minutes)) is `chance`; the slope is below 0."""
    logit = EXACT.ln(EXACT.divide(chance, EXACT.subtract(Decimal(1), chance)))
    doublings = EXACT.divide(EXACT.subtract(logit, intercept), slope_per_doubling)
    return EXACT.exp(EXACT.multiply(doublings, EXACT.ln(Decimal(2))))
