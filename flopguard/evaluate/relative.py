"""Effective compute as a multiple of that of the model that was assessed last, under one definition for both."""

from __future__ import annotations

from flopguard.definition.types import MetricKind
from flopguard.evaluate.compared import Direct, Sides, against_line
from flopguard.evaluate.ratios import reference_of
from flopguard.evaluate.world import World
from flopguard.policy.types import Measure, QuantityLeaf
from flopguard.result import Cause

_MEASURED_BY = {
    Measure.LOSS: (MetricKind.LOSS,),
    Measure.BENCHMARK: (MetricKind.ACCURACY, MetricKind.HORIZON, MetricKind.ELO),
    Measure.INDEX: (MetricKind.LATENT_INDEX,),
}


def relative(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """Effective compute of both models under one definition whose metric is of the kind that the reading asks for."""
    measure = Measure(leaf.measure) if leaf.measure else Measure.LOSS
    says = f"effective compute by {measure}"
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
