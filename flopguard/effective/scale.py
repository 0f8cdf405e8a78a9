"""How far from where it was measured a gain is used, and what the distance costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from flopguard.bundled import data_dir
from flopguard.definition.types import GainKind
from flopguard.effective.counting import Gain
from flopguard.effective.intervals import orders
from flopguard.quantity import Estimate, show

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far outside a measured range a scale lies: the factor, 1 when inside, and the direction."""

    times: Fraction
    above: bool

    @property
    def orders(self) -> Decimal:
        """The distance in orders of magnitude."""
        return orders(self.times)

    def beyond(self, cut_off: Fraction) -> bool:
        """Whether it is more than this many orders of magnitude; exact."""
        return self.times**cut_off.denominator > Fraction(10) ** cut_off.numerator

    def __str__(self) -> str:
        """The distance in words."""
        if self.times == 1:
            return "inside the measured range"
        side = "above" if self.above else "below"
        return f"{show(Fraction(self.orders))} orders of magnitude {side} the measured range"


def measured_range(gain: Gain) -> tuple[Fraction, Fraction] | None:
    """The smallest and the largest compute at which a gain was measured; of a bound, the end that it states."""
    if not isinstance(gain.evidence, str) and gain.evidence.measured is not None:
        return gain.evidence.measured
    figures = gain.enhancement.measured_at or ()
    lows = [figure.estimate.low or figure.estimate.high for figure in figures]
    highs = [figure.estimate.low if figure.estimate.high is None else figure.estimate.high for figure in figures]
    low = min((end for end in lows if end), default=None)
    high = max((end for end in highs if end), default=None)
    return None if low is None or high is None else (low, high)


def distance(at: Estimate, measured: tuple[Fraction, Fraction]) -> Distance | None:
    """How far the farther known end of a scale lies outside a measured range; None where no end is known.

    A bound says nothing of its other side, so that it is looked at where it stands.
    """
    ends = [end for end in (at.low, at.high) if end]
    if not ends:
        return None
    below, above = measured[0] / min(ends), max(ends) / measured[1]
    return Distance(max(below, above, ONE), above >= below)


def tau_of(kind: GainKind) -> Fraction:
    """How much the log10 standard deviation of a gain grows per order of magnitude of extrapolation."""
    return Fraction(table()["tau"][kind.value]["value"])


def cut_off(name: str) -> Fraction:
    """The distance, in orders of magnitude, from which on a gain is treated as `name` says."""
    return Fraction(table()["cut_offs"][name])


@cache
def table() -> dict[str, dict[str, Any]]:
    """The proposals for what few have measured: what extrapolation and stacking cost, each with its reason."""
    path = data_dir() / "effective.json"
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
