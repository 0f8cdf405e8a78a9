"""The facts that one evaluation rests on: the model, its compute, the date and the choices of the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from flopguard.dates import PartialDate
from flopguard.effective.types import EffectiveAmount
from flopguard.estimate.types import ActualCompute, PhaseCompute
from flopguard.evaluate.memo import Memo
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.load import Loaded
from flopguard.manifest.types import Answer, Assessment, Manifest, Status
from flopguard.quantity import Estimate
from flopguard.units import Dimension


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
    assessed_effective: Mapping[int, tuple[EffectiveAmount, ...]] | None = None,
) -> Facts:
    """The facts as of a date: later phases, assessments and answers are left out, the former with a note."""
    assert loaded.manifest is not None
    manifest, as_of = loaded.manifest, settings.as_of
    kept, notes = _phases_until(compute, as_of)
    assessments = tuple(
        (number, entry) for number, entry in enumerate(manifest.assessment) if not is_later(entry.date, as_of)
    )
    later = len(manifest.assessment) - len(assessments)
    if later:
        notes = (*notes, f"{later} assessment{'s' if later > 1 else ''} dated after {as_of} left out")
    answers = answers_on(manifest.answer, as_of)
    return Facts(loaded, manifest, kept, settings, assessments, assessed, answers, (), assessed_effective or {}, notes)


def answers_on(entries: Iterable[Answer], as_of: date) -> dict[str, bool | str]:
    """The answers that are known on a date; those that contradict each other answer nothing."""
    given = [(entry.question, entry.value) for entry in entries if not is_later(entry.date, as_of)]
    return {question: value for question, value in given if all(v == value for q, v in given if q == question)}


def _phases_until(compute: ActualCompute, as_of: date) -> tuple[ActualCompute, tuple[str, ...]]:
    later = [p for p in compute.phases if is_later(p.started, as_of) and p.status is not Status.PLANNED]
    notes = tuple(f"{phase.name} started after {as_of} and is left out" for phase in later)
    kept = [phase for phase in compute.phases if phase not in later]
    unfinished = [phase for phase in kept if is_later(phase.ended, as_of) and phase.status is Status.DONE]
    notes += tuple(f"{phase.name} ended after {as_of} and is taken as going on" for phase in unfinished)
    phases = tuple(_going_on(phase) if phase in unfinished else phase for phase in kept)
    return replace(compute, phases=phases, notes=(*compute.notes, *notes)), notes


def _going_on(phase: PhaseCompute) -> PhaseCompute:
    """A phase whose figure is that of the whole run, of which some share is done."""
    if phase.chosen is None:
        return phase
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    done = Amount.of(Input(f"{phase.at}/share that is done", share, Role.UNSTATED))
    return replace(phase, status=Status.RUNNING, so_far=phase.chosen.amount * done)


def is_later(when: PartialDate | None, as_of: date) -> bool:
    """Whether something surely lies after the date."""
    return when is not None and when.after(as_of) is True
