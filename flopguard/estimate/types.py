"""What an estimation method answers, and the compute of a phase with all that the methods said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flopguard.components import ComponentKey
from flopguard.dates import PartialDate
from flopguard.estimate.architecture.convention import STANDARD, Convention
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.training import Status, Training
from flopguard.manifest.types import Manifest
from flopguard.problems import Problem
from flopguard.quantity import Estimate, exact_text, outward, show, significant_digits
from flopguard.record import record
from flopguard.result import Range, Step, StepInput

SPENT = "flop (what is spent so far)"
TO_COME = "intended_total (what is still to come)"
"""Fields of a phase that would say what is open about it; the variables that stand for them are named so."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One training phase with the manifest that it belongs to; `scope` makes the names of its inputs unique.

    `config` are the fields of the model hub configuration that the manifest names or holds.
    """

    manifest: Manifest
    number: int
    scope: str = ""
    config: Mapping[str, object] | None = None
    convention: Convention = STANDARD
    """A convention to show the count of the shape in as well; the figure itself never follows it."""

    @property
    def training(self) -> Training:
        """The phase as the manifest states it."""
        return self.manifest.training[self.number]

    @property
    def at(self) -> str:
        """Where the phase stands in its manifest."""
        return f"/training/{self.number}"

    def input(self, figure: Figure, pointer: str) -> Input:
        """A stated figure as a named input; the same field of the same manifest is the same variable."""
        role = Role.ASSUMPTION if figure.evidence is Evidence.ASSUMED else Role.FACT
        together = figure.citation or self.training.source or ""
        return Input(self.scope + pointer, figure.estimate, role, moves_with=together, level=figure.level)


@record
class Assumption:
    """A range taken because a figure is not stated, with its reason."""

    input: Input
    because: str

    def __str__(self) -> str:
        """What is assumed and why, in one line."""
        return self.said_of("")

    def said_of(self, whose: str) -> str:
        """The same, with what it is assumed of."""
        what = self.input.name.rsplit("/", 1)[-1]
        return f"that {what}{f' of {whose}' if whose else ''} is {span(self.input.estimate)}: {self.because}"


@record
class Cost:
    """FLOP of one token: the amount, its formula in words, the figures as a step shows them, what was assumed."""

    amount: Amount
    what: str
    shown: tuple[StepInput, ...]
    assumptions: tuple[Assumption, ...] = ()


@record
class Estimated:
    """A method's answer: the amount with its inputs, the evidence, the assumptions and the steps."""

    method: str
    amount: Amount
    evidence: str
    source: str | None
    steps: tuple[Step, ...]
    assumptions: tuple[Assumption, ...] = ()
    independent: bool = True
    """False where its inputs were solved back from another method's total: it confirms nothing."""


@record
class Missing:
    """A method that cannot be used, and the inputs that it lacks."""

    method: str
    needs: tuple[str, ...]
    begun: bool = True
    """False where nothing of what it needs is stated and few would have it: then the gap is not told."""


class Arithmetic(StrEnum):
    """The operations of a phase, as far as texts tell them apart."""

    FLOAT = "float"
    INTEGER = "integer"
    MIXED = "mixed"
    UNSTATED = "unstated"


@record
class PhaseCompute:
    """The compute of one phase: the preferred method's answer, the others beside it.

    `via` are the keys through which an ancestor's compute enters; it counts only where they and its own key count.
    """

    at: str
    component: ComponentKey
    name: str
    run: str
    status: Status
    arithmetic: Arithmetic
    chosen: Estimated | None
    others: tuple[Estimated, ...] = ()
    gaps: tuple[Missing, ...] = ()
    started: PartialDate | None = None
    ended: PartialDate | None = None
    via: tuple[ComponentKey, ...] = ()
    origin: str | None = None
    origin_name: str | None = None
    """What the origin is called in texts, where that is not the origin itself."""
    same_developer: bool | None = None
    """For an ancestor's phase: whether the model's own developer spent it; None where that is not stated."""
    why: str = ""
    """Why this method's answer was chosen before the others."""
    other_way: tuple[ComponentKey, ...] = ()
    """For an ancestor that is both taken over and merged: the keys of the second way in, its own among them."""
    so_far: Amount | None = None
    """What is spent of a run that goes on or a plan that may have begun; None where that is the amount, or nothing."""

    @property
    def ways(self) -> tuple[tuple[ComponentKey, ...], ...]:
        """The keys that must count for the phase to count, for each way in; one way is enough."""
        first = (self.component, *self.via)
        return (first, self.other_way) if self.other_way else (first,)

    @property
    def keys(self) -> tuple[ComponentKey, ...]:
        """Its component and every key through which it may enter."""
        return tuple(dict.fromkeys(key for way in self.ways for key in way))


@dataclass(frozen=True, slots=True)
class UnknownBase:
    """An ancestor of which no compute is known."""

    name: str
    same_developer: bool | None


@record
class ActualCompute:
    """All training compute of a model as far as it is stated, and what the statement leaves out."""

    model: str
    phases: tuple[PhaseCompute, ...]
    complete: bool
    """Whether the source says that components not stated are zero, for the model and all its ancestors."""
    no_base: bool
    """Whether the source says that there is no base model."""
    unknown_bases: tuple[UnknownBase, ...] = ()
    """Ancestors that exist and whose compute is not known."""
    bases_left_open: bool = False
    """Whether an ancestor does not say what it was made from itself."""
    doubts: tuple[Problem, ...] = ()
    """What cannot be told of the ancestors: a reader should mend it."""
    notes: tuple[str, ...] = ()

    @property
    def unknown_phases(self) -> tuple[PhaseCompute, ...]:
        """Phases that exist and whose compute no method can give."""
        return tuple(phase for phase in self.phases if phase.chosen is None)


def span(estimate: Estimate, digits: int = 2) -> str:
    """An estimate for people: "3.8e25", "2.0e25 .. 5.0e25 (central 3.0e25)", "at least 1.5e13".

    An interval that is narrower than the digits that are shown stands as one figure.
    """
    if estimate.is_point:
        return show(estimate.low, max(digits, min(significant_digits(estimate.text), 4) if estimate.text else digits))
    if estimate.high is None:
        return f"at least {show(estimate.low, digits)}"
    if estimate.low == 0 and estimate.central is None:
        return f"{'below' if estimate.high_open else 'at most'} {show(estimate.high, digits)}"
    low, high = show(estimate.low, digits), show(estimate.high, digits)
    if low == high:
        return low
    middle = f" (central {show(estimate.central, digits)})" if estimate.central is not None else ""
    return f"{low} .. {high}{middle}"


def as_range(estimate: Estimate) -> Range:
    """An estimate as decimal text, its ends rounded outward where they have no end."""
    return Range(
        low=outward(estimate.low, up=False),
        central=None if estimate.central is None else exact_text(estimate.central),
        high=None if estimate.high is None else outward(estimate.high, up=True),
        text=estimate.text,
    )


def figure_input(name: str, figure: Figure) -> StepInput:
    """A stated figure as a step shows it."""
    value = figure.estimate.text or span(figure.estimate)
    return StepInput(name=name, value=value, evidence=figure.evidence.value, source=figure.citation)


def assumed_input(assumption: Assumption) -> StepInput:
    """An assumption as a step shows it."""
    name = assumption.input.name.rsplit("/", 1)[-1]
    return StepInput(name=name, value=span(assumption.input.estimate), evidence="assumed", source=assumption.because)


__all__ = ["ActualCompute", "Assumption", "Estimated", "Missing", "Phase", "PhaseCompute", "Role", "as_range", "span"]
