"""The power law of a loss: floor + coefficient x C^-exponent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, exp, of_ln, told, unbounded
from flopguard.effective.curves.law import Law, plainly


@dataclass(frozen=True, slots=True)
class Power(Law):
    """A loss that falls towards a floor: nats a token or the unit of the metric, compute in FLOP."""

    floor: Decimal
    coefficient: Decimal
    exponent: Decimal
    lower_is_better = True

    @property
    def limit(self) -> Decimal:
        """The floor."""
        return self.floor

    def impossible(self) -> str | None:
        """A coefficient or an exponent that is not above 0."""
        return not_above_zero(self.parameters(), but=("floor",))

    def score(self, compute: Decimal) -> Decimal:
        """The loss at a compute above 0."""
        excess = exp(EXACT.multiply(self.exponent.copy_negate(), EXACT.ln(compute)))
        return EXACT.add(self.floor, EXACT.multiply(self.coefficient, excess))

    def compute(self, score: Decimal) -> Answer:
        """(coefficient / (loss - floor)) ^ (1 / exponent); unbounded at the floor and below it."""
        excess = EXACT.subtract(score, self.floor)
        if excess <= 0:
            return unbounded(f"no compute reaches {told(score)}: the curve's floor is {told(self.floor)}")
        return of_ln(self._ln_compute(excess))

    def _ln_compute(self, excess: Decimal) -> Decimal:
        ln_ratio = EXACT.subtract(EXACT.ln(self.coefficient), EXACT.ln(excess))
        return EXACT.divide(ln_ratio, self.exponent)

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """D ln C: score -1/(b(L-E)), floor 1/(b(L-E)), coefficient 1/(b a), exponent -ln C/b."""
        excess = EXACT.subtract(score, self.floor)
        if excess <= 0:
            return None
        by_floor = EXACT.divide(Decimal(1), EXACT.multiply(self.exponent, excess))
        return {
            "score": by_floor.copy_negate(),
            "floor": by_floor,
            "coefficient": EXACT.divide(Decimal(1), EXACT.multiply(self.exponent, self.coefficient)),
            "exponent": EXACT.divide(self._ln_compute(excess), self.exponent.copy_negate()),
        }

    def parameters(self) -> dict[str, Decimal]:
        """Floor, coefficient, exponent."""
        return {"floor": self.floor, "coefficient": self.coefficient, "exponent": self.exponent}

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Power:
        """With floor, coefficient or exponent replaced."""
        return replace(self, **plainly(parameters))

    def turned(self, exponent: Decimal, at: Decimal) -> Power:
        """Another exponent and the same loss at one compute: what is left open where the exponent is not sure."""
        shift = EXACT.multiply(EXACT.subtract(exponent, self.exponent), EXACT.ln(at))
        return replace(self, coefficient=EXACT.multiply(self.coefficient, exp(shift)), exponent=exponent)


def not_above_zero(parameters: Mapping[str, Decimal], but: tuple[str, ...] = ()) -> str | None:
    """Which parameters are not above 0 that have to be."""
    found = [name for name, number in parameters.items() if name not in but and number <= 0]
    return f"{', '.join(found)} must be above 0" if found else None
