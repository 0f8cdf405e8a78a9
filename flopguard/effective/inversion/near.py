"""The ends of a score's scale, chance and ceiling, and whether a score lies so near one that noise decides its compute.

Near an end a curve is flat: one point of the score is worth ever more compute, and past the end it is worth any.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Curve, Metric
from flopguard.fields import Figure
from flopguard.manifest.types import Benchmark

NEAR = 2
"""Within how many standard errors a score is near chance or the ceiling."""
_QUARTER = Fraction(1, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Chance and ceiling of a score that rises with compute, as far as they are stated."""

    floor: Fraction | None
    ceiling: Fraction | None

    def is_near_floor(self, score: Fraction, error: Fraction) -> bool:
        """Whether chance may well give this score."""
        return self.floor is not None and score - self.floor <= NEAR * error

    def is_near_ceiling(self, score: Fraction, error: Fraction) -> bool:
        """Whether a model that knows everything may well have this score."""
        return self.ceiling is not None and self.ceiling - score <= NEAR * error

    def dearness(self, score: Fraction) -> Fraction | None:
        """Orders of magnitude of compute that one point is worth here, over those in the middle, on a logistic curve.

        None where an end is not stated, or is reached.
        """
        if self.floor is None or self.ceiling is None or not self.floor < score < self.ceiling:
            return None
        return _QUARTER * (self.ceiling - self.floor) ** 2 / ((score - self.floor) * (self.ceiling - score))


def scale_of(row: Benchmark, metric: Metric | None, curve: Curve | None) -> Scale:
    """The ends by the definition's metric, else by the row itself, else by the curve."""
    tables = (metric, row, curve)
    return Scale(floor=_first(tables, "floor"), ceiling=_first(tables, "ceiling"))


def _first(tables: tuple[object, ...], name: str) -> Fraction | None:
    """The first figure of this name that is stated."""
    figures = (getattr(table, name, None) for table in tables)
    figure = next((each for each in figures if isinstance(each, Figure)), None)
    return None if figure is None else figure.estimate.central
