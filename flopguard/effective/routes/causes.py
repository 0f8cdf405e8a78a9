"""Likely causes of a difference between the routes, in a fixed order, each with the evidence for it.

A cause is named where something that is stated speaks for it, or where what would exclude it is not stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Enhancement, GainKind, MetricKind
from flopguard.effective.gains.counting import Gain, sort_out
from flopguard.effective.inversion.noise import exact
from flopguard.effective.inversion.steps import far_words
from flopguard.effective.routes.shared import STACKING
from flopguard.effective.scale import measured_range
from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Amount
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the causes are looked for in."""

    gains: EffectiveAmount
    inversion: EffectiveAmount
    manifest: Manifest
    actual: Amount | None
    """Actual compute in the definition's scope."""

    @property
    def used(self) -> tuple[Gain, ...]:
        """The gains that are in the product."""
        counted, _ = sort_out(self.manifest, self.gains.definition)
        return tuple(gain for gain in counted if gain.at in self.gains.used)


def causes(known: Evidence, higher: str) -> tuple[str, ...]:
    """The causes that fit, in order; `higher` is the route that gives more, gains or inversion."""
    looked_for = (_metric, _interaction, _scale, _contamination, _effort, _allocation, _unstated)
    return tuple(cause for look in looked_for for cause in look(known, higher))


def _metric(known: Evidence, higher: str) -> Iterator[str]:
    """Gains whose metric is not surely the definition's: another kind, effort, or an unnamed version."""
    metric = known.gains.definition.metric
    if metric is None:
        return
    for gain in known.used:
        said = _unlike(gain.enhancement, metric.kind, known)
        if said:
            yield f"metric mismatch: the gain '{gain.name}' was measured {said}"


def _unlike(gain: Enhancement, kind: MetricKind, known: Evidence) -> str:
    if gain.metric_kind is not None and gain.metric_kind is not kind:
        return f"on a metric of kind {gain.metric_kind}, not {kind}"
    elicitation = known.gains.definition.elicitation
    if elicitation is not None and gain.elicitation != elicitation:
        return "with another elicitation" if gain.elicitation is not None else "with an elicitation that is not stated"
    return ""


def _interaction(known: Evidence, higher: str) -> Iterator[str]:
    """Stacked gains overlap, which makes their product too large and never too small by much."""
    inputs = known.gains.amount.inputs if known.gains.amount is not None else ()
    if higher == "gains" and any(item.name.endswith(STACKING) for item in inputs):
        yield f"interaction: {len(known.used)} gains are multiplied that were not measured together"


def _scale(known: Evidence, higher: str) -> Iterator[str]:
    for gain in known.used:
        far = _how_far(gain, known)
        if far:
            yield f"extrapolated scale: the gain '{gain.name}' is used {far}"
    inverted, amount = known.inversion.inverted, known.inversion.amount
    central = amount.central() if amount is not None else None
    if inverted is not None and central is not None:
        past = far_words(inverted, exact(central))
        if past:
            yield f"extrapolated scale of the curve: {past}"


def _how_far(gain: Gain, known: Evidence) -> str:
    """How far outside its measured range a gain is used at the run's own compute, if it is."""
    measured = measured_range(gain)
    if known.actual is None or measured is None or isinstance(gain.evidence, str):
        return ""
    read = gain.evidence.read(known.actual.bounds(), gain.side(known.gains.definition))
    found = None if isinstance(read, str) else gain.evidence.distance(read, measured)
    return "" if found is None or found.times == 1 else str(found)


def _contamination(known: Evidence, higher: str) -> Iterator[str]:
    """A score that training on the problems may have raised."""
    row = known.inversion.inverted.row if known.inversion.inverted is not None else None
    if higher != "inversion" or row is None:
        return
    if _drops_when_clean(known):
        assert row.clean_score is not None
        yield f"contamination: the score on unseen problems of the same kind is {_shown(row.clean_score.estimate)}"
    cutoff = known.manifest.data.cutoff if known.manifest.data is not None else None
    if row.public_since is None or cutoff is None:
        lacking = [name for name, day in (("public_since", row.public_since), ("[data] cutoff", cutoff)) if day is None]
        yield f"contamination, which cannot be excluded: {' and '.join(lacking)} not stated"
    elif row.public_since.first < cutoff.last:
        yield f"contamination: '{row.name}' is public since {row.public_since}, the data reach to {cutoff}"


def _drops_when_clean(known: Evidence) -> bool:
    inverted = known.inversion.inverted
    assert inverted is not None
    row = inverted.row
    clean = row.clean_score.estimate.central if row.clean_score is not None else None
    seen = row.score.estimate.central if row.score is not None else None
    if clean is None or seen is None:
        return False
    return clean > seen if inverted.law.lower_is_better else clean < seen


def _shown(estimate: Estimate) -> str:
    return show(estimate.central, 3) if estimate.central is not None else "lower"


def _effort(known: Evidence, higher: str) -> Iterator[str]:
    """A score that could have been higher: little effort, or a model that holds back."""
    row = known.inversion.inverted.row if known.inversion.inverted is not None else None
    if higher != "gains" or row is None:
        return
    metric = known.gains.definition.metric
    if metric is not None and metric.kind is MetricKind.LOSS:
        yield "a weak model for its compute: over-trained, specialised, or trained with trouble"
        return
    stated = "" if row.elicitation is not None else ", the effort behind the score is not stated"
    yield f"weak elicitation or sandbagging: the score is low for the compute{stated}"


def _allocation(known: Evidence, higher: str) -> Iterator[str]:
    """Allocation is already in a curve of best splits; a gain for it, or compute off that path, has it twice."""
    inverted = known.inversion.inverted
    penalty = inverted.penalty if inverted is not None else None
    counted = [gain for gain in known.used if gain.enhancement.kind is GainKind.ALLOCATION]
    baseline = known.gains.definition.baseline
    optimal = baseline is not None and baseline.allocation == "compute_optimal"
    if counted and optimal:
        yield f"allocation counted twice: '{counted[0].name}' is a gain, and the baseline is compute-optimal already"
    if higher == "gains" and penalty is not None and penalty > 1:
        yield f"allocation: the model's own split costs {show(Fraction(penalty))} times, which the product leaves out"


def _unstated(known: Evidence, higher: str) -> Iterator[str]:
    if higher == "inversion":
        yield "a product that is too small: a technique that no gain stands for"
