"""Training compute and effective compute on the grid of every multiple of the model that was assessed first."""

from __future__ import annotations

from dataclasses import replace

from flopguard.evaluate.compared import Compared, Direct, Part, Rule, Several
from flopguard.evaluate.definitions import Under, over_definitions, under, wanted
from flopguard.evaluate.grid import on_grid
from flopguard.evaluate.ratios import compute_ratio, first_of, ratio_of_models, reference_of
from flopguard.evaluate.relative import relative, under_one
from flopguard.evaluate.world import World
from flopguard.manifest.types import Assessment
from flopguard.policy.types import Measure, QuantityLeaf
from flopguard.result import Cause

Found = tuple[int, Assessment]


def compute_multiples(leaf: QuantityLeaf, world: World, says: str) -> Compared:
    """Training compute of this model and of the one assessed last, over that of the one assessed first."""
    found = _first_and_last(leaf, world)
    if isinstance(found, Direct):
        return found
    first, last = found
    if first[1].model == last[1].model:
        return compute_ratio(rolling(leaf), world, says)
    known = {number: world.facts.assessed.get(number) for number, _ in found}
    for number, assessment in found:
        if known[number] is None:
            what = f"the compute of the model assessed on {assessment.date} (/assessment/{number}/model)"
            return Direct(None, says, Cause.MISSING, what)
    origin = known[first[0]]
    assert origin is not None
    says = f"{says}, relative to {origin.model}, the first one"
    ours = ratio_of_models(leaf, world, says, None, origin)
    return on_grid(leaf, ours, ratio_of_models(leaf, world, says, known[last[0]], origin))


def effective_multiples(leaf: QuantityLeaf, world: World) -> Compared:
    """Effective compute under each definition; with a counting rule, operations over a line of the grid are enough."""
    measure = Measure(leaf.measure) if leaf.measure else None
    if measure is Measure.TREND:
        what = "a rate between the first assessed model and this one: rates count from the last assessment alone"
        return Direct(None, "nominal ratio of training compute times a rate of progress", Cause.MISSING, what)
    nominal = f"nominal ratio of training compute counted by '{leaf.counting}'"
    if measure is Measure.NOMINAL:
        return compute_multiples(leaf, world, nominal)
    adjusted = _adjusted(leaf, world, f"effective compute by {leaf.measure or 'any definition'}")
    if leaf.counting is None or not leaf.raw_floor:
        return adjusted
    parts = Part("actual compute", compute_multiples(leaf, world, nominal)), Part("adjusted", adjusted)
    return Several(parts, Rule.ANY, "amount")


def rolling(leaf: QuantityLeaf) -> QuantityLeaf:
    """The leaf relative to the last assessment, which it is where that is also the first one."""
    return replace(leaf, relative_to="last_assessment")


def _first_and_last(leaf: QuantityLeaf, world: World) -> tuple[Found, Found] | Direct:
    first = first_of(leaf, world)
    if isinstance(first, Direct):
        return first
    last = reference_of(leaf, world)
    return last if isinstance(last, Direct) else (first, last)


def _adjusted(leaf: QuantityLeaf, world: World, says: str) -> Compared:
    found = _first_and_last(leaf, world)
    if isinstance(found, Direct):
        return found
    (first, one), (last, other) = found
    if one.model == other.model:
        return relative(rolling(leaf), world)
    says = f"{says}, relative to the model assessed first"
    then = {entry.says: entry for entry in under(leaf, world, last)}
    each = [(entry, _on_grid(leaf, world, entry, then.get(entry.says), says)) for entry in under(leaf, world, first)]
    return over_definitions(leaf, each) if each else Direct(None, says, Cause.MISSING, wanted(leaf))


def _on_grid(leaf: QuantityLeaf, world: World, entry: Under, then: Under | None, says: str) -> Compared:
    ours = under_one(leaf, world, entry, says)
    if then is None or not then.theirs:
        what = f"the {entry.says} in the manifest of the model assessed last, or its score or gains under it"
        return Direct(None, f"{says}, {entry.says}", Cause.MISSING, what)
    last = under_one(leaf, world, replace(entry, ours=then.theirs), says)
    return on_grid(leaf, ours, last)
