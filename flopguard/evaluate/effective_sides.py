"""What a leaf on effective compute compares: by the measure that its reading asks for, absolutely or as a multiple."""

from __future__ import annotations

from flopguard.evaluate.absolute import absolute
from flopguard.evaluate.compared import Compared, Direct, Floored, Sides, line_of
from flopguard.evaluate.multiples import effective_multiples
from flopguard.evaluate.ratios import compute_ratio
from flopguard.evaluate.readings.sides import claimed_sides
from flopguard.evaluate.relative import relative
from flopguard.evaluate.trends import by_trend
from flopguard.evaluate.world import World
from flopguard.formula import Comparison
from flopguard.policy.types import Measure, QuantityLeaf
from flopguard.result import Cause

_UPWARD = (Comparison.MORE_THAN, Comparison.AT_LEAST)


def effective_compute(leaf: QuantityLeaf, world: World) -> Compared:
    """The sides of a leaf on effective compute; by a claim where the manifest has nothing better."""
    if world.read is not None and leaf.relative_to is None:
        return claimed_sides(leaf, world, world.read)
    if leaf.relative_to is None:
        return absolute(leaf, world)
    if leaf.relative_to == "first_assessment":
        return effective_multiples(leaf, world)
    measure = Measure(leaf.measure) if leaf.measure else None
    if measure is Measure.NOMINAL:
        return _nominal(leaf, world)
    adjusted = by_trend(leaf, world) if measure is Measure.TREND else relative(leaf, world)
    return _floored(leaf, world, adjusted)


def _nominal(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    if leaf.counting is None:
        what = "the nominal ratio needs a counting rule, which this condition does not name"
        return Direct(None, "nominal ratio of training compute", Cause.MISSING, what)
    return compute_ratio(leaf, world, f"nominal ratio of training compute counted by '{leaf.counting}'")


def _floored(leaf: QuantityLeaf, world: World, adjusted: Compared) -> Compared:
    """With the nominal ratio beside it where there is one: an adjustment alone must not hide that it is over a line."""
    if leaf.counting is None or line_of(leaf)[0] not in _UPWARD:
        return adjusted
    return Floored(_nominal(leaf, world), adjusted, leaf.raw_floor)
