"""The methods in order of preference; one is chosen for a phase, the others are kept as cross-checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.estimate import energy, hardware_time, parameters_tokens, per_item, rate_time, reported
from flopguard.estimate.architecture import method as architecture
from flopguard.estimate.tokens_seen import Seen, with_tokens_seen
from flopguard.estimate.types import SPENT, TO_COME, Arithmetic, Estimated, Missing, Phase, PhaseCompute
from flopguard.fields import Evidence
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.training import Status
from flopguard.quantity import Estimate
from flopguard.result import Step
from flopguard.units import Dimension

METHODS: tuple[Callable[[Phase], Estimated | Missing], ...] = (
    reported.estimate,
    architecture.estimate,
    per_item.estimate,
    parameters_tokens.estimate,
    rate_time.estimate,
    hardware_time.estimate,
    energy.estimate,
)
"""A stated total first; then the operations of the shape, and a stated cost of one item; then their short formula,
which leaves attention out; then a rate that was achieved; then time on hardware, which rests on a utilisation that is
seldom known; then energy, which needs the power of a chip as well."""
_WHY = {
    reported.METHOD: "the source states it, which goes before what is worked out",
    architecture.METHOD: "no total is stated; the whole shape goes before the short formula and the hardware",
    per_item.METHOD: "no total is stated, nor all that a count of the shape needs; the cost of an item is",
    parameters_tokens.METHOD: "no total is stated, nor all that a count of the shape needs",
    rate_time.METHOD: "no operations can be counted; a rate over a time goes before the hardware",
    hardware_time.METHOD: "what the methods before it need is not stated, or does not fit",
    energy.METHOD: "what the methods before it need is not stated, or does not fit, not even the hours",
}
_ONLY_A_BOUND = "what is stated is only a bound, and this gives a value"
_SHARING = (
    frozenset({architecture.METHOD, parameters_tokens.METHOD}),
    frozenset({rate_time.METHOD, hardware_time.METHOD, energy.METHOD}),
)
"""Methods that share their figures, tokens and size or time and what was achieved in it: the later ones are no second
opinion."""

_SAME = Fraction(5, 1000)
"""How near a derived total lies to the method that it was derived by."""
_HOLDS = {
    None: "",
    True: "steps that were thrown away and run again are in it, as often as they were run",
    False: "steps that were thrown away and run again are not in it: they are a phase of their own",
}

_ARITHMETIC = {
    None: Arithmetic.UNSTATED,
    "float": Arithmetic.FLOAT,
    "mixed": Arithmetic.MIXED,
    "int8": Arithmetic.INTEGER,
    "int4": Arithmetic.INTEGER,
    "integer": Arithmetic.INTEGER,
}


def phase_compute(phase: Phase, origin: str | None = None, via: tuple[ComponentKey, ...] = ()) -> PhaseCompute:
    """All methods on one phase: the first in order that gives a central value is chosen, or else the first at all."""
    seen = with_tokens_seen(phase)
    phase = seen.phase
    answers = [_completed(phase, seen, method(phase)) for method in METHODS]
    found = [answer for answer in answers if isinstance(answer, Estimated)]
    chosen = next((answer for answer in found if answer.amount.central() is not None), found[0] if found else None)
    training = phase.training
    return PhaseCompute(
        at=phase.scope + phase.at,
        component=_component(phase),
        name=training.name or training.component.value,
        run=phase.scope + (training.run or ""),
        status=training.status,
        arithmetic=_arithmetic(phase),
        chosen=_with_the_rest(phase, chosen),
        others=_others(found, chosen),
        gaps=tuple(answer for answer in answers if isinstance(answer, Missing) and answer.begun),
        started=training.started,
        ended=training.ended,
        via=via,
        origin=origin,
        so_far=_so_far(phase, chosen) if training.status is Status.RUNNING else None,
        why=_why(found, chosen),
    )


def _completed(phase: Phase, seen: Seen, answer: Estimated | Missing) -> Estimated | Missing:
    """An answer with the step that made its tokens, and with what its figures hold of steps that were run twice."""
    if isinstance(answer, Missing):
        at = f"{phase.at}/tokens"
        return replace(answer, needs=tuple(seen.need if need == at and seen.need else need for need in answer.needs))
    counts_tokens = any(entry.name == "tokens" for step in answer.steps for entry in step.inputs)
    before = (seen.step,) if seen.step and counts_tokens else ()
    said = _HOLDS[phase.training.rolled_back_included]
    return replace(answer, steps=(*before, *answer.steps, *((Step(what=said),) if said else ())))


def _why(found: list[Estimated], chosen: Estimated | None) -> str:
    """The reason for the choice; a method that was passed over gave a bound and no value."""
    if chosen is None:
        return ""
    return _WHY[chosen.method] if chosen is found[0] else _ONLY_A_BOUND


def _others(found: list[Estimated], chosen: Estimated | None) -> tuple[Estimated, ...]:
    """The answers that were not chosen, each method that shares its figures with a better one marked as such."""
    methods = [answer.method for answer in found]
    return tuple(
        replace(answer, independent=answer.independent and not _is_shared(answer, found, methods[:number]))
        for number, answer in enumerate(found)
        if answer is not chosen
    )


def _is_shared(answer: Estimated, found: list[Estimated], before: list[str]) -> bool:
    """Whether an answer rests on the figures of one before it, or a stated total was worked out as it was."""
    if any(answer.method in group and not group.isdisjoint(before) for group in _SHARING):
        return True
    return any(_is_copy(stated, answer) for stated in found if stated.method == reported.METHOD)


def _is_copy(stated: Estimated, answer: Estimated) -> bool:
    """Whether a total that was derived, as its source says, is what this method gives."""
    one, other = stated.amount.central(), answer.amount.central()
    if stated.evidence != Evidence.DERIVED.value or not one or other is None:
        return False
    return abs(other - one) <= _SAME * one


def _with_the_rest(phase: Phase, chosen: Estimated | None) -> Estimated | None:
    """The figure of a run that goes on without an intended total, with what is still to come: any amount."""
    training = phase.training
    if chosen is None or training.status is not Status.RUNNING or training.intended_total is not None:
        return chosen
    anything = Estimate(Fraction(0), Fraction(0), None, Dimension.FLOP)
    rest = Input(f"{phase.scope}{phase.at}/{TO_COME}", anything, Role.UNSTATED)
    return replace(chosen, amount=chosen.amount + Amount.of(rest))


def _so_far(phase: Phase, chosen: Estimated | None) -> Amount | None:
    """What is spent of a run that goes on: as stated beside the intended total, or else some share of the figure."""
    training = phase.training
    if training.flop is not None:
        return Amount.of(phase.input(training.flop, f"{phase.at}/flop"))
    if chosen is None:
        return None
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    return chosen.amount * Amount.of(Input(f"{phase.scope}{phase.at}/{SPENT}", share, Role.UNSTATED))


def _arithmetic(phase: Phase) -> Arithmetic:
    """As stated; where it is not, hardware at an integer precision tells."""
    stated = _ARITHMETIC[phase.training.arithmetic]
    precisions = {entry.precision.lower() for entry in phase.training.hardware if entry.precision}
    if stated is Arithmetic.UNSTATED and "int8" in precisions:
        return Arithmetic.INTEGER if precisions == {"int8"} else Arithmetic.MIXED
    return stated


def _component(phase: Phase) -> ComponentKey:
    """The component; a run that was abandoned counts as such, whatever it was to become."""
    if phase.training.status is Status.ABANDONED:
        return ComponentKey.RUN_ABANDONED
    return phase.training.component
