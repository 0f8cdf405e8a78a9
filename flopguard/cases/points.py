"""Values just below, exactly on and just above a line, in every form in which a manifest may state a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from flopguard.formula import Comparison

DIGITS = 15
_DOWN = Context(prec=DIGITS, rounding=ROUND_FLOOR)
_UP = Context(prec=DIGITS, rounding=ROUND_CEILING)
_LARGE = 10**6  # from here on one more or less is just beside the line


class Side(StrEnum):
    """Where a value lies to a line."""

    BELOW = "just below"
    ON = "exactly on"
    ABOVE = "just above"


HOLDS = {
    Comparison.MORE_THAN: {Side.ABOVE},
    Comparison.AT_LEAST: {Side.ON, Side.ABOVE},
    Comparison.LESS_THAN: {Side.BELOW},
    Comparison.AT_MOST: {Side.BELOW, Side.ON},
}
"""On which sides of its line each comparison holds."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value to one side of a line; `written` is how a TOML file states it."""

    side: Side
    form: str
    written: str


def points(line: Fraction, unit: str, *, most: Fraction | None = None, bare: bool = True) -> Iterator[Point]:
    """Every value on and beside a line, none of them over `most`.

    `bare` says that a number without a unit is in this unit; a percentage is written as such and, bare, as a share.
    """
    for side, value in _beside(line):
        if most is None or value <= most:
            yield Point(side, "text", f'"{number(value * 100 if unit == "%" else value)}{unit}"')
            if bare and _decimal(value) is not None:
                yield Point(side, "float", _float(value))
    if bare and line.denominator == 1 and line >= _LARGE:
        for side, value in ((Side.BELOW, line - 1), (Side.ON, line), (Side.ABOVE, line + 1)):
            yield Point(side, "integer", str(value))


def _beside(line: Fraction) -> Iterator[tuple[Side, Fraction]]:
    step = Fraction(1, 10**DIGITS)
    exact = _DOWN.divide(Decimal(line.numerator), Decimal(line.denominator))
    below, above = Fraction(exact), Fraction(_UP.divide(Decimal(line.numerator), Decimal(line.denominator)))
    if below == above:
        below, above = Fraction(_DOWN.next_minus(exact)), Fraction(_UP.next_plus(exact)) if line else step
    if line:
        yield Side.BELOW, below
    yield Side.ON, line
    yield Side.ABOVE, above


def number(value: Fraction) -> str:
    """A number as text, exactly: a decimal where there is one, else a fraction."""
    found = _decimal(value)
    return f"{value.numerator}/{value.denominator}" if found is None else _short(found)


def _decimal(value: Fraction) -> Decimal | None:
    """The decimal that is exactly this, where few digits are enough."""
    found = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    return found if Fraction(found) == value else None


def _short(found: Decimal) -> str:
    return f"{found.normalize(Context(prec=60)):E}".replace("E+0", "").replace("E+", "e").replace("E", "e")


def _float(value: Fraction) -> str:
    found = _decimal(value)
    assert found is not None
    text = _short(found)
    return text if "e" in text or "." in text else f"{text}.0"
