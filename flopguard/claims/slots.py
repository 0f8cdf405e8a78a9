"""The claims of a manifest with their slots: which terms of a statement about compute are given.

A slot is given, partly, missing or n/a. A claim that names a definition of the manifest takes the definition's terms.
"""

from __future__ import annotations

from flopguard.definition.types import Definition
from flopguard.manifest.types import Claim as StatedClaim
from flopguard.manifest.types import Manifest
from flopguard.quantity import exact_text
from flopguard.result import Claim, Compute
from flopguard.source import Source
from flopguard.units import Dimension

GIVEN, PARTLY, MISSING, NOT_APPLICABLE = "given", "partly", "missing", "n/a"


def claims_of(manifest: Manifest, compute: Compute, source: Source) -> tuple[Claim, ...]:
    """Every claim with its slots and its line."""
    definitions = {entry.id: entry for entry in manifest.definition}
    return tuple(
        _claim(number, claim, definitions.get(claim.definition or ""), compute, source)
        for number, claim in enumerate(manifest.claim)
    )


def _claim(number: int, claim: StatedClaim, definition: Definition | None, compute: Compute, source: Source) -> Claim:
    at = f"/claim/{number}"
    estimate = claim.value.estimate if claim.value else None
    return Claim(
        at=at,
        line=source.value(at).line,
        quantity=claim.quantity,
        value=exact_text(estimate.low) if estimate and estimate.is_point else (estimate.text if estimate else ""),
        unit=_unit(estimate.dimension) if estimate else "",
        text=claim.text or "",
        slots=_slots(claim, definition, compute),
    )


def _unit(dimension: Dimension) -> str:
    return dimension.value


def _slots(claim: StatedClaim, definition: Definition | None, compute: Compute) -> dict[str, str]:
    if claim.quantity == "training_compute":
        phases = GIVEN if claim.phases else MISSING
        date = GIVEN if claim.date else MISSING
        return dict(zip(("baseline", "scale", "benchmark"), [NOT_APPLICABLE] * 3, strict=True)) | {
            "date": date,
            "phases": phases,
        }
    return {
        "baseline": _baseline(claim, definition),
        "scale": _scale(claim, definition),
        "benchmark": _benchmark(claim, definition),
        "date": _date(claim, definition),
        "phases": _phases(claim, definition, compute),
    }


def _baseline(claim: StatedClaim, definition: Definition | None) -> str:
    if claim.baseline or (definition and definition.baseline and definition.baseline.techniques):
        return GIVEN
    return PARTLY if claim.relative_to else MISSING


def _scale(claim: StatedClaim, definition: Definition | None) -> str:
    scale = claim.scale or (definition.reference_scale if definition else None)
    side = claim.side or (definition.scale_side if definition else None)
    if scale and side:
        return GIVEN
    return PARTLY if scale or side else MISSING


def _benchmark(claim: StatedClaim, definition: Definition | None) -> str:
    return GIVEN if claim.metric or (definition and definition.metric) else MISSING


def _date(claim: StatedClaim, definition: Definition | None) -> str:
    cutoff = definition.baseline.cutoff_date if definition and definition.baseline else None
    if cutoff:
        return GIVEN
    return PARTLY if claim.date else MISSING


def _phases(claim: StatedClaim, definition: Definition | None, compute: Compute) -> str:
    if claim.phases or (definition and definition.compute_scope):
        return GIVEN
    return PARTLY if any(component.flop for component in compute.components) else MISSING
