"""A score that stands for far less compute than the model had, and nothing that was said explains it."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Amount
from flopguard.quantity import show

SUSPECT_BELOW = Fraction(1, 10)
"""The share of actual compute below which a score is suspect, where no inefficiency is declared."""


def suspicion(gains: EffectiveAmount, inversion: EffectiveAmount, actual: Amount | None) -> str:
    """Why the score is suspect, or nothing: by the most likely share, with what is declared taken out of it."""
    share = _share(inversion, actual)
    if share is None:
        return ""
    explained = _declared(gains) / _penalty(inversion)
    if share >= SUSPECT_BELOW * explained:
        return ""
    at_most = "at most " if inversion.kind == "at_most" else ""
    words = f"the score stands for {at_most}{show(share)} times the model's actual compute"
    if explained < 1:
        return f"{words}, and what is declared explains {show(explained)} times"
    return f"{words}, and no inefficiency is declared"


def _share(inversion: EffectiveAmount, actual: Amount | None) -> Fraction | None:
    """Effective over actual compute: central values, or the most where only an upper bound is known."""
    if inversion.amount is None or actual is None or inversion.kind not in ("value", "at_most"):
        return None
    estimate, spent = inversion.amount.bounds(), actual.bounds()
    effective = estimate.high if inversion.kind == "at_most" else estimate.central
    # Of a compute that is known from below only, the least is enough for a suspicion.
    least = spent.central if spent.central is not None else spent.low
    return effective / least if effective is not None and least else None


def _declared(gains: EffectiveAmount) -> Fraction:
    """The product of the gains that are losses: factors below 1 that the manifest states itself."""
    inputs = gains.amount.inputs if gains.amount is not None else ()
    named = dict(gains.names)
    losses = (item.estimate for item in inputs if item.name in named)
    factors = [e.central for e in losses if e.central is not None and e.high is not None and 0 < e.high < 1]
    return reduce(mul, (factor for factor in factors if factor), Fraction(1))


def _penalty(inversion: EffectiveAmount) -> Fraction:
    """How much of the compute the split between parameters and tokens cost; 1 where that is not known."""
    penalty = inversion.inverted.penalty if inversion.inverted is not None else None
    return max(Fraction(penalty), Fraction(1)) if penalty is not None else Fraction(1)
