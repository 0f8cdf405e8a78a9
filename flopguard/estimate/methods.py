"""The methods in order of preference; one is chosen for a phase, the others are kept as cross-checks."""

from __future__ import annotations

from collections.abc import Callable

from flopguard.components import ComponentKey
from flopguard.estimate import hardware_time, parameters_tokens, reported
from flopguard.estimate.types import Estimated, Missing, Phase, PhaseCompute
from flopguard.manifest.types import Status

METHODS: tuple[Callable[[Phase], Estimated | Missing], ...] = (
    reported.estimate,
    parameters_tokens.estimate,
    hardware_time.estimate,
)
"""A stated total first; then the count of operations, which rests on two figures; then time on hardware, which rests
on a utilisation that is seldom known."""

_INTEGER = {"float": False, "int8": True, "int4": True, "integer": True}


def phase_compute(phase: Phase, origin: str | None = None, via: tuple[ComponentKey, ...] = ()) -> PhaseCompute:
    """All methods on one phase: the first in order that gives a central value is chosen, or else the first at all."""
    answers = [method(phase) for method in METHODS]
    found = [answer for answer in answers if isinstance(answer, Estimated)]
    chosen = next((answer for answer in found if answer.amount.central() is not None), found[0] if found else None)
    training = phase.training
    return PhaseCompute(
        at=phase.scope + phase.at,
        component=_component(phase),
        name=training.name or training.component.value,
        run=phase.scope + (training.run or ""),
        status=training.status,
        integer=_INTEGER.get(training.arithmetic or ""),
        chosen=chosen,
        others=tuple(answer for answer in found if answer is not chosen),
        gaps=tuple(answer for answer in answers if isinstance(answer, Missing)),
        started=training.started,
        ended=training.ended,
        via=via,
        origin=origin,
    )


def _component(phase: Phase) -> ComponentKey:
    """The component; a run that was abandoned counts as such, whatever it was to become."""
    if phase.training.status is Status.ABANDONED:
        return ComponentKey.RUN_ABANDONED
    return phase.training.component
