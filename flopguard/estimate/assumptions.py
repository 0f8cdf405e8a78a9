"""Ranges that stand in for figures that are not stated; the figures lie in data, each with its reason."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import Any

from flopguard.bundled import data_dir
from flopguard.estimate.types import Assumption
from flopguard.formula import Input, Role
from flopguard.quantity import Estimate
from flopguard.units import Dimension

RATIO = Dimension.RATIO


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = data_dir() / "assumptions.json"
    table: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def assumed(key: str, name: str, *, at_most: Fraction | None = None, stretch: Fraction = Fraction(1)) -> Assumption:
    """The assumption of this key as an input with this name.

    `at_most` is a stated figure that it cannot exceed; `stretch` raises the widest end, where that is a share of a
    slower mode than the chip has.
    """
    row = _table()[key]
    low, central, high = (Fraction(row[name]) for name in ("low", "central", "high"))
    ceiling = at_most if at_most is not None else _widest(row["widest"][1], stretch)
    estimate = Estimate(_at_most(low, ceiling), _at_most(central, ceiling), _at_most(high, ceiling), RATIO)
    most = Estimate(Fraction(row["widest"][0]), estimate.central, ceiling, RATIO)
    why = because(key)
    return Assumption(input=Input(name, estimate, Role.ASSUMPTION, most, moves_with=why), because=why)


def _widest(text: str | None, stretch: Fraction) -> Fraction | None:
    return None if text is None else Fraction(text) * stretch


def _at_most(value: Fraction, ceiling: Fraction | None) -> Fraction:
    return value if ceiling is None else min(value, ceiling)


def usual_range(key: str) -> Estimate:
    """The cited range of this key, without a central value."""
    row = _table()[key]
    return Estimate(Fraction(row["low"]), None, Fraction(row["high"]), RATIO)


def because(key: str) -> str:
    """Why the assumption of this key is made, with its source."""
    row = _table()[key]
    return f"{row['because']} ({row['source']})"
