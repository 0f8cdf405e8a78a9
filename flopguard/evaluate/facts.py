"""The facts that one evaluation rests on: the model, its compute, the date and the choices of the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.dates import PartialDate, Period
from flopguard.estimate.architecture.convention import STANDARD, Convention
from flopguard.estimate.types import SPENT, ActualCompute, PhaseCompute
from flopguard.evaluate.memo import Memo
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.load import Loaded
from flopguard.manifest.training import Status
from flopguard.manifest.types import Answer, Assessment, Manifest
from flopguard.quantity import Estimate
from flopguard.result import RoutesCompared
from flopguard.units import Dimension

if TYPE_CHECKING:
    from flopguard.effective.types import EffectiveAmount

UNSTATED_PARTS = "unstated components of "
"""How the names of the variables begin that stand for the components of a model about which nothing is stated."""


class DecisionRule(StrEnum):
    """What becomes of an outcome that is undetermined only because of the interval."""

    UNDETERMINED = "undetermined"
    CENTRAL = "central"
    UPPER_BOUND = "upper-bound"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices. `unstated` is how much the components that are not stated may add, as a multiple of what
    is stated; None is without bound.
    """

    as_of: date
    unstated: Fraction | None = Fraction(1)
    decision_rule: DecisionRule = DecisionRule.UNDETERMINED
    as_if_in_force: bool = False
    at_event: bool = False
    """Evaluate each trigger on the day of the event that it watches instead of `as_of`."""
    horizon: Period | None = None
    """How far ahead triggers are told that are still to come; None where nobody asks. No verdict knows of it."""
    as_if_own: frozenset[str] = frozenset()
    """Lab policies, by id or series, that are evaluated as if the model were their publisher's."""
    context: int | None = None
    """Tokens of context at which FLOP per token is told; None where nobody asks. No verdict knows of it."""
    convention: Convention = STANDARD
    """A convention to show the counts of shapes in as well. No verdict knows of it."""
    triggers: frozenset[str] = frozenset()
    """The only triggers that are asked, by their full names; all where none is named."""

    def asks(self, policy: str, trigger: str) -> bool:
        """Whether a verdict on a trigger is wanted."""
        return not self.triggers or f"{policy}/{trigger}" in self.triggers


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one model on one date; what is dated later has been left out."""

    loaded: Loaded
    manifest: Manifest
    compute: ActualCompute
    settings: Settings
    assessments: tuple[tuple[int, Assessment], ...]
    assessed: Mapping[int, ActualCompute | None]
    """By position of the assessment: the compute of the model that was assessed, None where it is not known."""
    answers: Mapping[str, bool | str]
    effective: tuple[EffectiveAmount, ...] = ()
    assessed_effective: Mapping[int, tuple[EffectiveAmount, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    routes: tuple[RoutesCompared, ...] = ()
    """The two routes to effective compute beside each other, for each definition that has both."""
    memo: Memo = field(default_factory=Memo, init=False, compare=False, repr=False)
    """What was worked out of these facts already; other facts start afresh."""

    def with_compute(self, compute: ActualCompute, assessed: Mapping[int, ActualCompute | None]) -> Facts:
        """The same facts with other amounts for the same phases."""
        return replace(self, compute=compute, assessed=assessed)


def facts_of(
    loaded: Loaded,
    compute: ActualCompute,
    assessed: Mapping[int, ActualCompute | None],
    settings: Settings,
) -> Facts:
    """The facts as of a date: later phases, assessments and answers are left out, the former with a note."""
    assert loaded.manifest is not None
    manifest, as_of = loaded.manifest, settings.as_of
    kept, notes = _phases_until(compute, as_of)
    assessments = tuple(
        (number, entry) for number, entry in enumerate(manifest.assessment) if not is_later(entry.date, as_of)
    )
    notes += _notes_on_later(manifest, as_of)
    answers = answers_on(manifest.answer, as_of)
    return Facts(loaded, manifest, kept, settings, assessments, assessed, answers, notes=notes)


def answers_on(entries: Iterable[Answer], as_of: date) -> dict[str, bool | str]:
    """The answers that are known on a date; those that contradict each other answer nothing."""
    given = [(entry.question, entry.value) for entry in entries if not is_later(entry.date, as_of)]
    return {question: value for question, value in given if all(v == value for q, v in given if q == question)}


_PLURALS = {
    "assessment": "assessments",
    "benchmark": "benchmarks",
    "placement": "placements",
    "period of spending": "periods of spending",
    "outside model": "outside models",
    "rate of progress": "rates of progress",
}


def _notes_on_later(manifest: Manifest, as_of: date) -> tuple[str, ...]:
    """A note for each kind of fact that lies after the day."""
    developer, released = manifest.developer_facts, manifest.model.released
    spent = (*developer.ai_spend, *developer.compute_spend) if developer else ()
    counts = {
        "assessment": sum(is_later(entry.date, as_of) for entry in manifest.assessment),
        "benchmark": sum(is_later(entry.date, as_of) for entry in manifest.benchmark),
        "placement": sum(is_later(entry.date, as_of) for entry in manifest.placement),
        "period of spending": sum(is_later(row.started, as_of) or is_later(row.ended, as_of) for row in spent),
        "outside model": sum(is_later(entry.released, as_of) for entry in manifest.outside_model),
        "rate of progress": sum(
            is_later(row.started, as_of) or is_later(row.ended, as_of) for row in manifest.progress
        ),
    }
    notes = [f"{n} {_PLURALS[what] if n > 1 else what} dated after {as_of} left out" for what, n in counts.items() if n]
    kinds = (("revenue", developer.annual_revenue), ("AI revenue", developer.annual_ai_revenue)) if developer else ()
    for what, rows in kinds:
        years = sorted({row.year for row in rows if row.year >= as_of.year})
        notes += [f"{what} of {year} left out: the year is not over on {as_of}" for year in years]
    if is_later(released, as_of):
        notes.append(f"the release, {released}, lies after {as_of}: the model is judged as it stands before it")
    return tuple(notes)


def _phases_until(compute: ActualCompute, as_of: date) -> tuple[ActualCompute, tuple[str, ...]]:
    """The phases as they stood on the day: what surely started later is left out, what went on is not done."""
    later = [p for p in compute.phases if is_later(p.started, as_of) and p.status is not Status.PLANNED]
    notes = [f"{phase.name} started after {as_of} and is left out" for phase in later]
    kept = [_as_on(phase, as_of) for phase in compute.phases if phase not in later]
    notes += [note for _, note in kept if note]
    phases = tuple(phase for phase, _ in kept)
    return replace(compute, phases=phases, notes=(*compute.notes, *notes)), tuple(notes)


def _as_on(phase: PhaseCompute, as_of: date) -> tuple[PhaseCompute, str]:
    """A phase as it stood on the day, with a note where that is not what the manifest says of it."""
    if phase.status is Status.PLANNED and _may_have_begun(phase, as_of):
        return _in_part(phase, Status.PLANNED), f"{phase.name} is planned and may have begun by {as_of}"
    if phase.status is not Status.DONE or not is_later(phase.ended, as_of):
        return phase, ""
    if phase.started is not None and phase.started.after(as_of) is False:
        return _in_part(phase, Status.RUNNING), f"{phase.name} ended after {as_of} and is taken as going on"
    begun = f"{phase.name} ended after {as_of}, may have begun by then, and is taken as planned"
    return _in_part(phase, Status.PLANNED), begun


def _may_have_begun(phase: PhaseCompute, as_of: date) -> bool:
    """Whether the day on which a plan was to start may be past; one without a day has not begun, as it says."""
    day = phase.started or phase.ended
    return day is not None and not is_later(day, as_of)


def _in_part(phase: PhaseCompute, status: Status) -> PhaseCompute:
    """A phase whose figure is that of the whole run, of which some share is done, which may be none."""
    if phase.chosen is None:
        return phase
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    done = Amount.of(Input(f"{phase.at}/{SPENT}", share, Role.UNSTATED))
    return replace(phase, status=status, so_far=phase.chosen.amount * done)


def is_later(when: PartialDate | None, as_of: date) -> bool:
    """Whether something surely lies after the date."""
    return when is not None and when.after(as_of) is True
