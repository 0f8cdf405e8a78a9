"""From what a curve answers to an amount: the kind, and ends that enclose, rounded outward to twelve digits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from flopguard.effective.curves.answer import FARTHEST
from flopguard.effective.curves.spread import Inversion
from flopguard.effective.types import Bound, Kind

_DOWN = Context(prec=12, rounding=ROUND_FLOOR)
_UP = Context(prec=12, rounding=ROUND_CEILING)
_NEAREST = Context(prec=12, rounding=ROUND_HALF_EVEN)
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """An amount by its ends: `low` 0 and `high` None where there is no bound on that side."""

    kind: Kind
    low: Fraction = _NOTHING
    central: Fraction | None = None
    high: Fraction | None = None
    values: tuple[Fraction, ...] = ()
    reason: str = ""


def down(value: Decimal) -> Fraction:
    """At or below the value, to twelve digits."""
    return Fraction(_DOWN.plus(value))


def up(value: Decimal) -> Fraction:
    """At or above the value, to twelve digits."""
    return Fraction(_UP.plus(value))


def nearest(value: Decimal) -> Fraction:
    """The value to twelve digits."""
    return Fraction(_NEAREST.plus(value))


def ends_of(found: Inversion, bound: Bound = "") -> Ends:
    """The amount that an inversion stands for; with a `bound` the model is better or worse than the score inverted."""
    answer = found.answer
    if answer.kind == "undefined":
        return Ends(kind="undefined", reason=answer.reason)
    if bound:
        return _of_bound(found, bound)
    match answer.kind:
        case "value":
            return _of_value(found)
        case "at_least":
            return _at_least(found, answer.reason)
        case "at_most":
            return _at_most(found, answer.reason)
        case "unbounded":
            return _unbounded(found)
        case _:
            return _of_several(found)


def _unbounded(found: Inversion) -> Ends:
    low = _NOTHING if found.low is None or found.low >= FARTHEST else low_end(found.low)
    return Ends(kind="unbounded", low=low, reason=found.answer.reason)


def _of_value(found: Inversion) -> Ends:
    value = nearest(found.answer.value)
    low, high = low_end(found.low), high_end(found.high)
    return Ends(
        kind="value",
        low=min(low, value),
        central=value,
        high=None if high is None else max(high, value),
        reason=found.answer.reason,
    )


def low_end(low: Decimal | None) -> Fraction:
    """A lower end; 0 where there is none, or none that means a compute."""
    return _NOTHING if low is None or low <= 1 / FARTHEST else down(low)


def high_end(high: Decimal | None) -> Fraction | None:
    """An upper end; None where there is none, or none that means a compute."""
    return None if high is None or high >= FARTHEST else up(high)


def _at_least(found: Inversion, reason: str) -> Ends:
    """At least the low end of the interval; noise may leave nothing of a bound."""
    low = low_end(found.low)
    if not low:
        return Ends(kind="undefined", reason=f"{reason}; the noise of the score leaves no bound")
    return Ends(kind="at_least", low=low, reason=reason)


def _at_most(found: Inversion, reason: str) -> Ends:
    high = high_end(found.high)
    if high is None:
        return Ends(kind="undefined", reason=f"{reason}; the noise of the score leaves no bound")
    return Ends(kind="at_most", high=high, reason=reason)


def _of_several(found: Inversion) -> Ends:
    values = tuple(map(nearest, found.answer.values))
    low, high = low_end(found.low), high_end(found.high)
    return Ends(
        kind="multivalued",
        low=min(low, values[0]),
        high=None if high is None else max(high, values[-1]),
        values=values,
        reason=found.answer.reason,
    )


def _of_bound(found: Inversion, bound: Bound) -> Ends:
    """A score that is a bound bounds the compute on one side; where the curve leaves that side open, nothing is known.

    Better than a score takes at least the least compute that has it, worse at most the one compute that has it.
    """
    answer = found.answer
    said = f"the score is known only to be {bound} than stated"
    useless = ("at_most",) if bound == "better" else ("at_least", "unbounded", "multivalued")
    if answer.kind in useless:
        return Ends(kind="undefined", reason=f"{said}, and {answer.reason or 'the curve gives no bound there'}")
    if answer.kind == "unbounded":
        return _unbounded(found)
    reason = f"{said}; {answer.reason}" if answer.reason else said
    return _at_least(found, reason) if bound == "better" else _at_most(found, reason)
