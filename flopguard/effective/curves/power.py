"""The power law of a loss: floor + coefficient x C^-exponent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, unbounded, value
from flopguard.effective.curves.law import Law


@dataclass(frozen=True, slots=True)
class Power(Law):
    """A loss that falls towards a floor: nats a token or the unit of the metric, compute in FLOP."""

    floor: Decimal
    coefficient: Decimal
    exponent: Decimal
    lower_is_better = True

    def score(self, compute: Decimal) -> Decimal:
        """The loss at a compute above 0."""
        return EXACT.add(self.floor, EXACT.multiply(self.coefficient, EXACT.power(compute, -self.exponent)))

    def compute(self, score: Decimal) -> Answer:
        """(coefficient / (loss - floor)) ^ (1 / exponent); unbounded at the floor and below it."""
        excess = EXACT.subtract(score, self.floor)
        if excess <= 0:
            return unbounded(f"no compute brings the baseline below its floor of {self.floor}")
        return value(EXACT.exp(self._ln_compute(excess)))

    def _ln_compute(self, excess: Decimal) -> Decimal:
        ln_ratio = EXACT.subtract(EXACT.ln(self.coefficient), EXACT.ln(excess))
        return EXACT.divide(ln_ratio, self.exponent)

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """D ln C: score -1/(b(L-E)), floor 1/(b(L-E)), ln coefficient 1/b, exponent -ln C/b."""
        excess = EXACT.subtract(score, self.floor)
        if excess <= 0:
            return None
        by_floor = EXACT.divide(Decimal(1), EXACT.multiply(self.exponent, excess))
        return {
            "score": -by_floor,
            "floor": by_floor,
            "ln coefficient": EXACT.divide(Decimal(1), self.exponent),
            "coefficient": EXACT.divide(Decimal(1), EXACT.multiply(self.exponent, self.coefficient)),
            "exponent": -EXACT.divide(self._ln_compute(excess), self.exponent),
        }

    def with_parameters(self, parameters: dict[str, Decimal]) -> Power:
        """With floor, coefficient (or `ln coefficient`) or exponent replaced."""
        named = dict(parameters)
        if "ln coefficient" in named:
            named["coefficient"] = EXACT.exp(named.pop("ln coefficient"))
        return replace(self, **named)
