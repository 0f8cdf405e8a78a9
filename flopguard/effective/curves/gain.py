"""The multiplier of a new recipe over a baseline, at a compute that is the one's or the other's.

With L_A(C_A) = L_B(C_B), A the baseline and B the new recipe, the multiplier is C_A / C_B. It may be looked up at C_B
(side `new`) or at C_A (side `baseline`): two functions of one and the same pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flopguard.definition.types import Side
from flopguard.effective.curves.answer import EXACT, Answer, told, unbounded, undefined, value
from flopguard.effective.curves.law import Law

_ONE = Decimal(1)
_NOTHING_SAID = "a curve says nothing of this compute: it lies outside the measured points"


def gain_at(baseline: Law, new: Law, compute: Decimal, side: Side) -> Answer:
    """The multiplier of `new` over `baseline` at a compute (FLOP) of the recipe that `side` names.

    `unbounded` where the baseline never reaches the score of the new recipe. `undefined` where the new one never
    reaches that of the baseline, or where the two cannot be compared.
    """
    known, sought = (new, baseline) if side == "new" else (baseline, new)
    score = known.score(compute)
    if score is None:
        return undefined(_NOTHING_SAID)
    if score == known.limit and known.compute(score).kind == "unbounded":
        return undefined(f"at {told(compute)} FLOP the curve is too near its limit {told(score)} to be told from it")
    found = sought.compute(score)
    if side == "new":
        return found.times(EXACT.divide(_ONE, compute))
    return found.inverted(compute)


def slope_at(baseline: Law, new: Law, compute: Decimal, side: Side) -> Answer:
    """By how many orders of magnitude the multiplier grows for each tenfold of compute; it may be negative.

    For power laws with one floor: b_B/b_A - 1 on the side of the new recipe, 1 - b_A/b_B on that of the baseline.
    """
    known = new if side == "new" else baseline
    score = known.score(compute)
    if score is None:
        return undefined(_NOTHING_SAID)
    ours, theirs = baseline.sensitivity(score), new.sensitivity(score)
    if ours is None or theirs is None or not ours["score"] or not theirs["score"]:
        return undefined("one of the curves has no slope there")
    if side == "new":
        return value(EXACT.subtract(EXACT.divide(ours["score"], theirs["score"]), _ONE))
    return value(EXACT.subtract(_ONE, EXACT.divide(theirs["score"], ours["score"])))


def saturation(baseline: Law, new: Law) -> Answer:
    """The compute of the new recipe from which on the multiplier is unbounded: there it passes the baseline's limit.

    `undefined` where it never does.
    """
    limit = baseline.limit
    if limit is None:
        return undefined("the baseline has no limit, so that no score is out of its reach")
    if new.limit is not None and not new.better(new.limit, limit):
        return undefined(f"the new recipe never passes the baseline's limit {told(limit)}")
    return new.compute(limit)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: the compute at which it was looked up, on its new side, and the multiplier there."""

    compute: Decimal
    gain: Answer


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of recipes, from the newest down: its links, their product, and two other ways to get there."""

    links: tuple[Link, ...]
    total: Answer
    """The product of the links, each at the compute that those above it reach."""
    naive: Answer
    """The product of all links at one and the same compute: wrong unless the curves are parallel."""


def chained(laws: Sequence[Law], compute: Decimal) -> Chain:
    """The multiplier of the last law over the first, link by link, at a compute of the last.

    `laws` run from the baseline to the newest. A link that is no single number ends the chain.
    """
    steps = [(laws[number], laws[number + 1]) for number in reversed(range(len(laws) - 1))]
    links: list[Link] = []
    reached = compute
    for older, newer in steps:
        links.append(Link(reached, gain_at(older, newer, reached, "new")))
        if links[-1].gain.kind != "value":
            break
        reached = EXACT.multiply(reached, links[-1].gain.value)
    return Chain(
        links=tuple(links),
        total=_product([link.gain for link in links], len(steps)),
        naive=_product([gain_at(older, newer, compute, "new") for older, newer in steps], len(steps)),
    )


def _product(gains: Sequence[Answer], count: int) -> Answer:
    """The product of as many known factors as there are links; otherwise what stands in the way."""
    total = value(_ONE)
    for gain in gains:
        if gain.kind == "unbounded":
            return unbounded(gain.reason)
        if gain.kind != "value":
            last = len(gains) == count and gain is gains[-1]
            return gain.times(total.value) if last else undefined(gain.reason)
        total = total.times(gain.value)
    return total
