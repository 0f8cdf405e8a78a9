"""Two changes, each measured with and without the other: how much each gives, and what they do to each other.

A grid has the compute (FLOP) that reaches one and the same score with neither change, with either, and with both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.effective.intervals import CONTEXT, decimal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The compute to one score: with neither change, the first alone, the second alone, both. All above 0."""

    neither: Fraction
    first: Fraction
    second: Fraction
    both: Fraction

    @classmethod
    def of_gains(cls, *, first: Fraction, joint: Fraction, second: Fraction) -> Grid:
        """The grid of two gains measured one at a time and of the gain of both together."""
        return cls(neither=Fraction(1), first=1 / first, second=1 / second, both=1 / joint)

    @property
    def joint(self) -> Fraction:
        """The gain of both changes together."""
        return self.neither / self.both

    @property
    def one_at_a_time(self) -> Fraction:
        """The product of the gains that each change has alone, as a stack of single measurements would have it."""
        return (self.neither / self.first) * (self.neither / self.second)

    @property
    def interaction(self) -> Fraction:
        """The joint gain over that product: below 1, the changes overlap; above 1, they help each other."""
        return self.joint / self.one_at_a_time

    @property
    def shares(self) -> tuple[Decimal, Decimal]:
        """The part of each change in the joint gain: the geometric mean of its gain alone and on top of the other.

        The two multiply to the joint gain whatever the interaction (the Shapley split in log compute).
        """
        first = (self.neither / self.first) * (self.second / self.both)
        second = (self.neither / self.second) * (self.first / self.both)
        return CONTEXT.sqrt(decimal_of(first)), CONTEXT.sqrt(decimal_of(second))


def log_shares(first: Fraction, second: Fraction) -> tuple[Decimal, Decimal]:
    """How two gains share their product on the scale on which they add, log compute; undefined where it is 1.

    "Three times more from data" is a ratio of factors and no such share: 12 x 3.7 is split 66 to 34. Raises ValueError
    where the product is 1: then there is nothing to share.
    """
    total = CONTEXT.ln(decimal_of(first * second))
    if not total:
        raise ValueError("a product of 1 has no shares")
    one, other = (CONTEXT.divide(CONTEXT.ln(decimal_of(gain)), total) for gain in (first, second))
    return one, other
