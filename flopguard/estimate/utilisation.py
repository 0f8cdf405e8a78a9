"""The share of the peak that the model's own operations reached, as far as a hardware entry tells it.

A utilisation that counts recomputation, or does not say, is brought to the model's own operations by a range; an
occupancy is no share of the peak and is not used as one.
"""

from __future__ import annotations

from fractions import Fraction

from flopguard.estimate.assumptions import assumed
from flopguard.estimate.types import Assumption, Phase, figure_input
from flopguard.fields import Evidence
from flopguard.formula import Amount
from flopguard.manifest.training import Hardware, Recomputation, UtilisationKind
from flopguard.result import StepInput


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
        assumption = assumed("utilisation", name, stretch=headroom)
        return Amount.of(assumption.input), (), (assumption,)
    shown = (figure_input(_said(entry), stated),)
    if entry.utilisation_kind is UtilisationKind.OCCUPANCY:
        assumption = assumed("occupancy", name, at_most=_most(stated.estimate.high, headroom))
        return Amount.of(assumption.input), shown, (assumption,)
    share = Amount.of(phase.input(stated, f"{at}/utilisation"))
    if entry.utilisation_kind is UtilisationKind.MFU:
        return share, shown, ()
    own = _own_share(phase, at, entry)
    return (share, shown, ()) if own is None else (share * Amount.of(own.input), shown, (own,))


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
