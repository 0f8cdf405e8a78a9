"""How far sampling alone may have moved a score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from flopguard.definition.types import Metric, MetricKind
from flopguard.effective.curves.answer import EXACT
from flopguard.effective.intervals import deviations
from flopguard.effective.inversion.noise import noise_of
from flopguard.manifest.types import Benchmark
from flopguard.quantity import DEFAULT_LEVEL, Estimate
from flopguard.units import Dimension

_DOWN = Context(prec=12, rounding=ROUND_FLOOR)
_UP = Context(prec=12, rounding=ROUND_CEILING)
_ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Sampled:
    """The ends of a score's interval at the default level, rounded outward to 12 digits, and how they are known."""

    low: Fraction
    central: Fraction
    high: Fraction
    how: str

    @property
    def estimate(self) -> Estimate:
        """The interval as an estimate."""
        return Estimate(self.low, self.central, self.high, Dimension.RATIO)


def sampled(row: Benchmark) -> Sampled | None:
    """The interval of a score by its standard error, its items or its own interval; None where none is stated."""
    center = row.score.estimate.central if row.score is not None else None
    if center is None:
        return None
    noise = noise_of(row, _metric(row, center), center)
    if isinstance(noise, str) or noise.error is None:
        return None
    reach = EXACT.multiply(deviations(DEFAULT_LEVEL), noise.error)
    exact = EXACT.divide(Decimal(center.numerator), Decimal(center.denominator))
    low = max(Fraction(0), Fraction(_DOWN.plus(EXACT.subtract(exact, reach))))
    high = Fraction(_UP.plus(EXACT.add(exact, reach)))
    return Sampled(low, center, min(high, _ALL) if center <= _ALL else high, noise.how)


def _metric(row: Benchmark, center: Fraction) -> Metric:
    """A share of right answers lies between 0 and 1; of anything else the number of items tells no error."""
    return Metric(name=row.name, kind=MetricKind.ACCURACY if center <= _ALL else MetricKind.ELO)
