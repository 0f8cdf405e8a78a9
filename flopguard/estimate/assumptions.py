"""Ranges that stand in for figures that are not stated; the figures lie in data, each with its reason."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from flopguard.estimate.types import Assumption
from flopguard.formula import Input, Role
from flopguard.quantity import Estimate
from flopguard.units import Dimension


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parent.parent / "data" / "assumptions.json"
    table: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def assumed(key: str, name: str) -> Assumption:
    """The assumption of this key as an input with this name."""
    row = _table()[key]
    low, central, high = (Fraction(row[end]) for end in ("low", "central", "high"))
    estimate = Estimate(low, central, high, Dimension.RATIO)
    return Assumption(input=Input(name, estimate, Role.ASSUMPTION), because=f"{row['because']} ({row['source']})")
