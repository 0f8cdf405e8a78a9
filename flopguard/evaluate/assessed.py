"""What is known of the model that an assessment was about, from its own manifest and from the assessment."""

from __future__ import annotations

from flopguard.evaluate.facts import Facts
from flopguard.manifest.types import Benchmark


def scores_of(facts: Facts, number: int) -> tuple[Benchmark, ...]:
    """The scores of the model of an assessment, by the position of the assessment in the manifest."""
    related = facts.loaded.assessed.get(number)
    theirs = related.loaded.manifest if related is not None and related.loaded is not None else None
    return (*(theirs.benchmark if theirs is not None else ()), *facts.manifest.assessment[number].benchmark)
