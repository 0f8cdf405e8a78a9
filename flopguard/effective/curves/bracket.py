"""The general way, for any two laws: brackets on ln C, halved. It asks a law for scores alone, never for an inverse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from flopguard.definition.types import Side
from flopguard.effective.curves.answer import EXACT, LN10, Answer, at_least, at_most, told, undefined, value
from flopguard.effective.curves.law import Law

LEAST, MOST = Decimal("1e6"), Decimal("1e40")
"""The compute, in FLOP, between which solutions are sought."""
_HALVINGS = 140  # ln 1e34 halved so often is below the fortieth digit
_STEPS_PER_ORDER = 8
_TOUCHING = Decimal("1e-25")
"""Two scores that come as near as this, for their size, touch: the arithmetic has forty digits."""
_GOLDEN = EXACT.divide(EXACT.subtract(EXACT.sqrt(Decimal(5)), Decimal(1)), Decimal(2))
Function = Callable[[Decimal], Decimal]


def root(function: Function, low: Decimal, high: Decimal) -> Decimal:
    """Where a function that changes its sign between two places is zero."""
    negative = function(low) < 0
    for _ in range(_HALVINGS):
        middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
        if (function(middle) < 0) == negative:
            low = middle
        else:
            high = middle
    return EXACT.divide(EXACT.add(low, high), Decimal(2))


def inverse(law: Law, score: Decimal, least: Decimal = LEAST, most: Decimal = MOST) -> Answer:
    """The compute with a score, of a law whose score always gets better; a bound where that lies outside.

    Undefined where the law says nothing at an end of the range.
    """
    ends = law.score(least), law.score(most)
    if ends[0] is None or ends[1] is None:
        return undefined("the curve does not reach over the range")
    if law.better(score, ends[1]):
        return at_least(most, f"not reached at {told(most)} FLOP")
    if law.better(ends[0], score):
        return at_most(least, f"passed already at {told(least)} FLOP")
    return value(EXACT.exp(root(_excess(law, score), EXACT.ln(least), EXACT.ln(most))))


def _excess(law: Law, score: Decimal) -> Function:
    def excess(ln_compute: Decimal) -> Decimal:
        found = law.score(EXACT.exp(ln_compute))
        assert found is not None
        return EXACT.subtract(found, score)

    return excess


def gain_by_bracket(baseline: Law, new: Law, compute: Decimal, side: Side) -> Answer:
    """The multiplier at a compute, as `gain.gain_at` gives it, by halving."""
    known, sought = (new, baseline) if side == "new" else (baseline, new)
    score = known.score(compute)
    if score is None:
        return undefined("a curve says nothing of this compute")
    found = inverse(sought, score)
    return found.times(EXACT.divide(Decimal(1), compute)) if side == "new" else found.inverted(compute)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A compute at which two curves have one score: the multiplier is 1 there."""

    compute: Decimal
    touching: bool
    """The curves only touch: the same one is better on both sides."""


def crossings(baseline: Law, new: Law, least: Decimal = LEAST, most: Decimal = MOST) -> tuple[Meeting, ...]:
    """Where two curves cross or touch within a range of compute, rising; they are looked at eight times an order.

    Curves that coincide meet nowhere in particular: none is found. Two crossings within an eighth of an order of
    magnitude may be missed.
    """
    apart = _apart(baseline, new)
    places = [place for place in _grid(least, most) if apart(place) is not None]
    gaps = [gap for place in places if (gap := apart(place)) is not None]
    if not any(gaps):
        return ()
    found = [Meeting(EXACT.exp(place), touching=False) for place in _changes(places, gaps, apart)]
    found += [Meeting(EXACT.exp(place), touching=True) for place in _touches(places, gaps, apart)]
    return tuple(sorted(found, key=lambda meeting: meeting.compute))


def _apart(baseline: Law, new: Law) -> Callable[[Decimal], Decimal | None]:
    """The difference of the scores over the size of the first, by ln C."""

    def apart(ln_compute: Decimal) -> Decimal | None:
        compute = EXACT.exp(ln_compute)
        ours, theirs = baseline.score(compute), new.score(compute)
        if ours is None or theirs is None:
            return None
        size = max(ours.copy_abs(), theirs.copy_abs())
        return EXACT.divide(EXACT.subtract(ours, theirs), size) if size else Decimal(0)

    return apart


def _grid(least: Decimal, most: Decimal) -> list[Decimal]:
    start, end = EXACT.ln(least), EXACT.ln(most)
    count = max(int(EXACT.divide(EXACT.subtract(end, start), LN10) * _STEPS_PER_ORDER), 4)
    step = EXACT.divide(EXACT.subtract(end, start), Decimal(count))
    return [EXACT.add(start, EXACT.multiply(step, Decimal(number))) for number in range(count)] + [end]


def _sure(apart: Callable[[Decimal], Decimal | None]) -> Function:
    def sure(place: Decimal) -> Decimal:
        found = apart(place)
        assert found is not None
        return found

    return sure


def _changes(places: list[Decimal], gaps: list[Decimal], apart: Callable[[Decimal], Decimal | None]) -> list[Decimal]:
    """Where the sign changes, between places or at one."""
    between = [
        root(_sure(apart), places[number], places[number + 1])
        for number in range(len(places) - 1)
        if _opposite(gaps[number], gaps[number + 1])
    ]
    at = [
        places[number]
        for number in range(1, len(places) - 1)
        if gaps[number] == 0 and _opposite(gaps[number - 1], gaps[number + 1])
    ]
    return [*between, *at]


def _opposite(one: Decimal, other: Decimal) -> bool:
    return bool(one and other) and one.is_signed() != other.is_signed()


def _touches(places: list[Decimal], gaps: list[Decimal], apart: Callable[[Decimal], Decimal | None]) -> list[Decimal]:
    """Where the curves come to nothing apart without a change of sign."""
    found = []
    for number in range(1, len(places) - 1):
        before, here, after = (gaps[number + shift] for shift in (-1, 0, 1))
        one_side = bool(before and after) and not _opposite(before, after) and not _opposite(before, here)
        if one_side and here.copy_abs() <= min(before.copy_abs(), after.copy_abs()):
            place = _least(_sure(apart), places[number - 1], places[number + 1])
            if _sure(apart)(place).copy_abs() <= _TOUCHING:
                found.append(place)
    return found


def _least(function: Function, low: Decimal, high: Decimal) -> Decimal:
    """Where the size of a function is least, by golden section; to about half the digits, as any such search."""
    for _ in range(110):
        length = EXACT.multiply(_GOLDEN, EXACT.subtract(high, low))
        left, right = EXACT.subtract(high, length), EXACT.add(low, length)
        if function(left).copy_abs() < function(right).copy_abs():
            high = right
        else:
            low = left
    return EXACT.divide(EXACT.add(low, high), Decimal(2))
