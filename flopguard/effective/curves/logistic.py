"""The logistic curve of a score between a floor and a ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, exp, of_ln, told, unbounded, undefined
from flopguard.effective.curves.law import Law, plainly
from flopguard.effective.curves.power import not_above_zero

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Logistic(Law):
    """floor + (ceiling - floor) / (1 + e^-x), where x grows by `slope` for each `unit` of ln C from the midpoint.

    With `lower_is_better` the score falls from the ceiling to the floor instead.
    """

    floor: Decimal
    ceiling: Decimal
    slope: Decimal
    midpoint: Decimal
    unit: Decimal
    lower_is_better: bool = False

    @property
    def limit(self) -> Decimal:
        """The ceiling, or the floor where lower is better."""
        return self.floor if self.lower_is_better else self.ceiling

    @property
    def worst(self) -> Decimal:
        """The floor, or the ceiling where lower is better."""
        return self.ceiling if self.lower_is_better else self.floor

    def impossible(self) -> str | None:
        """A slope or a midpoint that is not above 0, or a ceiling that is not above the floor."""
        if self.ceiling <= self.floor:
            return "ceiling must be above floor"
        return not_above_zero(self.parameters(), but=("floor", "ceiling"))

    @property
    def _rate(self) -> Decimal:
        """By how much the logit of the score gets better for each e-fold of compute."""
        return EXACT.divide(self.slope, self.unit)

    def score(self, compute: Decimal) -> Decimal:
        """The score at a compute above 0."""
        x = EXACT.multiply(self._rate, EXACT.subtract(EXACT.ln(compute), EXACT.ln(self.midpoint)))
        share = EXACT.divide(_ONE, EXACT.add(_ONE, exp(x if self.lower_is_better else x.copy_negate())))
        return EXACT.add(self.floor, EXACT.multiply(EXACT.subtract(self.ceiling, self.floor), share))

    def compute(self, score: Decimal) -> Answer:
        """Unbounded at the good end and past it; undefined at the bad end and past it."""
        if self.floor < score < self.ceiling:
            return of_ln(self._ln_compute(score))
        if score == self.limit or self.better(score, self.limit):
            return unbounded(f"no compute reaches {told(score)}: the curve's limit is {told(self.limit)}")
        return undefined(f"{told(score)} is no better than {told(self.worst)}, the score without any compute")

    def _logit(self, score: Decimal) -> Decimal:
        odds = EXACT.divide(EXACT.subtract(score, self.floor), EXACT.subtract(self.ceiling, score))
        ln_odds = EXACT.ln(odds)
        return ln_odds.copy_negate() if self.lower_is_better else ln_odds

    def _ln_compute(self, score: Decimal) -> Decimal:
        return EXACT.add(EXACT.ln(self.midpoint), EXACT.divide(self._logit(score), self._rate))

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """D ln C, with r the rate for each e-fold: score (c-f)/(r(s-f)(c-s)), the ends -1/(r(s-f)) and -1/(r(c-s))."""
        if not self.floor < score < self.ceiling:
            return None
        worsening = self._rate if self.lower_is_better else self._rate.copy_negate()
        by_floor = EXACT.divide(_ONE, EXACT.multiply(worsening, EXACT.subtract(score, self.floor)))
        by_ceiling = EXACT.divide(_ONE, EXACT.multiply(worsening, EXACT.subtract(self.ceiling, score)))
        return {
            "score": EXACT.add(by_floor, by_ceiling).copy_negate(),
            "floor": by_floor,
            "ceiling": by_ceiling,
            "slope": EXACT.divide(EXACT.divide(self._logit(score), self._rate), self.slope.copy_negate()),
            "midpoint": EXACT.divide(_ONE, self.midpoint),
        }

    def parameters(self) -> dict[str, Decimal]:
        """Floor, ceiling, slope, midpoint."""
        return {"floor": self.floor, "ceiling": self.ceiling, "slope": self.slope, "midpoint": self.midpoint}

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Logistic:
        """With some of the four replaced."""
        named = {**self.parameters(), **plainly(parameters)}
        return Logistic(
            floor=named["floor"],
            ceiling=named["ceiling"],
            slope=named["slope"],
            midpoint=named["midpoint"],
            unit=self.unit,
            lower_is_better=self.lower_is_better,
        )
