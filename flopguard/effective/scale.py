"""How far from where it was measured a gain is used, and what the distance costs."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import Any

from flopguard.bundled import data_dir
from flopguard.definition.types import GainKind
from flopguard.effective.gains.counting import Gain


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
