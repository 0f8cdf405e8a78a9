"""A gain that follows from two curves: that of the baseline and that of the new recipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Curve, CurvePair, Metric, Side
from flopguard.effective.curves.answer import Answer
from flopguard.effective.curves.errors import Normals, errors_of, other_laws
from flopguard.effective.curves.gain import gain_at
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.read import law_of
from flopguard.effective.distance import Distance, Range, distance, in_flop
from flopguard.effective.gains.evidence import Evidence, Read, times
from flopguard.effective.intervals import CONTEXT, decimal_of, rounded
from flopguard.effective.names import same_metric
from flopguard.quantity import DEFAULT_LEVEL, Estimate
from flopguard.units import Dimension

SAMPLES = 1000
INSIDE = 8
"""Scales looked at between the two ends of an uncertain compute; a gain of two curves need not be largest at an end."""
Ends = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One of the two curves."""

    curve: Curve
    law: Law

    @property
    def domain(self) -> Range | None:
        """The compute for which it was fitted or measured, where that is stated."""
        if self.curve.domain is not None:
            estimate = self.curve.domain.estimate
            return (estimate.low, estimate.high) if estimate.low > 0 and estimate.high is not None else None
        computes = [point.compute.estimate for point in self.curve.points if point.compute]
        ends = [end for estimate in computes for end in (estimate.low, estimate.high) if end]
        return (min(ends), max(ends)) if ends else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FromCurves(Evidence):
    """The multiplier of the new curve over the baseline at the compute that the chain reached.

    The side does not matter: with equal scores the compute of the baseline is that of the new recipe times the gain,
    so that the pair is the same from either side.
    """

    baseline: Recipe
    new: Recipe

    def read(self, reached: Estimate | None, side: Side | None) -> Read | str:
        """The factor over the compute reached, with the errors of both curves where they are stated."""
        if reached is None or reached.low <= 0:
            return "the compute at which it is used is not known, and it depends on it"
        central = gain_at(self.baseline.law, self.new.law, decimal_of(reached.central or reached.low), "new")
        spans = [_span(gain_at(self.baseline.law, self.new.law, scale, "new")) for scale in _scales(reached)]
        spans.append(_span(central))
        trouble = next((each for each in spans if isinstance(each, str)), None)
        if trouble is not None:
            return trouble
        known = [each for each in spans if not isinstance(each, str)]
        low, high = _hull([*known, *self._sampled(reached)])
        middle = Fraction(central.value) if central.kind == "value" else None
        factor = Estimate(low, None if high is None else middle, high, Dimension.RATIO)
        return Read(factor=factor, scale=times(reached, factor), reached=reached)

    def _sampled(self, reached: Estimate) -> Iterator[Ends]:
        """The interval by curves drawn from the errors of both, which are taken as independent; none without any."""
        errors = [errors_of(recipe.curve, recipe.law) for recipe in (self.baseline, self.new)]
        if not any(errors):
            return
        drawn = [
            other_laws(recipe.law, each, SAMPLES, Normals(_seed(recipe.curve) + place))
            for place, (recipe, each) in enumerate(zip((self.baseline, self.new), errors, strict=True))
        ]
        spans = [_of_pair(older, newer, reached) for older, newer in zip(*drawn, strict=True)]
        place = int((1 - DEFAULT_LEVEL) / 2 * (len(spans) - 1))
        lows = sorted(low for low, _ in spans)
        highs = sorted((high is None, high or Fraction(0)) for _, high in spans)
        unknown, high = highs[-1 - place]
        yield lows[place], None if unknown else high

    def distance(self, found: Read, measured: Range) -> Distance | None:
        """The larger of the distances of the two recipes, each from where its own curve holds."""
        known = [each for each in self._distances(found, measured) if each is not None]
        return max(known, key=lambda each: each.times, default=None)

    def _distances(self, found: Read, measured: Range) -> tuple[Distance | None, Distance | None]:
        assert found.reached is not None
        assert found.scale is not None
        ours, theirs = self.new.domain or measured, self.baseline.domain or measured
        return distance(found.reached, ours), distance(found.scale, theirs)

    def used_at(self, found: Read, measured: Range) -> str:
        """The compute of both recipes, and how far each lies from where its own curve holds."""
        assert found.reached is not None
        assert found.scale is not None
        new, old = self._distances(found, measured)
        ours, theirs = in_flop(found.reached), in_flop(found.scale)
        return f"used at {ours} of the new recipe ({new}), {theirs} of the baseline ({old})"

    @property
    def stated(self) -> str:
        """The two curves."""
        return f"{self.new.curve.id} over {self.baseline.curve.id}"


def from_curves(pair: CurvePair, curves: Mapping[str, Curve], metric: Metric | None) -> FromCurves | str:
    """The evidence in two curves of a document, or what is wrong with them: a text that follows the gain's name."""
    found: list[Recipe] = []
    for name in (pair.baseline, pair.new):
        curve = curves.get(name)
        if curve is None:
            return f"names the curve '{name}', which does not exist"
        if curve.metric is not None and metric is not None and not same_metric(curve.metric, metric.name):
            return f"rests on the curve '{name}' of {curve.metric}, and the definition is on {metric.name}"
        law = law_of(curve, metric)
        if isinstance(law, str):
            return f"cannot be read: {law}"
        found.append(Recipe(curve=curve, law=law))
    baseline, new = found
    uncertain = any(errors_of(recipe.curve, recipe.law) for recipe in found)
    how = "read from its two curves at the compute reached" + (_HOW_SAMPLED if uncertain else "")
    measured = new.domain if baseline.domain is not None else None
    return FromCurves(baseline=baseline, new=new, how=how, measured=measured)


_HOW_SAMPLED = f"; 90% interval by {SAMPLES} pairs of curves drawn from their errors, which are taken as independent"


def _seed(curve: Curve) -> int:
    return curve.seed or 0


def _scales(reached: Estimate) -> list[Decimal]:
    """The scales at which the gain is looked at, in FLOP: the ends of the compute reached, and some between them."""
    low = decimal_of(reached.low)
    if reached.high is None or reached.high == reached.low:
        return [low]
    ratio = CONTEXT.ln(decimal_of(reached.high / reached.low))
    steps = (CONTEXT.divide(CONTEXT.multiply(ratio, Decimal(n)), Decimal(INSIDE + 1)) for n in range(INSIDE + 2))
    return [CONTEXT.multiply(low, CONTEXT.exp(step)) for step in steps]


def _span(answer: Answer) -> Ends | str:
    """The ends of an answer, rounded outward, or why it is no factor."""
    match answer.kind:
        case "value" | "multivalued":
            return rounded(answer.values[0], up=False), rounded(answer.values[-1], up=True)
        case "at_least":
            return rounded(answer.value, up=False), None
        case "at_most":
            return Fraction(0), rounded(answer.value, up=True)
        case _:
            return f"{answer.kind}: {answer.reason}"


def _of_pair(older: Law | None, newer: Law | None, reached: Estimate) -> Ends:
    """The gain of one pair of drawn curves; a pair that makes none may have any."""
    if older is None or newer is None:
        return Fraction(0), None
    answers = [gain_at(older, newer, scale, "new") for scale in _scales(reached)]
    spans = [_span(answer) for answer in answers]
    return _hull([(Fraction(0), None) if isinstance(span, str) else span for span in spans])


def _hull(spans: list[Ends]) -> Ends:
    highs = [high for _, high in spans if high is not None]
    return min(low for low, _ in spans), max(highs) if len(highs) == len(spans) else None
