"""What a leaf on effective compute compares under one reading of a claim."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.evaluate.absolute import counted
from flopguard.evaluate.compared import Compared, Direct, Floored, Sides, against_line, line_of, loosened
from flopguard.evaluate.definitions import UPWARD
from flopguard.evaluate.readings.scope import PRETRAINING, compute_of
from flopguard.evaluate.readings.types import Read, Scope, Unknown
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input, Role, constant
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension


def claimed_sides(leaf: QuantityLeaf, world: World, read: Read) -> Compared:
    """Effective compute by a claim as read, against the line.

    With a raw floor, actual compute over the line is enough, whatever a factor below 1 makes of it: that which the
    claim names, and that which the manifest states by itself.
    """
    found = _by_factor(leaf, world, read)
    stated = _stated(leaf, world, read)
    return found if stated is None else Floored(stated, found, leaf.raw_floor)


def _stated(leaf: QuantityLeaf, world: World, read: Read) -> Sides | Direct | None:
    """Actual compute by the counting rule of the leaf, else that of pre-training, where the claim names another one.

    Where neither manifest nor claim says how much that is, it may be over the line, whatever effective compute is said
    to be.
    """
    if line_of(leaf)[0] not in UPWARD:
        return None
    if leaf.counting is not None:
        return counted(leaf, world)
    named = read.scope.stated is not None or read.amount is not None
    compute = compute_of(Scope(phases=PRETRAINING), world.facts) if named else ""
    if isinstance(compute, str):
        unknown = Direct(None, "actual compute", Cause.MISSING, compute)
        return unknown if compute and read.scope.stated is None else None
    return against_line(leaf, loosened(compute, world), None, "actual compute of the pre-training that is stated")


def _by_factor(leaf: QuantityLeaf, world: World, read: Read) -> Compared:
    says = f"effective compute by {read.at}, read as: {read.says}"
    compute = compute_of(read.scope, world.facts)
    if read.amount is not None:
        stated = Amount.of(Input(f"{read.at}/value", read.amount))
        return against_line(leaf, loosened(stated, world), None, says)
    if isinstance(compute, str):
        return Direct(None, says, Cause.MISSING, compute)
    raw = loosened(compute, world)
    effective = against_line(leaf, raw * _factor(read), None, says)
    lowers = bool(read.unknown) or read.factor is None or read.factor.low < 1
    if not lowers or effective.comparison not in UPWARD:
        return effective
    return Floored(against_line(leaf, raw, None, "actual compute alone"), effective, leaf.raw_floor)


def _factor(read: Read) -> Amount:
    """The factor of a reading, times what of it is not known."""
    known = constant(1) if read.factor is None else Amount.of(Input(f"{read.at}/multiplier", read.factor))
    return reduce(mul, map(_unknown, read.unknown), known)


def _unknown(what: Unknown) -> Amount:
    anything = Estimate(Fraction(0), None, what.most, Dimension.RATIO, low_open=True)
    return Amount.of(Input(what.name, anything, Role.UNSTATED))
