"""The hardware entries of a manifest with their place and the chip that each names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.chips import PRECISIONS, Ambiguous, Chip, Unknown, chips_by_id, find_chip
from flopguard.lint.rule import Subject
from flopguard.manifest.training import Hardware

SIXTEEN_BIT = ("bf16", "fp16")
HIGHEST_MFU = Fraction("0.60")
"""The share of the peak that no large run is known to have passed with the model's own operations."""


@dataclass(frozen=True, slots=True)
class Used:
    """One hardware entry; `named` is what its chip's name turned out to mean, None where it names none."""

    at: str
    entry: Hardware
    named: Chip | Ambiguous | Unknown | None

    @property
    def chip(self) -> Chip | None:
        """The chip, where the name means one."""
        return self.named if isinstance(self.named, Chip) else None

    @property
    def possible_chips(self) -> tuple[Chip, ...]:
        """The chip, or all that the name may mean; none where one of them is not in the table."""
        if isinstance(self.named, Chip):
            return (self.named,)
        ids = self.named.candidates if isinstance(self.named, Ambiguous) else ()
        return chips_by_id(ids) if len(ids) > 1 else ()

    @property
    def known_precision(self) -> str | None:
        """The precision in the table's spelling, None where it is not stated or not known."""
        precision = (self.entry.precision or "").casefold()
        return precision if precision in PRECISIONS else None

    @property
    def best_share(self) -> Fraction | None:
        """The best measured matrix product as a share of the dense 16-bit peak; no run can do better."""
        chip = self.chip
        if chip is None or chip.best_matmul_tflops is None:
            return None
        if self.entry.precision is not None and self.known_precision not in SIXTEEN_BIT:
            return None
        peak = next((peak for name in SIXTEEN_BIT if (peak := chip.peak_flop_per_s(name)) is not None), None)
        return Fraction(chip.best_matmul_tflops) * 10**12 / peak if peak else None


def hardware_used(subject: Subject) -> Iterator[Used]:
    """Every hardware entry of every phase, in the order of the manifest."""
    for number, phase in enumerate(subject.card.training):
        for place, entry in enumerate(phase.hardware):
            named = find_chip(entry.chip) if entry.chip is not None else None
            yield Used(f"/training/{number}/hardware/{place}", entry, named)
