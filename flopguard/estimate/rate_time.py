"""Rate x duration: what a whole system achieved, over the time that it ran.

A rate that counts recomputation, or does not say, is brought to the model's own operations by a range. Of a peak, which
is what hardware could do, the usual range of utilisations is assumed.
"""

from __future__ import annotations

from dataclasses import replace

from flopguard.estimate.assumptions import assumed
from flopguard.estimate.product import product
from flopguard.estimate.types import Assumption, Estimated, Missing, Phase, assumed_input, span
from flopguard.estimate.utilisation import without_recomputation
from flopguard.formula import Amount
from flopguard.manifest.training import RateKind

METHOD = "rate-time"


def estimate(phase: Phase) -> Estimated | Missing:
    """The product of rate and duration; of a rate that is not the model's own, the share that is."""
    answer = product(phase, METHOD, ("rate", "duration"))
    own = None if phase.training.rate_kind is RateKind.MODEL else _own_share(phase)
    return answer if isinstance(answer, Missing) or own is None else _own_operations(answer, own)


def _own_share(phase: Phase) -> Assumption | None:
    name = f"{phase.scope}{phase.at}/share of the rate that is the model's own"
    if phase.training.rate_kind is RateKind.HARDWARE:
        return without_recomputation(phase, name)
    return assumed("rate_kind" if phase.training.rate_kind is None else "utilisation", name)


def _own_operations(answer: Estimated, own: Assumption) -> Estimated:
    amount = answer.amount * Amount.of(own.input)
    (step,) = answer.steps
    shared = replace(
        step,
        what=f"{step.what} x share that is the model's own",
        inputs=(*step.inputs, assumed_input(own)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return replace(answer, amount=amount, assumptions=(own,), steps=(shared,))
