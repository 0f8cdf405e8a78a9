"""Whether the constants of a curve are those of a published fit."""

from __future__ import annotations

from fractions import Fraction

from flopguard.definition.types import Curve
from flopguard.fields import Figure
from flopguard.lint.curves import CONSTANTS
from flopguard.quantity import last_digit_half


def constants_of(curve: Curve) -> dict[str, Figure]:
    """The constants of its law that a curve states, by their keys."""
    found = {name: getattr(curve, name) for name in CONSTANTS}
    return {name: figure for name, figure in found.items() if figure is not None}


def is_of(figure: Figure, name: str, fit: Curve) -> bool:
    """Whether a constant is the fit's, rounded to the digits in which it is written."""
    known: Figure | None = getattr(fit, name)
    own = figure.estimate.central
    theirs = known.estimate.central if known is not None else None
    if own is None or theirs is None:
        return False
    half = last_digit_half(figure.estimate.text) or Fraction(0)
    return abs(theirs - own) <= abs(own) * half


def is_the_fit(curve: Curve, fit: Curve) -> bool:
    """Whether every constant of a curve is that of a published fit, to the digits in which it is written."""
    constants = constants_of(curve)
    return bool(constants) and all(is_of(figure, name, fit) for name, figure in constants.items())
