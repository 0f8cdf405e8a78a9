"""The compute that a claim's factor multiplies, on the facts at hand."""

from __future__ import annotations

from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.estimate.types import ActualCompute, PhaseCompute
from flopguard.evaluate.facts import UNSTATED_PARTS, Facts
from flopguard.evaluate.readings.types import Scope
from flopguard.formula import Amount, Input, Role, total
from flopguard.manifest.types import Claim
from flopguard.quantity import Estimate
from flopguard.units import Dimension

PRETRAINING = frozenset({ComponentKey.PRETRAIN, ComponentKey.BASE_INHERITED})


def scope_of(claim: Claim, at: str) -> Scope:
    """The compute that a claim speaks of, as far as it says so itself: its own figure, or its phases."""
    if claim.actual_compute is not None:
        return Scope(stated=claim.actual_compute, at=f"{at}/actual_compute")
    return Scope(phases=frozenset(claim.phases) if claim.phases else None)


def compute_of(scope: Scope, facts: Facts) -> Amount | str:
    """The compute of a scope in FLOP, or what is missing to know it."""
    if scope.stated is not None:
        return Amount.of(Input(scope.at, scope.stated.estimate, Role.FACT, level=scope.stated.level))
    phases = [phase for phase in facts.compute.phases if _counts(phase, scope)]
    unknown = [phase.at for phase in phases if phase.chosen is None]
    if not phases or unknown:
        return f"the actual compute that the claim multiplies ({', '.join(unknown) or 'actual_compute'})"
    stated = total((phase.chosen.amount for phase in phases if phase.chosen), Dimension.FLOP)
    return stated if scope.phases is not None else _with_unstated(stated, facts)


def _counts(phase: PhaseCompute, scope: Scope) -> bool:
    return scope.phases is None or any(map(scope.phases.issuperset, phase.ways))


def _with_unstated(stated: Amount, facts: Facts) -> Amount:
    """What is not stated adds at most so much as the user's choice says; nothing where the source says it is all."""
    compute: ActualCompute = facts.compute
    if compute.complete:
        return stated
    share = Estimate(Fraction(0), Fraction(0), facts.settings.unstated, Dimension.RATIO)
    return stated + stated * Amount.of(Input(f"{UNSTATED_PARTS}{compute.model}", share, Role.UNSTATED))
