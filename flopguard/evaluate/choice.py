"""One value for each variable: the central one, or the end that makes what is compared largest."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flopguard.evaluate.compared import Sides
from flopguard.evaluate.truth import CAUSES, variables
from flopguard.result import Cause


def central_choice(found: Iterable[Sides]) -> dict[str, Fraction] | None:
    """Every variable at its central estimate, or None where one has none."""
    choice: dict[str, Fraction] = {}
    for pair in found:
        for item in variables(pair):
            if item.estimate.central is None:
                return None
            choice[item.name] = item.estimate.central
    return choice


def central_ends(found: Iterable[Sides]) -> dict[str, Fraction]:
    """Every interval at its central value; what the text or the source leaves open stays open."""
    items = [item for pair in found for item in variables(pair)]
    return {
        item.name: central
        for item in items
        if CAUSES[item.role] is Cause.INTERVAL and (central := item.estimate.central) is not None
    }


def upper_ends(found: Iterable[Sides]) -> dict[str, Fraction]:
    """Every interval at the end that makes what is compared largest; what both sides of a ratio use stays as it is."""
    pairs = list(found)
    above = {item for pair in pairs for item in pair.above.inputs if CAUSES[item.role] is Cause.INTERVAL}
    below = {item for pair in pairs if pair.below for item in pair.below.inputs if CAUSES[item.role] is Cause.INTERVAL}
    highs = {item.name: item.estimate.high for item in above - below if item.estimate.high is not None}
    return {**highs, **{item.name: item.estimate.low for item in below - above}}
