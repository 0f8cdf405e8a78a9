"""The total of a model of which no phases are known: as stated where it is named, or of the reference table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flopguard.components import ComponentKey
from flopguard.estimate.types import Arithmetic, Estimated, PhaseCompute, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.load import Related
from flopguard.manifest.training import Status
from flopguard.manifest.types import Manifest, ModelRef
from flopguard.quantity import parse
from flopguard.reference_models import ReferenceModel, find_reference
from flopguard.result import Step
from flopguard.units import Dimension


def name_of(ref: ModelRef) -> str:
    """What a model reference is called in texts; a model of the table by its name there."""
    row = find_reference(ref.reference) if ref.reference else None
    return ref.name or (row.name if row else ref.reference) or ref.manifest or "an unnamed model"


def lump(related: Related, key: ComponentKey, via: tuple[ComponentKey, ...] = ()) -> PhaseCompute | None:
    """The stated total of a model of which no components are known."""
    answer = next(_totals(related), None)
    if answer is None:
        return None
    return PhaseCompute(
        at=related.at,
        component=key,
        name=name_of(related.ref),
        run=related.at,
        status=Status.DONE,
        arithmetic=Arithmetic.UNSTATED,
        chosen=answer,
        via=via,
        origin=name_of(related.ref),
    )


def _totals(related: Related) -> Iterator[Estimated]:
    stated = related.ref.compute
    if stated is not None:
        figure = stated if stated.citation else replace(stated, source=related.ref.source)
        yield _total(f"{related.at}/compute", figure, "stated total")
    reference = find_reference(related.ref.reference) if related.ref.reference else None
    if reference is not None:
        yield from _reference_totals(related, reference)


def _reference_totals(related: Related, row: ReferenceModel) -> Iterator[Estimated]:
    kinds = (
        (row.published_flop, Evidence.REPORTED),
        (row.exact_flop, Evidence.DERIVED),
        (row.epoch_flop, Evidence.DERIVED),
    )
    for text, evidence in kinds:
        if text is not None:
            estimate = parse(text, Dimension.FLOP)
            figure = Figure(estimate=estimate, evidence=evidence, source=f"{row.source} ({row.verified})")
            yield _total(f"{related.at}/reference", figure, f"total of {row.name} in the table of reference models")


def _total(name: str, figure: Figure, said: str) -> Estimated:
    amount = Amount.of(Input(name, figure.estimate))
    step = Step(what=said, inputs=(figure_input("total", figure),), result=f"{span(figure.estimate)} FLOP")
    return Estimated(
        method="reported", amount=amount, evidence=figure.evidence.value, source=figure.citation, steps=(step,)
    )


def says_complete(manifest: Manifest) -> bool:
    """Whether a manifest says that what it does not state is zero."""
    return manifest.scope is not None and manifest.scope.complete


def identity_text(developer: str | None, name: str, version: str | None) -> str:
    """The identity as one text."""
    return " ".join(part for part in (developer, name, version) if part)
