"""What a curve answers: a tagged number, never a bare one, and never infinite."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

EXACT = Context(prec=40, Emin=-9999, Emax=9999)
"""The arithmetic of curves: far more digits than the twelve that are reported."""
LN10 = EXACT.ln(Decimal(10))

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
