"""Which parameters the compute of a run was counted with: all, or those that a token uses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from flopguard.lint.amounts import phase_of
from flopguard.lint.change import central
from flopguard.lint.rule import Subject
from flopguard.manifest.types import Manifest

Counted = Literal["active", "total"]
NEAR = Fraction(1, 10)
"""How near to 6 x parameters x tokens an amount lies that was counted that way."""
PER_PARAMETER_AND_TOKEN = 6


def share_active(card: Manifest) -> Fraction | None:
    """The active parameters over all, where both are stated and they differ by more than a tenth."""
    shape = card.architecture
    if shape is None or shape.confidential:
        return None
    total, active = central(shape.parameters), central(shape.active_parameters)
    return active / total if total and active and active < total * (1 - NEAR) else None


def counted_of_run(subject: Subject) -> Counted | None:
    """What the phases of the run were counted with, where the figures themselves show it and agree."""
    found = set(_each(subject))
    return found.pop() if len(found) == 1 else None


def _each(subject: Subject) -> Iterator[Counted]:
    share, shape = share_active(subject.card), subject.card.architecture
    total = central(shape.parameters) if shape else None
    if share is None or total is None:
        return
    for component in subject.own_components:
        phase = phase_of(subject, component)
        tokens = central(phase.tokens) if phase and not phase.confidential else None
        flop = component.flop.central if component.flop else None
        if tokens and flop:
            dense = PER_PARAMETER_AND_TOKEN * total * tokens
            yield from _nearest(Fraction(flop), {"total": dense, "active": dense * share})


def _nearest(flop: Fraction, by: dict[Counted, Fraction]) -> Iterator[Counted]:
    """The count that the amount lies within a tenth of; none where it lies near both or neither."""
    near: list[Counted] = [name for name, amount in by.items() if abs(flop - amount) <= amount * NEAR]
    yield from near if len(near) == 1 else ()
