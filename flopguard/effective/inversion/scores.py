"""The score of a model on the metric of a definition: which row of a manifest it is, and how exact it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from flopguard.definition.types import Definition, Metric, MetricKind
from flopguard.effective.inversion.noise import Noise, noise_of
from flopguard.effective.names import same_metric, stated
from flopguard.effective.types import Bound
from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.manifest.types import Benchmark, Manifest
from flopguard.quantity import Estimate
from flopguard.result import StepInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One score that fits a definition, with its standard error and how that is known."""

    number: int
    row: Benchmark
    value: Fraction
    bound: Bound
    noise: Noise

    @property
    def at(self) -> str:
        """Where the score stands in its manifest."""
        return place(self.number)

    @property
    def input(self) -> StepInput:
        """The score as a step shows it."""
        figure = self.row.score
        assert figure is not None
        source = figure.citation or self.row.source
        value = span(figure.estimate, digits=3)
        return StepInput(name=self.row.name, value=value, evidence=figure.evidence.value, source=source)


def place(number: int) -> str:
    """Where a score stands."""
    return f"/benchmark/{number}"


def lower_is_better(metric: Metric) -> bool:
    """The direction of a metric: as stated, or else lower for a loss and higher for all else."""
    if metric.direction is not None:
        return metric.direction == "lower_better"
    return metric.kind is MetricKind.LOSS


def score_of(manifest: Manifest, definition: Definition, as_of: date) -> Score | tuple[str, ...]:
    """The score that is the definition's metric, or everything that stands in the way of one.

    A row that leaves open what the definition states is no such score: it may be another measure.
    """
    metric = definition.metric
    if metric is None or not stated(metric.name):
        return (f"the definition '{definition.id}' lacks metric",)
    named = [(n, row) for n, row in enumerate(manifest.benchmark) if same_metric(row.name, metric.name)]
    known = [(n, row) for n, row in named if not _is_later(row, as_of)]
    if not known:
        later = f" by {as_of}" if named else ""
        return (f"no score on '{metric.name}'{later}: add a [[benchmark]] with that name",)
    objections = {number: tuple(_objections(row, number, definition)) for number, row in known}
    fitting = [(number, row) for number, row in known if not objections[number]]
    if not fitting:
        return tuple(objection for number, _ in known for objection in objections[number])
    return _one_of(fitting, metric)


def _is_later(row: Benchmark, as_of: date) -> bool:
    """Whether a score, by its own date or its row's, surely lies after the day."""
    days = (row.date, row.score.date if row.score is not None else None)
    return any(day is not None and day.after(as_of) is True for day in days)


def _one_of(fitting: list[tuple[int, Benchmark]], metric: Metric) -> Score | tuple[str, ...]:
    """The one score of several rows; the least exact of those that agree."""
    scores = [_read(number, row, metric) for number, row in fitting]
    problems = tuple(found for found in scores if isinstance(found, str))
    read = [found for found in scores if isinstance(found, Score)]
    if problems:
        return problems
    if len({(found.value, found.bound) for found in read}) > 1:
        listed = ", ".join(f"{found.input.value} ({found.at})" for found in read)
        what = "say what tells them apart (version, split, elicitation), or leave one out"
        return (f"different scores on '{metric.name}': {listed}; {what}",)
    return max(read, key=lambda found: (found.noise.error or 0, -found.number))


# --- whether a row is the metric -----------------------------------------------------------------------------------


def _objections(row: Benchmark, number: int, definition: Definition) -> Iterator[str]:
    """Why a row of the metric's name is not the metric as the definition has it."""
    metric = definition.metric
    assert metric is not None
    at = place(number)
    if row.score is None or _says_nothing(row.score):
        yield f"{at} states no score"
    for name in ("version", "split"):
        yield from _unlike(at, name, getattr(metric, name), getattr(row, name))
    if metric.items is not None and row.items is not None and metric.items != row.items:
        yield f"{at} is over {row.items} items, the definition's metric over {metric.items}"
    yield from _unit(at, row, definition.id, metric)
    yield from _elicitation(at, row, definition)


