"""A score that stands for far less compute than the model had, and nothing that was said explains it."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.effective.inversion.noise import exact
from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Amount
from flopguard.quantity import show

NOISE = 2
"""Within how many standard errors a score may be the baseline's own."""
SUSPECT_BELOW = Fraction(1, 10)
"""The share of actual compute below which a score is suspect, where no inefficiency is declared."""


def suspicion(gains: EffectiveAmount, inversion: EffectiveAmount, actual: Amount | None) -> str:
    """Why the score is suspect, or nothing: by the most likely share, with what is declared taken out of it."""
    explained = _declared(gains) / _penalty(inversion)
    share = _share(inversion, actual)
    if share is None:
        return _at_the_bad_end(inversion, actual, explained)
    if share >= SUSPECT_BELOW * explained:
        return ""
    at_most = "at most " if inversion.kind == "at_most" else ""
    words = f"the score stands for {at_most}{show(share)} times the model's actual compute{_reach(inversion, actual)}"
    if explained < 1:
        return f"{words}, and what is declared explains {show(explained)} times"
    return f"{words}, and no inefficiency is declared"


def _reach(inversion: EffectiveAmount, actual: Amount | None) -> str:
    """How far the noise of the score reaches, where that alone would leave no suspicion."""
    high = inversion.amount.bounds().high if inversion.amount is not None else None
    spent = _spent(actual)
    if inversion.kind != "value" or spent is None:
        return ""
    if high is None:
        return " (without an upper end to its interval)"
    return f" (by its interval up to {show(high / spent)})" if high / spent >= SUSPECT_BELOW else ""


def _at_the_bad_end(inversion: EffectiveAmount, actual: Amount | None, explained: Fraction) -> str:
    """A score that the baseline has without any compute, where a tenth of the model's would show through the noise."""
    inverted, spent = inversion.inverted, _spent(actual)
    if inversion.kind != "undefined" or inverted is None or inverted.bound or not spent:
        return ""
    law, worst = inverted.law, inverted.law.worst
    if worst is None or law.better(inverted.score, worst):
        return ""
    expected = law.score(exact(spent * SUSPECT_BELOW * explained))
    if expected is None or abs(expected - inverted.score) <= NOISE * (inverted.error or 0):
        return ""
    few = show(SUSPECT_BELOW * explained)
    return (
        f"the baseline has this score without any compute, and a better one at {few} times the model's actual compute"
    )


def _share(inversion: EffectiveAmount, actual: Amount | None) -> Fraction | None:
    """Effective over actual compute: central values, or the most where only an upper bound is known."""
    if inversion.amount is None or actual is None or inversion.kind not in ("value", "at_most"):
        return None
    estimate, spent = inversion.amount.bounds(), _spent(actual)
    effective = estimate.high if inversion.kind == "at_most" else estimate.central
    return effective / spent if effective is not None and spent else None


def _spent(actual: Amount | None) -> Fraction | None:
    """The most likely compute; of one that is known from below only, the least is enough for a suspicion."""
    if actual is None:
        return None
    bounds = actual.bounds()
    return bounds.central if bounds.central is not None else bounds.low


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
