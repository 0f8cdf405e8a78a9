"""What a curve answers: a tagged number, never a bare one, and never infinite."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from flopguard.quantity import exact_text

EXACT = Context(prec=40, Emin=-9999, Emax=9999)
"""The arithmetic of curves: far more digits than the twelve that are reported."""
LN10 = EXACT.ln(Decimal(10))
FARTHEST = Decimal("1e60")
"""No compute above this is named, and none below its inverse: far beyond any machine and any figure."""
NEAREST = Decimal("1e-60")
_LN_FARTHEST = EXACT.ln(FARTHEST)
_LN_NEAREST = EXACT.ln(NEAREST)
_WIDEST = Decimal(20000)
_TOLD = Context(prec=12)

Kind = Literal["value", "at_least", "at_most", "unbounded", "multivalued", "undefined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A compute in FLOP or a pure factor, with what kind of an answer it is.

    `values` holds one number for `value`, `at_least` and `at_most`, each of them for `multivalued`, rising, and none
    for `unbounded` (better than any compute reaches) and `undefined`.
    """

    kind: Kind
    values: tuple[Decimal, ...] = ()
    reason: str = ""

    @property
    def value(self) -> Decimal:
        """The one number. Raises ValueError where there is none, or more than one."""
        (number,) = self.values
        return number

    def times(self, factor: Decimal) -> Answer:
        """The answer multiplied by a positive number; its kind and reason stay."""
        scaled = tuple(EXACT.multiply(number, factor) for number in self.values)
        return Answer(kind=self.kind, values=scaled, reason=self.reason)

    def inverted(self, over: Decimal) -> Answer:
        """A positive number divided by the answer: a bound changes its side."""
        if self.kind == "unbounded":
            return undefined(self.reason)
        numbers = tuple(sorted(EXACT.divide(over, number) for number in self.values))
        return Answer(kind=_TURNED.get(self.kind, self.kind), values=numbers, reason=self.reason)

    def over(self, other: Answer) -> Answer:
        """One answer divided by another, both positive; undefined where neither bounds the ratio."""
        if self.kind == "undefined" or other.kind in ("undefined", "unbounded"):
            return undefined(self.reason if self.kind == "undefined" else other.reason)
        if self.kind == "unbounded":
            return self
        reason = "; ".join(dict.fromkeys(part for part in (self.reason, other.reason) if part))
        kinds = {self.kind, _TURNED.get(other.kind, other.kind)} - {"value"}
        numbers = tuple(sorted({EXACT.divide(ours, theirs) for ours in self.values for theirs in other.values}))
        if {"at_least", "at_most"} <= kinds:
            return undefined(f"both are bounds on one side, so that the ratio may be anything: {reason}")
        if "at_least" in kinds:
            return at_least(numbers[0], reason)
        if "at_most" in kinds:
            return at_most(numbers[-1], reason)
        return multivalued(numbers, reason) if kinds else value(*numbers)


_TURNED: dict[Kind, Kind] = {"at_least": "at_most", "at_most": "at_least"}


def exp(power: Decimal) -> Decimal:
    """The exponential. Powers are held within 20,000, where nothing overflows and no score can tell the difference."""
    return EXACT.exp(min(max(power, _WIDEST.copy_negate()), _WIDEST))


def told(number: Decimal) -> str:
    """A score or a compute for people, to twelve digits."""
    return exact_text(Fraction(_TOLD.plus(number)))


def of_ln(ln_compute: Decimal) -> Answer:
    """The compute with this natural logarithm; beyond 1e60, or below 1e-60, a bound."""
    if ln_compute > _LN_FARTHEST:
        return at_least(FARTHEST, f"more than {told(FARTHEST)} FLOP, which is no compute at all")
    if ln_compute < _LN_NEAREST:
        return at_most(NEAREST, f"less than {told(NEAREST)} FLOP, which is no compute at all")
    return value(EXACT.exp(ln_compute))


def value(number: Decimal) -> Answer:
    """A number that is known."""
    return Answer(kind="value", values=(number,))


def at_least(number: Decimal, reason: str) -> Answer:
    """A number known from below only."""
    return Answer(kind="at_least", values=(number,), reason=reason)


def at_most(number: Decimal, reason: str) -> Answer:
    """A number known from above only."""
    return Answer(kind="at_most", values=(number,), reason=reason)


def unbounded(reason: str) -> Answer:
    """Better than any compute of the baseline reaches."""
    return Answer(kind="unbounded", reason=reason)


def multivalued(numbers: tuple[Decimal, ...], reason: str) -> Answer:
    """Several compute budgets with one and the same score."""
    return Answer(kind="multivalued", values=tuple(sorted(numbers)), reason=reason)


def undefined(reason: str) -> Answer:
    """No number, and why."""
    return Answer(kind="undefined", reason=reason)
