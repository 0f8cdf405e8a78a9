"""Effective compute of a model and of those that were assessed, by both routes, as one evaluation rests on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flopguard.evaluate.facts import Facts

if TYPE_CHECKING:
    from flopguard.effective.types import EffectiveAmount


def with_effective(facts: Facts) -> Facts:
    """The facts with effective compute as it follows from their compute, and with the routes set against each other."""
    if not _is_defined(facts):
        return facts
    from flopguard.effective.routes.compared import (  # few manifests define effective compute
        both_routes,
        routes_compared,
    )

    effective = both_routes(facts.manifest, facts.compute, facts.settings.as_of)
    return replace(
        facts,
        effective=effective,
        assessed_effective=_of_assessed(facts, effective),
        routes=routes_compared(effective, facts.manifest, facts.compute),
    )


def _is_defined(facts: Facts) -> bool:
    """Whether anything here or in an assessed model may have effective compute."""
    return bool(facts.manifest.definition or facts.loaded.assessed)


def _of_assessed(facts: Facts, ours: tuple[EffectiveAmount, ...]) -> dict[int, tuple[EffectiveAmount, ...]]:
    """That of the assessed models; what is not the same evidence is another variable than this model's."""
    from flopguard.effective.routes.compared import both_routes
    from flopguard.effective.routes.shared import scoped

    found: dict[int, tuple[EffectiveAmount, ...]] = {}
    for number, entry in facts.loaded.assessed.items():
        compute = facts.assessed.get(number)
        manifest = entry.loaded.manifest if entry.loaded else None
        if manifest is not None and compute is not None:
            theirs = both_routes(manifest, compute, facts.settings.as_of)
            found[number] = scoped(theirs, manifest, compute.model, ours, facts.manifest)
    return found
