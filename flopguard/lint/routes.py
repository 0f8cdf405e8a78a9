"""Where a comparison of the two routes stands in its manifest."""

from __future__ import annotations

from fractions import Fraction

from flopguard.finding import Factor
from flopguard.lint.change import ONE, between
from flopguard.manifest.types import Manifest
from flopguard.result import RoutesCompared


def at_definition(manifest: Manifest, name: str) -> str:
    """The place of a definition by its id."""
    numbers = (number for number, definition in enumerate(manifest.definition) if definition.id == name)
    return f"/definition/{next(numbers, 0)}"


MOST = 60
"""Orders of magnitude; more are worth no number."""


def factor_to_gains(routes: RoutesCompared) -> Factor | None:
    """What the gains give over what the score gives; None where one of them is no single amount."""
    return _factor(routes.log10_ratio)


def factor_to_score(routes: RoutesCompared) -> Factor | None:
    """What the score gives over what the gains give; None where one of them is no single amount."""
    return _factor(None if routes.log10_ratio is None else -routes.log10_ratio)


def _factor(orders: float | None) -> Factor | None:
    return None if orders is None or abs(orders) > MOST else between(Fraction(10.0**orders), ONE)
