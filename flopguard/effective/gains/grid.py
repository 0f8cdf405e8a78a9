"""Changes measured with and without each other: how much each gives, and what they do to each other.

A grid has the compute (FLOP) that reaches one and the same score with neither change, with either, and with both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.effective.intervals import CONTEXT, decimal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The compute to one score: with neither change, the first alone, the second alone, both. All above 0."""

    neither: Fraction
    first: Fraction
    second: Fraction
    both: Fraction

    @classmethod
    def of_gains(cls, *, first: Fraction, second: Fraction, joint: Fraction) -> Grid:
        """The grid of two gains, each measured alone, and of the gain of both together."""
        return cls(neither=Fraction(1), first=1 / first, second=1 / second, both=1 / joint)

    @classmethod
    def of_first(cls, *, alone: Fraction, on_second: Fraction, joint: Fraction) -> Grid:
        """The grid of the first gain alone and on top of the second, and of the gain of both together."""
        return cls(neither=Fraction(1), first=1 / alone, second=on_second / joint, both=1 / joint)

    @property
    def first_alone(self) -> Fraction:
        """The gain of the first change without the second."""
        return self.neither / self.first

    @property
    def second_alone(self) -> Fraction:
        """The gain of the second change without the first."""
        return self.neither / self.second

    @property
    def joint(self) -> Fraction:
        """The gain of both changes together."""
        return self.neither / self.both

    @property
    def one_at_a_time(self) -> Fraction:
        """The product of the gains that each change has alone, as a stack of single measurements would have it."""
        return self.first_alone * self.second_alone

    @property
    def interaction(self) -> Fraction:
        """The joint gain over that product: below 1, the changes overlap; above 1, they help each other."""
        return joint_over_product(self.joint, (self.first_alone, self.second_alone))

    @property
    def shares(self) -> tuple[Decimal, Decimal]:
        """The part of each change in the joint gain: the geometric mean of its gain alone and on top of the other.

        The two multiply to the joint gain whatever the interaction (the Shapley split in log compute).
        """
        first, second = self.first_alone * (self.second / self.both), self.second_alone * (self.first / self.both)
        return CONTEXT.sqrt(decimal_of(first)), CONTEXT.sqrt(decimal_of(second))


def joint_over_product(joint: Fraction, singles: Iterable[Fraction]) -> Fraction:
    """The gain of changes measured together over the product of their gains one at a time, all above 0."""
    return joint / reduce(mul, singles, Fraction(1))


def log_share(first: Fraction, second: Fraction) -> Decimal:
    """The share of the first of two gains in their product, on the scale on which gains add: log compute.

    "Three times more from data" is a ratio of factors and no such share: of 12 x 3.7, the 12 is 66 %. Raises ValueError
    where the product is 1: then there is nothing to share.
    """
    if first * second == 1:
        raise ValueError("a product of 1 has no shares")
    return CONTEXT.divide(CONTEXT.ln(decimal_of(first)), CONTEXT.ln(decimal_of(first * second)))
