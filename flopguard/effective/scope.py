"""Actual compute in the scope of a definition: the phases that count, and what the source leaves open about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.components import INHERITED, ComponentKey
from flopguard.definition.types import Definition
from flopguard.estimate.types import ActualCompute, PhaseCompute, span
from flopguard.formula import Amount, Input, Role, total
from flopguard.quantity import Estimate
from flopguard.result import Step, StepInput
from flopguard.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class InScope:
    """The compute that a definition counts, or the reasons why it is not known.

    `notes` say why the amount is only a lower bound: components of the scope about which nothing is stated. They are
    one more input of the amount, a share of what is stated that has no upper end.
    """

    amount: Amount | None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def compute_in_scope(definition: Definition, compute: ActualCompute) -> InScope:
    """The sum of the phases whose component, and every key that it enters through, is in the definition's scope."""
    keys = _keys(definition, compute)
    if keys is None:
        return InScope(amount=None, problems=("compute scope not stated: the definition lacks compute_scope",))
    phases = [phase for phase in compute.phases if any(map(keys.issuperset, phase.ways))]
    problems = tuple(_problems(keys, phases, compute))
    if problems:
        return InScope(amount=None, problems=problems)
    stated = total((phase.chosen.amount for phase in phases if phase.chosen), Dimension.FLOP)
    if stated.bounds().high == 0:
        return InScope(amount=None, problems=("the actual compute in scope is 0: there is nothing to multiply",))
    note = _open_note(definition, compute, keys)
    return InScope(
        amount=_with_unstated(stated, definition) if note else stated,
        notes=(note,) if note else (),
        steps=(_step(phases, stated, note),),
    )


def _keys(definition: Definition, compute: ActualCompute) -> frozenset[ComponentKey] | None:
    """The scope as stated; where it is not, the component, if only one is stated at all."""
    if definition.compute_scope is not None:
        return frozenset(definition.compute_scope)
    stated = {key for phase in compute.phases for key in phase.keys}
    return frozenset(stated) if len(stated) == 1 and not compute.unknown_bases else None


def _problems(keys: frozenset[ComponentKey], phases: list[PhaseCompute], compute: ActualCompute) -> Iterator[str]:
    if not phases:
        yield f"no training phase of the scope ({', '.join(sorted(keys))}) is stated"
    for phase in phases:
        if phase.chosen is None:
            yield f"the compute of {phase.name} ({phase.at}) is not known"
    if keys & set(INHERITED):
        yield from (f"the compute of the base {base.name} is not known" for base in compute.unknown_bases)


def _open_note(definition: Definition, compute: ActualCompute, keys: frozenset[ComponentKey]) -> str | None:
    """What may add to the stated compute. What is not stated is not zero unless the source says so."""
    if compute.complete:
        return None
    if definition.compute_scope is None:
        return f"compute scope not stated; {next(iter(keys))} alone is, and other components may be in it"
    stated = {key for phase in compute.phases for key in phase.keys}
    bases_stated = compute.no_base or any(phase.origin is not None for phase in compute.phases)
    open_keys = keys - stated - (set(INHERITED) if bases_stated else set())
    listed = ", ".join(key for key in ComponentKey if key in open_keys)
    return f"nothing is stated about {listed}, which the definition counts" if listed else None


def _with_unstated(stated: Amount, definition: Definition) -> Amount:
    share = Estimate(Fraction(0), Fraction(0), None, Dimension.RATIO)
    name = f"/definition/{definition.id}/unstated"  # a place, like other inputs: renamed where two models meet
    return stated + stated * Amount.of(Input(name, share, Role.UNSTATED))


def _step(phases: list[PhaseCompute], stated: Amount, note: str | None) -> Step:
    inputs = tuple(
        StepInput(
            name=phase.name,
            value=f"{span(phase.chosen.amount.bounds())} FLOP",
            evidence=phase.chosen.evidence,
            source=phase.chosen.source,
        )
        for phase in phases
        if phase.chosen is not None
    )
    keys = ", ".join(sorted({phase.component.value for phase in phases}))
    what = f"actual compute in the definition's scope: {keys}" + (f"; {note}, so it is a lower bound" if note else "")
    return Step(what=what, inputs=inputs, result=f"{span(stated.bounds())} FLOP")
