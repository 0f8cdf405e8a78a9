"""The share of the peak that the model's own operations reached, as far as a hardware entry tells it.

A utilisation that counts recomputation, or does not say, is brought to the model's own operations by a range; an
occupancy is no share of the peak and is not used as one.
"""

from __future__ import annotations

from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.estimate.assumptions import assumed
from flopguard.estimate.passes import UNFIT_KINDS
from flopguard.estimate.types import Assumption, Phase, figure_input
from flopguard.fields import Evidence
from flopguard.formula import Amount
from flopguard.manifest.training import Hardware, Recomputation, UtilisationKind
from flopguard.result import StepInput

LARGE = 10**10
"""Parameters from which on runs have the usual utilisation: published ones of 8e9 and fewer imply 5 to 16 %."""
LOW_PRECISIONS = ("fp8", "fp4")


def solved_back(entry: Hardware) -> bool:
    """Whether the utilisation was worked out from the total that it would confirm."""
    return entry.utilisation is not None and entry.utilisation.evidence is Evidence.DERIVED


def beyond_the_peak(at: str, entry: Hardware) -> str | None:
    """What a utilisation of more than the whole peak lacks."""
    if entry.utilisation is not None and entry.utilisation.estimate.low > 1:
        return f"{at}/utilisation of at most 100%"
    return None


def utilisation_known(entry: Hardware) -> bool:
    """Whether a share of the peak is stated; an occupancy is none."""
    return entry.utilisation is not None and entry.utilisation_kind is not UtilisationKind.OCCUPANCY


def share_of_peak(
    phase: Phase, at: str, entry: Hardware, headroom: Fraction
) -> tuple[Amount, tuple[StepInput, ...], tuple[Assumption, ...]]:
    """The share of the peak that the model's own operations reached."""
    name = f"{phase.scope}{at}/utilisation"
    stated = entry.utilisation
    if stated is None:
        assumption = assumed(_usual(phase, entry), name, stretch=headroom)
        return Amount.of(assumption.input), (), (assumption,)
    shown = (figure_input(_said(entry), stated),)
    if entry.utilisation_kind is UtilisationKind.OCCUPANCY:
        key = "occupancy" if _is_large(phase) else "occupancy_any"
        assumption = assumed(key, name, at_most=_most(stated.estimate.high, headroom))
        return Amount.of(assumption.input), shown, (assumption,)
    share = Amount.of(phase.input(stated, f"{at}/utilisation"))
    if entry.utilisation_kind is UtilisationKind.MFU:
        return share, shown, ()
    own = _own_share(phase, at, entry)
    return (share, shown, ()) if own is None else (share * Amount.of(own.input), shown, (own,))


def _usual(phase: Phase, entry: Hardware) -> str:
    """Which range stands in for a utilisation: that of large runs where this is known to be one."""
    key = "utilisation" if _is_large(phase) else "utilisation_any"
    low = entry.precision is not None and entry.precision.lower() in LOW_PRECISIONS
    return f"{key}_low_precision" if low else key


def _is_large(phase: Phase) -> bool:
    """Whether the phase is the pre-training of a large model of one kind of input, as far as is stated."""
    training, shape = phase.training, phase.manifest.architecture
    size = training.parameters or (shape.parameters if shape else None)
    kind = ((shape.kind if shape else None) or "").lower()
    usual = not any(word in kind for word in (*UNFIT_KINDS, "multimodal", "distill"))
    return training.component is ComponentKey.PRETRAIN and usual and size is not None and size.estimate.low >= LARGE


def _own_share(phase: Phase, at: str, entry: Hardware) -> Assumption | None:
    """What of a utilisation that counts recomputation, or does not say, are the model's own operations."""
    name = f"{phase.scope}{at}/share that is the model's own"
    if entry.utilisation_kind is UtilisationKind.HFU:
        return without_recomputation(phase, name)
    return assumed("utilisation_kind", name)


def without_recomputation(phase: Phase, name: str) -> Assumption | None:
    """The share of what hardware did that are the model's own operations; None where nothing was computed twice."""
    kind = phase.training.recomputation
    return None if kind is Recomputation.NONE else assumed(_RECOMPUTED[kind], name)


_RECOMPUTED = {
    None: "recomputation",
    Recomputation.SELECTIVE: "recomputation_selective",
    Recomputation.FULL: "recomputation_full",
}


def _most(occupancy: Fraction | None, headroom: Fraction) -> Fraction:
    """The largest share of the peak that an occupancy leaves room for."""
    return headroom * min(Fraction(1), occupancy if occupancy is not None else Fraction(1))


def _said(entry: Hardware) -> str:
    return f"utilisation ({entry.utilisation_kind.value})" if entry.utilisation_kind else "utilisation"
