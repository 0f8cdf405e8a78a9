"""Compute spent when the model runs, where a definition says what it is worth in training compute.

Effective orders of magnitude are those of training plus the exchange times those of inference (case L37). Without an
exchange and a budget in the definition, inference is an axis of its own and never enters.
"""

from __future__ import annotations

from fractions import Fraction

from flopguard.definition.types import Definition, MetricKind
from flopguard.effective.gains.evidence import Constant, Evidence
from flopguard.effective.intervals import CONTEXT, decimal_of, rounded
from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.quantity import Estimate
from flopguard.units import Dimension

MOST = 10
"""An order of magnitude of inference worth more than ten of training is a slip."""


def left_out(definition: Definition) -> str | None:
    """Why inference does not enter under a definition; None where it does."""
    if definition.metric is not None and definition.metric.kind is MetricKind.LOSS:
        return f"its factor on a loss ({definition.metric.name}) is 1"
    if definition.inference_exchange is None or _budget(definition) is None:
        return "compute spent when the model runs is an axis of its own, not training compute"
    return None


def _budget(definition: Definition) -> Figure | None:
    return definition.elicitation.inference_budget if definition.elicitation else None


def folded_in(evidence: Evidence | str, definition: Definition) -> Constant | str:
    """The training compute that more inference compute is worth, as a factor; or what is wrong with it.

    The gain of an enhancement of inference is how many times more compute the model runs with. The definition must
    have an exchange and a budget.
    """
    budget, exchange = _budget(definition), definition.inference_exchange
    assert budget is not None
    assert exchange is not None
    if not isinstance(evidence, Constant):
        return evidence if isinstance(evidence, str) else "depends on scale, and inference is worth one factor"
    if evidence.estimate.low <= 0 or exchange.estimate.high is None or exchange.estimate.high > MOST:
        return f"cannot be exchanged for training compute: it has no lower end, or the exchange is over {MOST}"
    how = (
        f"{span(evidence.estimate)} times the compute of inference, at {span(exchange.estimate)} orders of magnitude "
        f"of training for one of inference and a budget of {span(budget.estimate)} tokens; 1 without it"
    )
    return Constant(estimate=exchanged(evidence.estimate, exchange.estimate), level=evidence.level, how=how)


def exchanged(times: Estimate, exchange: Estimate) -> Estimate:
    """`times` to the power of the exchange, over all their values; ends rounded outward to 12 digits."""
    lows = [_power(times.low, end, up=False) for end in (exchange.low, exchange.high or exchange.low)]
    central = None
    if times.central is not None and exchange.central is not None:
        central = _power(times.central, exchange.central, up=False)
    if times.high is None:
        return Estimate(min(lows), central, None, Dimension.RATIO)
    highs = [_power(times.high, end, up=True) for end in (exchange.low, exchange.high or exchange.low)]
    low, high = min(lows), max(highs)
    return Estimate(low, None if central is None else min(max(central, low), high), high, Dimension.RATIO)


def _power(base: Fraction, exponent: Fraction, *, up: bool) -> Fraction:
    if exponent in (0, 1):
        return base ** int(exponent)
    return rounded(CONTEXT.power(decimal_of(base), decimal_of(exponent)), up=up)
