"""A score that is linear in the logarithm of compute: a latent index, or a benchmark away from its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, of_ln, told, unbounded, undefined
from flopguard.effective.curves.law import Law, plainly

ANCHOR_COMPUTE, ANCHOR_SCORE = "anchor.compute", "anchor.score"


@dataclass(frozen=True, slots=True)
class LogLinear(Law):
    """The score gets better by `slope` for each `unit` of ln C from the anchor.

    Without an anchor only the ratio of two computes follows from two scores. `floor` and `ceiling` are the ends of the
    scale where it has ends; nothing is said of the line past them.
    """

    slope: Decimal
    unit: Decimal
    anchor: tuple[Decimal, Decimal] | None = None
    """Compute and score of one point on the line."""
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    lower_is_better: bool = False

    @property
    def limit(self) -> Decimal | None:
        """The good end of the scale, which a line reaches."""
        return self.floor if self.lower_is_better else self.ceiling

    def impossible(self) -> str | None:
        """A slope or an anchor's compute that is not above 0."""
        if self.slope <= 0:
            return "slope must be above 0"
        return "the anchor's compute must be above 0" if self.anchor and self.anchor[0] <= 0 else None

    @property
    def _rate(self) -> Decimal:
        rate = EXACT.divide(self.slope, self.unit)
        return rate.copy_negate() if self.lower_is_better else rate

    def score(self, compute: Decimal) -> Decimal | None:
        """The score at a compute above 0; None without an anchor and where the line leaves the scale."""
        if self.anchor is None:
            return None
        at, known = self.anchor
        found = EXACT.add(known, EXACT.multiply(self._rate, EXACT.subtract(EXACT.ln(compute), EXACT.ln(at))))
        return None if self._off_scale(found) else found

    def _off_scale(self, score: Decimal) -> bool:
        too_low = self.floor is not None and score < self.floor
        return too_low or (self.ceiling is not None and score > self.ceiling)

    def compute(self, score: Decimal) -> Answer:
        """Undefined without an anchor."""
        if self.anchor is None:
            return undefined("the curve has no anchor: only the ratio of two computes follows from two scores")
        if self._off_scale(score):
            return self._past_the_scale(score)
        at, known = self.anchor
        return of_ln(EXACT.add(EXACT.ln(at), EXACT.divide(EXACT.subtract(score, known), self._rate)))

    def _past_the_scale(self, score: Decimal) -> Answer:
        if self.limit is not None and self.better(score, self.limit):
            return unbounded(f"no compute reaches {told(score)}: the curve's limit is {told(self.limit)}")
        return undefined(f"{told(score)} is past the bad end of the scale")

    def ratio(self, ours: Decimal, theirs: Decimal) -> Answer:
        """The compute of one score over that of another: exp of the difference over the slope. No anchor needed."""
        for score in (ours, theirs):
            if self._off_scale(score):
                return self._past_the_scale(score)
        return of_ln(EXACT.divide(EXACT.subtract(ours, theirs), self._rate))

    def anchored(self, score: Decimal) -> LogLinear:
        """The line itself, or one through 1 FLOP at this score: as good for a ratio, in which the anchor cancels."""
        return self if self.anchor is not None else replace(self, anchor=(Decimal(1), score))

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """D ln C, with r the rate for each e-fold: score 1/r, anchor score -1/r, slope -(ln C - ln C0)/slope."""
        if self.anchor is None or self._off_scale(score):
            return None
        at, known = self.anchor
        by_score = EXACT.divide(Decimal(1), self._rate)
        distance = EXACT.multiply(EXACT.subtract(score, known), by_score)
        return {
            "score": by_score,
            ANCHOR_SCORE: by_score.copy_negate(),
            ANCHOR_COMPUTE: EXACT.divide(Decimal(1), at),
            "slope": EXACT.divide(distance, self.slope.copy_negate()),
        }

    def parameters(self) -> dict[str, Decimal]:
        """The slope, and `anchor.compute` and `anchor.score` where there is an anchor."""
        if self.anchor is None:
            return {"slope": self.slope}
        return {"slope": self.slope, ANCHOR_COMPUTE: self.anchor[0], ANCHOR_SCORE: self.anchor[1]}

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> LogLinear:
        """With the slope or the anchor replaced."""
        named = {**self.parameters(), **plainly(parameters)}
        anchor = None if self.anchor is None else (named[ANCHOR_COMPUTE], named[ANCHOR_SCORE])
        return replace(self, slope=named["slope"], anchor=anchor)
