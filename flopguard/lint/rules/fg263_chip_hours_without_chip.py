"""FG263: chip-hours without the chip."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
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
    """Chip-hours in a card that nowhere names a chip.

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
    if any(letter.isdigit() for claim in subject.claims for letter in claim.hardware):
        return
    for claim in list(in_card(subject, "chip_hours"))[:1]:
        yield on(claim, f"{quoted(claim)}: of which chip is not said", "name the chip, with its form and memory")
