"""Ratios of training compute: against the last assessed model, or against the base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flopguard.estimate.actual import base_compute, first_bases
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.compared import Direct, Sides, against_line, loosened
from flopguard.evaluate.counting import Counting, Tally, tally
from flopguard.evaluate.world import World, counting_in
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.types import Assessment
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension


def counting_of(leaf: QuantityLeaf, world: World) -> Counting:
    """The counting rule of a leaf as it uses it."""
    assert leaf.counting is not None
    return counting_in(world, leaf.counting, leaf.plans, own_only=leaf.own_only)


def compute_ratio(leaf: QuantityLeaf, world: World, says: str) -> Sides | Direct:
    """Training compute over that of the model that the leaf is relative to."""
    if leaf.relative_to in ("base", "first_base"):
        return _ratio_to_base(leaf, world, says)
    found = reference_of(leaf, world)
    if isinstance(found, Direct):
        return found
    number, assessment = found
    reference = world.facts.assessed.get(number)
    if reference is None:
        what = f"the compute of the model assessed on {assessment.date} (/assessment/{number}/model)"
        return Direct(None, says, Cause.MISSING, what)
    return _ratio(leaf, world, f"{says}, relative to {reference.model}", reference, own_only=False)


def ratio_of_models(
    leaf: QuantityLeaf, world: World, says: str, above: ActualCompute | None, reference: ActualCompute
) -> Sides | Direct:
    """Training compute of a model over that of another one; of none, of the model that is checked."""
    return _ratio(leaf, world, says, reference, own_only=False, model=above)


def _ratio_to_base(leaf: QuantityLeaf, world: World, says: str) -> Sides | Direct:
    says = f"{says}, relative to the {'first of the base models' if leaf.relative_to == 'first_base' else 'base model'}"
    if world.facts.compute.no_base:
        return Direct(False, f"{says}: there is no base")
    reference = world.facts.memo.once(("base", leaf.relative_to), lambda: _base_compute(leaf, world))
    if reference is None:
        what = "the compute of the base model (/model/base)"
        return Direct(None, says, Cause.MISSING, what)
    return _ratio(leaf, world, says, reference, own_only=True)


def _base_compute(leaf: QuantityLeaf, world: World) -> ActualCompute | None:
    first = first_bases(world.facts.loaded) if leaf.relative_to == "first_base" else None
    return base_compute(world.facts.compute, first)


def _ratio(
    leaf: QuantityLeaf,
    world: World,
    says: str,
    reference: ActualCompute,
    *,
    own_only: bool,
    model: ActualCompute | None = None,
) -> Sides | Direct:
    counting, unstated, memo = counting_of(leaf, world), world.facts.settings.unstated, world.facts.memo
    above = tally(model or world.facts.compute, _with_own_only(counting, own_only=own_only), unstated, memo)
    theirs = _reference_counting(leaf, world)
    below = tally(reference, _with_own_only(theirs, own_only=False), unstated, memo)
    if below.amount.bounds().low <= 0:
        return Direct(None, says, Cause.MISSING, f"a figure above zero for {reference.model} in this counting")
    if own_only and len(world.facts.loaded.bases) > 1:
        return _ratio_to_one_of_several(leaf, world, says, above, _each_origin(reference, below))
    whose = "model" if model is None else "model assessed last"
    return against_line(
        leaf, loosened(above.amount, world, whose), loosened(below.amount, world, "reference"), says, above, below
    )


def _each_origin(reference: ActualCompute, below: Tally) -> tuple[Tally, list[ActualCompute]]:
    """The total of all bases, and each of them by itself."""
    origins = dict.fromkeys(phase.origin for phase in reference.phases)
    alone = [tuple(phase for phase in reference.phases if phase.origin == origin) for origin in origins]
    return below, [replace(reference, phases=phases) for phases in alone]


def _ratio_to_one_of_several(
    leaf: QuantityLeaf, world: World, says: str, above: Tally, bases: tuple[Tally, list[ActualCompute]]
) -> Sides | Direct:
    """The ratio where a model has several bases: the text speaks of one original and does not say which it is.

    It may be any of them, or what all put into the weights together.
    """
    below, each = bases
    counting = _with_own_only(_reference_counting(leaf, world), own_only=False)
    memo, unstated = world.facts.memo, world.facts.settings.unstated
    least = min(tally(base, counting, unstated, memo).amount.bounds().low for base in each)
    if least <= 0:
        return Direct(None, says, Cause.MISSING, "a figure above zero for each of the base models in this counting")
    name = "which of the base models is the original (/model/base)"
    any_of_them = Estimate(least, None, below.amount.bounds().high, Dimension.FLOP)
    reference = loosened(Amount.of(Input(name, any_of_them, Role.UNSTATED)), world, "reference")
    return against_line(leaf, loosened(above.amount, world), reference, f"{says}, of which there are several", above)


def _reference_counting(leaf: QuantityLeaf, world: World) -> Counting:
    return counting_in(world, leaf.reference_counting) if leaf.reference_counting else counting_of(leaf, world)


def _with_own_only(counting: Counting, *, own_only: bool) -> Counting:
    return counting if counting.own_only is own_only else replace(counting, own_only=own_only)


def reference_of(leaf: QuantityLeaf, world: World) -> tuple[int, Assessment] | Direct:
    """The latest assessment of the policy's series and the leaf's kind, or why it cannot be told."""
    last = last_assessments(leaf, world)
    if isinstance(last, Direct):
        return last
    if len({entry.model for _, entry in last}) > 1:
        days = " and ".join(dict.fromkeys(str(entry.date) for _, entry in last))
        what = f"which of the assessments of {days} is the reference"
        cause = Cause.CONFLICT if len({entry.date for _, entry in last}) == 1 else Cause.MISSING
        return Direct(None, "relative to the last assessment", cause, what)
    return last[-1]


def last_assessments(leaf: QuantityLeaf, world: World) -> list[tuple[int, Assessment]] | Direct:
    """Every assessment that may be the latest one, by date: a month or a year leaves open what came after what."""
    fitting = _assessments(leaf, world)
    if isinstance(fitting, Direct):
        return fitting
    as_of = world.facts.settings.as_of
    done = [entry.date.first for _, entry in fitting if entry.date.after(as_of) is False]
    since = max(done, default=date.min)  # one that may lie after the day takes the place of no other one
    last = [(number, entry) for number, entry in fitting if entry.date.last >= since]
    return sorted(last, key=lambda found: (found[1].date.last, found[1].date.first))


def first_of(leaf: QuantityLeaf, world: World) -> tuple[int, Assessment] | Direct:
    """The earliest assessment of the policy's series and the leaf's kind, or why it cannot be told."""
    fitting = _assessments(leaf, world)
    if isinstance(fitting, Direct):
        return fitting
    until = min(entry.date.last for _, entry in fitting)
    first = [(number, entry) for number, entry in fitting if entry.date.first <= until]
    if len({entry.model for _, entry in first}) > 1:
        days = " and ".join(dict.fromkeys(str(entry.date) for _, entry in first))
        cause = Cause.CONFLICT if len({entry.date for _, entry in first}) == 1 else Cause.MISSING
        return Direct(None, "relative to the first assessment", cause, f"which of the assessments of {days} came first")
    return first[0]


def _assessments(leaf: QuantityLeaf, world: World) -> list[tuple[int, Assessment]] | Direct:
    """Every assessment of the policy's series and the leaf's kind that is not surely later than the day."""
    series, kind = world.policy.series, leaf.kind
    fitting = [
        (number, entry)
        for number, entry in world.facts.assessments
        if entry.series == series and (kind is None or entry.kind == kind)
    ]
    if fitting:
        return fitting
    kind_text = f' kind = "{kind}"' if kind else ""
    which = "first" if leaf.relative_to == "first_assessment" else "last"
    what = f'the {which} assessment: [[assessment]] with series = "{series}"{kind_text}, its date and model'
    return Direct(None, f"relative to the {which} assessment", Cause.MISSING, what)
