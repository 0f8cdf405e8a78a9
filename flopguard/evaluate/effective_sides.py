"""What a leaf on effective compute compares: by the nominal ratio, or under a definition."""

from __future__ import annotations

from flopguard.definition.types import MetricKind
from flopguard.evaluate.compared import Direct, Runs, Sides, against_line
from flopguard.evaluate.ratios import compute_ratio, reference_of
from flopguard.evaluate.readings.sides import claimed_sides
from flopguard.evaluate.world import World
from flopguard.policy.types import Measure, QuantityLeaf
from flopguard.result import Cause

_MEASURED_BY = {
    Measure.LOSS: (MetricKind.LOSS,),
    Measure.BENCHMARK: (MetricKind.ACCURACY, MetricKind.HORIZON, MetricKind.ELO),
    Measure.INDEX: (MetricKind.LATENT_INDEX,),
}


def effective_compute(leaf: QuantityLeaf, world: World) -> Sides | Runs | Direct:
    """The sides of a leaf on effective compute, by a claim as it is read, or by the measure that the text asks for."""
    if world.read is not None and leaf.relative_to is None:
        return claimed_sides(leaf, world, world.read)
    measure = Measure(leaf.measure) if leaf.measure else Measure.NOMINAL
    if measure is Measure.NOMINAL and leaf.counting is not None and leaf.relative_to is not None:
        says = f"nominal ratio of training compute counted by '{leaf.counting}'"
        return compute_ratio(leaf, world, says)
    says = f"effective compute by {measure}"
    if measure is Measure.TREND:
        what = "a cited yearly multiplier of algorithmic progress with its interval and window"
        return Direct(None, says, Cause.MISSING, what)
    return _by_definition(leaf, world, measure, says)


def _by_definition(leaf: QuantityLeaf, world: World, measure: Measure, says: str) -> Sides | Direct:
    """Effective compute of both models under one definition whose metric is of the kind that the reading asks for."""
    kinds = _MEASURED_BY.get(measure, ())
    own = {
        e.definition.id: e for e in world.facts.effective if e.definition.metric and e.definition.metric.kind in kinds
    }
    wanted = f"a [[definition]] with a metric of kind {' or '.join(kinds)} and gains measured on it, for both models"
    found = reference_of(leaf, world) if leaf.relative_to else None
    if isinstance(found, Direct):
        return found
    if not own or found is None:
        return Direct(None, says, Cause.MISSING, wanted)
    others = {e.definition.id: e for e in world.facts.assessed_effective.get(found[0], ())}
    for name, ours in sorted(own.items()):
        theirs = others.get(name)
        if (
            theirs is not None
            and ours.amount is not None
            and theirs.amount is not None
            and ours.kind == theirs.kind == "value"
        ):
            return against_line(leaf, ours.amount, theirs.amount, f"{says}, definition '{name}'")
    return Direct(None, says, Cause.MISSING, wanted)
