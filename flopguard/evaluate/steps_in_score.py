"""By how many points a score is higher than that of the model that was assessed last.

Both scores have errors of their own, which are independent. Scores are set against each other only where the version of
the benchmark, the problems and the elicitation are stated and the same: otherwise a change of these is the step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from flopguard.definition.types import Elicitation
from flopguard.effective.curves.answer import EXACT
from flopguard.evaluate.assessed import scores_of
from flopguard.evaluate.compared import Direct, Rows, Sides, against_line
from flopguard.evaluate.ratios import reference_of
from flopguard.evaluate.rows import falls, is_meant, named, words_of
from flopguard.evaluate.sampling import Sampled, sampled
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Benchmark
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension

_UP = Context(prec=12, rounding=ROUND_CEILING)
_NOTHING = Fraction(0)


def step(leaf: QuantityLeaf, world: World) -> Rows | Direct:
    """Every pair of comparable scores of the two models; they count as far as they agree."""
    says = f"points gained since the last assessment: {words_of(leaf)}"
    found = reference_of(leaf, world)
    if isinstance(found, Direct):
        return found
    as_of = world.facts.settings.as_of
    ours = [entry for entry in named(leaf, world.facts.manifest.benchmark, as_of) if is_meant(leaf, entry[1]) is True]
    theirs = named(leaf, scores_of(world.facts, found[0]), as_of)
    theirs = [entry for entry in theirs if is_meant(leaf, entry[1]) is True]
    for whose, rows in (("this model", ours), ("the assessed model", theirs)):
        if not rows:
            return Direct(None, says, Cause.MISSING, f"the {words_of(leaf)} of {whose} ([[benchmark]])")
    if any(falls(row, (*world.policy.definition, *world.facts.manifest.definition)) for _, row in ours):
        return Direct(None, says, Cause.MISSING, f"a score that rises with what is measured: {leaf.benchmark} falls")
    return _pairs(leaf, says, ours, theirs)


def _pairs(
    leaf: QuantityLeaf, says: str, ours: list[tuple[str, Benchmark]], theirs: list[tuple[str, Benchmark]]
) -> Rows | Direct:
    pairs = [(at, one, other) for at, one in ours for _, other in theirs]
    alike = [(at, one, other) for at, one, other in pairs if not list(unlike(at, one, other))]
    if not alike:
        at, one, other = pairs[0]
        return Direct(None, says, Cause.MISSING, f"scores that can be compared: {'; '.join(unlike(at, one, other))}")
    return Rows(tuple((at, _difference(leaf, says, at, one, other)) for at, one, other in alike), says)


def unlike(at: str, one: Benchmark, other: Benchmark) -> Iterator[str]:
    """What keeps two rows from being compared."""
    for name in ("version", "split"):
        left, right = getattr(one, name), getattr(other, name)
        if left != right:
            yield f"the {name} is '{left or 'not stated'}' here and '{right or 'not stated'}' there"
        elif left is None and name == "version":
            yield f"the version is stated for neither ({at}/version)"
    yield from _otherwise_elicited(at, one.elicitation, other.elicitation)


def _otherwise_elicited(at: str, one: Elicitation | None, other: Elicitation | None) -> Iterator[str]:
    if one is None or other is None:
        yield f"the elicitation is not stated for both ({at}/elicitation)"
        return
    for entry in fields(Elicitation):
        left, right = getattr(one, entry.name), getattr(other, entry.name)
        if left != right:
            yield f"the elicitation differs in {entry.name} ({at}/elicitation/{entry.name})"


# --- the difference ----------------------------------------------------------------------------------------------


def _difference(leaf: QuantityLeaf, says: str, at: str, one: Benchmark, other: Benchmark) -> Sides | Direct:
    ours, theirs = sampled(one), sampled(other)
    if ours is None or theirs is None:
        whose = at if ours is None else "the row of the assessed model"
        what = f"the sampling error of {whose}: standard_error, or items where the score is a share of them"
        return Direct(None, says, Cause.MISSING, what)
    gained = Input(f"{at}/score: points gained", between(ours, theirs))
    words = f"{says}; independent errors ({ours.how}; assessed: {theirs.how})"
    return against_line(leaf, Amount.of(gained), None, words)


def between(ours: Sampled, theirs: Sampled) -> Estimate:
    """The difference with its interval: the reaches of both towards each other, added in quadrature.

    A loss of points is shown as no gain, which lies on the same side of every line above 0.
    """
    low, high = reach(ours, theirs)
    low, middle, high = (max(end, _NOTHING) for end in (low, ours.central - theirs.central, high))
    return Estimate(low, middle, high, Dimension.RATIO)


def reach(ours: Sampled, theirs: Sampled) -> tuple[Fraction, Fraction]:
    """The ends of the difference, which may lie below 0."""
    middle = ours.central - theirs.central
    low = middle - _square_and_add(ours.central - ours.low, theirs.high - theirs.central)
    high = middle + _square_and_add(ours.high - ours.central, theirs.central - theirs.low)
    return low, high


def _square_and_add(one: Fraction, other: Fraction) -> Fraction:
    square = one * one + other * other
    root = EXACT.sqrt(EXACT.divide(Decimal(square.numerator), Decimal(square.denominator)))
    return Fraction(_UP.plus(root))
