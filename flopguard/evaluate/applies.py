"""Whether a trigger has a subject at all; an unknown fact stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flopguard.manifest.types import Manifest
from flopguard.policy.types import Applies


@dataclass(frozen=True, slots=True)
class Applicability:
    """True, false with the reason, or unknown with the facts that are missing."""

    truth: bool | None
    reason: str = ""
    missing: tuple[str, ...] = ()


def applicability(applies: Applies | None, manifest: Manifest) -> Applicability:
    """Every part must hold; a false one decides, whatever is unknown."""
    if applies is None:
        return Applicability(True)
    model = manifest.model
    parts = [
        _overlap("outputs", applies.outputs_any, model.outputs),
        _overlap("inputs", applies.inputs_any, model.inputs),
        _developer(applies.developer_any, model.developer),
        _base(applies.has_base, manifest),
    ]
    refused = next((part for part in parts if part.truth is False), None)
    if refused is not None:
        return refused
    missing = tuple(what for part in parts for what in part.missing)
    return Applicability(None if missing else True, missing=missing)


def _overlap(name: str, wanted: Iterable[str], stated: tuple[str, ...] | None) -> Applicability:
    wanted = tuple(wanted)
    if not wanted:
        return Applicability(True)
    if stated is None:
        return Applicability(None, missing=(f"/model/{name}",))
    if set(wanted) & set(stated):
        return Applicability(True)
    return Applicability(False, f"{name} {', '.join(stated) or 'none'}; it asks for any of {', '.join(wanted)}")


def _developer(wanted: tuple[str, ...], stated: str | None) -> Applicability:
    if not wanted:
        return Applicability(True)
    if stated is None:
        return Applicability(None, missing=("/model/developer",))
    if stated.casefold() in {name.casefold() for name in wanted}:
        return Applicability(True)
    return Applicability(False, f"a model of {stated}; the text is {' and '.join(wanted)}'s own")


def _base(wanted: bool | None, manifest: Manifest) -> Applicability:
    if wanted is None:
        return Applicability(True)
    if manifest.model.base is None:
        return Applicability(None, missing=("/model/base",))
    if bool(manifest.model.base) is wanted:
        return Applicability(True)
    return Applicability(False, "the model has no base" if wanted else "the model has a base")
