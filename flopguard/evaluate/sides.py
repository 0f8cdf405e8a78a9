"""What a leaf compares: the amounts on both sides and the line, or why it cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flopguard.dates import DateError, PartialDate, add, period
from flopguard.evaluate.ages import released_on
from flopguard.evaluate.compared import Compared, Direct, Runs, Sides, against_line, line_of, loosened
from flopguard.evaluate.counting import run_tallies, tally
from flopguard.evaluate.entries import biological_share, cluster_rate
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.money import revenue
from flopguard.evaluate.progress import progress_rate
from flopguard.evaluate.ratios import compute_ratio, counting_of, last_assessments
from flopguard.evaluate.spend import spend
from flopguard.evaluate.world import World
from flopguard.fields import Figure
from flopguard.formula import Amount, Comparison, Input
from flopguard.manifest.types import Assessment, DeveloperFacts
from flopguard.policy.check import UNSTATED, line_dimension
from flopguard.policy.types import QuantityLeaf, QuantityName
from flopguard.result import Cause


def sides(leaf: QuantityLeaf, world: World) -> Compared:
    """The two sides of a leaf whose parameters have been put in."""
    if leaf.value == UNSTATED:
        said = "the text compares without saying where the line is"
        return Direct(None, said, Cause.READINGS, f"the value of the line: {said}")
    return _READERS[leaf.quantity](leaf, world)


# --- compute -----------------------------------------------------------------------------------------------------


def _training_compute(leaf: QuantityLeaf, world: World) -> Compared:
    assert leaf.counting is not None
    says = f"training compute counted by '{leaf.counting}' ({world.policy.counting[leaf.counting].basis})"
    if leaf.relative_to == "first_assessment":
        from flopguard.evaluate.multiples import compute_multiples  # few triggers ask for it, and slow to import

        return compute_multiples(leaf, world, says)
    if leaf.relative_to is not None:
        return compute_ratio(leaf, world, says)
    unstated = world.facts.settings.unstated
    if leaf.aggregate == "max_run":
        runs = run_tallies(world.facts.compute, counting_of(leaf, world), unstated, world.facts.memo)
        said = f"{says}, of the largest run"
        return Runs(tuple(against_line(leaf, loosened(run.amount, world), None, said, run) for run in runs))
    counted = tally(world.facts.compute, counting_of(leaf, world), unstated, world.facts.memo)
    return against_line(leaf, loosened(counted.amount, world), None, says, counted)


# --- time, money and other facts ---------------------------------------------------------------------------------


def _elapsed(leaf: QuantityLeaf, world: World) -> Direct:
    found = last_assessments(leaf, world)
    if isinstance(found, Direct):
        return found
    clocks = [(number, _clock(leaf.since or "", number, assessment, world)) for number, assessment in found]
    for number, clock in clocks:
        if clock is None:
            return _no_clock((leaf.since or "").removeprefix("last_assessment_"), number)
    starts = [clock for _, clock in clocks if clock is not None]
    comparison, text = line_of(leaf)
    as_of = world.facts.settings.as_of
    days = {day for start in starts for day in (start.first, start.last)}
    truths = {_reached(day, text, comparison, as_of) for day in days}
    named = " or ".join(dict.fromkeys(map(str, starts)))
    says = f"time from {named} to {as_of} against {comparison.sign} {text}"
    if len(truths) > 1:
        event = "release of the assessed model" if leaf.since == "last_assessment_model_released" else "assessment"
        return Direct(None, says, Cause.MISSING, f"the day of the {event}: {named} is not exact enough")
    return Direct(truths.pop(), says)


def _no_clock(event: str, number: int) -> Direct:
    if event == "model_released":
        what = (
            "when the assessed model was released: "
            f"/model/released of the manifest that /assessment/{number}/model names"
        )
        return Direct(None, "time since the last assessed model was released", Cause.MISSING, what)
    return Direct(None, f"time since the last assessment was {event}", Cause.MISSING, f"/assessment/{number}/{event}")


def _clock(since: str, number: int, assessment: Assessment, world: World) -> PartialDate | None:
    match since:
        case "last_assessment_model_released":
            released = released_on(world.facts.loaded.assessed.get(number))
            return None if is_later(released, world.facts.settings.as_of) else released
        case "last_assessment_started":
            return assessment.started
        case "last_assessment_published":
            return assessment.published
        case _:
            return assessment.date


def _reached(start: date, text: str, comparison: Comparison, as_of: date) -> bool:
    try:
        mark = add(start, period(text))
    except DateError:  # beyond the calendar, where no day has come yet
        return comparison in (Comparison.AT_MOST, Comparison.LESS_THAN)
    match comparison:
        case Comparison.AT_LEAST:
            return as_of >= mark
        case Comparison.MORE_THAN:
            return as_of > mark
        case Comparison.AT_MOST:
            return as_of <= mark
        case Comparison.LESS_THAN:
            return as_of < mark


def _figure(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """A figure that stands in one field of the manifest."""
    says, at, figure = _field(leaf, world)
    if figure is None:
        return Direct(None, says, Cause.MISSING, f"{says} ({at})")
    comparison_dimension = line_dimension(leaf, line_of(leaf)[1])
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
            name = f"{leaf.of or 'monthly'}_users"
            name = "registered_business_users" if leaf.of == "registered_business" else name
            return name.replace("_", " "), f"/developer_facts/{name}", getattr(developer, name) if developer else None
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


def _effective_compute(leaf: QuantityLeaf, world: World) -> Compared:
    from flopguard.evaluate.effective_sides import effective_compute  # few triggers ask for it, and slow to import

    return effective_compute(leaf, world)


def _score(leaf: QuantityLeaf, world: World) -> Compared:
    from flopguard.evaluate.scores import score  # as above

    return score(leaf, world)


_READERS: dict[QuantityName, Callable[[QuantityLeaf, World], Compared]] = {
    QuantityName.TRAINING_COMPUTE: _training_compute,
    QuantityName.EFFECTIVE_COMPUTE: _effective_compute,
    QuantityName.ELAPSED: _elapsed,
    QuantityName.REVENUE: revenue,
    QuantityName.SPEND: spend,
    QuantityName.PROGRESS_RATE: progress_rate,
    QuantityName.BENCHMARK: _score,
    QuantityName.BIOLOGICAL_SHARE: biological_share,
    QuantityName.CLUSTER_RATE: cluster_rate,
    QuantityName.PARAMETERS: _figure,
    QuantityName.USERS: _figure,
    QuantityName.COST: _figure,
}
