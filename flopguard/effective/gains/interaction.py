"""What stacking does to a product of gains of which nobody measured the product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Definition
from flopguard.effective.intervals import CONTEXT, LogNormal, Spread, decimal_of, spread_of
from flopguard.effective.scale import table
from flopguard.formula import Amount, Input, Role
from flopguard.quantity import Estimate, show
from flopguard.units import Dimension

LN10 = CONTEXT.ln(Decimal(10))
_WIDEST = Fraction(10)
"""Orders of magnitude; what is known from below only may be as wide as that."""


@dataclass(frozen=True, slots=True)
class Stacking:
    """The factor by which a joint gain may differ from the product of single ones, log-normal.

    `further` is how many gains are stacked on others without a joint measurement; each adds to the mean, and to the
    variance as if what one further gain does told nothing of the next.
    """

    further: int
    factor: LogNormal
    because: str

    @property
    def spread(self) -> Spread:
        """Its median and its interval."""
        found = spread_of(self.factor)
        assert found is not None, "a prior this wide is refused when it is read"
        return found

    def amount(self, definition: Definition) -> Amount:
        """The factor as an input that holds 1 as well: the product as it stands, and the product with the prior.

        Its central value is 1: the prior is a proposal made of few measurements, and a source that leaves the joint
        measurement out must not fare better for it. The prior's upper end is in it, since gains can help each other.
        """
        one, spread = Fraction(1), self.spread
        estimate = Estimate(min(one, spread.low), one, max(one, spread.high), Dimension.RATIO)
        return Amount.of(Input(f"/definition/{definition.id}/interaction", estimate, Role.ASSUMPTION))


def stacking(further: int, definition: Definition) -> Stacking | None:
    """The prior for so many further gains: the definition's own, or else the shipped one; None for no further gain."""
    if further <= 0:
        return None
    own, shipped = definition.interaction, table()["interaction"]
    mean = Fraction(shipped["mean"]) if own is None else own.mean
    deviation = Fraction(shipped["deviation"])
    if own is not None and own.deviation is not None:
        estimate = own.deviation.estimate
        deviation = _WIDEST if estimate.high is None else estimate.high
    source = own.source if own is not None else shipped["source"]
    because = f"{'as the definition says' if own is not None else shipped['because']} ({source or 'no source'})"
    return Stacking(further, _scaled(mean, deviation, further), because)


def _scaled(mean: Fraction, deviation: Fraction, further: int) -> LogNormal:
    """In natural logarithms, for so many further gains. Means add, deviations add in quadrature."""
    root = CONTEXT.sqrt(Decimal(further))
    bounded = max(Fraction(-20), min(mean, Fraction(20))) * further
    return LogNormal(
        CONTEXT.multiply(decimal_of(bounded), LN10),
        CONTEXT.multiply(CONTEXT.multiply(decimal_of(min(deviation, _WIDEST)), root), LN10),
    )


def in_words(prior: Stacking, shrunk: Spread | None) -> str:
    """The prior, its reason, and the independent product with it."""
    stacked = f"{prior.further} further gain{'s' if prior.further > 1 else ''} stacked without joint evidence"
    shift, deviation = (CONTEXT.divide(part, LN10) for part in (prior.factor.mean, prior.factor.deviation))
    words = f"{stacked}: interaction of log10 mean {_short(shift)} and sd {_short(deviation)} (in quadrature)"
    if shrunk is None:
        return f"{words}, a factor {show(prior.spread.low)} .. {show(prior.spread.high)}; {prior.because}"
    ends = f"{show(shrunk.low)} .. {show(shrunk.high)} (median {show(shrunk.median)})"
    return f"{words}; the independent product with it is {ends}; {prior.because}"


def _short(number: Decimal) -> str:
    return f"{'-' if number < 0 else ''}{show(abs(Fraction(number)))}"