def _says_nothing(figure: Figure) -> bool:
    return figure.estimate.low == 0 and figure.estimate.high is None


def _unlike(at: str, name: str, wanted: object, had: object, what: str = "") -> Iterator[str]:
    """That a row leaves a key open that the definition states, or has another value there."""
    if wanted is None or (isinstance(wanted, str) and not stated(wanted)):
        return
    if had is None or (isinstance(had, str) and not stated(had)):
        yield f"{at} does not state {name}, which the definition has as '{_shown(wanted)}': add it"
    elif not _alike(wanted, had):
        yield f"{what}{at} has {name} '{_shown(had)}', the definition '{_shown(wanted)}'"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return span(value.estimate) if isinstance(value, Figure) else str(value)


def _alike(wanted: object, had: object) -> bool:
    if isinstance(wanted, str) and isinstance(had, str):
        return wanted.strip().casefold() == had.strip().casefold()
    if isinstance(wanted, Figure) and isinstance(had, Figure):
        return _ends(wanted.estimate) == _ends(had.estimate)
    return wanted == had


def _ends(estimate: Estimate) -> tuple[Fraction, Fraction | None]:
    return estimate.low, estimate.high


def _unit(at: str, row: Benchmark, definition: str, metric: Metric) -> Iterator[str]:
    """A loss has no meaning without its unit, and one per token none across tokenizers."""
    if metric.kind is not MetricKind.LOSS:
        had = row.unit or (metric.unit if metric.kind is MetricKind.ACCURACY else None)  # a share is a share
        yield from _unlike(at, "unit", metric.unit, had)
        yield from _unlike(at, "tokenizer", metric.tokenizer, row.tokenizer)
        return
    if not stated(metric.unit):
        yield f"the metric of '{definition}' is a loss without a unit: add nats/token with its tokenizer, or bits/byte"
        return
    assert metric.unit is not None
    yield from _unlike(at, "unit", metric.unit, row.unit)
    per_token = "token" in metric.unit.casefold()
    if per_token and not stated(metric.tokenizer):
        yield f"the metric of '{definition}' is per token and lacks tokenizer"
    elif per_token:
        yield from _unlike(at, "tokenizer", metric.tokenizer, row.tokenizer, "losses per token do not compare: ")


def _elicitation(at: str, row: Benchmark, definition: Definition) -> Iterator[str]:
    """Where the effort behind a score differs, the effort is part of what is measured."""
    wanted, had = definition.elicitation, row.elicitation
    for entry in fields(wanted) if wanted is not None else ():
        theirs = getattr(had, entry.name) if had is not None else None
        yield from _unlike(
            at, f"elicitation.{entry.name}", getattr(wanted, entry.name), theirs, "elicitation-mismatch: "
        )


# --- the figure ----------------------------------------------------------------------------------------------------


def _read(number: int, row: Benchmark, metric: Metric) -> Score | str:
    assert row.score is not None
    estimate, at = row.score.estimate, place(number)
    lower = lower_is_better(metric)
    if metric.kind is MetricKind.ACCURACY and max(estimate.low, estimate.central or 0, estimate.high or 0) > 1:
        return f"{at} has a score above 1 for an accuracy: write a share, such as 0.44 or 44%"
    bound: Bound = ""
    value = estimate.central
    if value is None:
        value, bound = _bound(estimate, lower)
    noise = noise_of(row, metric, value)  # of a bound as well: who says less of a score must not fare better for it
    if isinstance(noise, str):
        return f"{at} {noise}"
    return Score(number=number, row=row, value=value, bound=bound, noise=noise)


def _bound(estimate: Estimate, lower: bool) -> tuple[Fraction, Bound]:
    """The end of a score that is only a bound; of two ends without a middle, the worse one, as a bound from there."""
    if estimate.high is None:
        return estimate.low, "worse" if lower else "better"
    if estimate.low == 0:
        return estimate.high, "better" if lower else "worse"
    return (estimate.high if lower else estimate.low), "better"
