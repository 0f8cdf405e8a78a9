"""The dense peak that a utilisation is a share of: stated, or from the table of chips."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flopguard.chips import PRECISIONS, Chip, find_chip
from flopguard.estimate.assumptions import because
from flopguard.estimate.types import Assumption, Phase, figure_input
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.training import Hardware
from flopguard.quantity import Estimate, show
from flopguard.result import StepInput
from flopguard.units import Dimension

RATE = Dimension.FLOP_PER_SECOND
_SIXTEEN_BIT = ("bf16", "fp16")
_FASTER = (*_SIXTEEN_BIT, "fp8")
_LOWER = ("fp8", "fp4")


@dataclass(frozen=True, slots=True)
class Peak:
    """The peak of one counted unit, with how a step shows it and what was assumed."""

    amount: Amount
    shown: StepInput
    assumptions: tuple[Assumption, ...] = ()
    headroom: Fraction = Fraction(1)
    """The fastest mode of the chip over this peak."""


def peak_of(phase: Phase, at: str, entry: Hardware, *, utilisation_known: bool) -> Peak | str:
    """The peak for one entry of the hardware list, or the input that is missing.

    Where the utilisation is assumed, its range is a share of the 16-bit peak, whatever faster mode was used.
    """
    if entry.peak is not None:
        return Peak(Amount.of(phase.input(entry.peak, f"{at}/peak")), figure_input("peak", entry.peak))
    if entry.chip is None:
        return f"{at}/chip"
    chip = find_chip(entry.chip)
    if not isinstance(chip, Chip):
        return f"{at}/chip as one known chip ('{entry.chip}' is not)"
    if entry.precision is None:
        return _unstated_precision(chip, f"{phase.scope}{at}/precision", at, utilisation_known=utilisation_known)
    return _stated_precision(chip, at, entry.precision.lower(), utilisation_known=utilisation_known)


def _stated_precision(chip: Chip, at: str, precision: str, *, utilisation_known: bool) -> Peak | str:
    rate = chip.peak_flop_per_s(precision) if precision in PRECISIONS else None
    if rate is None:
        return f"{at}/peak (no dense {precision} peak of {chip.name} is known)"
    if precision in _LOWER and not utilisation_known and _sixteen_bit(chip):
        return _unstated_precision(chip, "", at, utilisation_known=False)
    return Peak(Amount.exactly(rate, RATE), _shown(chip, precision, rate), headroom=_fastest(chip, PRECISIONS) / rate)


def _unstated_precision(chip: Chip, name: str, at: str, *, utilisation_known: bool) -> Peak | str:
    """The 16-bit peak; where a stated share could be of a faster mode, the range up to that one."""
    base = _sixteen_bit(chip)
    rate = chip.peak_flop_per_s(base) if base else None
    if base is None or rate is None:
        return f"{at}/peak (no dense 16-bit peak of {chip.name} is known)"
    if not utilisation_known:
        return Peak(Amount.exactly(rate, RATE), _shown(chip, base, rate), headroom=_fastest(chip, PRECISIONS) / rate)
    known = [value for mode in PRECISIONS if (value := chip.peak_flop_per_s(mode)) is not None]
    usual = Estimate(rate, rate, _fastest(chip, _FASTER), RATE)
    peak = Input(name, usual, Role.ASSUMPTION, Estimate(min(known), rate, max(known), RATE))
    assumption = Assumption(input=peak, because=because("precision"))
    return Peak(Amount.of(peak), _shown(chip, base, rate), (assumption,))


def _sixteen_bit(chip: Chip) -> str | None:
    return next((name for name in _SIXTEEN_BIT if chip.peak_flop_per_s(name) is not None), None)


def _fastest(chip: Chip, precisions: tuple[str, ...]) -> Fraction:
    return max(rate for name in precisions if (rate := chip.peak_flop_per_s(name)) is not None)


def _shown(chip: Chip, precision: str, rate: Fraction) -> StepInput:
    return StepInput(
        name=f"dense peak of {chip.name} ({chip.unit_counted}) at {precision}",
        value=f"{show(rate, 4)} FLOP/s",
        evidence="reported",
        source=f"the table of chips, {chip.verified}: {chip.source}",
    )
