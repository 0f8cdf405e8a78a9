"""Effective compute against a line in FLOP: every route under every definition that the leaf may mean."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.effective.scope import compute_in_scope
from flopguard.effective.types import EffectiveAmount
from flopguard.evaluate.compared import (
    ANY_SCALE,
    EXACT_SCORE,
    GAINS,
    Compared,
    Direct,
    Floored,
    Sides,
    against_line,
    line_of,
    loosened,
)
from flopguard.evaluate.counting import tally
from flopguard.evaluate.definitions import UPWARD, Under, over_definitions, under, wanted
from flopguard.evaluate.ratios import counting_of
from flopguard.evaluate.routes_read import Told, together
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input, Role
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension

_LEAST = Fraction(1)
_ONE = Amount.exactly(1, Dimension.RATIO)
_UNTOLD = "gains that are not stated ([[enhancement]])"
_LUCK = "the sampling error of a score (standard_error or items)"
_BEYOND = "the distance to where a curve without a domain holds"
_STRAY = "it names "  # how the route by gains begins to say that a gain names no definition, or one that is not there


def absolute(leaf: QuantityLeaf, world: World) -> Compared:
    """The answers under all definitions, each with the actual compute in its scope beside it."""
    each = [(entry, _under(leaf, world, entry)) for entry in under(leaf, world)]
    if each:
        return over_definitions(leaf, each)
    undefined = Direct(None, "effective compute", Cause.MISSING, wanted(leaf))
    raw = counted(leaf, world)
    return undefined if raw is None else Floored(raw, undefined, leaf.raw_floor)


def _under(leaf: QuantityLeaf, world: World, entry: Under) -> Compared:
    told = [_told(leaf, world, entry, found) for found in entry.ours]
    adjusted = together(leaf, told, entry.says, anything=world.facts.settings.unstated is None)
    raw = _raw(leaf, world, entry)
    return adjusted if raw is None else Floored(raw, adjusted, leaf.raw_floor)


def _told(leaf: QuantityLeaf, world: World, entry: Under, found: EffectiveAmount) -> Told:
    says = f"effective compute by {found.route}, {entry.says}{taken_for_granted(found)}"
    amount = found.amount if found.kind not in ("unbounded", "multivalued") else None
    sides = (
        None if amount is None else against_line(leaf, loosened(amount, world) * untold(leaf, world, found), None, says)
    )
    return Told(found, says, sides, found.kind, found.reason, silence(found, entry.says), found.is_open)


def untold(leaf: QuantityLeaf, world: World, found: EffectiveAmount, *others: EffectiveAmount) -> Amount:
    """What gains that are not stated may add to a product of those that are: nothing, or, if so chosen, anything.

    Further ones are taken to be above 1 where the line is crossed from below, which a gain below 1 never helps. So it
    is with the luck of a score, and with a curve, of which nothing says how large it may be or where it holds.
    """
    if world.facts.settings.unstated is not None:
        return _ONE
    if found.route != GAINS:
        return _granted_anything(taken_for_granted(found, *others))
    return Amount.of(any_gain(_UNTOLD, _LEAST if line_of(leaf)[0] in UPWARD else Fraction(0)))


def _granted_anything(taken: str) -> Amount:
    """A factor without ends for each thing that an inversion would have to take for granted."""
    named = [name for says, name in ((EXACT_SCORE, _LUCK), (ANY_SCALE, _BEYOND)) if says in taken]
    return reduce(mul, (Amount.of(any_gain(name, Fraction(0))) for name in named), _ONE)


def taken_for_granted(*found: EffectiveAmount) -> str:
    """What an inversion takes for granted: a score that has no error, a curve that holds anywhere."""
    known = [entry.inverted for entry in found if entry.inverted is not None]
    exact = any(entry.error is None and not entry.bound for entry in known)
    anywhere = any(entry.holds_anywhere for entry in known)
    return f"{EXACT_SCORE if exact else ''}{ANY_SCALE if anywhere else ''}"


def any_gain(name: str, least: Fraction = _LEAST) -> Input:
    """A gain of which nothing is known."""
    return Input(name, Estimate(least, None, None, Dimension.RATIO), Role.UNSTATED)


def silence(found: EffectiveAmount, under_which: str) -> str:
    """What is missing where no improvement was stated at all, or one of which it is open what it belongs to.

    Neither is evidence for a gain of 1.
    """
    if found.route != GAINS or found.kind == "undefined":
        return ""
    if found.used or found.left_out:
        return stray(found)
    return f"the gains of the model over the baseline ([[enhancement]]), or its score on the curve, for {under_which}"


def stray(found: EffectiveAmount) -> str:
    """The gains of which it cannot be told whether they belong to the definition."""
    gains = [f"{at}/definition ({reason})" for at, reason in found.left_out if reason.startswith(_STRAY)]
    return f"which definition each gain belongs to: {', '.join(gains)}" if gains else ""


# --- the floor ---------------------------------------------------------------------------------------------------


def _raw(leaf: QuantityLeaf, world: World, entry: Under) -> Sides | Direct | None:
    """Actual compute in the scope of the definition; by a counting rule where the leaf names one.

    Where it is not known it may be over the line: who states none must not fare better for it.
    """
    if line_of(leaf)[0] not in UPWARD:
        return None
    if leaf.counting is not None:
        return counted(leaf, world)
    found, says = (
        compute_in_scope(entry.definition, world.facts.compute),
        f"actual compute in the scope of {entry.says}",
    )
    if found.amount is None:
        return Direct(None, says, Cause.MISSING, f"{says}: {'; '.join(found.problems)}")
    return against_line(leaf, loosened(found.amount, world), None, says)


def counted(leaf: QuantityLeaf, world: World) -> Sides | None:
    """Actual training compute by the counting rule of a leaf, where it names one and its line is crossed from below."""
    if leaf.counting is None or line_of(leaf)[0] not in UPWARD:
        return None
    found = tally(world.facts.compute, counting_of(leaf, world), world.facts.settings.unstated, world.facts.memo)
    says = f"actual training compute counted by '{leaf.counting}'"
    return against_line(leaf, loosened(found.amount, world), None, says, found)
