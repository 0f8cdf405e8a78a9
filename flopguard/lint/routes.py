"""Where a comparison of the two routes stands in its manifest."""

from __future__ import annotations

from fractions import Fraction

from flopguard.finding import Factor
from flopguard.lint.factors import towards
from flopguard.manifest.types import Manifest
from flopguard.result import RoutesCompared


def at_definition(manifest: Manifest, name: str) -> str:
    """The place of a definition by its id."""
    numbers = (number for number, definition in enumerate(manifest.definition) if definition.id == name)
    return f"/definition/{next(numbers, 0)}"


def factor_to_gains(routes: RoutesCompared) -> Factor | None:
    """What the gains give over what the score gives; None where one of them is no single amount."""
    return None if routes.log10_ratio is None else towards(_tenfolds(routes.log10_ratio))


MOST = 60
"""Orders of magnitude; more are worth no number."""


def factor_to_score(routes: RoutesCompared) -> Factor | None:
    """What the score gives over what the gains give; None where one of them is no single amount."""
    off = routes.log10_ratio
    return None if off is None or abs(off) > MOST else towards(_tenfolds(-off))


def _tenfolds(orders: float) -> Fraction:
    return Fraction(10.0**orders)
