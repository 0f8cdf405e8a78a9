"""The general way, for any two laws: brackets on ln C, halved. It asks a law for scores alone, never for an inverse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from flopguard.definition.types import Side
from flopguard.effective.curves.answer import EXACT, LN10, Answer, at_least, at_most, told, undefined, value
from flopguard.effective.curves.law import Law

LEAST, MOST = Decimal("1e6"), Decimal("1e40")
"""The compute, in FLOP, between which solutions are sought."""
_HALVINGS = 140  # ln 1e34 halved so often is below the fortieth digit
_STEPS_PER_ORDER = 8
_SECTIONS = 110
_LAST_DIGITS = Decimal("1e-36")
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

    Curves that coincide meet nowhere in particular: none is found. Of three crossings within a quarter of an order of
    magnitude one may be all that is found.
    """
    looked_at = [(place, _apart(baseline, new, place)) for place in _grid(least, most)]
    known = [(place, gap) for place, gap in looked_at if gap is not None]
    if not any(gap for _, gap in known):
        return ()

    def apart(place: Decimal) -> Decimal:
        found = _apart(baseline, new, place)
        assert found is not None
        return found

    met = [*_changes(known, apart), *_turns(known, apart)]
    return tuple(Meeting(EXACT.exp(place), touching) for place, touching in sorted(met))


_Looked = list[tuple[Decimal, Decimal]]
"""Places on ln C, rising, and how far apart the curves are there."""


def _apart(baseline: Law, new: Law, place: Decimal) -> Decimal | None:
    """The difference of two scores for their size; 0 where it is in the last digits, None where one is not known."""
    compute = EXACT.exp(place)
    ours, theirs = baseline.score(compute), new.score(compute)
    if ours is None or theirs is None:
        return None
    size, difference = max(ours.copy_abs(), theirs.copy_abs()), EXACT.subtract(ours, theirs)
    if difference.copy_abs() <= EXACT.multiply(size, _LAST_DIGITS):
        return Decimal(0)
    return EXACT.divide(difference, size)


def _grid(least: Decimal, most: Decimal) -> list[Decimal]:
    start, end = EXACT.ln(least), EXACT.ln(most)
    count = max(int(EXACT.divide(EXACT.subtract(end, start), LN10) * _STEPS_PER_ORDER), 4)
    step = EXACT.divide(EXACT.subtract(end, start), Decimal(count))
    return [EXACT.add(start, EXACT.multiply(step, Decimal(number))) for number in range(count)] + [end]


def _changes(known: _Looked, apart: Function) -> Iterator[tuple[Decimal, bool]]:
    """Where the sign changes, between two places or at one."""
    for (left, before), (right, after) in pairwise(known):
        if _opposite(before, after):
            yield root(apart, left, right), False
    for (_, before), (place, gap), (_, after) in zip(known, known[1:], known[2:], strict=False):
        if gap == 0 and _opposite(before, after):
            yield place, False


def _opposite(one: Decimal, other: Decimal) -> bool:
    return bool(one and other) and one.is_signed() != other.is_signed()


def _turns(known: _Looked, apart: Function) -> Iterator[tuple[Decimal, bool]]:
    """Where the curves come near each other and part again: they touch there, or cross twice in between."""
    for (left, before), (_, gap), (right, after) in zip(known, known[1:], known[2:], strict=False):
        one_side = bool(before and after) and not _opposite(before, after) and not _opposite(before, gap)
        if not one_side or gap.copy_abs() > min(before.copy_abs(), after.copy_abs()):
            continue
        place = _nearest(apart, left, right, above=not before.is_signed())
        least = apart(place)
        if least.copy_abs() <= _TOUCHING:
            yield place, True
        elif _opposite(least, before):
            yield root(apart, left, place), False
            yield root(apart, place, right), False


def _nearest(function: Function, low: Decimal, high: Decimal, *, above: bool) -> Decimal:
    """Where a function that comes down from above to a turn, or up from below, has it: by golden section.

    To about half the digits, as any such search.
    """
    for _ in range(_SECTIONS):
        length = EXACT.multiply(_GOLDEN, EXACT.subtract(high, low))
        left, right = EXACT.subtract(high, length), EXACT.add(low, length)
        if (function(left) < function(right)) == above:
            high = right
        else:
            low = left
    return EXACT.divide(EXACT.add(low, high), Decimal(2))
