"""FG263: chip-hours without the chip."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, on, quoted, stated
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG263",
    "chip-hours-without-chip",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    covers=("trap-17",),
    needs=Need.CLAIMS,
)
def chip_hours_without_chip(subject: Subject) -> Iterator[Finding]:
    """Chip-hours that do not say of which chip.

    ## Why
    Hours become compute only by the chip's rate, and the chips that cards name differ in it by far more than
    a factor of ten; one family name, such as TPU, holds seven generations.
    ## Flagged
    ```markdown
    Pretraining took 80,000 TPU-days.
    ```
    ## Instead
    ```markdown
    Pretraining took 80,000 TPU v4 days in bf16.
    ```
    """
    for claim in stated(subject, "chip_hours"):
        named = [claim, *beside(claim, subject, "chip_hours", "chips", "hardware_time", "rate")]
        if not any(any(letter.isdigit() for letter in found.hardware) for found in named):
            yield on(claim, f"{quoted(claim)} does not say of which chip", "name the chip, with its form and memory")
