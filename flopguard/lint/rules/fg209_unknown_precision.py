"""FG209: a precision for which a chip has no known peak."""

from collections.abc import Iterator

from flopguard.chips import PRECISIONS
from flopguard.finding import Finding, Severity
from flopguard.lint.chips_used import Used, hardware_used
from flopguard.lint.rule import Subject, rule


@rule("FG209", "unknown-precision", severity=Severity.WARNING)
def unknown_precision(subject: Subject) -> Iterator[Finding]:
    """A precision that is not known, or at which the chip has no known peak rate.

    ## Why
    The peak at 8 bits is twice that at 16 bits on many chips, and others have no unit for 8-bit floats at all.
    Without the right one, compute from chips and hours is not computed.
    ## Seen
    A research data set has DreamerV3 trained on V100 chips at 16-bit brain floats, for which that chip has no unit.
    (Epoch AI, Data on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "V100 SXM2 32GB", precision = "bf16", count = 1, hours = 24 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "A100 SXM 80GB", precision = "fp8", count = 1024, hours = 700 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "A100 SXM 80GB", precision = "bf16", count = 1024, hours = 700 }]
    ```
    """
    for used in hardware_used(subject):
        if used.entry.precision is not None and used.entry.peak is None:
            message = _said(used)
            if message:
                yield Finding(at=f"{used.at}/precision", message=message, help=_help(used))


def _said(used: Used) -> str | None:
    if used.known_precision is None:
        return f"'{(used.entry.precision or '')[:40]}' is not a known precision"
    if used.chip is not None and used.chip.peak_flop_per_s(used.known_precision) is None:
        return f"no dense {used.known_precision} peak of {used.chip.name} is known"
    return None


def _help(used: Used) -> str:
    known = [name for name in PRECISIONS if name in used.chip.peaks] if used.chip else list(PRECISIONS)
    return f'write one of {", ".join(known)}, or state peak = "... TFLOP/s"'
