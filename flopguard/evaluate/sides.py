"""What a leaf compares: the amounts on both sides and the line, or why it cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from flopguard.dates import PartialDate, add, period
from flopguard.definition.types import MetricKind
from flopguard.estimate.actual import base_compute, first_bases
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.compared import Compared, Direct, Runs, Sides, against_line, line_of, loosened
from flopguard.evaluate.counting import Counting, Tally, run_tallies, tally
from flopguard.evaluate.entries import biological_share, cluster_rate, score
from flopguard.evaluate.world import World, counting_in
from flopguard.fields import Figure
from flopguard.formula import Amount, Comparison, Input, Role
from flopguard.manifest.types import Assessment, DeveloperFacts
from flopguard.policy.check import UNSTATED, line_dimension
from flopguard.policy.types import Measure, QuantityLeaf, QuantityName
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension


def sides(leaf: QuantityLeaf, world: World) -> Compared:
    """The two sides of a leaf whose parameters have been put in."""
    if leaf.value == UNSTATED:
        said = "the text compares without saying where the line is"
        return Direct(None, said, Cause.READINGS, f"the value of the line: {said}")
    return _READERS[leaf.quantity](leaf, world)


# --- compute -----------------------------------------------------------------------------------------------------


def _training_compute(leaf: QuantityLeaf, world: World) -> Sides | Runs | Direct:
    assert leaf.counting is not None
    says = f"training compute counted by '{leaf.counting}' ({world.policy.counting[leaf.counting].basis})"
    if leaf.relative_to is not None:
        return _compute_ratio(leaf, world, says)
    unstated = world.facts.settings.unstated
    if leaf.aggregate == "max_run":
        runs = run_tallies(world.facts.compute, _counting(leaf, world), unstated, world.facts.memo)
        said = f"{says}, of the largest run"
        return Runs(tuple(against_line(leaf, loosened(run.amount, world), None, said, run) for run in runs))
    counted = tally(world.facts.compute, _counting(leaf, world), unstated, world.facts.memo)
    return against_line(leaf, loosened(counted.amount, world), None, says, counted)


def _counting(leaf: QuantityLeaf, world: World) -> Counting:
    assert leaf.counting is not None
    return counting_in(world, leaf.counting, leaf.plans, own_only=leaf.own_only)


def _compute_ratio(leaf: QuantityLeaf, world: World, says: str) -> Sides | Direct:
    if leaf.relative_to in ("base", "first_base"):
        return _ratio_to_base(leaf, world, says)
    found = _reference(leaf, world)
    if isinstance(found, Direct):
        return found
    number, assessment = found
    reference = world.facts.assessed.get(number)
    if reference is None:
        what = f"the compute of the model assessed on {assessment.date} (/assessment/{number}/model)"
        return Direct(None, says, Cause.MISSING, what)
    return _ratio(leaf, world, f"{says}, relative to {reference.model}", reference, own_only=False)


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


def _ratio(leaf: QuantityLeaf, world: World, says: str, reference: ActualCompute, *, own_only: bool) -> Sides | Direct:
    counting, unstated, memo = _counting(leaf, world), world.facts.settings.unstated, world.facts.memo
    above = tally(world.facts.compute, _with_own_only(counting, own_only=own_only), unstated, memo)
    theirs = _reference_counting(leaf, world)
    below = tally(reference, _with_own_only(theirs, own_only=False), unstated, memo)
    if below.amount.bounds().low <= 0:
        return Direct(None, says, Cause.MISSING, f"a figure above zero for {reference.model} in this counting")
    if own_only and len(world.facts.loaded.bases) > 1:
        return _ratio_to_one_of_several(leaf, world, says, above, _each_origin(reference, below))
    return against_line(
        leaf, loosened(above.amount, world), loosened(below.amount, world, "reference"), says, above, below
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
    return counting_in(world, leaf.reference_counting) if leaf.reference_counting else _counting(leaf, world)


def _with_own_only(counting: Counting, *, own_only: bool) -> Counting:
    return counting if counting.own_only is own_only else replace(counting, own_only=own_only)


def _reference(leaf: QuantityLeaf, world: World) -> tuple[int, Assessment] | Direct:
    """The latest assessment of the policy's series and the leaf's kind, or that there is none."""
    series, kind = world.policy.series, leaf.kind
    fitting = [
        (number, entry)
        for number, entry in world.facts.assessments
        if entry.series == series and (kind is None or entry.kind == kind)
    ]
    if not fitting:
        kind_text = f' kind = "{kind}"' if kind else ""
        what = f'the last assessment: [[assessment]] with series = "{series}"{kind_text}, its date and model'
        return Direct(None, "relative to the last assessment", Cause.MISSING, what)
    latest = max((entry.date.last, entry.date.first) for _, entry in fitting)
    last = [(number, entry) for number, entry in fitting if (entry.date.last, entry.date.first) == latest]
    if len({entry.model for _, entry in last}) > 1:
        what = f"which of the assessments of {last[0][1].date} is the reference"
        return Direct(None, "relative to the last assessment", Cause.CONFLICT, what)
    return last[-1]


_MEASURED_BY = {
    Measure.LOSS: (MetricKind.LOSS,),
    Measure.BENCHMARK: (MetricKind.ACCURACY, MetricKind.HORIZON, MetricKind.ELO),
    Measure.INDEX: (MetricKind.LATENT_INDEX,),
}


def _effective_compute(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    measure = Measure(leaf.measure) if leaf.measure else Measure.NOMINAL
    if measure is Measure.NOMINAL and leaf.counting is not None and leaf.relative_to is not None:
        says = f"nominal ratio of training compute counted by '{leaf.counting}'"
        return _compute_ratio(leaf, world, says)
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
    found = _reference(leaf, world) if leaf.relative_to else None
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


# --- time, money and other facts ---------------------------------------------------------------------------------


def _elapsed(leaf: QuantityLeaf, world: World) -> Direct:
    found = _reference(leaf, world)
    if isinstance(found, Direct):
        return found
    number, assessment = found
    start = _clock(leaf.since or "", assessment)
    field_name = (leaf.since or "").removeprefix("last_assessment_")
    if start is None:
        what = f"/assessment/{number}/{field_name}"
        return Direct(None, f"time since the last assessment was {field_name}", Cause.MISSING, what)
    comparison, text = line_of(leaf)
    as_of = world.facts.settings.as_of
    truths = {_reached(day, text, comparison, as_of) for day in (start.first, start.last)}
    says = f"time from {start} to {as_of} against {comparison.sign} {text}"
    if len(truths) > 1:
        return Direct(None, says, Cause.MISSING, f"the day of the assessment: {start} is not exact enough")
    return Direct(truths.pop(), says)


def _clock(since: str, assessment: Assessment) -> PartialDate | None:
    match since:
        case "last_assessment_started":
            return assessment.started
        case "last_assessment_published":
            return assessment.published
        case _:
            return assessment.date


def _reached(start: date, text: str, comparison: Comparison, as_of: date) -> bool:
    mark = add(start, period(text))
    match comparison:
        case Comparison.AT_LEAST:
            return as_of >= mark
        case Comparison.MORE_THAN:
            return as_of > mark
        case Comparison.AT_MOST:
            return as_of <= mark
        case Comparison.LESS_THAN:
            return as_of < mark


def _revenue(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    year = world.facts.settings.as_of.year - 1
    says = f"gross revenue of {year}"
    rows = world.facts.manifest.developer_facts.annual_revenue if world.facts.manifest.developer_facts else ()
    of_year = [(n, row) for n, row in enumerate(rows) if row.year == year]
    wanted = [(n, row) for n, row in of_year if (row.with_affiliates is True) is bool(leaf.with_affiliates)]
    entries = wanted or of_year  # that with and that without affiliates are two figures, not a contradiction
    entry = entries[0] if entries else None
    if len({(replace(row.value.estimate, text=""), row.with_affiliates) for _, row in entries}) > 1:
        what = f"which gross revenue of {year} is right (/developer_facts/annual_revenue)"
        return Direct(None, says, Cause.CONFLICT, what)
    if entry is None:
        affiliates = ", with affiliates" if leaf.with_affiliates else ""
        return Direct(
            None, says, Cause.MISSING, f"gross revenue of {year}{affiliates} (/developer_facts/annual_revenue)"
        )
    number, row = entry
    at = f"/developer_facts/annual_revenue/{number}/value"
    estimate = row.value.estimate
    if estimate.dimension != Dimension.USD:
        return Direct(
            None, says, Cause.MISSING, f"{at} in USD: the text names no way of converting {estimate.dimension}"
        )
    if leaf.with_affiliates and row.with_affiliates is not True:
        says += ", affiliates not counted"
        more = Estimate(Fraction(0), Fraction(0), None, Dimension.USD)
        amount = Amount.of(Input(at, estimate)) + Amount.of(Input("revenue of affiliates", more, Role.UNSTATED))
    else:
        amount = Amount.of(Input(at, estimate))
    return against_line(leaf, loosened(amount, world), None, says)


def _figure(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """A figure that stands in one field of the manifest."""
    says, at, figure = _field(leaf, world)
    if figure is None:
        return Direct(None, says, Cause.MISSING, f"{says} ({at})")
    comparison_dimension = line_dimension(leaf)
    if figure.estimate.dimension != comparison_dimension:
        return Direct(None, says, Cause.MISSING, f"{at} in {comparison_dimension}")
    return against_line(leaf, loosened(Amount.of(Input(at, figure.estimate)), world), None, says)


def _field(leaf: QuantityLeaf, world: World) -> tuple[str, str, Figure | None]:
    manifest = world.facts.manifest
    developer, shape = manifest.developer_facts, manifest.architecture
    match leaf.quantity:
        case QuantityName.PARAMETERS:
            return "parameters", "/architecture/parameters", shape.parameters if shape else None
        case QuantityName.USERS:
            return "monthly users", "/developer_facts/monthly_users", developer.monthly_users if developer else None
        case QuantityName.COST:
            return _cost(leaf, developer)
        case _:
            raise AssertionError(f"{leaf.quantity} is no figure of its own")


def _cost(leaf: QuantityLeaf, developer: DeveloperFacts | None) -> tuple[str, str, Figure | None]:
    """The cost of training or that of fine-tuning; one never stands in for the other."""
    if leaf.cost_of == "fine_tuning":
        cost = developer.fine_tuning_cost if developer else None
        return "compute cost of the fine-tuning", "/developer_facts/fine_tuning_cost", cost
    return "compute cost", "/developer_facts/compute_cost", developer.compute_cost if developer else None


_READERS: dict[QuantityName, Callable[[QuantityLeaf, World], Compared]] = {
    QuantityName.TRAINING_COMPUTE: _training_compute,
    QuantityName.EFFECTIVE_COMPUTE: _effective_compute,
    QuantityName.ELAPSED: _elapsed,
    QuantityName.REVENUE: _revenue,
    QuantityName.BENCHMARK: score,
    QuantityName.BIOLOGICAL_SHARE: biological_share,
    QuantityName.CLUSTER_RATE: cluster_rate,
    QuantityName.PARAMETERS: _figure,
    QuantityName.USERS: _figure,
    QuantityName.COST: _figure,
}
