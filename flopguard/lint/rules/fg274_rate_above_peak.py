"""FG274: a rate of one chip in prose above the chip's dense peak."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.chips import Chip, find_chip
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, on, one_factor, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_OF_THE_CHIP = re.compile(r"\b(?:peak|theoretical|spars\w+|fp8|fp4|int8|int4|up to|capable)\b", re.IGNORECASE)


@rule(
    "FG274",
    "rate-above-peak",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("trap-01", "annex-peak"),
    needs=Need.CLAIMS,
)
def rate_above_peak(subject: Subject) -> Iterator[Finding]:
    """A rate of training above what the chip that is named can do in 16 bits, without sparsity.

    ## Why
    Vendors print peaks with structured sparsity, twice the dense ones, and those of 8 bits. Training that is
    said to run faster than the dense 16-bit peak counts something else: cores, nodes, or a narrower format.
    ## Flagged
    ```markdown
    Training on 256 A100 80GB GPUs reached 450 TFLOP/s per GPU.
    ```
    ## Instead
    ```markdown
    Training on 256 A100 80GB GPUs reached 150 TFLOP/s per GPU.
    ```
    """
    for claim in stated(subject, "rate"):
        rate, peak = value_of(claim), _peak(claim, subject)
        if claim.unit != "FLOP/s per chip" or not rate or peak is None or _OF_THE_CHIP.search(claim.text):
            continue
        if rate > peak[1]:
            message = f"{quoted(claim)} is {shown(rate / peak[1], 2)} times the dense 16-bit peak of {peak[0]}"
            cure = "say in which precision it ran, and whether a chip, a node or a core is meant"
            yield on(claim, message, cure, factor=one_factor(peak[1] / rate, Fraction(1)))


def _peak(claim: Claim, subject: Subject) -> tuple[str, Fraction] | None:
    """The one chip that is named near by, with its dense peak in 16 bits."""
    named = {
        found.hardware
        for found in (claim, *beside(claim, subject, "chips", "chip_hours", "hardware_time"))
        if found.hardware
    }
    chip = find_chip(named.pop()) if len(named) == 1 else None
    peaks = [chip.peak_flop_per_s(name) for name in ("bf16", "fp16")] if isinstance(chip, Chip) else []
    known = [peak for peak in peaks if peak is not None]
    return (chip.name, max(known)) if isinstance(chip, Chip) and known else None
