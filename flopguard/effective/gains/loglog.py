"""A factor measured at several scales, read between them on logarithmic axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from flopguard.effective.intervals import CONTEXT, decimal_of, rounded
from flopguard.quantity import show

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class LogLog:
    """Points of (scale, factor), rising in scale, all above 0; between two of them ln factor is linear in ln scale.

    The scale is mostly training compute in FLOP. Read exactly at a point, to 12 digits between points.
    """

    points: tuple[Point, ...]

    def at(self, scale: Fraction) -> Fraction:
        """The factor at a scale above 0; outside the points it is that of the nearest."""
        if scale <= self.points[0][0]:
            return self.points[0][1]
        for left, right in pairwise(self.points):
            if scale == right[0]:
                return right[1]
            if scale < right[0]:
                return rounded(CONTEXT.exp(_line(left, right, scale)), up=False)
        return self.points[-1][1]

    def least(self, low: Fraction, high: Fraction | None) -> Fraction:
        """The smallest factor at any scale of a range, at most; `high` None is without end."""
        return min(self._ends(low, high))

    def most(self, low: Fraction, high: Fraction | None) -> Fraction:
        """The largest factor at any scale of a range, at least."""
        return max(up if up in self._factors else up * _OUTWARD for up in self._ends(low, high))

    @property
    def _factors(self) -> frozenset[Fraction]:
        return frozenset(factor for _, factor in self.points)

    def _ends(self, low: Fraction, high: Fraction | None) -> Iterator[Fraction]:
        """The factors among which the extremes over a range are: those at its ends and at every point in it."""
        yield self.at(low)
        yield self.points[-1][1] if high is None else self.at(high)
        yield from (factor for scale, factor in self.points if low <= scale and (high is None or scale <= high))

    def on_new_side(self) -> LogLog | None:
        """The same factors by the compute of the new recipe, where the scale is that of the baseline.

        A gain m at C of the baseline is the same gain at C / m of the new recipe. None where C / m does not rise with
        C: then one compute of the new recipe has several gains.
        """
        moved = tuple((scale / factor, factor) for scale, factor in self.points)
        return LogLog(moved) if all(left[0] < right[0] for left, right in pairwise(moved)) else None

    def slope(self) -> Decimal:
        """How much ln factor changes over a tenfold of scale, from the first point to the last."""
        (first, low), (last, high) = self.points[0], self.points[-1]
        rise = CONTEXT.ln(decimal_of(high / low))
        return CONTEXT.divide(rise, CONTEXT.log10(decimal_of(last / first)))

    def continued(self, scale: Fraction) -> Decimal:
        """The factor on the straight line through the first and the last point: a scenario, never evidence."""
        return CONTEXT.exp(_line(self.points[0], self.points[-1], scale))

    def scale_of_one(self) -> Decimal | None:
        """Where that line reaches a factor of 1: a scenario, never evidence. None where it is level."""
        slope = self.slope()
        if not slope:
            return None
        first, factor = self.points[0]
        orders = CONTEXT.divide(CONTEXT.ln(decimal_of(factor)), slope)
        return CONTEXT.power(Decimal(10), CONTEXT.subtract(CONTEXT.log10(decimal_of(first)), orders))

    def __str__(self) -> str:
        """The points in words."""
        return ", ".join(f"{show(factor)} at {show(scale)}" for scale, factor in self.points)


_OUTWARD = 1 + Fraction(1, 10**11)
"""One unit of the twelfth digit and less than ten of them: what `at` may lie below the true value."""


def _line(left: Point, right: Point, scale: Fraction) -> Decimal:
    """Ln factor at a scale on the line through two points."""
    share = CONTEXT.divide(CONTEXT.ln(decimal_of(scale / left[0])), CONTEXT.ln(decimal_of(right[0] / left[0])))
    rise = CONTEXT.multiply(share, CONTEXT.ln(decimal_of(right[1] / left[1])))
    return CONTEXT.add(CONTEXT.ln(decimal_of(left[1])), rise)
