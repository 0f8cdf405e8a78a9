"""How far outside a range of compute a scale lies, in orders of magnitude."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.effective.intervals import orders
from flopguard.quantity import Estimate, show

Range = tuple[Fraction, Fraction]
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far outside a measured range a scale lies: the factor, 1 when inside, and the direction."""

    times: Fraction
    above: bool

    @property
    def orders(self) -> Decimal:
        """The distance in orders of magnitude."""
        return orders(self.times)

    def beyond(self, cut_off: Fraction) -> bool:
        """Whether it is more than this many orders of magnitude; exact."""
        return self.times**cut_off.denominator > Fraction(10) ** cut_off.numerator

    def __str__(self) -> str:
        """The distance in words."""
        if self.times == 1:
            return "inside the measured range"
        side = "above" if self.above else "below"
        return f"{show(Fraction(self.orders))} orders of magnitude {side} the measured range"


def distance(at: Estimate, measured: tuple[Fraction, Fraction]) -> Distance | None:
    """How far the farther known end of a scale lies outside a measured range; None where no end is known.

    A bound says nothing of its other side, so that it is looked at where it stands.
    """
    ends = [end for end in (at.low, at.high) if end]
    if not ends:
        return None
    below, above = measured[0] / min(ends), max(ends) / measured[1]
    return Distance(max(below, above, ONE), above >= below)


def in_flop(at: Estimate) -> str:
    """A scale in words."""
    low = show(at.low) if at.low > 0 else None
    high = show(at.high) if at.high is not None else None
    if low and high:
        return f"{low} FLOP" if low == high else f"{low} .. {high} FLOP"
    return f"at least {low} FLOP" if low else f"at most {high} FLOP" if high else "an unknown scale"
